"""Advice as every audience reads it: one way from stored numbers to ranges and words, on screen and on paper."""
