"""What stands behind an opportunity's numbers: every input with its value, unit, origin, source and date.

Nothing is computed here; values are those the models used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from coach.advising import codes_advice as codes
from coach.advising.advice_types import HomeEvidence, Source
from coach.advising.market import Market
from coach.advising.plan_trace import hours_line, lines_of_pump
from coach.advising.price_plans import plan_bills, traced
from coach.advising.replacement import like_bills, like_cost
from coach.advising.trace_types import Origin, TraceItem
from coach.advising.worth import SWITCH, Worth
from models.findings import Code, Fact
from models.house.stock import SOURCE as STOCK_SOURCE
from models.house.stock import Assumed
from models.measures.catalogue import Category, Method, measure
from models.measures.economics import REAL_DISCOUNT_RATE, Figure
from models.quantities import FUEL_UNIT, Fuel
from models.savings.belief import Belief
from models.savings.rule import VERSION, Prediction, middle_of

_ALWAYS = ("heating_fuel", "heating_system", "heating_efficiency_pct", "year_built")
_ENVELOPE = ("dwelling_type", "heated_area_m2", "storeys", "setpoint_day_c", "setpoint_night_c", *_ALWAYS)
_BY_METHOD: Mapping[Method, tuple[str, ...]] = MappingProxyType(
    {
        Method.CEILING: ("attic_r", *_ENVELOPE),
        Method.WALL_CAVITY: ("wall_r", *_ENVELOPE),
        Method.WALL_EXTERIOR: ("wall_r", *_ENVELOPE),
        Method.BASEMENT: ("basement_insulation", "basement_area_m2", *_ENVELOPE),
        Method.WINDOWS: ("window_type", *_ENVELOPE),
        Method.AIR_LEAKAGE: ("ach50", "basement_area_m2", *_ENVELOPE),
        Method.SETPOINT: _ENVELOPE,
    }
)
_BY_CATEGORY: Mapping[Category, tuple[str, ...]] = MappingProxyType(
    {
        Category.HVAC: (*_ALWAYS, "cooling"),
        Category.CONTROLS: _ALWAYS,
        Category.ENVELOPE: _ALWAYS,
        Category.DHW: ("hot_water_fuel", "occupants"),
        Category.LIGHTING: ("occupants",),
        Category.APPLIANCE: ("occupants",),
        Category.PLUG: ("occupants",),
        Category.TARIFF: ("price_plan",),
    }
)
_MEASURED: tuple[tuple[Code, str], ...] = (
    (codes.TRACE_TOTAL, "total"),
    (codes.TRACE_HEATING, "heating"),
    (codes.TRACE_BASE, "base"),
    (codes.TRACE_COOLING, "cooling"),
)
_FACT_UNIT: Mapping[str, str] = MappingProxyType(
    {
        "heated_area_m2": "m2",
        "basement_area_m2": "m2",
        "heating_efficiency_pct": "%",
        "attic_r": "R",
        "wall_r": "R",
        "setpoint_day_c": "°C",
        "setpoint_night_c": "°C",
        "ach50": "1/h",
    }
)


def trace_of(
    prediction: Prediction, worth: Worth, evidence: HomeEvidence, belief: Belief, market: Market
) -> tuple[TraceItem, ...]:
    """The inputs behind one opportunity, from the meter to the money."""
    fuels = tuple(fuel for fuel, amount in prediction.saved.items() if amount.any())
    switch = prediction.measure.id == SWITCH
    return (
        *_measured((Fuel.ELECTRICITY,) if switch else fuels, evidence),
        *_facts(prediction, evidence, belief.home),
        *_method(prediction),
        *_money(worth, market, prediction.measure.life_years),
        *(traced(plan_bills(market), market).trace if switch else ()),
        *(lines_of_pump(prediction.measure.method, market) if worth.by_plan else ()),
        *_replacement(worth, belief, market),
        *_loan(worth),
    )


def _measured(fuels: tuple[Fuel, ...], evidence: HomeEvidence) -> Iterator[TraceItem]:
    for fuel in fuels:
        use = evidence.measured.get(fuel)
        if use is not None:
            for label, part in _MEASURED:
                value = round(getattr(use, part), 1)
                yield TraceItem(label.code, fuel, value, FUEL_UNIT[fuel], Origin.MEASURED, None, use.until)


def _facts(prediction: Prediction, evidence: HomeEvidence, home: Assumed) -> Iterator[TraceItem]:
    measure = prediction.measure
    names = _BY_METHOD.get(measure.method) or _BY_CATEGORY.get(measure.category, ())
    for name in names:
        value: Fact = getattr(home.facts, name)
        if value is None:
            continue
        known = home.knows(name)
        source = evidence.sources.get(name, Source(Origin.RESIDENT)) if known else Source(Origin.STOCK)
        yield TraceItem(
            codes.TRACE_FACT.code,
            name,
            value,
            _FACT_UNIT.get(name, ""),
            source.origin,
            None if known else STOCK_SOURCE,
            source.date,
        )


def _method(prediction: Prediction) -> Iterator[TraceItem]:
    figure = prediction.measure.figure
    if figure.typical and prediction.measure.id != SWITCH:
        yield TraceItem(
            codes.TRACE_FIGURE.code, None, figure.typical, figure.unit, Origin.REFERENCE, figure.source_id, None
        )
    if prediction.learned is not None:
        learned = prediction.learned
        yield TraceItem(codes.TRACE_LEARNED.code, learned.version, round(learned.factor, 3), "", Origin.RULE)
    if prediction.rate is not None:
        rate = prediction.rate
        yield TraceItem(codes.TRACE_RATE.code, rate.family, rate.rate, "", Origin.STUDY, rate.source, None)
    yield TraceItem(codes.TRACE_MODEL.code, None, VERSION, "", Origin.RULE, None, None)


def _money(worth: Worth, market: Market, life_years: float) -> Iterator[TraceItem]:
    yield from _prices(worth, market)
    if worth.closed_account is not None:
        fixed = market.prices.fixed[worth.closed_account]
        yield TraceItem(
            codes.TRACE_FIXED.code,
            worth.closed_account,
            round(fixed.typical, 2),
            fixed.unit,
            Origin.REFERENCE,
            fixed.source_id,
            fixed.as_of,
        )
    cost = worth.cost
    yield TraceItem(
        codes.TRACE_COST.code, None, round(cost.typical), cost.unit, Origin.REFERENCE, cost.source_id, cost.as_of
    )
    if worth.incentive_cad:
        for each in worth.money.rebates:
            code, cad = codes.TRACE_INCENTIVE.code, round(each.cad, 2)
            yield TraceItem(code, each.offer_id, cad, "CAD", Origin.REFERENCE, each.source_id, each.last_seen)
    yield TraceItem(codes.TRACE_LIFE.code, None, life_years, "years", Origin.REFERENCE)
    yield TraceItem(codes.TRACE_DISCOUNT.code, None, REAL_DISCOUNT_RATE, "1/year", Origin.RULE)
    yield TraceItem(codes.TRACE_GROWTH.code, None, 0.0, "1/year", Origin.RULE)


def _prices(worth: Worth, market: Market) -> Iterator[TraceItem]:
    """What a unit of each fuel is worth and weighs, for electricity at the hours of each end use."""
    touched = {part: amount for part, amount in worth.parts.items() if amount.any()}
    for fuel in dict.fromkeys(fuel for fuel, _ in touched):
        price, factor = market.prices.per_unit[fuel], market.emissions.marginal[fuel]
        if fuel is not Fuel.ELECTRICITY:
            largest = max(
                (part for part in touched if part[0] is fuel), key=lambda part: abs(float(touched[part].sum()))
            )
            cad, kg = market.unit_price(largest), factor.typical
            yield _figure(codes.TRACE_PRICE, fuel, cad, price)
            yield _figure(codes.TRACE_EMISSION, fuel, kg, factor)
            continue
        for part in (part for part in touched if part[0] is fuel):
            average, marginal = market.carbon(part)
            yield _figure(codes.TRACE_PRICE_OF[part[1].value], fuel, market.unit_price(part), price)
            yield _figure(codes.TRACE_EMISSION_OF[part[1].value], fuel, marginal, factor)
            yield _figure(codes.TRACE_AVERAGE, fuel, average, market.emissions.average[fuel])
        yield hours_line(market)


def _figure(label: Code, fuel: Fuel, value: float, seen: Figure) -> TraceItem:
    """One value of this home, with where its figure was seen."""
    return TraceItem(label.code, fuel, round(value, 4), seen.unit, Origin.REFERENCE, seen.source_id, seen.as_of)


def _replacement(worth: Worth, belief: Belief, market: Market) -> Iterator[TraceItem]:
    """Behind the comparison with buying the like again: when, at what cost, and what the like would save."""
    wait = worth.replacement
    if wait is None:
        return
    yield TraceItem(codes.TRACE_YEARS_LEFT.code, None, wait.years_left, "years", Origin.REFERENCE)
    likes = [measure(name) for name in wait.like]
    for name, like, saves in zip(wait.like, likes, like_bills(likes, belief, market), strict=True):
        cost = like_cost(like, market)
        yield TraceItem(
            codes.TRACE_LIKE.code, name, round(cost.typical), cost.unit, Origin.REFERENCE, cost.source_id, cost.as_of
        )
        yield TraceItem(codes.TRACE_LIKE_BILL.code, name, round(middle_of(saves), 2), "CAD", Origin.RULE)


def _loan(worth: Worth) -> Iterator[TraceItem]:
    if worth.loan is None:
        return
    terms = worth.loan.terms
    yield TraceItem(codes.TRACE_LOAN_RATE.code, None, terms.rate_percent / 100.0, "1/year", Origin.RULE)
    yield TraceItem(codes.TRACE_LOAN_YEARS.code, None, terms.years, "years", Origin.RULE)
    yield TraceItem(codes.TRACE_LOAN_PAYMENT.code, None, worth.loan.monthly_cad, "CAD", Origin.RULE)
    yield TraceItem(codes.TRACE_LOAN_TOTAL.code, None, worth.loan.total_cad, "CAD", Origin.RULE)
