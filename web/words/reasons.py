"""What the codes of a ranking's reasons speak of, for pages that tag or thin them out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WISHES: Final = frozenset({"rank.saves_on_bills", "rank.cuts_carbon", "rank.adds_comfort", "rank.costs_little"})
"""Reasons that say what the resident wants most: the same for every measure of a home."""
TOLD: Final = WISHES | {"rank.outside_budget"}
"""Reasons that rest on a wish or a budget the resident gave."""
_FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "air": "ach50",
        "attic": "attic_r",
        "basement": "basement_insulation",
        "walls": "wall_r",
        "windows": "window_type",
    }
)


def fact_of(code: str) -> str:
    """The fact of the home that a reason speaks of; empty when it speaks of none."""
    return _FACTS.get(code.partition(".")[0], "")
