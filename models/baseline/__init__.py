"""Baselines: what a home uses and how that follows the weather, fitted to its own meter readings."""
