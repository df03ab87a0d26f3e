"""Partners' data in: files are read into streams of readings, and import runs bring them to the core."""
