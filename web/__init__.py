"""People and partners over HTTP, one package an audience, and the command line."""
