"""One home's prices and carbon: by end use, at its hours, on its plan and on the others; its accounts before any work.

Built once a home from a day's figures and what is believed of the home; everything that is valued afterwards is valued
here. No advice is given here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from coach.advising.figures import Figures, GridCarbon, MeteredRates
from greener_homes.reference.price_periods import PricePlan
from models.house.facts import PricePlanChoice
from models.measures.catalogue import HEAT_PUMPS, Method
from models.measures.economics import Emissions, Figure, Prices
from models.money.hours import EndUse, fitted_hours, shifted_hours, typical_hours
from models.money.loan import LoanTerms
from models.money.parts import Part, Parts, yearly_parts
from models.money.rates import Account, FlatRates, Rates, Shapes, Uses
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.draws import Chance, between, nothing
from models.savings.rule import middle_of
from models.series import Floats, Ints

PUMP_HOURS: Final[Mapping[Method, EndUse]] = MappingProxyType(
    {
        Method.HEAT_PUMP: EndUse.HEAT_PUMP,
        Method.HEAT_PUMP_DUCTLESS: EndUse.HEAT_PUMP,
        Method.HEAT_PUMP_HYBRID: EndUse.HYBRID,
        Method.HEAT_PUMP_GROUND: EndUse.HEATING,
    }
)
"""When each kind of heat pump runs; the ground is as warm in every hour, so it follows the heat."""


@dataclass(frozen=True, slots=True)
class Market:
    """One home's prices: `rates` where it stands, `accounts` of every fuel as it is now, `plans` of electricity on
    every plan.

    `prices` are a typical home's, `drawn` the same as draws; `carbon` kg CO₂e per unit of each part, average and
    marginal. `own_hours` when the home's readings say when it uses electricity; `corrected` as predictions are.
    """

    figures: Figures
    prices: Prices
    drawn: Mapping[Fuel, Floats | float]
    plan: PricePlan
    rates: MeteredRates
    accounts: Mapping[Fuel, Account]
    plans: Mapping[PricePlan, Account]
    weights: Mapping[EndUse, tuple[float, float]]
    emissions: Emissions
    own_hours: bool
    corrected: bool = True
    loan: LoanTerms | None = None
    unit_prices: dict[Fuel, Mapping[EndUse, float]] = field(default_factory=dict, repr=False, compare=False)
    """Those that were asked for: they are asked for often."""

    @classmethod
    def of(
        cls,
        figures: Figures,
        belief: Belief,
        *,
        own: Floats | None = None,
        corrected: bool = True,
        loan: LoanTerms | None = None,
    ) -> Market:
        """The prices of the household's plan and place; `own` are its own hours [12, 2, 24] where they are known.

        Raises Refusal when no prices are held for the day.
        """
        facts = belief.home.facts
        prices = figures.prices(facts.price_plan, facts.municipality)
        drawn = {fuel: _drawn(figure) for fuel, figure in prices.per_unit.items()}
        plan = PricePlan((facts.price_plan or PricePlanChoice.TOU).value)
        uses = by_fuel(yearly_parts(belief.uses))
        electricity = uses.setdefault(Fuel.ELECTRICITY, {EndUse.PLUGS: nothing()})
        shapes = _shapes(plan, electricity, figures, own)
        rates = figures.rates(facts.municipality)
        plans = {each: Account.of(rate, electricity, shapes) for each, rate in rates.electricity.items()}
        accounts = {
            fuel: plans[plan] if fuel is Fuel.ELECTRICITY else Account.of(_rates(fuel, rates, drawn), amounts, shapes)
            for fuel, amounts in uses.items()
        }
        grid = figures.grid_carbon()
        weights = _weights(grid, shapes)
        return cls(
            figures,
            prices,
            drawn,
            plan,
            rates,
            accounts,
            plans,
            weights,
            figures.emissions(),
            own is not None,
            corrected,
            loan,
        )

    def saved_cad(self, saved: Parts) -> Floats:
        """CAD a year less to pay for these savings on the household's plan, its accounts kept, in their shape."""
        total: Floats = nothing()
        for amount in self.saved_by_fuel(saved).values():
            total = total + amount
        return total

    def saved_by_fuel(self, saved: Parts) -> dict[Fuel, Floats]:
        """The same of each fuel by itself."""
        return {fuel: self._account(fuel).saved(uses) for fuel, uses in by_fuel(saved).items()}

    def saved_on(self, plan: PricePlan, saved: Parts) -> Floats:
        """CAD a year less to pay for electricity, against today's, if the household moves to a plan with it."""
        uses = {use: amount for (fuel, use), amount in saved.items() if fuel is Fuel.ELECTRICITY}
        moved = self.plans[self.plan].cost - self.plans[plan].cost
        return moved + self.plans[plan].saved(uses) if uses else moved

    def carbon_kg(self, saved: Parts) -> tuple[Floats, Floats]:
        """kg CO₂e a year less by the average and by the marginal factors, at the hours the savings happen."""
        return self._carbon_kg(saved, 0), self.marginal_kg(saved)

    def marginal_kg(self, saved: Parts) -> Floats:
        """The same by the marginal factors alone."""
        return self._carbon_kg(saved, 1)

    def _carbon_kg(self, saved: Parts, kind: int) -> Floats:
        total: Floats = nothing()
        for part, amount in saved.items():
            total = total + amount * self.carbon(part)[kind]
        return total

    def carbon(self, part: Part) -> tuple[float, float]:
        """kg CO₂e of one unit of a fuel in one end use, average and marginal."""
        fuel, use = part
        average, marginal = self.emissions.average[fuel].typical, self.emissions.marginal[fuel].typical
        if fuel is not Fuel.ELECTRICITY:
            return average, marginal
        weight = self.weights[use]
        return average * weight[0], marginal * weight[1]

    def unit_price(self, part: Part) -> float:
        """What one unit less of a fuel in one end use saves here, CAD."""
        fuel, use = part
        if fuel not in self.unit_prices:
            self.unit_prices[fuel] = self._account(fuel).unit_prices()
        return self.unit_prices[fuel][use]

    def at(self, homes: Ints) -> Market:
        """Of a market of many homes that are worked out together, that of the homes at these places."""
        plans = {plan: account.at(homes) for plan, account in self.plans.items()}
        accounts = {
            fuel: plans[self.plan] if fuel is Fuel.ELECTRICITY else account.at(homes)
            for fuel, account in self.accounts.items()
        }
        weights = {use: (_of_homes(one, homes), _of_homes(other, homes)) for use, (one, other) in self.weights.items()}
        return replace(self, plans=plans, accounts=accounts, weights=weights, unit_prices={})

    def _account(self, fuel: Fuel) -> Account:
        """The home's account of a fuel; of one it does not use yet, an empty one."""
        if fuel in self.accounts:
            return self.accounts[fuel]
        shapes = self.plans[self.plan].shapes
        return Account.of(FlatRates(self.drawn[fuel]), {EndUse.STEADY: nothing()}, shapes)


