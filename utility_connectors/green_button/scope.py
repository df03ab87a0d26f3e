"""ESPI scope strings: which function blocks were asked for, which were granted, and what of these we may use.

A scope is terms joined by ";", such as `FB=4_5_15;IntervalDuration=3600;HistoryLength=63072000`. What was granted
beyond what was asked is never used; what was granted short of it is what we remember.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 2_000
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,2000}(?: [\x21\x23-\x5b\x5d-\x7e]{1,2000})*")
USAGE_BLOCKS = frozenset({"4", "5", "10", "11", "15", "16", "18", "27", "28"})
"""Function blocks with which readings or summaries of use come."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What may be used of a grant. `scope` is never more than was asked; `is_wider` says that more was offered."""

    scope: str
    is_wider: bool
    is_narrower: bool
    is_useful: bool


def is_scope(text: str) -> bool:
    """Whether `text` is a scope as RFC 6749 writes one, of bounded length."""
    return len(text) <= LONGEST and _SCOPE.fullmatch(text) is not None


def granted(asked: str, answered: str | None) -> Granted:
    """What of the scope answered may be used; nothing answered means all that was asked (RFC 6749, 5.1)."""
    if answered is None or answered == asked:
        return Granted(asked, is_wider=False, is_narrower=False, is_useful=_is_useful(_blocks(asked)))
    wanted, given = _blocks(asked), _blocks(answered)
    if wanted is None or given is None:
        common = [token for token in asked.split() if token in answered.split()]
        return Granted(" ".join(common), answered != asked and not common, bool(common), bool(common))
    kept = wanted & given
    history = [number for number in (_history(asked), _history(answered)) if number is not None]
    terms = ["FB=" + "_".join(sorted(kept, key=int))] if kept else []
    terms += [term for term in asked.split(";") if term and not term.startswith(("FB=", "HistoryLength="))]
    terms += [f"HistoryLength={min(history)}"] if history else []
    return Granted(
        scope=";".join(terms),
        is_wider=bool(given - wanted),
        is_narrower=kept != wanted or (len(history) == 2 and history[1] < history[0]),
        is_useful=_is_useful(kept),
    )


def history_s(scope: str | None) -> int | None:
    """How far back the scope reaches, in seconds; None when it does not say."""
    return _history(scope) if scope else None


def _blocks(scope: str) -> frozenset[str] | None:
    """The function blocks named, or None where a scope is not written the ESPI way."""
    lists = re.findall(r"(?:^|[; ])FB=([0-9]{1,3}(?:_[0-9]{1,3})*)(?=$|[; ])", scope)
    return frozenset(str(int(number)) for one in lists for number in one.split("_")) if lists else None


def _history(scope: str) -> int | None:
    found = re.search(r"(?:^|[; ])HistoryLength=([0-9]{1,10})(?=$|[; ])", scope)
    return int(found[1]) if found else None


def _is_useful(blocks: frozenset[str] | None) -> bool:
    return blocks is None or bool(blocks & USAGE_BLOCKS)
