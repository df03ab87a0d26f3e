"""Arithmetic: baselines, houses, measures, savings, ranking. No clock, no network, no database, no settings."""
