"""What predicted savings are worth to one home at one day's figures: bills, carbon, value over the life, as ranges.

All measures of a home are valued together, each end use at the price and carbon of its own hours (`market`). A
gas account that is kept or closed, the plan that suits a heat pump, a loan, work that waits for a replacement and the
size of a solar roof are settled here. No advice is given here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from coach.advising.figures import MeasureMoney
from coach.advising.market import Market, pump_hours
from coach.advising.price_plans import best_plan_finding, bills_by_plan, switching_saves
from coach.advising.rebates import profile_for
from coach.advising.replacement import at_replacement, replacement_findings
from greener_homes.reference.price_periods import PricePlan
from models.findings import Finding
from models.house.facts import HeatingSystem, HomeFacts
from models.measures import codes
from models.measures.catalogue import HEAT_PUMPS, SOLAR_TYPICAL_KW, Measure, Method
from models.measures.economics import Figure, annuity, break_even_cop, net_present_value
from models.money.codes import LOAN_COSTS_MORE
from models.money.loan import Loan, loan
from models.money.parts import Parts, Work, saved_parts_each, stacked
from models.money.value import AtReplacement, Payback, monthly_cash, paybacks
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.draws import DRAWS, P90, Chance, between, normal
from models.savings.equipment import SEASONAL_COP, solar_kw
from models.savings.rule import Prediction, Range, middle_of, ranges_of
from models.series import Floats

SWITCH: Final = "PLAN-SWITCH"
"""The measure that is another price plan and nothing else."""
ACCOUNT_IDLE_M3: Final = 25.0
"""Less gas than this a year and the account can be closed: nothing but a pilot light."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one measure saves a year by fuel, in bills (CAD) and carbon (kg CO₂e), its value over its life, its cost.

    `carbon_kg` by the marginal factors, `carbon_average_kg` by the average ones; `parts` of the saving by fuel and end
    use [n]. `monthly_cash_cad` after the payment of `loan`, where one was given. `by_plan`: a heat pump's bills if the
    household has each plan. When what a measure replaces is due, the value counts the difference to buying the like
    again (`replacement`).
    """

    savings: Mapping[Fuel, Range]
    bill_cad: Range
    carbon_kg: Range
    carbon_average_kg: Range
    net_present_value_cad: Range
    payback_years: Payback
    monthly_cash_cad: Range
    cost: Figure
    incentive_cad: float
    money: MeasureMoney
    closed_account: Fuel | None
    parts: Parts = field(default_factory=lambda: MappingProxyType({}))
    by_plan: Mapping[PricePlan, Range] = field(default_factory=lambda: MappingProxyType({}))
    replacement: AtReplacement | None = None
    loan: Loan | None = None

    @property
    def at_its_moment(self) -> AtReplacement | None:
        """What it is worth when the old one goes, where that is due, or soon and the only time it pays."""
        at = self.replacement
        if at is None or not at.is_soon or (not at.is_due and not at.pays):
            return None
        return at if at.is_due or self.net_present_value_cad.p90 < 0.0 else None

    @property
    def net_cost_cad(self) -> float:
        """What the household pays for a typical job."""
        return max(self.cost.typical - self.incentive_cad, 0.0)


def worths_of(predictions: Sequence[Prediction], belief: Belief, market: Market) -> list[Worth]:
    """What each prediction is worth here, at the market's prices."""
    if not predictions:
        return []
    fuels = sorted({fuel for prediction in predictions for fuel in prediction.saved} | {Fuel.ELECTRICITY})
    saved = {fuel: _stacked(predictions, fuel) for fuel in fuels}
    closed = [_closed_account(prediction, belief) for prediction in predictions]
    parts = saved_parts_each([_work(prediction, market) for prediction in predictions], belief.uses)
    fixed = [_fixed(each, market) for each in closed]
    every = stacked(parts)
    bill = _bills(predictions, every, fixed, market)
    average, marginal = (np.broadcast_to(kind, bill.shape) for kind in market.carbon_kg(every))
    profile = profile_for(belief.home, market.figures.incentives)
    moneys = [market.figures.money(each.measure.id, profile) for each in predictions]
    costs = [_sized(m.cost.cost, p.measure, belief) for m, p in zip(moneys, predictions, strict=True)]
    incentives = [min(m.cost.incentive_cad, cost.typical) for m, cost in zip(moneys, costs, strict=True)]
    net = np.maximum(_cost_draws(costs) - _column(incentives), 0.0)
    loans = _loans(costs, incentives, market)
    cash = monthly_cash(bill, net, _payment_per_dollar(market))
    lives = _column([annuity(each.measure.life_years) for each in predictions])
    value = net_present_value(bill, net, 0.0, lives)
    waits = at_replacement([each.measure for each in predictions], bill, net, belief, market)
    by_plan = bills_by_plan(predictions, parts, fixed, belief, market)
    ranges = ranges_of(np.concatenate([bill, marginal, average, value, cash, *saved.values()]))
    count = len(predictions)
    spans = [ranges[low : low + count] for low in range(0, len(ranges), count)]
    backs = paybacks(bill, net)
    return [
        Worth(
            savings={fuel: spans[5 + at][i] for at, fuel in enumerate(fuels) if _touched(spans[5 + at][i])},
            bill_cad=spans[0][i],
            carbon_kg=spans[1][i],
            carbon_average_kg=spans[2][i],
            net_present_value_cad=_value(spans[3][i], waits[i]),
            payback_years=backs[i],
            monthly_cash_cad=spans[4][i],
            cost=costs[i],
            incentive_cad=incentives[i],
            money=moneys[i],
            closed_account=closed[i],
            parts=parts[i],
            by_plan=by_plan[i],
            replacement=waits[i],
            loan=loans[i],
        )
        for i in range(count)
    ]


