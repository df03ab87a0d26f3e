"""One file a step: `0001_work.py`, `0002_…`; the number is the revision."""
