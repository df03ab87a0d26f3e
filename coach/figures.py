"""The dated figures advice is made with, read from greener_homes and handed to the models as frozen values.

Prices, emission factors, costs and rebates of one day; each keeps its source and date so that a number can open to
them. Nothing here knows a home, reads a clock or touches a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from greener_homes import offers, tariffs
from greener_homes.factors import factors
from greener_homes.reference import EmissionFactor
from greener_homes.reference.in_force import delivery_rate, electricity_prices, gas_price, other_fuel_price
from greener_homes.reference.price_book import PriceBook
from greener_homes.reference.price_periods import Period, PricePlan
from models.findings import Finding
from models.house.facts import PricePlanChoice
from models.measures.economics import Cost, Emissions, Figure, Prices
from models.quantities import FUEL_UNIT, Fuel

NET_METERING_EXCLUDES = "HRS-PV"
"""Advice counts on net metering for solar, which the solar rebate excludes (R13; S52, S54)."""
ATTIC_REBATE_STEPS = (12.0, 25.0, 35.0)
"""Present R up to which the attic rebates change (S51)."""


@dataclass(frozen=True, slots=True)
class MeasureMoney:
    """What a measure costs, the rebate a plan may count on (in `cost`), which rebates those are, and the doubts."""

    cost: Cost
    incentive_ids: tuple[str, ...]
    free_programmes: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of one day. `on` is the day advice is given for, `book` the prices in use (None: this version's)."""

    on: date
    book: PriceBook | None = None

    def prices(self, plan: PricePlanChoice | None, municipality: str | None) -> Prices:
        """What a unit more or less costs on this plan, in this place; unknown: time-of-use, a typical distributor."""
        choice = PricePlan((plan or PricePlanChoice.TOU).value)
        return _prices(choice, tariffs.distributor_for(municipality), self.on, self.book)

    def price_findings(self, plan: PricePlanChoice | None, municipality: str | None) -> tuple[Finding, ...]:
        """What is in doubt about these prices."""
        choice = PricePlan((plan or PricePlanChoice.TOU).value)
        return _price_findings(choice, tariffs.distributor_for(municipality), self.on, self.book)

    def emissions(self) -> Emissions:
        """kg CO₂e per unit of every fuel."""
        return _emissions()

    def money(self, measure_id: str, heating_fuel: Fuel | None, attic_r: float | None) -> MeasureMoney:
        """Cost and rebates of a measure in a home with this heating fuel; `attic_r` matters for attics only."""
        start = _attic_step(attic_r) if measure_id.startswith("ENV-ATTIC") else None
        return _money(measure_id, heating_fuel, start, self.on)


def _attic_step(attic_r: float | None) -> float | None:
    """The top of the rebate's band an attic starts in, so that few different questions are asked."""
    if attic_r is None:
        return None
    return next((step for step in ATTIC_REBATE_STEPS if attic_r <= step), ATTIC_REBATE_STEPS[-1] + 1.0)


@cache
def _prices(plan: PricePlan, distributor: str, on: date, book: PriceBook | None) -> Prices:
    per_unit = {
        Fuel.ELECTRICITY: _electricity(plan, distributor, on, book),
        Fuel.NATURAL_GAS: _gas(on, book),
        **{fuel: _delivered(fuel) for fuel in (Fuel.OIL, Fuel.PROPANE, Fuel.WOOD)},
    }
    fixed = {
        fuel: Figure.exactly(
            tariffs.fixed_cad_per_year(fuel, on, distributor, book), "CAD/year", figure.source_id, figure.as_of
        )
        for fuel, figure in per_unit.items()
    }
    return Prices(per_unit, fixed, _night(plan, distributor, on, book))


def _electricity(plan: PricePlan, distributor: str, on: date, book: PriceBook | None) -> Figure:
    row = next(iter(electricity_prices(plan, on, book).values()))
    value = tariffs.marginal_cad_per_unit(Fuel.ELECTRICITY, plan, on, distributor=distributor, book=book)
    source = f"{row.source_id};{delivery_rate(distributor, on, book).source_id}"
    return Figure.exactly(value, "CAD/kWh", source, row.effective_from.isoformat())


def _night(plan: PricePlan, distributor: str, on: date, book: PriceBook | None) -> Figure | None:
    if plan is not PricePlan.ULO:
        return None
    row = electricity_prices(plan, on, book)[Period.OVERNIGHT]
    value = tariffs.marginal_cad_per_unit(
        Fuel.ELECTRICITY, plan, on, distributor=distributor, shares={Period.OVERNIGHT: 1.0}, book=book
    )
    return Figure.exactly(value, "CAD/kWh", row.source_id, row.effective_from.isoformat())


def _gas(on: date, book: PriceBook | None) -> Figure:
    row = gas_price(on, book)
    value = tariffs.marginal_cad_per_unit(Fuel.NATURAL_GAS, None, on, book=book)
    return Figure.exactly(value, "CAD/m3", row.source_id, row.effective_from.isoformat())


def _delivered(fuel: Fuel) -> Figure:
    """A range, because we hold no price of today; the tax is as in the typical bill."""
    row = other_fuel_price(fuel)
    typical = tariffs.fuel_bill(fuel, 1.0).total_cad
    tax = typical / row.typical_cad
    return Figure(row.low_cad * tax, typical, row.high_cad * tax, f"CAD/{FUEL_UNIT[fuel]}", row.source_id, row.as_of)


@cache
def _price_findings(plan: PricePlan, distributor: str, on: date, book: PriceBook | None) -> tuple[Finding, ...]:
    bills = (
        tariffs.electricity_bill(tariffs.PeriodUse({}, on.month), plan, on, distributor, book),
        tariffs.gas_bill(0.0, on, book=book),
    )
    return tuple(finding for bill in bills for finding in bill.findings)


@cache
def _emissions() -> Emissions:
    held = {fuel: factors(fuel) for fuel in Fuel}
    return Emissions(
        marginal={fuel: _factor(both.marginal) for fuel, both in held.items()},
        average={fuel: _factor(both.average) for fuel, both in held.items()},
    )


def _factor(row: EmissionFactor) -> Figure:
    return Figure(row.low, row.kg_per_unit, row.high, f"kg CO2e/{row.unit}", row.source_id, str(row.year))


@cache
def _money(measure_id: str, heating_fuel: Fuel | None, attic_r: float | None, on: date) -> MeasureMoney:
    cost = offers.measure_cost(measure_id)
    rebates = tuple(
        each
        for each in offers.incentives_for(measure_id, heating_fuel=heating_fuel, attic_r=attic_r, on=on)
        if each.id != NET_METERING_EXCLUDES
    )
    given = offers.combined(rebates, heating_fuel)
    figure = Figure(cost.low, cost.typical, cost.high, "CAD", cost.source_id, str(cost.year))
    return MeasureMoney(
        cost=Cost(figure, given.typical),
        incentive_ids=tuple(each.id for each in rebates if each.amount_typical_cad > 0),
        free_programmes=tuple(each.id for each in rebates if each.income_tested),
        findings=(*cost.findings, *given.findings, *(each for rebate in rebates for each in rebate.findings)),
    )
