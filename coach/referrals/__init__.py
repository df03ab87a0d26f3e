"""Referrals to a lender: what the resident chose to send, what the lender says of it, and its end."""
