"""Which electricity plan costs least for one home's use: now, with a heat pump, and what to say of it.

A year on each plan for what the home uses, at its own hours where its readings tell them, else at typical ones with the
doubt that homes differ. Nobody is taken to shift anything. Pure; no advice is given here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from coach.advising.market import Market, pump_hours
from coach.advising.plan_trace import lines_of_plans
from coach.advising.trace_types import TraceItem
from greener_homes.reference.price_periods import PricePlan
from models.findings import Finding
from models.house.facts import HeatingSystem, HomeFacts, PricePlanChoice
from models.measures.catalogue import HEAT_PUMPS, Method
from models.money import codes
from models.money.parts import Parts, saved_parts, stacked
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.draws import Chance, between
from models.savings.rule import Prediction, Range, middle_of, predict, ranges_of
from models.series import Floats

HOURS_SPREAD: Final[Mapping[PricePlan, float]] = {PricePlan.TOU: 0.05, PricePlan.ULO: 0.12, PricePlan.TIERED: 0.0}
"""How far a tenth of homes lie from typical hours in what they pay for power on a plan, by share (uncited)."""
OWN_SPREAD: Final = 0.02
"""The same from one year to another, where a home's own hours are known (uncited)."""
WORTH_SAYING_CAD: Final = 10.0
"""Less than this a year is no reason to change a plan."""


