"""Savings: what a measure would save in one home, as a range scaled to the home's own measured use."""
