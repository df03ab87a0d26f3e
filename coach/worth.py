"""What predicted savings are worth to one home at one day's figures: bills, carbon, value over the life, as ranges.

All measures of a home are valued together. A gas account that is kept or closed, power bought at night and the size
of a solar roof are settled here. No advice is given here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.figures import Figures, MeasureMoney
from models.findings import Finding
from models.house.facts import HeatingSystem, HomeFacts
from models.measures import codes
from models.measures.catalogue import HEAT_PUMPS, SOLAR_TYPICAL_KW, Measure, Method
from models.measures.economics import (
    Figure,
    Prices,
    annuity,
    bill_change,
    break_even_cop,
    carbon_change,
    net_present_value,
)
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.draws import DRAWS, P90, Chance, between, normal
from models.savings.equipment import SEASONAL_COP, solar_kw
from models.savings.rule import Prediction, Range, ranges_of
from models.series import Floats

ACCOUNT_IDLE_M3: Final = 25.0
"""Less gas than this a year and the account can be closed: nothing but a pilot light."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one measure saves a year by fuel, in bills (CAD) and carbon (kg CO₂e), its value over its life, its cost."""

    savings: Mapping[Fuel, Range]
    bill_cad: Range
    carbon_kg: Range
    net_present_value_cad: Range
    cost: Figure
    incentive_cad: float
    money: MeasureMoney
    closed_account: Fuel | None

    @property
    def net_cost_cad(self) -> float:
        """What the household pays for a typical job."""
        return max(self.cost.typical - self.incentive_cad, 0.0)


@dataclass(frozen=True, slots=True)
class Market:
    """One home's prices, once as figures and once as draws."""

    figures: Figures
    prices: Prices
    drawn: Mapping[Fuel, Floats | float]

    @classmethod
    def of(cls, figures: Figures, facts: HomeFacts) -> Market:
        """The prices of the household's plan and place."""
        prices = figures.prices(facts.price_plan, facts.municipality)
        return cls(figures, prices, {fuel: _drawn(figure) for fuel, figure in prices.per_unit.items()})


def worths_of(predictions: Sequence[Prediction], belief: Belief, market: Market) -> list[Worth]:
    """What each prediction is worth here, at the market's prices."""
    if not predictions:
        return []
    fuels = sorted({fuel for prediction in predictions for fuel in prediction.saved} | {Fuel.ELECTRICITY})
    saved = {fuel: _stacked(predictions, fuel) for fuel in fuels}
    closed = [_closed_account(prediction, belief) for prediction in predictions]
    bill = _bills(predictions, saved, closed, market)
    carbon = carbon_change(saved, market.figures.emissions().marginal)
    facts = belief.home.facts
    moneys = [market.figures.money(each.measure.id, facts.heating_fuel, facts.attic_r) for each in predictions]
    costs = [_sized(m.cost.cost, p.measure, belief) for m, p in zip(moneys, predictions, strict=True)]
    incentives = [min(m.cost.incentive_cad, cost.typical) for m, cost in zip(moneys, costs, strict=True)]
    lives = [annuity(each.measure.life_years) for each in predictions]
    value = net_present_value(bill, _cost_draws(costs), _column(incentives), _column(lives))
    ranges = ranges_of(np.concatenate([bill, carbon, value, *saved.values()]))
    count = len(predictions)
    spans = [ranges[low : low + count] for low in range(0, len(ranges), count)]
    return [
        Worth(
            savings={fuel: spans[3 + at][i] for at, fuel in enumerate(fuels) if _touched(spans[3 + at][i])},
            bill_cad=spans[0][i],
            carbon_kg=spans[1][i],
            net_present_value_cad=spans[2][i],
            cost=costs[i],
            incentive_cad=incentives[i],
            money=moneys[i],
            closed_account=closed[i],
        )
        for i in range(count)
    ]


def remarks(prediction: Prediction, worth: Worth, belief: Belief, market: Market) -> tuple[Finding, ...]:
    """What to say about the money: accounts, break-even, rebates and their doubts."""
    facts, measure = belief.home.facts, prediction.measure
    fixed = round(market.prices.fixed[Fuel.NATURAL_GAS].typical)
    found = [codes.GAS_CLOSED.finding(cad=fixed)] if worth.closed_account else []
    if measure.method in HEAT_PUMPS and facts.heating_fuel not in (None, Fuel.ELECTRICITY):
        if facts.heating_fuel is Fuel.NATURAL_GAS and worth.closed_account is None:
            found.append(codes.GAS_KEPT.finding(cad=fixed))
        efficiency = float(np.median(belief.uses.heat_sources[0].efficiency))
        level = break_even_cop(market.prices, facts.heating_fuel, efficiency)
        found.append(codes.BREAK_EVEN.finding(break_even=round(level, 1), expected=SEASONAL_COP[measure.method][1]))
    if measure.method is Method.SOLAR:
        found.append(codes.NET_METERING.finding())
    if facts.income_qualified and worth.money.free_programmes:
        found.append(codes.FREE_PROGRAMME.finding())
    return (*found, *worth.money.findings)


def leads_on_bills(measure: Measure, facts: HomeFacts) -> bool:
    """R09: a heat pump in a home heated with oil, propane or electric resistance."""
    costly = facts.heating_fuel in (Fuel.OIL, Fuel.PROPANE, Fuel.ELECTRICITY)
    return measure.method in HEAT_PUMPS and costly and facts.heating_system is not HeatingSystem.HEAT_PUMP


def _touched(span: Range) -> bool:
    return span.p10 != 0.0 or span.p90 != 0.0


def _drawn(figure: Figure) -> Floats | float:
    if figure.low == figure.high:
        return figure.typical
    return between(Chance.PRICE, figure.low, figure.typical, figure.high)


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


def _bills(
    predictions: Sequence[Prediction], saved: Mapping[Fuel, Floats], closed: Sequence[Fuel | None], market: Market
) -> Floats:
    bill = bill_change(saved, market.drawn)
    night = market.prices.night_electricity
    for row, prediction in enumerate(predictions):
        measure, account = prediction.measure, closed[row]
        if measure.method is Method.BILL:
            bill[row] = between(Chance.EFFECT, measure.figure.low, measure.figure.typical, measure.figure.high)
        elif night is not None and measure.method is Method.HEAT_PUMP_HYBRID:
            cheaper = night.typical - market.prices.per_unit[Fuel.ELECTRICITY].typical
            bill[row] += saved[Fuel.ELECTRICITY][row] * cheaper
        if account is not None:
            bill[row] += market.prices.fixed[account].typical
    return bill


def _cost_draws(costs: Sequence[Figure]) -> Floats:
    """Costs whose tenths and middle are the figures' [measures, draws]."""
    low, typical, high = (_column([getattr(cost, part) for cost in costs]) for part in ("low", "typical", "high"))
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
    left = float(np.median(before - saved))
    return Fuel.NATURAL_GAS if not unknown and left < ACCOUNT_IDLE_M3 <= float(np.median(before)) else None
