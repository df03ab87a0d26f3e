"""How much speaks for two homes being one household, as a number and as the reasons it is made of. Pure.

The points are our own judgement: what only one household can have weighs most, what neighbours and friends may share
weighs least. They order a list for a person; no number merges anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from greener_homes.home_likeness import Shared

POINTS: Mapping[Shared, int] = MappingProxyType(
    {
        Shared.METER: 60,
        Shared.POINT: 50,
        Shared.FILE: 50,
        Shared.PERSON: 45,
        Shared.ADDRESS: 45,
        Shared.SPELLING: 40,
        Shared.EMAIL: 30,
        Shared.INVITED: 30,
        Shared.OTHER_ADDRESS: -40,
        Shared.OTHER_TOWN: -30,
    }
)
PROPOSED_FROM = 25
"""Points from which a pair is put before a person: one of the reasons alone, with nothing against it."""
MOST = 100


def score(shared: Collection[Shared]) -> int:
    """Points for two homes that share these, 0 to 100."""
    return max(0, min(MOST, sum(POINTS[one] for one in shared)))


def ordered(shared: Collection[Shared]) -> tuple[Shared, ...]:
    """The reasons, the weightiest first, what speaks against last."""
    return tuple(sorted(shared, key=lambda one: (-POINTS[one], one.value)))
