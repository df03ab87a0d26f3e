"""What a year of one fuel costs: by the hour, or by how much a month has used; in whole bills and in differences.

Three forms of price, each frozen and without a date: `HourlyRates` (a price for every month, kind of day and hour),
`SteppedRates` (a price for every step of a month's use: tiers of electricity, blocks of gas) and `FlatRates`. Prices
are CAD per unit with taxes and rebates in, fixed charges apart. Units are the fuel's own; arrays one value per draw
[n], or a row of draws for each of many savings [rows, n].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.money.hours import CELLS, EndUse, by_month
from models.savings.rule import middle_of
from models.series import Floats, Ints

CELL_AXES = len(CELLS)
Uses = Mapping[EndUse, Floats]
"""A year's amount of one fuel by end use [n]; what is made at home counts below zero."""
Shapes = Mapping[EndUse, Floats]
"""The hours of each end use [12, 2, 24], each summing to 1; of many homes [homes, 12, 2, 24]."""


@dataclass(frozen=True, slots=True)
class HourlyRates:
    """A price for every kind of hour [12, 2, 24]: the same whatever is used, so that savings add up."""

    cad_per_unit: Floats
    fixed_cad: float

    def prices(self, shapes: Shapes) -> dict[EndUse, float]:
        """What a unit of each end use costs, spread over its hours."""
        spread = (np.stack(list(shapes.values())) * self.cad_per_unit).sum(axis=(-3, -2, -1))
        return dict(zip(shapes, spread.tolist() if spread.ndim == 1 else spread[..., None], strict=True))


@dataclass(frozen=True, slots=True)
class SteppedRates:
    """Prices by steps of a month's use: `upto` the end of each step but the last [steps, 12], prices [steps + 1]."""

    upto: Floats
    cad_per_unit: Floats
    fixed_cad: float

    def of_months(self, monthly: Floats) -> Floats:
        """What years of such months [12, …, n] cost, without the fixed charge; below zero is credited at step 1."""
        cheaper = (self.cad_per_unit[:-1] - self.cad_per_unit[1:]).tolist()
        within = [np.minimum(monthly, _months_first(upto, monthly.ndim)).sum(axis=0) for upto in self.upto]
        cost: Floats = self.cad_per_unit[-1] * monthly.sum(axis=0)
        return cost + _sum([less * amount for less, amount in zip(cheaper, within, strict=True)])

    def without(self, months: Floats, gone: Uses, shapes: Shapes) -> Floats:
        """The same of a year's `months` [12, n] without what is `gone` of it, by end use [n] or [rows, n].

        Many homes' months [12, homes, n] meet what each of them saves [homes, n].
        """
        from models.money.rates_loop import cost_of_steps  # numba takes a while to import, and most pages ask no steps

        each = list(gone.values())
        amounts = np.ascontiguousarray(each[0])[None] if len(each) == 1 else np.stack(np.broadcast_arrays(*each))
        shares = np.stack([by_month(shapes[use]) for use in gone]).reshape(len(gone), -1, len(months))
        cost: Floats = np.empty(amounts.shape[1:])
        cheaper = self.cad_per_unit[:-1] - self.cad_per_unit[1:]
        n = months.shape[-1]
        cost_of_steps(
            np.ascontiguousarray(months).reshape(len(months), -1, n),
            amounts.reshape(len(amounts), -1, n),
            shares,
            self.upto,
            cheaper,
            float(self.cad_per_unit[-1]),
            cost.reshape(-1, n),
        )
        return cost


@dataclass(frozen=True, slots=True)
class FlatRates:
    """One price, a number or one a draw."""

    cad_per_unit: Floats | float
    fixed_cad: float = 0.0


Rates = HourlyRates | SteppedRates | FlatRates


def times(rates: Rates, factor: float) -> Rates:
    """The same prices so many times as high, the fixed charge as it is."""
    if isinstance(rates, FlatRates):
        return replace(rates, cad_per_unit=rates.cad_per_unit * factor)
    return replace(rates, cad_per_unit=rates.cad_per_unit * factor)


