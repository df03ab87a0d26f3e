"""Hostile inputs from a seed, and what must hold whatever they are; `benchmarks/hostile_files.py` runs many."""