def remarks(prediction: Prediction, worth: Worth, belief: Belief, market: Market) -> tuple[Finding, ...]:
    """What to say about the money: accounts, break-even, plans, replacement, a loan, rebates and their doubts."""
    facts, measure = belief.home.facts, prediction.measure
    fixed = round(market.prices.fixed[Fuel.NATURAL_GAS].typical)
    found = [codes.GAS_CLOSED.finding(cad=fixed)] if worth.closed_account else []
    if measure.method in HEAT_PUMPS and facts.heating_fuel not in (None, Fuel.ELECTRICITY):
        if facts.heating_fuel is Fuel.NATURAL_GAS and worth.closed_account is None:
            found.append(codes.GAS_KEPT.finding(cad=fixed))
        efficiency = middle_of(belief.uses.heat_sources[0].efficiency)
        level = break_even_cop(market.prices, facts.heating_fuel, efficiency)
        found.append(codes.BREAK_EVEN.finding(break_even=round(level, 1), expected=SEASONAL_COP[measure.method][1]))
    if measure.method is Method.SOLAR:
        found.append(codes.NET_METERING.finding())
    if facts.income_qualified and worth.money.free_programmes:
        found.append(codes.FREE_PROGRAMME.finding())
    found.extend(best_plan_finding(worth.by_plan, market))
    found.extend(replacement_findings(measure.id, worth.replacement, worth.net_present_value_cad.p50 >= 0.0))
    if worth.loan is not None and worth.monthly_cash_cad.p50 <= -1.0:
        found.append(LOAN_COSTS_MORE.finding(cad=round(-worth.monthly_cash_cad.p50)))
    return (*found, *worth.money.findings)


def leads_on_bills(measure: Measure, facts: HomeFacts) -> bool:
    """R09: a heat pump in a home heated with oil, propane or electric resistance."""
    costly = facts.heating_fuel in (Fuel.OIL, Fuel.PROPANE, Fuel.ELECTRICITY)
    return measure.method in HEAT_PUMPS and costly and facts.heating_system is not HeatingSystem.HEAT_PUMP


def _touched(span: Range) -> bool:
    return span.p10 != 0.0 or span.p90 != 0.0


