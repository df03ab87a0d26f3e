"""What to say of one step of a plan beside its numbers: what it does to other steps, and what they do to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models.findings import Finding
from models.measures import codes_plan as codes
from models.measures.catalogue import HEAT_PUMPS, Category, Method
from models.measures.enabling import WORDS
from models.measures.end_uses import EndUses
from models.measures.roadmap import Placed
from models.savings.rule import middle_of

SIZED_BY_HEAT: Final = HEAT_PUMPS | {Method.FURNACE}
WORTH_SAYING: Final = 0.05
"""A smaller change of what a step is worth is not said."""
WORTH_SAYING_CAD: Final = 5.0


def why(
    each: Placed, before: EndUses, earlier: Sequence[Placed], alone_cad: float | None, adds_cad: float
) -> tuple[Finding, ...]:
    """What the step does to others and they to it, in the order to be read."""
    if each.work is not None:
        return (WORDS[each.work].finding(),)
    measure, found = each.measure, []
    if measure is None:
        return ()
    if measure.category is Category.ENVELOPE and measure.stays:
        found.append(codes.WHY_LOWERS_LOAD.finding())
    if measure.method in SIZED_BY_HEAT and earlier:
        left = middle_of(earlier[-1].uses.heat_kwh) / max(middle_of(before.heat_kwh), 1.0)
        if left <= 1.0 - WORTH_SAYING:
            found.append(codes.WHY_SIZED_AFTER.finding(percent=round(100 * (1.0 - left))))
    if measure.method is Method.SOLAR and earlier:
        found.append(codes.WHY_SOLAR_LAST.finding())
    if alone_cad is not None and _differs(alone_cad, adds_cad):
        found.append(codes.WHY_SHARES.finding(alone=round(alone_cad), here=round(adds_cad)))
    return tuple(found)


def _differs(alone: float, here: float) -> bool:
    return abs(alone - here) >= max(WORTH_SAYING * abs(alone), WORTH_SAYING_CAD) and alone > 0 and here > 0
