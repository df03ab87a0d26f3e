"""Where a plan turns from a gain into a loss: at which price, or at which share of the savings, half of the draws lose.

What a plan is worth falls into what each fuel brings and what it costs, each one value a draw [n]. It knows no home.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.quantities import Fuel
from models.savings.rule import middle_of
from models.series import Floats

MOST_TIMES: Final = 4.0
"""Beyond so many times what is expected nothing is looked for."""
_STEPS: Final = 40
"""To far less than anybody is told of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a plan is worth [n], CAD: what each fuel brings (`by_fuel`), what brings the same whatever is saved
    (`beside`), and what it `costs`, what is spared taken off."""

    by_fuel: Mapping[Fuel, Floats]
    beside: Floats
    costs: Floats

    def value(self, prices: Mapping[Fuel, float] | None = None, realised: float = 1.0) -> Floats:
        """The worth with these fuels at so many times today's price, and so much of the expected savings."""
        times = prices or {}
        total = self.beside - self.costs
        for fuel, amount in self.by_fuel.items():
            total = total + realised * times.get(fuel, 1.0) * amount
        return total

    @property
    def main_fuel(self) -> Fuel | None:
        """The fuel most of the worth hangs on; None where nothing is saved."""
        sizes = {fuel: abs(middle_of(amount)) for fuel, amount in self.by_fuel.items()}
        found = max(sizes, key=sizes.__getitem__, default=None)
        return found if found is not None and sizes[found] > 0 else None


def price_at_which_even(parts: Parts, fuel: Fuel) -> float | None:
    """How many times today's price of a fuel leaves neither gain nor loss in the middle; None where no price does."""
    return _zero(parts.value({fuel: 0.0}), parts.by_fuel[fuel])


def realised_at_which_even(parts: Parts) -> float | None:
    """Which share of the expected savings does; None where none does."""
    return _zero(parts.beside - parts.costs, sum(parts.by_fuel.values(), np.zeros_like(parts.costs)))


def _zero(fixed: Floats, moving: Floats) -> float | None:
    """How many times what moves leaves the middle with what is fixed at nothing: between 0 and the most that is looked
    at, by halving."""

    def sign_at(times: float) -> float:
        return np.sign(middle_of(fixed + times * moving))  # type: ignore[no-any-return]

    low, high = 0.0, MOST_TIMES
    at_low = sign_at(low)
    if sign_at(high) == at_low:
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        if sign_at(middle) == at_low:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
