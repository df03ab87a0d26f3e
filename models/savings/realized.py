"""What our own homes' meters say of our own predictions, beside the published studies: rates by kind of work. Pure.

A rate compares shares of use in logarithms, realised against projected before any correction, as the studies do. Ours
stand beside theirs, weighted by how sure each is; they never replace a study by themselves, and with few homes say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Final

import numpy as np

from models.savings.realization import RealizationRate, realization_rate

LEAST_HOMES: Final = 20
"""Homes of a kind of work from which its own rate is more than an anecdote (our own judgement)."""
LARGEST_SHARE: Final = 0.95
"""A share beyond this is no saving of one measure; its logarithm would drown all others."""


@dataclass(frozen=True, slots=True)
class Realized:
    """One home's year after one measure: the share of a fuel that was saved, and what had been predicted.

    `mark` is a digest that tells whether this home was counted, to whoever knows its identifier and nobody else.
    `predicted` is the middle as published; `family` names the kind of work as the studies do, None for one without.
    """

    mark: str
    measure: str
    family: str | None
    predicted: float
    realized: float


@dataclass(frozen=True, slots=True)
class OurRate:
    """A kind of work in our homes: its rate with a standard error, the study's, and both together."""

    family: str
    homes: int
    rate: float
    standard_error: float
    study: float
    together: float
    together_error: float

    @property
    def is_enough(self) -> bool:
        """Whether there are homes enough to look at it."""
        return self.homes >= LEAST_HOMES


def rates(found: Iterable[Realized]) -> tuple[OurRate, ...]:
    """The rate of each kind of work that a study compared and of which we have two homes at least, by name."""
    by_family: dict[str, list[Realized]] = {}
    for each in found:
        if each.family is not None and 0.0 < each.predicted < LARGEST_SHARE and abs(each.realized) < LARGEST_SHARE:
            by_family.setdefault(each.family, []).append(each)
    known: Mapping[str, RealizationRate | None] = {family: realization_rate(family) for family in by_family}
    made = (_rate(study, by_family[family]) for family, study in sorted(known.items()) if study is not None)
    return tuple(each for each in made if each is not None)


def _rate(study: RealizationRate, homes: Sequence[Realized]) -> OurRate | None:
    if len(homes) < 2:
        return None
    realized = np.array([log1p(-each.realized) for each in homes])
    projected = np.array([log1p(-min(each.predicted / study.rate, LARGEST_SHARE)) for each in homes])
    # The ratio of means, as a study of many homes has it, and its error by the spread of what is left.
    rate = float(realized.sum() / projected.sum())
    left = realized - rate * projected
    error = float(np.sqrt((left**2).sum() * len(homes) / (len(homes) - 1)) / abs(projected.sum()))
    ours, theirs = 1.0 / max(error, 1e-6) ** 2, 1.0 / study.standard_error**2
    together = (rate * ours + study.rate * theirs) / (ours + theirs)
    return OurRate(study.family, len(homes), rate, error, study.rate, together, float(np.sqrt(1.0 / (ours + theirs))))
