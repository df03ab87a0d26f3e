"""Names that columns for the same thing have in many suppliers' files; `layout.alike` makes more of them the same."""

from __future__ import annotations

ACCOUNTS = (
    "account_number",
    "account number",
    "account",
    "account #",
    "account no",
    "account no.",
    "account id",
)
METERS = (
    "meter_id",
    "meter number",
    "meter",
    "meter #",
    "meter no",
    "meter no.",
    "meter serial number",
    "serial number",
    "service point",
    "service point id",
    "usage point",
    "usage point id",
    "mpan",
    "mprn",
    "nmi",
)
DATES = ("date", "usage_date", "usage date", "reading date", "read date", "interval date")
COSTS = ("cost", "costs", "cost ($)", "cost($)", "amount ($)")
QUALITIES = ("quality", "estimated usage", "actual/estimated", "estimated_actual", "read type", "reading type")
