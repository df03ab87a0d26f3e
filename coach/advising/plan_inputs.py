"""What a home's plan is searched with: its candidates, its prices and what its household wants. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final

from coach.advising.drafts import Draft
from coach.advising.market import Market
from greener_homes import work_costs
from models.house.facts import Goal
from models.house.stock import Assumed
from models.measures.enabling import Enabling, WorkCost, needs_of, put_right, requires_of
from models.measures.occasions import occasion_of
from models.measures.plan_aims import Objective, Step, Use, Worths
from models.measures.plan_numbers import Packed, packed
from models.measures.plan_search import alone
from models.money.hours import EndUse
from models.quantities import Fuel
from models.ranking.rule import KG_PER_CAD
from models.savings.belief import Belief

COMFORT_CAD: Final = 60.0
"""What a point of comfort counts for a year, for a household that wants it most (our judgement)."""
QUICK_YEARS: Final = 5.0
"""For a household that minds what it pays at once, work must pay in so many years (our judgement)."""
_HOURS: Final[Mapping[Use, EndUse]] = MappingProxyType(
    {
        Use.HEAT: EndUse.HEATING,
        Use.PUMPED: EndUse.HEAT_PUMP,
        Use.WATER: EndUse.WATER,
        Use.COOLING: EndUse.COOLING,
        Use.PLUGS: EndUse.PLUGS,
        Use.SOLAR: EndUse.SOLAR,
        Use.OTHER: EndUse.STEADY,
    }
)
_BURNT: Final = (Use.HEAT, Use.WATER, Use.OTHER)


def may_enter(draft: Draft) -> bool:
    """Whether it may be in a plan: nothing stands against it, or only what the plan itself puts right first."""
    return draft.before_money is None or put_right(draft.before_money)


def candidates_of(drafts: Sequence[Draft], belief: Belief, objective: Objective, year: int) -> Packed:
    """The drafts as the search wants them, each worth alone what advice says it is worth alone."""
    plain = packed(steps_of(drafts, belief.home, year), belief.uses, enabling_works())
    return plain.with_steps(_agreeing(plain, {each.measure.id: each for each in drafts}, objective))


def objective_of(belief: Belief, market: Market, goal: Goal) -> Objective:
    """What the household wants, at its own prices."""
    cad, kg = _unit_worths(market, tuple(belief.use_by_fuel))
    plain = Objective(cad, kg, account_cad=account_cad(belief, market))
    if goal is Goal.CARBON:
        return replace(plain, per_cad=KG_PER_CAD, per_kg=1.0)
    if goal is Goal.COMFORT:
        return replace(plain, per_comfort=COMFORT_CAD)
    return replace(plain, years=QUICK_YEARS) if goal is Goal.UPFRONT else plain


def account_cad(belief: Belief, market: Market) -> float:
    """What closing the gas account saves a year; nothing where a gas range may keep it open."""
    gas_range = belief.home.facts.gas_range
    unknown = gas_range is None and Fuel.NATURAL_GAS not in belief.measured
    return 0.0 if gas_range or unknown else market.prices.fixed[Fuel.NATURAL_GAS].typical


def _unit_worths(market: Market, fuels: Sequence[Fuel]) -> tuple[Worths, Worths]:
    cad, kg = {}, {}
    for fuel in {*fuels, Fuel.ELECTRICITY}:
        for use in Use if fuel is Fuel.ELECTRICITY else _BURNT:
            part = (fuel, _HOURS[use])
            cad[fuel, use] = market.unit_price(part)
            kg[fuel, use] = market.carbon(part)[1]
    return cad, kg


@cache
def enabling_works() -> Mapping[Enabling, WorkCost]:
    """What each work that must go with a measure costs."""
    held = work_costs.enabling_costs()
    return MappingProxyType({work: WorkCost(held[work].typical, held[work].life_years) for work in Enabling})


def steps_of(drafts: Sequence[Draft], home: Assumed, year: int) -> list[Step]:
    """The drafts as steps of a plan; of what must come before one, only what is among them."""
    fitting = frozenset(each.measure.id for each in drafts)
    return [
        Step(
            each.measure,
            each.prediction.effect,
            each.worth.net_cost_cad,
            needs=needs_of(each.measure, home),
            requires=requires_of(each.measure, fitting),
            occasion=occasion_of(each.measure, home, year, pays=each.worth.net_present_value_cad.p50 >= 0.0),
        )
        for each in drafts
    ]


def _agreeing(found: Packed, drafts: Mapping[str, Draft], objective: Objective) -> list[Step]:
    """The steps, each worth alone in the search what advice says it is worth alone."""
    agreed = []
    bills = Objective(objective.cad, objective.kg)
    cad, kg = alone(found, bills), alone(found, replace(bills, per_cad=0.0, per_kg=1.0))
    for step, in_bills, in_carbon in zip(found.steps, cad.tolist(), kg.tolist(), strict=True):
        worth = drafts[step.measure.id].worth
        due = worth.at_its_moment
        bill = worth.bill_cad.p50 if due is None else due.bill_cad.p50
        bill -= objective.account_cad if worth.closed_account else 0.0
        spared = 0.0 if due is None else worth.net_cost_cad - due.cost_difference_cad.p50
        agreed.append(
            Step(
                step.measure,
                step.effect,
                step.net_cost_cad,
                spared,
                bill - in_bills,
                worth.carbon_kg.p50 - in_carbon,
                step.needs,
                step.requires,
                step.occasion,
            )
        )
    return agreed
