"""What utilities' own systems say to us."""
