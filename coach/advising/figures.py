"""The dated figures advice is made with, read from greener_homes and handed to the models as frozen values.

Prices by the hour and by the step, emission factors by the hour, costs and rebates of one day; each keeps its source
and date so that a number can open to them. Nothing here knows a home, reads a clock or touches a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from coach.advising.rebates import OfferSaid, alone, narrowed
from greener_homes import marginal_prices, tariffs, work_costs
from greener_homes.factors import factors
from greener_homes.grid_hours import average_by_hour, marginal_by_hour
from greener_homes.reference import EmissionFactor
from greener_homes.reference.in_force import delivery_rate, electricity_prices, gas_price, other_fuel_price
from greener_homes.reference.price_book import PriceBook
from greener_homes.reference.price_periods import PricePlan
from models.findings import Finding
from models.house.facts import PricePlanChoice
from models.incentives.graph import Graph
from models.incentives.load import graph
from models.incentives.profile import NOBODY, Profile
from models.incentives.stack import VERSION as ENGINE
from models.incentives.stack import Used
from models.measures.economics import Cost, Emissions, Figure, Prices
from models.money.rates import HourlyRates, Rates, SteppedRates, times
from models.quantities import FUEL_UNIT, Fuel
from models.series import Floats


@dataclass(frozen=True, slots=True)
class MeasureMoney:
    """What a measure costs, the money for it alone (typical in `cost`), where that comes from, and the doubts.

    `offers`: what is said of every offer, counted or not.
    """

    cost: Cost
    rebates: tuple[Used, ...]
    free_programmes: tuple[str, ...]
    findings: tuple[Finding, ...]
    cost_basis: str = ""
    offers: tuple[OfferSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class MeteredRates:
    """What metered fuels cost on a day: electricity on each of its plans, and gas."""

    electricity: Mapping[PricePlan, Rates]
    gas: SteppedRates


@dataclass(frozen=True, slots=True)
class NightHabits:
    """How people on the overnight plan use power: each period's share, and which hours are in it [12, 2, 24, 4]."""

    shares: tuple[float, ...]
    period_parts: Floats


@dataclass(frozen=True, slots=True)
class GridCarbon:
    """How a kWh's carbon differs by month and hour of the local day, over the factor of the year [12, 24] each."""

    average: Floats
    marginal: Floats
    source_id: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of one day. `on` is the day advice is given for, `book` the prices in use (None: this version's),
    `incentives` the programmes in use (None: this version's).

    With `electricity_times` a kWh costs so many times as much, its fixed charges what they do: to see what if.
    """

    on: date
    book: PriceBook | None = None
    electricity_times: float = 1.0
    incentives: Graph | None = None

    def prices(self, plan: PricePlanChoice | None, municipality: str | None) -> Prices:
        """What a unit more or less costs a typical home on this plan, in this place.

        Unknown: time-of-use, a typical distributor. What it costs one home at the hours it happens: `rates`.
        """
        choice = PricePlan((plan or PricePlanChoice.TOU).value)
        held = _prices(choice, tariffs.distributor_for(municipality), self.on, self.book)
        return held if self.electricity_times == 1.0 else _dearer(held, self.electricity_times)

    def rates(self, municipality: str | None) -> MeteredRates:
        """The prices of electricity on all plans, and of gas, in this place; unknown: a typical distributor."""
        held = _rates(tariffs.distributor_for(municipality), self.on, self.book)
        if self.electricity_times == 1.0:
            return held
        dearer = {plan: times(rates, self.electricity_times) for plan, rates in held.electricity.items()}
        return MeteredRates(MappingProxyType(dearer), held.gas)

    def night_habits(self) -> NightHabits:
        """What the regulator takes to be typical of homes on the overnight plan."""
        shares = tariffs.typical_shares(PricePlan.ULO)
        parts = marginal_prices.period_parts(PricePlan.ULO, self.on.year)
        return NightHabits(tuple(shares[period] for period in tariffs.PLAN_PERIODS[PricePlan.ULO]), parts)

    def price_findings(self, plan: PricePlanChoice | None, municipality: str | None) -> tuple[Finding, ...]:
        """What is in doubt about these prices."""
        choice = PricePlan((plan or PricePlanChoice.TOU).value)
        return _price_findings(choice, tariffs.distributor_for(municipality), self.on, self.book)

    def emissions(self) -> Emissions:
        """kg CO₂e per unit of every fuel."""
        return _emissions()

    def grid_carbon(self) -> GridCarbon:
        """The hours of the grid's carbon."""
        return GridCarbon(average_by_hour(), marginal_by_hour(), "S40;S41")

    def money(self, measure_id: str, home: Profile = NOBODY) -> MeasureMoney:
        """Cost of a measure and the best money for it alone in a home of this profile (`rebates.profile_for`)."""
        return _money(measure_id, narrowed(measure_id, home, self.incentives), self.on, self.incentives)

    @property
    def incentives_version(self) -> str:
        """The engine of incentives and the programmes it reads, with the numbers of changes over them: `of_version`."""
        held = self.incentives or graph()
        return "+".join((ENGINE, held.version, *(f"C{each}" for each in held.changes)))


def _dearer(held: Prices, factor: float) -> Prices:
    now = held.per_unit[Fuel.ELECTRICITY]
    low, typical, high = (factor * each for each in (now.low, now.typical, now.high))
    then = Figure(low, typical, high, now.unit, now.source_id, now.as_of)
    return Prices({**held.per_unit, Fuel.ELECTRICITY: then}, held.fixed)


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
    return Prices(per_unit, fixed)


@cache
def _rates(distributor: str, on: date, book: PriceBook | None) -> MeteredRates:
    fixed = tariffs.fixed_cad_per_year(Fuel.ELECTRICITY, on, distributor, book)
    plans: dict[PricePlan, Rates] = {
        plan: HourlyRates(marginal_prices.hour_prices(plan, on, distributor, book), fixed)
        for plan in (PricePlan.TOU, PricePlan.ULO)
    }
    plans[PricePlan.TIERED] = SteppedRates(*marginal_prices.tier_prices(on, distributor, book), fixed)
    gas = SteppedRates(
        *marginal_prices.gas_prices(on, book), tariffs.fixed_cad_per_year(Fuel.NATURAL_GAS, on, distributor, book)
    )
    return MeteredRates(MappingProxyType(plans), gas)


def _electricity(plan: PricePlan, distributor: str, on: date, book: PriceBook | None) -> Figure:
    row = next(iter(electricity_prices(plan, on, book).values()))
    value = tariffs.marginal_cad_per_unit(Fuel.ELECTRICITY, plan, on, distributor=distributor, book=book)
    source = f"{row.source_id};{delivery_rate(distributor, on, book).source_id}"
    return Figure.exactly(value, "CAD/kWh", source, row.effective_from.isoformat())


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


@lru_cache(maxsize=100_000)
def _money(measure_id: str, home: Profile, on: date, held: Graph | None) -> MeasureMoney:
    cost = work_costs.measure_cost(measure_id)
    figure = Figure(cost.low, cost.typical, cost.high, "CAD", cost.source_id, str(cost.year))
    given = alone(measure_id, figure, home, on, held)
    return MeasureMoney(
        cost=Cost(figure, given.stack.total.typical_cad),
        rebates=given.stack.used,
        free_programmes=given.free_programmes,
        findings=(*cost.findings, *given.findings),
        cost_basis=cost.basis,
        offers=given.offers,
    )