def _of_homes(weight: Any, homes: Ints) -> Any:
    return weight[homes] if isinstance(weight, np.ndarray) else weight


def pump_hours(method: Method, plan: PricePlan) -> EndUse:
    """When the heat pump of a measure runs: on the overnight plan a hybrid runs at night (R07)."""
    if method is Method.HEAT_PUMP_HYBRID and plan is PricePlan.ULO:
        return EndUse.HEAT_PUMP_NIGHT
    return PUMP_HOURS[method] if method in HEAT_PUMPS else EndUse.HEAT_PUMP


def by_fuel(parts: Parts) -> dict[Fuel, dict[EndUse, Floats]]:
    """The parts of each fuel by end use."""
    fuels: dict[Fuel, dict[EndUse, Floats]] = {}
    for (fuel, use), amount in parts.items():
        fuels.setdefault(fuel, {})[use] = amount
    return fuels


def _hours_on(plan: PricePlan, electricity: Uses, figures: Figures) -> Floats | None:
    """The hours of people who live by the overnight plan, as the regulator has them; None on plans nobody lives by."""
    if plan is not PricePlan.ULO:
        return None
    typical, habits = typical_hours(), figures.night_habits()
    use = np.stack([typical[use] * middle_of(amount) for use, amount in electricity.items()]).sum(axis=0)
    return shifted_hours(use, habits.period_parts, habits.shares) if use.sum() > 0 else None


def _shapes(plan: PricePlan, electricity: Uses, figures: Figures, own: Floats | None) -> Shapes:
    """The hours of each end use: the home's own, or those of people who live by their plan, or typical ones."""
    if own is None and plan is PricePlan.ULO and electricity[EndUse.PLUGS].ndim > 1:
        each = [
            _shapes(plan, _of_home(electricity, home), figures, None) for home in range(len(electricity[EndUse.PLUGS]))
        ]
        return {use: np.stack([shapes[use] for shapes in each]) for use in EndUse}
    hours = _hours_on(plan, electricity, figures) if own is None else own
    return typical_hours() if hours is None else _own_hours(hours, electricity)


def _of_home(uses: Uses, home: int) -> dict[EndUse, Floats]:
    """One home's of many homes' uses."""
    return {use: amount[home] if amount.ndim > 1 else amount for use, amount in uses.items()}


def _own_hours(own: Floats, electricity: Uses) -> Shapes:
    return fitted_hours(own, {use: middle_of(amount) for use, amount in electricity.items()})


def _rates(fuel: Fuel, rates: MeteredRates, drawn: Mapping[Fuel, Floats | float]) -> Rates:
    return rates.gas if fuel is Fuel.NATURAL_GAS else FlatRates(drawn[fuel])


def _weights(grid: GridCarbon, shapes: Shapes) -> Mapping[EndUse, tuple[float, float]]:
    """How much more or less carbon than the year's factor the hours of each end use mean, average and marginal."""
    by_hour = np.stack([shape.sum(axis=-2) for shape in shapes.values()])
    average, marginal = ((by_hour * hours).sum(axis=(-2, -1)) for hours in (grid.average, grid.marginal))
    if average.ndim > 1:
        average, marginal = average[..., None], marginal[..., None]
    else:
        average, marginal = average.tolist(), marginal.tolist()
    return MappingProxyType(dict(zip(shapes, zip(average, marginal, strict=True), strict=True)))


def _drawn(figure: Figure) -> Floats | float:
    if figure.low == figure.high:
        return figure.typical
    return between(Chance.PRICE, figure.low, figure.typical, figure.high)
