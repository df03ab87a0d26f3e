"""What else may be bought when what is bought again anyway must go: the heat pumps that fit this home. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.advising.drafts import LIKES, Draft
from models.measures.catalogue import HEAT_PUMPS, Method
from models.money.value import AtReplacement, Instead
from models.savings.rule import Range

FURNACE = "HVAC-FURN"
"""What a hybrid heat pump stands beside."""


def at_replacement_of(draft: Draft, drafts: Sequence[Draft]) -> AtReplacement | None:
    """The measure when the old one goes; of what is bought again anyway, with what may be bought in its place."""
    at = draft.worth.replacement
    if at is None or draft.measure.id not in LIKES:
        return at
    return replace(at, instead=tuple(_instead(draft.measure.id, drafts)))


def _instead(like: str, drafts: Sequence[Draft]) -> Iterator[Instead]:
    for each in drafts:
        if each.measure.method not in HEAT_PUMPS or each.before_money is not None:
            continue
        at = each.worth.replacement
        if at is not None and at.like[0] == like:
            yield Instead(each.measure.id, False, at.cost_difference_cad, at.bill_cad, at.net_present_value_cad)
        elif each.measure.method is Method.HEAT_PUMP_HYBRID and like == FURNACE:
            yield _beside(each, at)


def _beside(hybrid: Draft, at: AtReplacement | None) -> Instead:
    """A hybrid keeps the furnace: it is bought beside the new one, and may spare an air conditioner."""
    worth = hybrid.worth
    if at is not None and at.is_soon:
        return Instead(hybrid.measure.id, True, at.cost_difference_cad, at.bill_cad, at.net_present_value_cad)
    cost = worth.cost
    low, typical, high = (max(each - worth.incentive_cad, 0.0) for each in (cost.low, cost.typical, cost.high))
    return Instead(hybrid.measure.id, True, Range(low, typical, high), worth.bill_cad, worth.net_present_value_cad)
