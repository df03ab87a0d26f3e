"""Comma-separated usage files: one declarative profile per format, and one reader for them all."""
