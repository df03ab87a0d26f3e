"""Shapes: what hourly electricity says of a home, as numbers with units and as signs of what runs in it."""
