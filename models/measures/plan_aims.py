"""What may enter a plan, what a plan is worth and what it must keep to: plain values for the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Final

import numpy as np

from models.measures.catalogue import Measure
from models.measures.economics import annuity
from models.measures.enabling import Enabling
from models.measures.interactions import Effect
from models.measures.occasions import NOW, Occasion
from models.quantities import Fuel
from models.series import Floats


@dataclass(frozen=True, slots=True)
class Step:
    """A measure that may enter the plan: what it does and what the household pays for it, CAD.

    `spared_cad` of the cost would have to be paid anyway, because what the measure replaces is due: it is spent, but it
    does not count against the measure. `more_cad` and `more_kg` are what it spares a year beside what its effect does
    to the fuels at the objective's prices (another price plan, power bought at night). `needs` must go with it,
    `requires` are ids of measures that must be in the plan before it.
    """

    measure: Measure
    effect: Effect
    net_cost_cad: float
    spared_cad: float = 0.0
    more_cad: float = 0.0
    more_kg: float = 0.0
    needs: tuple[Enabling, ...] = ()
    requires: tuple[str, ...] = ()
    occasion: Occasion = NOW


class Use(StrEnum):
    """What a unit of a fuel does; an hour's power has an hour's price."""

    HEAT = "heat"
    PUMPED = "pumped"
    WATER = "water"
    COOLING = "cooling"
    PLUGS = "plugs"
    SOLAR = "solar"
    OTHER = "other"


Worths = Mapping[tuple[Fuel, Use], float]
"""What a unit less of a fuel in each use counts for."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What a plan is worth a year: CAD a unit less (`cad`), each counting `per_cad`, and kilograms (`kg`) `per_kg`.

    Against it stands what is paid, spread over each measure's life or `years` if that is less, at `per_cad` too.
    `per_comfort` for each of a measure's points of comfort; `account_cad` a year for closing the gas account. `kg` is
    also what a carbon target is counted with.
    """

    cad: Worths
    kg: Worths
    per_cad: float = 1.0
    per_kg: float = 0.0
    per_comfort: float = 0.0
    account_cad: float = 0.0
    years: float | None = None
    costs_count: bool = True

    def worth(self, fuel: Fuel, use: Use) -> float:
        """What a unit less counts for."""
        return self.per_cad * self.cad.get((fuel, use), 0.0) + self.per_kg * self.kg.get((fuel, use), 0.0)

    def charge(self, cost_cad: float, life_years: float) -> float:
        """What paying this counts for a year."""
        life = life_years if self.years is None else min(life_years, self.years)
        return self.per_cad * cost_cad / annuity(life) if self.costs_count else 0.0

    def charges(self, costs_cad: Floats, annuities: Floats) -> Floats:
        """The same of many costs at once, with what a dollar a year over each life is worth."""
        if not self.costs_count:
            return np.zeros_like(costs_cad)
        lives = annuities if self.years is None else np.minimum(annuities, annuity(self.years))
        charged: Floats = self.per_cad * costs_cad / lives
        return charged


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan must keep to: dollars in all, kg CO₂e a year at least; None: no such limit.

    With `yearly_cad` and `years` the household puts so much aside each year for so many years, and spends it as the
    plan goes along: in all no more than their product.
    """

    budget_cad: float | None = None
    carbon_kg: float | None = None
    yearly_cad: float | None = None
    years: int | None = None

    @property
    def most_cad(self) -> float:
        """All that may be spent; infinite without a limit."""
        yearly = inf if self.yearly_cad is None else self.yearly_cad * (self.years or 1)
        return min(inf if self.budget_cad is None else self.budget_cad, yearly)


NO_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Choice:
    """The steps chosen, in the order of work, what they are worth a year and cut (kg), and what they cost.

    `gap` is the most by which a better set may be worth more, 0 when none is; `looked` how many sets were looked at.
    """

    steps: tuple[Step, ...]
    value: float
    carbon_kg: float
    cost_cad: float
    gap: float
    looked: int