def _stacked(predictions: Sequence[Prediction], fuel: Fuel) -> Floats:
    """What each saves of one fuel [measures, draws]."""
    saved = np.zeros((len(predictions), DRAWS))
    for row, prediction in enumerate(predictions):
        amount = prediction.saved.get(fuel)
        if amount is not None:
            saved[row] = amount
    return saved


def _column(values: Sequence[float]) -> Floats:
    return np.array(values)[:, None]


def _work(prediction: Prediction, market: Market) -> Work:
    method = prediction.measure.method
    return Work(method, prediction.effect, prediction.saved, pump_hours(method, market.plan))


def _bills(predictions: Sequence[Prediction], parts: Parts, fixed: Sequence[float], market: Market) -> Floats:
    """CAD a year less to pay [measures, draws]."""
    bills = market.saved_cad(parts) + _column(fixed)
    for row, prediction in enumerate(predictions):
        measure = prediction.measure
        if measure.id == SWITCH:
            bills[row] = switching_saves(market)[1]
        elif measure.method is Method.BILL:
            bills[row] = between(Chance.EFFECT, measure.figure.low, measure.figure.typical, measure.figure.high)
    return bills


def _fixed(closed: Fuel | None, market: Market) -> float:
    """What no longer having an account saves a year."""
    return 0.0 if closed is None else market.prices.fixed[closed].typical


def _loans(costs: Sequence[Figure], incentives: Sequence[float], market: Market) -> list[Loan | None]:
    """The loan for what a typical job leaves to pay; none where no terms were given or nothing is left to pay."""
    terms = market.loan
    if terms is None:
        return [None] * len(costs)
    left = [max(cost.typical - given, 0.0) for cost, given in zip(costs, incentives, strict=True)]
    return [loan(amount, terms) if amount > 0 else None for amount in left]


def _payment_per_dollar(market: Market) -> float:
    """What a dollar borrowed costs a month, unrounded; the loan itself is to the cent."""
    if market.loan is None:
        return 0.0
    months, rate = market.loan.years * 12, market.loan.rate_percent / 1200.0
    return 1.0 / months if rate == 0 else rate / (1.0 - (1.0 + rate) ** -months)


def _value(now: Range, wait: AtReplacement | None) -> Range:
    """The value against the like where what is replaced is due, else against keeping it."""
    return wait.net_present_value_cad if wait is not None and wait.is_due else now


def _cost_draws(costs: Sequence[Figure]) -> Floats:
    """Costs whose tenths and middle are the figures' [measures, draws]."""
    return cost_draws_of(*(_column([getattr(cost, part) for cost in costs]) for part in ("low", "typical", "high")))


def cost_draws_of(low: Floats, typical: Floats, high: Floats) -> Floats:
    """The same of columns, a row each."""
    z = normal(Chance.COST) / P90
    return np.where(z < 0.0, typical + z * (typical - low), typical + z * (high - typical))


def _sized(cost: Figure, measure: Measure, belief: Belief) -> Figure:
    """The cost of a solar roof of the home's own size; other measures cost what they cost."""
    if measure.method is not Method.SOLAR:
        return cost
    scale = solar_kw(belief) / SOLAR_TYPICAL_KW
    return Figure(cost.low * scale, cost.typical * scale, cost.high * scale, cost.unit, cost.source_id, cost.as_of)


def _closed_account(prediction: Prediction, belief: Belief) -> Fuel | None:
    """Gas, when after the measure nothing is left that needs the account, as far as we know."""
    effect = prediction.effect
    if effect.heat_sources is None and effect.water_sources is None:
        return None
    before, saved = belief.use_by_fuel.get(Fuel.NATURAL_GAS), prediction.saved.get(Fuel.NATURAL_GAS)
    if before is None or saved is None or belief.home.facts.gas_range:
        return None
    unknown = belief.home.facts.gas_range is None and Fuel.NATURAL_GAS not in belief.measured
    left = middle_of(before - saved)
    return Fuel.NATURAL_GAS if not unknown and left < ACCOUNT_IDLE_M3 <= middle_of(before) else None
