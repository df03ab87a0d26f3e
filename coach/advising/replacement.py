"""A measure done when equipment must be replaced anyway: what it costs and saves above buying the like again.

The like of a gas furnace, boiler or central air conditioner is the catalogue's own (`HVAC-FURN`, `HVAC-BOILER`,
`COOL-AC`), valued in the same home; how long the old one lasts comes from the year it was installed and the
catalogue's life. Without that year nothing is said. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from coach.advising.market import Market
from models.findings import Finding
from models.house.facts import Cooling, HeatingSystem, HomeFacts
from models.measures.catalogue import Measure, Method, measure
from models.measures.economics import Figure, annuity
from models.money import codes
from models.money.parts import Work, saved_parts_each, stacked
from models.money.value import AtReplacement
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.draws import DRAWS, Chance, between
from models.savings.rule import predict_all, ranges_of
from models.series import Floats

LIKES: Final = frozenset({"HVAC-FURN", "HVAC-BOILER", "COOL-AC"})
"""What is bought again anyway when the old one is worn out: nothing less efficient is sold today."""
TOGETHER_YEARS: Final = 3
"""Equipment due within so many years of the other is replaced with it."""
_HEATING: Final = {HeatingSystem.FURNACE: "HVAC-FURN", HeatingSystem.BOILER: "HVAC-BOILER"}
_AIR_CONDITIONER: Final = "COOL-AC"
_WHOLE: Final = frozenset({Method.HEAT_PUMP, Method.HEAT_PUMP_GROUND})


def at_replacement(
    candidates: Sequence[Measure], bill_cad: Floats, net_cost_cad: Floats, belief: Belief, market: Market
) -> list[AtReplacement | None]:
    """The comparison for each heat pump, both [candidates, n] as against today.

    None for other measures, and where nothing a heat pump replaces has a known age.
    """
    facts = belief.home.facts
    left = years_left(facts, market.figures.on.year)
    replaced = [replaced_with(each, facts, left) for each in candidates]
    names = sorted({name for each in replaced for name in each[1]})
    bills = dict(zip(names, like_bills([measure(name) for name in names], belief, market), strict=True))
    rows = [row for row, (lead, _) in enumerate(replaced) if lead is not None]
    draws = []
    for row in rows:
        saved, paid = bill_cad[row], net_cost_cad[row]
        for name in replaced[row][1]:
            saved = saved - (saved if name == candidates[row].id else bills[name])
            paid = paid - cost_draws(like_cost(measure(name), market))
        draws += [paid, saved, annuity(candidates[row].life_years) * saved - paid]
    spans = ranges_of(draws)
    found: list[AtReplacement | None] = [None] * len(candidates)
    for place, row in enumerate(rows):
        lead, names_replaced = replaced[row]
        if lead is not None:
            cost, bill, value = spans[3 * place : 3 * place + 3]
            found[row] = AtReplacement(left[lead], names_replaced, cost, bill, value)
    return found


def years_left(facts: HomeFacts, year: int) -> dict[str, int]:
    """Years until heating and central cooling reach the end of their life, by the measure that is their like."""
    ages = {}
    like = _HEATING.get(facts.heating_system) if facts.heating_system is not None else None
    if like is not None and facts.heating_fuel is Fuel.NATURAL_GAS and facts.heating_year is not None:
        ages[like] = facts.heating_year
    if facts.cooling is Cooling.CENTRAL and facts.cooling_year is not None:
        ages[_AIR_CONDITIONER] = facts.cooling_year
    return {name: max(round(measure(name).life_years) - (year - made), 0) for name, made in ages.items()}


def replacement_findings(measure_id: str, at: AtReplacement | None, pays_now: bool) -> tuple[Finding, ...]:
    """What to say: that it is due, or that waiting is better; of a like itself, `of_like` says it."""
    if at is None or set(at.like) & {measure_id}:
        return ()
    more = round(at.cost_difference_cad.p50, -2)
    if at.is_due:
        return (codes.IS_DUE.finding(cad=max(round(more), 0)),)
    return () if pays_now or not at.pays else (wait(at),)


def of_like(at: AtReplacement) -> Finding:
    """That what is bought again anyway must be, now or soon."""
    return codes.LIKE_IS_DUE.finding() if at.is_due else codes.LIKE_IS_SOON.finding(years=at.years_left)


def wait(at: AtReplacement) -> Finding:
    """Do it when the old one must be replaced."""
    more = max(round(at.cost_difference_cad.p50, -2), 0)
    return codes.AT_REPLACEMENT.finding(years=at.years_left, cad=round(more))


def like_bills(likes: Sequence[Measure], belief: Belief, market: Market) -> list[Floats]:
    """What buying each like again saves a year here [n]: today's equipment is better than what it follows."""
    if not likes:
        return []
    predictions = predict_all(belief, likes, correct=market.corrected)
    works = [Work(each.measure.method, each.effect, each.saved) for each in predictions]
    bills = market.saved_cad(stacked(saved_parts_each(works, belief.uses)))
    return list(np.broadcast_to(bills, (len(likes), DRAWS)))


def like_cost(like: Measure, market: Market) -> Figure:
    """What buying the like again costs, without rebates."""
    return market.figures.money(like.id).cost.cost


def cost_draws(cost: Figure) -> Floats:
    """Draws whose tenths and middle are the figure's [n]; the same chance for all work, dear or cheap together."""
    return between(Chance.COST, cost.low, cost.typical, cost.high)


def replaced_with(candidate: Measure, facts: HomeFacts, left: Mapping[str, int]) -> tuple[str | None, tuple[str, ...]]:
    """What decides when it is done, None where nothing does, and all that is replaced then."""
    lead = _lead(candidate, facts)
    if lead is None or lead not in left:
        return None, ()
    due = left[lead] + TOGETHER_YEARS
    return lead, tuple(name for name in _replaced(candidate, facts) if name in left and left[name] <= due)


def _lead(candidate: Measure, facts: HomeFacts) -> str | None:
    """What decides when it is done: the heating for a heat pump that does it all, the cooling for a hybrid, and what is
    bought again anyway by itself."""
    if candidate.id in LIKES:
        return candidate.id
    if candidate.method in _WHOLE:
        return _HEATING.get(facts.heating_system) if facts.heating_system is not None else None
    return _AIR_CONDITIONER if candidate.method is Method.HEAT_PUMP_HYBRID else None


def _replaced(candidate: Measure, facts: HomeFacts) -> Sequence[str]:
    if candidate.id in LIKES:
        return (candidate.id,)
    heating = _HEATING.get(facts.heating_system) if facts.heating_system is not None else None
    if candidate.method in _WHOLE and heating is not None:
        return (heating, _AIR_CONDITIONER)
    return (_AIR_CONDITIONER,)
