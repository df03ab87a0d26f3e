"""Numbers as people in Ontario write them, read strictly: “$1,234.50”, « 1 234,50 $ », “1234.5”, “12,000”.

Only ASCII digits count. Thousands stand in whole groups of three, by commas or by spaces; decimals follow a point or a
comma, at most two of them. “1,234” is a thousand and more, as in English and on most quotes; “1,23” has decimals. What
could be read in two ways, or is longer than anybody writes, is refused rather than guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from greener_homes.errors import Refusal
from models.findings import Code, Severity

LONGEST: Final = 24
SPACES: Final = " \u00a0\u202f"
_PLAIN: Final = re.compile(r"[0-9]{1,9}")
_COMMAS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,2}")
_SPACED: Final = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}}){{1,2}}")
_DECIMALS: Final = re.compile(r"(.*?)[.,]([0-9]{1,2})", re.DOTALL)

BAD_AMOUNT = Code(
    "project.bad_amount",
    Severity.REFUSAL,
    "Write an amount from {low} to {high}, such as 12,500 or 12 500,00.",
    "Écrivez un montant de {low} à {high}, comme 12\u00a0500 ou 12\u00a0500,00.",
)
CODES = (BAD_AMOUNT,)


def number(text: str, *, low: int, high: int) -> Decimal | None:
    """The number, None where nothing was written. Raises Refusal for what is no such number or not in `low`–`high`."""
    trimmed = text.strip(SPACES)
    if not trimmed:
        return None
    found = _read(trimmed) if len(trimmed) <= LONGEST else None
    if found is None or not low <= found <= high:
        raise Refusal(BAD_AMOUNT, low=low, high=high)
    return found


def cents(text: str, *, high: int) -> int | None:
    """An amount of dollars in cents, with or without its sign; None where nothing was written. Raises Refusal."""
    trimmed = text.strip(SPACES)
    bare = trimmed.removeprefix("$") if trimmed.startswith("$") else trimmed.removesuffix("$")
    if trimmed and not bare.strip(SPACES):
        raise Refusal(BAD_AMOUNT, low=0, high=high)
    found = number(bare, low=0, high=high)
    return None if found is None else int(found * 100)


def _read(text: str) -> Decimal | None:
    whole = _whole(text)
    if whole is not None:
        return Decimal(whole)
    split = _DECIMALS.fullmatch(text)
    if split is None:
        return None
    before, after = split.groups()
    grouped_alike = text[len(before)] == "," and "," in before
    whole = _whole(before)
    return None if whole is None or grouped_alike else Decimal(f"{whole}.{after}")


def _whole(text: str) -> str | None:
    """The digits of a whole number, or None."""
    if _PLAIN.fullmatch(text) or _COMMAS.fullmatch(text) or _SPACED.fullmatch(text):
        return re.sub(rf"[,{SPACES}]", "", text)
    return None
