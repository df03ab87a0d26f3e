"""Measures: the kinds of work there are, when each fits a home, how they interact and what they are worth."""
