"""The steps of a plan whose moment is known, as money: when each begins, what it costs, gets, adds and spares.

A step's share is what it adds to the steps before it, so that measures that save the same heat are never added up. What
somebody must buy anyway when the old one is worn out is spared, and what that would have saved counts no longer. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.advising.cash_flow import saved_by_month
from coach.advising.drafts import Draft
from coach.advising.market import Market
from coach.advising.plan_found import Found, Year
from coach.advising.replacement import LIKES, cost_draws, like_cost, replaced_with, years_left
from models.measures.catalogue import measure
from models.measures.economics import Figure
from models.measures.enabling import Enabling, WorkCost
from models.measures.roadmap import Placed
from models.money.in_time import YEAR, Begun, Spared
from models.money.parts import Parts, Work, saved_parts_each, stacked
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.draws import DRAWS
from models.savings.rule import predict_all
from models.series import Floats


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan that was found: the home's year before it and after each step, what each of these takes less than the
    first, and what closing an account saves then."""

    found: Found
    years: Sequence[Year]
    less: Sequence[Parts]
    closing_cad: Sequence[float]
    drafts: Mapping[str, Draft]
    works: Mapping[Enabling, WorkCost]

    @property
    def dated(self) -> list[Placed]:
        """Those whose year is known; they come before the others."""
        return [each for each in self.found.roadmap.placed if each.year is not None]

    @property
    def undated(self) -> tuple[str, ...]:
        """The measures whose moment nobody knows."""
        placed = self.found.roadmap.placed
        return tuple(each.measure.id for each in placed if each.year is None and each.measure is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One dated step, a measure or a work: its money in time, the figure of its price, what others give toward it, and
    what it adds by fuel a year [n], CAD."""

    name: str
    is_work: bool
    begun: Begun
    cost: Figure
    given_cad: float
    by_fuel: Mapping[Fuel, Floats]

    @property
    def net_typical_cad(self) -> float:
        """What a typical job leaves to pay."""
        return max(self.cost.typical - self.given_cad, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Like:
    """What would have been bought again anyway: when, for how much, and what it would have saved by fuel a year [n]."""

    name: str
    spared: Spared
    cost: Figure
    by_fuel: Mapping[Fuel, Floats]


def dated_steps(planned: Planned, market: Market) -> Iterator[Step]:
    """Every dated step, with what it adds to those before it."""
    saved = _saved_after(planned, market)
    held: Floats = np.zeros((YEAR, DRAWS))
    had: Mapping[Fuel, Floats] = {}
    for place, each in enumerate(planned.dated, start=1):
        after, by_fuel = saved.get(place, (held, had))
        yield _step(each, after - held, _added(by_fuel, had), planned, market)
        held, had = after, by_fuel


def _saved_after(planned: Planned, market: Market) -> dict[int, tuple[Floats, Mapping[Fuel, Floats]]]:
    """What is saved by calendar month [12, n] and by fuel [n] after each dated measure, by its place from 1.

    All of them are priced at one go; a fuel that a year has nothing to do with is not in it.
    """
    places = [place for place, each in enumerate(planned.dated, start=1) if each.step is not None]
    if not places:
        return {}
    together = stacked([planned.less[place] for place in places])
    by_month, by_fuel = saved_by_month(together, market), market.saved_by_fuel(together)
    found: dict[int, tuple[Floats, Mapping[Fuel, Floats]]] = {}
    for row, place in enumerate(places):
        evenly = (planned.years[place].beside_cad + planned.closing_cad[place]) / YEAR
        fuels = dict.fromkeys(fuel for fuel, _ in planned.less[place])
        found[place] = by_month[:, row] + evenly, {fuel: by_fuel[fuel][row] for fuel in fuels}
    return found


def likes_spared(steps: Sequence[Step], planned: Planned, belief: Belief, market: Market) -> Iterator[Like]:
    """What the plan's measures replace that would have to be bought again while they last, each once."""
    left = years_left(belief.home.facts, market.figures.on.year)
    done: set[str] = set()
    for each, step in zip(planned.dated, steps, strict=True):
        names = () if each.measure is None else replaced_with(each.measure, belief.home.facts, left)[1]
        until = step.begun.month + YEAR * step.begun.life_years
        for name in names:
            month = max(YEAR * left[name], step.begun.month)
            if name not in done and month < until:
                done.add(name)
                yield _like(name, month, (until - month) / YEAR, planned, belief, market)


def _step(each: Placed, saves: Floats, by_fuel: Mapping[Fuel, Floats], planned: Planned, market: Market) -> Step:
    month = YEAR * max((each.year or 0) - market.figures.on.year, 0)
    if each.step is None:
        life = planned.works[each.work].life_years if each.work is not None else 1.0
        nothing = np.zeros(DRAWS)
        begun = Begun(month, np.full(DRAWS, each.cost_cad), nothing, 0, saves, life)
        return Step(str(each.work), True, begun, Figure.exactly(each.cost_cad, "CAD", "U", ""), 0.0, by_fuel)
    name = each.step.measure.id
    cost, given = planned.drafts[name].worth.cost, planned.found.given[name]
    drawn = cost_draws(cost)
    later = planned.found.paid_after.get(name, 0)
    begun = Begun(month, drawn, np.minimum(given, drawn), later, saves, each.step.measure.life_years)
    return Step(name, False, begun, cost, given, by_fuel)


def _like(name: str, month: int, years: float, planned: Planned, belief: Belief, market: Market) -> Like:
    parts = _like_parts(name, planned, belief, market)
    cost = like_cost(measure(name), market)
    spared = Spared(month, cost_draws(cost), saved_by_month(parts, market), years)
    return Like(name, spared, cost, market.saved_by_fuel(parts))


def _like_parts(name: str, planned: Planned, belief: Belief, market: Market) -> Parts:
    """What the like saves alone: as advice has it, where the plan itself buys it."""
    if name in LIKES and name in planned.found.given:
        return planned.drafts[name].worth.parts
    predicted = predict_all(belief, [measure(name)], correct=market.corrected)[0]
    work = Work(predicted.measure.method, predicted.effect, predicted.saved)
    return saved_parts_each([work], belief.uses)[0]


def _added(after: Mapping[Fuel, Floats], before: Mapping[Fuel, Floats]) -> dict[Fuel, Floats]:
    return {fuel: amount - before.get(fuel, 0.0) for fuel, amount in after.items()}
