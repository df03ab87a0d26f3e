"""Ranking: what to do first, by what the household wants, and why."""