@dataclass(frozen=True, slots=True)
class Account:
    """A home's year of one fuel at one set of prices: what that costs [n], the fixed charge apart.

    Either a unit of each end use has its `prices`, whatever else is used, or the `months` [12, n] and `steps` decide.
    """

    cost: Floats
    shapes: Shapes
    prices: Mapping[EndUse, Floats | float] | None
    months: Floats | None
    steps: SteppedRates | None

    @classmethod
    def of(cls, rates: Rates, uses: Uses, shapes: Shapes) -> Account:
        """The account of a home with these uses; ValueError when it uses nothing at all."""
        if not uses:
            raise ValueError("an account needs something that is used")
        if isinstance(rates, SteppedRates):
            months = months_of(uses, shapes)
            return cls(rates.of_months(months), shapes, None, months, rates)
        prices: Mapping[EndUse, Floats | float]
        prices = rates.prices(shapes) if isinstance(rates, HourlyRates) else dict.fromkeys(shapes, rates.cad_per_unit)
        return cls(_priced(uses, prices), shapes, prices, None, None)

    def at(self, homes: Ints) -> Account:
        """Of an account of many homes [homes, n], that of the homes at these places."""
        shapes = {use: shape[homes] if shape.ndim > CELL_AXES else shape for use, shape in self.shapes.items()}
        prices = self.prices
        if prices is not None:
            prices = {use: _of_homes(price, homes) for use, price in prices.items()}
        months = None if self.months is None else np.take(self.months, homes, axis=1)  # in order, as loops want it
        return Account(self.cost[homes], shapes, prices, months, self.steps)

    def saved(self, saved: Uses) -> Floats:
        """CAD a year less to pay when this much less is used, in the shape of the savings; negative when more is.

        The account is kept.
        """
        if self.prices is not None:
            return _priced(saved, self.prices)
        if self.steps is None or self.months is None:
            raise ValueError("an account has prices or steps")
        return self.cost - self.steps.without(self.months, saved, self.shapes)

    def unit_price(self, use: EndUse) -> float:
        """What one unit less of an end use saves, CAD, the rest staying as it is; the middle of the draws."""
        return self.unit_prices([use])[use]

    def unit_prices(self, uses: Sequence[EndUse] = tuple(EndUse)) -> dict[EndUse, float]:
        """The same of many end uses, of all unless they are named."""
        if self.prices is not None:
            return {use: _middle(self.prices[use]) for use in uses}
        if self.steps is None or self.months is None:
            raise ValueError("an account has prices or steps")
        gone = np.stack([by_month(self.shapes[use]) for use in uses], axis=1)[:, :, None]
        saved = self.cost - self.steps.of_months(self.months[:, None, :] - gone)
        return {use: middle_of(amount) for use, amount in zip(uses, saved, strict=True)}


def months_of(uses: Uses, shapes: Shapes) -> Floats:
    """A year's use by month [12, n], of many years [12, rows, n]."""
    return _sum([_months_first(by_month(shapes[use]), amount.ndim + 1) * amount for use, amount in uses.items()])


def _months_first(by_months: Floats, dimensions: int) -> Floats:
    """One value a month [12], ready to meet arrays whose first of so many dimensions is the month.

    Of many homes [homes, 12], whose arrays are [12, homes, n].
    """
    if by_months.ndim > 1:
        return by_months.T[:, :, None]
    return by_months.reshape(-1, *(1,) * (dimensions - 1))


def _of_homes(price: Floats | float, homes: Ints) -> Floats | float:
    return price[homes] if isinstance(price, np.ndarray) and price.ndim > 1 else price


def _middle(price: Floats | float) -> float:
    return middle_of(price) if isinstance(price, np.ndarray) else price


def _priced(uses: Uses, prices: Mapping[EndUse, Floats | float]) -> Floats:
    return _sum([amount * prices[use] for use, amount in uses.items()])


def _sum(amounts: list[Floats]) -> Floats:
    total = amounts[0]
    for amount in amounts[1:]:
        total = total + amount
    return total