@dataclass(frozen=True, slots=True)
class PlanBills:
    """A year of this home's electricity on every plan, CAD with taxes, rebate and fixed charges.

    `saving` is what the best other plan saves against the present one, below zero when it costs more. `trace`: what
    went in.
    """

    current: PricePlan
    bills: Mapping[PricePlan, Range]
    best_other: PricePlan
    saving: Range
    own_hours: bool
    trace: tuple[TraceItem, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The comparison in plain values."""
        return {
            "current": self.current.value,
            "hours": "own" if self.own_hours else "typical",
            "bill_cad_per_year": {plan.value: bill.as_json(0) for plan, bill in self.bills.items()},
            "best_other": self.best_other.value,
            "saving_cad_per_year": self.saving.as_json(0),
        }


def switching_saves(market: Market) -> tuple[PricePlan, Floats]:
    """The best other plan by its middle, and what it saves a year [n]."""
    return _best_other(_costs(market), market)


def others_save(market: Market) -> dict[PricePlan, Floats]:
    """What each other plan saves a year [n], of many homes [homes, n]."""
    costs = _costs(market)
    return {plan: costs[market.plan] - cost for plan, cost in costs.items() if plan is not market.plan}


def plan_bills(market: Market) -> PlanBills:
    """The home's electricity on every plan."""
    costs = _costs(market)
    best, saving = _best_other(costs, market)
    fixed = market.prices.fixed[Fuel.ELECTRICITY].typical
    *bills, saved = ranges_of([*(cost + fixed for cost in costs.values()), saving])
    return PlanBills(market.plan, dict(zip(costs, bills, strict=True)), best, saved, market.own_hours)


def traced(bills: PlanBills, market: Market) -> PlanBills:
    """The same with what went in."""
    costs = {plan: account.cost for plan, account in market.plans.items()}
    return replace(bills, trace=tuple(lines_of_plans(costs, _spread(market), market)))


def plan_findings(bills: PlanBills, facts: HomeFacts) -> tuple[Finding, ...]:
    """What to say about the household's plan; nothing when we do not know which it is."""
    if facts.price_plan is None:
        return ()
    saving = bills.saving
    found = [codes.PLAN_IS_CHEAPEST.finding()]
    if saving.p50 >= WORTH_SAYING_CAD:
        found = [_cheaper(bills.best_other, saving)]
    return (*found, *(() if bills.own_hours else (codes.TYPICAL_HOURS.finding(),)))


def bills_by_plan(
    predictions: Sequence[Prediction],
    parts: Sequence[Parts],
    closed_cad: Sequence[float],
    belief: Belief,
    market: Market,
) -> list[dict[PricePlan, Range]]:
    """What each heat pump changes of all energy bills if the household has each plan afterwards, against today's bills.

    `parts` of its saving on the plan of today. On the overnight plan a hybrid runs at night, on the others above its
    switching temperature. `closed_cad`: the fixed charge of an account that is closed. Empty for other measures.
    """
    pumps = [row for row, each in enumerate(predictions) if each.measure.method in HEAT_PUMPS]
    found: list[dict[PricePlan, Range]] = [{} for _ in predictions]
    if not pumps:
        return found
    at_other_hours = [_at_other_hours(predictions[row], belief, market) for row in pumps]
    here = _Way.of([parts[row] for row in pumps], market)
    there = _Way.of([parts[row] if at is None else at for row, at in zip(pumps, at_other_hours, strict=True)], market)
    closed = np.array([closed_cad[row] for row in pumps])[:, None]
    changes = []
    for plan in PricePlan:
        way = here if _at_night(plan) == _at_night(market.plan) else there
        changes.append(market.saved_on(plan, way.parts) + way.burnt_cad + closed)
    bills = ranges_of(np.concatenate(changes))
    for place, row in enumerate(pumps):
        found[row] = dict(zip(PricePlan, bills[place :: len(pumps)], strict=True))
    return found


def heat_pump_findings(
    by_method: Mapping[Method, tuple[Mapping[PricePlan, Range], Fuel | None]], market: Market, facts: HomeFacts
) -> tuple[Finding, ...]:
    """What a heat pump means beside a gas account: for all the heat, as a hybrid, and as a hybrid at night.

    `by_method`: the changes by plan and the account that closes, of the heat pumps worked out for a home.
    """
    if facts.heating_fuel is not Fuel.NATURAL_GAS or facts.heating_system is HeatingSystem.HEAT_PUMP:
        return ()
    found = []
    whole = by_method.get(Method.HEAT_PUMP)
    if whole is not None and whole[1] is None:
        change = round(whole[0][market.plan].p50)
        if change < 0:
            found.append(codes.HEAT_PUMP_RAISES.finding(cad=-change))
        found.append(codes.CLOSING_SAVES.finding(cad=round(market.prices.fixed[Fuel.NATURAL_GAS].typical)))
    hybrid = by_method.get(Method.HEAT_PUMP_HYBRID)
    if hybrid is not None:
        here, night = (round(hybrid[0][plan].p50) for plan in (market.plan, PricePlan.ULO))
        if market.plan is not PricePlan.ULO:
            found.append((codes.HYBRID_RAISES if here < 0 else codes.HYBRID_LOWERS).finding(cad=abs(here)))
        found.append(_at_night_finding(night, market))
    return tuple(found)


def best_plan_finding(by_plan: Mapping[PricePlan, Range], market: Market) -> tuple[Finding, ...]:
    """That another plan suits a heat pump clearly better than the household's."""
    if not by_plan:
        return ()
    best = max(by_plan, key=lambda plan: by_plan[plan].p50)
    here, there = by_plan[market.plan].p50, by_plan[best].p50
    if best is market.plan or there - here < WORTH_SAYING_CAD:
        return ()
    return (codes.CHEAPER_ON[best.value].finding(cad=round(there - here)),)


def _cheaper(plan: PricePlan, saving: Range) -> Finding:
    middle, high = round(saving.p50), round(saving.p90)
    if saving.p10 < 0:
        return codes.MAY_BE_CHEAPER_PLAN[plan.value].finding(cad=middle, high=high, loss=round(-saving.p10))
    return codes.CHEAPER_PLAN[plan.value].finding(cad=middle, low=round(saving.p10), high=high)


def _at_night_finding(whole_cad: int, market: Market) -> Finding:
    """The hybrid at night: when it raises the bills, what of that is heating and what is all else on that plan."""
    if whole_cad >= 0:
        return codes.HYBRID_AT_NIGHT_LOWERS.finding(cad=whole_cad)
    rest = round(middle_of(market.plans[PricePlan.ULO].cost - market.plans[market.plan].cost))
    if whole_cad + rest <= 0 or rest <= 0:
        return codes.HYBRID_AT_NIGHT_RAISES.finding(cad=-whole_cad)
    return codes.HYBRID_AT_NIGHT_BUT.finding(heat=whole_cad + rest, rest=rest)


def _costs(market: Market) -> dict[PricePlan, Floats]:
    """A year on each plan without fixed charges, homes' hours being what they are [n]."""
    spread, costs = _spread(market), {}
    for plan, account in market.plans.items():
        wide = spread[plan]
        costs[plan] = account.cost * (1.0 + between(Chance.PRICE, -wide, 0.0, wide)) if wide else account.cost
    return costs


def _spread(market: Market) -> Mapping[PricePlan, float]:
    """How far homes lie from these hours in what they pay on each plan; on steps the hours do not matter."""
    if not market.own_hours:
        return HOURS_SPREAD
    return {plan: 0.0 if plan is PricePlan.TIERED else OWN_SPREAD for plan in PricePlan}


def _best_other(costs: Mapping[PricePlan, Floats], market: Market) -> tuple[PricePlan, Floats]:
    others = {plan: costs[market.plan] - cost for plan, cost in costs.items() if plan is not market.plan}
    best = max(others, key=lambda plan: middle_of(others[plan]))
    return best, others[best]


class _Way(NamedTuple):
    """A way to run heat pumps: what they save, and what of that is on other bills than electricity's [pumps, n]."""

    parts: Parts
    burnt_cad: Floats

    @classmethod
    def of(cls, savings: Sequence[Parts], market: Market) -> _Way:
        parts = stacked(savings)
        burnt = {part: amount for part, amount in parts.items() if part[0] is not Fuel.ELECTRICITY}
        return cls(parts, market.saved_cad(burnt))


def _at_night(plan: PricePlan) -> bool:
    return plan is PricePlan.ULO


def _at_other_hours(prediction: Prediction, belief: Belief, market: Market) -> Parts | None:
    """A hybrid's saving when it runs at night instead, or by day instead; None for what does not care."""
    if prediction.measure.method is not Method.HEAT_PUMP_HYBRID:
        return None
    plan = PricePlan.TOU if _at_night(market.plan) else PricePlan.ULO
    facts = replace(belief.home.facts, price_plan=PricePlanChoice(plan.value))
    there = replace(belief, home=replace(belief.home, facts=facts))
    said = predict(there, prediction.measure, correct=market.corrected)
    method = prediction.measure.method
    return saved_parts(method, said.effect, belief.uses, said.saved, pump_hours(method, plan))
