"""A plan in stages: which measures go together, in which order, and what they save as a whole.

At most one measure of a family, safety first, envelope before equipment, inside the budget if there is one.
A minimal plan: it follows the ranking it is given and searches no further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.measures.catalogue import Measure
from models.measures.end_uses import EndUses, saved
from models.measures.interactions import Effect, combined
from models.quantities import Fuel
from models.series import Floats


@dataclass(frozen=True, slots=True)
class Step:
    """A measure that may enter the plan: what it does and what the household pays for it, CAD."""

    measure: Measure
    effect: Effect
    net_cost_cad: float


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The steps in the order of work, and what all of them together save a year by fuel [n]."""

    steps: tuple[Step, ...]
    saved: dict[Fuel, Floats]
    net_cost_cad: float

    @property
    def stages(self) -> tuple[int, ...]:
        """The stages the plan passes through, in order."""
        return tuple(sorted({step.measure.stage for step in self.steps}))


def roadmap(ranked: Sequence[Step], uses: EndUses, budget_cad: float | None = None) -> Roadmap:
    """The best-ranked steps that fit together and in the budget, in the order of their stages."""
    chosen: list[Step] = []
    families, spent = set(), 0.0
    for step in ranked:
        family = step.measure.family
        affordable = budget_cad is None or spent + step.net_cost_cad <= budget_cad
        if affordable and (family is None or family not in families):
            chosen.append(step)
            families.add(family)
            spent += step.net_cost_cad
    chosen.sort(key=lambda step: (step.measure.stage, step.measure.id))
    after = combined([(step.measure, step.effect) for step in chosen], uses)
    return Roadmap(tuple(chosen), saved(uses.by_fuel(), after.by_fuel()), spent)
