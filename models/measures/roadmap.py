"""A plan in stages: the best set of measures, with what must go with them, in the order and at the moments of work.

Which measures: `plan_search`. Here they are put in order. A step comes when its moment comes (`occasions`) or when the
yearly sum has grown to its cost; at one moment in the order of stages, safety first and envelope before equipment;
what a step requires or must go with stands before it, or right after it where that is how it is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from models.measures import codes_plan as codes
from models.measures.catalogue import Measure
from models.measures.enabling import AFTER, Enabling, WorkCost
from models.measures.end_uses import EndUses
from models.measures.interactions import applied
from models.measures.occasions import NOW, TOGETHER, Occasion, Trigger
from models.measures.plan_aims import NO_LIMITS, Choice, Limits, Objective, Step
from models.measures.plan_numbers import Packed, packed
from models.measures.plan_search import best, works_of

__all__ = [
    "VERSION",
    "Limits",
    "Objective",
    "Placed",
    "Roadmap",
    "Step",
    "candidates",
    "in_order",
    "laid_out",
    "roadmap",
]

VERSION: Final = "roadmap-1"
SOMETIME: Final = 9999
"""Stands for the year of a moment nobody knows; it comes after all that are known."""
_NO_WORKS: Final[Mapping[Enabling, WorkCost]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Placed:
    """A step of a plan, a measure or a work that must go with some: what it costs and the home's year after it.

    `year` is the calendar year it is done in, None when only its occasion is known. `for_ids` are the measures a work
    goes with.
    """

    step: Step | None
    work: Enabling | None
    for_ids: tuple[str, ...]
    stage: int
    occasion: Occasion
    year: int | None
    cost_cad: float
    uses: EndUses

    @property
    def measure(self) -> Measure | None:
        return self.step.measure if self.step else None


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The placed steps in the order of work, the choice they come from and the home's year after all of them."""

    placed: tuple[Placed, ...]
    choice: Choice
    uses: EndUses

    @property
    def steps(self) -> tuple[Step, ...]:
        """The measures, in the order of work."""
        return tuple(each.step for each in self.placed if each.step is not None)

    @property
    def net_cost_cad(self) -> float:
        """What all of it costs, works included."""
        return sum(each.cost_cad for each in self.placed)

    @property
    def stages(self) -> tuple[int, ...]:
        """The stages the plan passes through, each once."""
        return tuple(sorted({each.stage for each in self.placed}))


def candidates(steps: Sequence[Step], limits: Limits, year: int) -> list[Step]:
    """Those whose moment comes while the plan runs: all, without a number of years."""
    if limits.years is None:
        return list(steps)
    last = year + limits.years - 1
    return [
        step
        for step in steps
        if not step.occasion.waits or (step.occasion.year is not None and step.occasion.year <= last)
    ]


def roadmap(
    steps: Sequence[Step],
    uses: EndUses,
    objective: Objective,
    limits: Limits = NO_LIMITS,
    works: Mapping[Enabling, WorkCost] = _NO_WORKS,
    year: int = 0,
) -> Roadmap | None:
    """The plan worth most within the limits, begun in calendar year `year`; None when no plan reaches the target.

    Steps that come first in `steps` come first within a stage.
    """
    return in_order(packed(candidates(steps, limits, year), uses, works), uses, objective, limits, year, steps)


def in_order(
    found: Packed, uses: EndUses, objective: Objective, limits: Limits, year: int, ranked: Sequence[Step] = ()
) -> Roadmap | None:
    """The same of candidates that are packed already."""
    choice = best(found, objective, limits)
    if choice is None:
        return None
    laid = laid_out(choice, uses, year, ranked, found.works)
    if limits.yearly_cad is None:
        return laid
    return replace(laid, placed=tuple(_paid(laid.placed, limits, year)))


def laid_out(
    choice: Choice,
    uses: EndUses,
    year: int,
    ranked: Sequence[Step] = (),
    works: Mapping[Enabling, WorkCost] = _NO_WORKS,
) -> Roadmap:
    """These steps in the order of work, begun in calendar year `year`, whatever they are worth."""
    rank = {step.measure.id: place for place, step in enumerate(ranked)}
    years = _years(choice.steps, year)
    ordered = sorted(
        choice.steps,
        key=lambda step: (
            years[step.measure.id],
            step.measure.stage,
            len(step.requires),
            rank.get(step.measure.id, len(rank)),
            step.measure.id,
        ),
    )
    placed, after = _placed(ordered, years, uses, works)
    return Roadmap(tuple(placed), choice, after)


def _years(steps: Sequence[Step], year: int) -> dict[str, int]:
    """When each step's moment comes; what it requires comes no later than it does."""
    years = {step.measure.id: _moment(step.occasion, year) for step in steps}
    for step in sorted(steps, key=lambda each: -years[each.measure.id]):
        for need in step.requires:
            years[need] = min(years[need], years[step.measure.id])
    return years


def _moment(occasion: Occasion, year: int) -> int:
    if not occasion.waits:
        return year
    return SOMETIME if occasion.year is None else max(occasion.year, year)


def _placed(
    ordered: Sequence[Step], years: Mapping[str, int], uses: EndUses, works: Mapping[Enabling, WorkCost]
) -> tuple[list[Placed], EndUses]:
    """The steps with their works around them and the home's year after each."""
    left = set(works_of(ordered))
    placed: list[Placed] = []
    for step in ordered:
        mine = [work for work in step.needs if work in left]
        left -= set(mine)
        when = years[step.measure.id]
        known = None if when == SOMETIME else when
        placed += [_work(work, ordered, step, known, uses, works) for work in mine if work not in AFTER]
        uses = applied(step.effect, uses)
        occasion = step.occasion if step.occasion.waits is False or when == _own(step, when) else TOGETHER
        placed.append(Placed(step, None, (), step.measure.stage, occasion, known, step.net_cost_cad, uses))
        placed += [_work(work, ordered, step, known, uses, works) for work in mine if work in AFTER]
    return placed, uses


def _own(step: Step, when: int) -> int:
    """The step's own moment: another than `when` if something that requires it comes sooner."""
    return SOMETIME if step.occasion.year is None else max(step.occasion.year, when)


def _work(
    work: Enabling,
    ordered: Sequence[Step],
    step: Step,
    year: int | None,
    uses: EndUses,
    works: Mapping[Enabling, WorkCost],
) -> Placed:
    asking = tuple(each.measure.id for each in ordered if work in each.needs)
    return Placed(None, work, asking, step.measure.stage, TOGETHER, year, works[work].cost_cad, uses)


def _paid(placed: Sequence[Placed], limits: Limits, year: int) -> list[Placed]:
    """The same, each step put off to the year in which the sum put aside has grown to it; what is due later waits."""
    yearly, spent, now, found = limits.yearly_cad or 0.0, 0.0, year, []
    for each in placed:
        spent += each.cost_cad
        while spent > yearly * (now - year + 1) + 1e-6 and now - year + 1 < (limits.years or 1):
            now += 1
        now = max(now, each.year or now)
        put_off = now > (each.year or now) and each.occasion.trigger is Trigger.NOW
        occasion = replace(NOW, when=codes.WHEN_MONEY.finding(place=now - year + 1)) if put_off else each.occasion
        found.append(replace(each, year=now, occasion=occasion))
    return found
