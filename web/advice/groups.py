"""What each step asks of the purse: nothing, what it brings back, a lot, or more than it brings back.

Steps that follow one another and ask the same stand together; the order is the coach's and never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Final, TypeVar

from web import opportunity as numbers

BIG_CAD: Final = 5_000.0
"""What costs as much in the middle is big work: what is never put first unasked (as in coach.advising.advice)."""
_Item = TypeVar("_Item")


class Purse(StrEnum):
    """What a step asks of the purse."""

    FREE = "free"
    PAYS = "pays"
    BIG = "big"
    SLOW = "slow"
    MOMENT = "moment"


def purse(found: Mapping[str, object], trace: Iterable[Mapping[str, object]] = ()) -> Purse:
    """What this step asks. Nothing even at the dear end: free. Likelier than not to pay back: pays. What is worth it
    only when the old one goes asks for nothing before."""
    if numbers.is_free(found):
        return Purse.FREE
    if numbers.waits_for_its_moment(found):
        return Purse.MOMENT
    if numbers.typical_pay(found) >= BIG_CAD:
        return Purse.BIG
    value = numbers.value_middle(found)
    if value is not None:
        return Purse.PAYS if value >= 0 else Purse.SLOW
    years, life = numbers.payback(found), numbers.life_years(trace)
    middle = years[1] if years is not None else numbers.plain_payback(found)
    return Purse.SLOW if middle is None or (life is not None and middle > life) else Purse.PAYS


def runs(items: Sequence[tuple[Purse, _Item]]) -> list[tuple[Purse, list[_Item]]]:
    """Neighbours that ask the same, together, in the order given."""
    return [(kind, [item for _, item in found]) for kind, found in groupby(items, key=lambda each: each[0])]
