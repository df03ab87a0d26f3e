"""Savings as learned from simulated homes: p10, p50 and p90 of a share of an end use, given what can be seen.

The rule stays inside: its expectation is what the model looks at first, its draws keep their ranks (so measures stay
correlated), and what is learned is said as an effect, so that interactions, caps, money and correction by experience
follow as ever. Only measures for which the model beat the rule on homes that neither had seen are learned; the others
are passed on as they are. Never more than the end use is saved, and never less where there was less to begin with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from models.artifacts import Artifact, outlined
from models.house.facts import DwellingType
from models.house.stock import Assumed
from models.measures.catalogue import Measure
from models.measures.interactions import Effect
from models.savings.belief import Belief
from models.savings.conformal import ALL, Tails, tails_of
from models.savings.draws import P90, Chance, draws, normal
from models.savings.learned_rows import (
    FEATURES,
    SMALLEST_SHARE,
    End,
    Expected,
    Part,
    Usage,
    expected,
    known_of,
    rows,
    usage_of,
)
from models.savings.trees import Trees, doubled
from models.series import Floats, Ints

KIND: Final = "savings"
QUANTILES: Final = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
FOLLOWED: Final = 0.5
"""Power of the rule's share that every answer follows; trees learn what is left and may only add to it. So a larger
expectation never means less, also beyond the homes that were learned from."""
MOST: Final = 0.95
"""Of an end use: no work leaves less than the rest."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of one measure in one home: shares of the end use, and the rule's middle share."""

    p10: float
    p50: float
    p90: float
    rule: float
    part: Part
    version: str

    @property
    def factor(self) -> float:
        """The learned middle over the rule's."""
        return self.p50 / self.rule


@dataclass(frozen=True, slots=True, eq=False)
class LearnedSavings:
    """A trained model of savings; `chosen` measures are learned, `tails` by group of homes widen or narrow ranges.

    `lifts` by measure are added to logarithms: medians of skewed spreads add up to too little, and sums should not.
    """

    version: str
    trees: Mapping[str, Trees]
    lifts: Mapping[str, float]
    chosen: frozenset[str]
    tails: Mapping[str, Tails]

    @classmethod
    def of(cls, artifact: Artifact) -> LearnedSavings:
        """The model in a verified artifact. ValueError when it was trained on other columns than these."""
        facts = artifact.facts
        if tuple(facts["features"]) != FEATURES or set(artifact.estimators) != set(QUANTILES):
            raise ValueError("the model was trained on other columns")
        tails = {name: Tails(below, above) for name, (below, above) in facts["tails"].items()}
        lifts = {name: float(lift) for name, lift in facts["lifts"].items()}
        return cls(artifact.version, trees_of(artifact.estimators), lifts, frozenset(facts["chosen"]), tails)

    def told(self, belief: Belief, effects: Sequence[tuple[Measure, Effect]]) -> list[tuple[Effect, Learned | None]]:
        """Each effect as learned, and what was learned; as it was, and None, where the rule is kept."""
        return self.told_homes([(belief, effects)])[0]

    def told_homes(
        self, homes: Sequence[tuple[Belief, Sequence[tuple[Measure, Effect]]]]
    ) -> list[list[tuple[Effect, Learned | None]]]:
        """The same for many homes: the trees are asked once, which costs little more than asking for one home."""
        asked = [
            expected([(measure, effect) for measure, effect in effects if measure.id in self.chosen], belief)
            for belief, effects in homes
        ]
        table = np.concatenate([rows(each, at[0]) for each, at in zip(asked, homes, strict=True)])
        names = [measure.id for each in asked for measure in each.measures]
        raw = shares(self.trees, table) + lift_of(names, self.lifts)
        found, first = [], 0
        for each, (belief, effects) in zip(asked, homes, strict=True):
            count = len(each.measures)
            tails = tails_of(self.tails, group_of(belief))
            said = within(raw[first : first + count], tails.below, tails.above)
            found.append(self._told(each, said, effects))
            first += count
        return found

    def _told(
        self, seen: Expected, said: Floats, effects: Sequence[tuple[Measure, Effect]]
    ) -> list[tuple[Effect, Learned | None]]:
        left, ranges = _left(seen, said), np.exp(said).tolist()
        place = {measure.id: row for row, measure in enumerate(seen.measures)}
        found: list[tuple[Effect, Learned | None]] = []
        for measure, effect in effects:
            row = place.get(measure.id)
            if row is None:
                found.append((effect, None))
                continue
            end = seen.ends[row]
            rule = max(float(seen.shares[row, 1]), SMALLEST_SHARE)
            low, middle, high = ranges[row]
            learned = Learned(low, middle, high, rule, end.part, self.version)
            found.append((as_effect(effect, end, left[row]), learned))
        return found


def group_of(belief: Belief) -> tuple[str, ...]:
    """The names of the groups whose ranges were calibrated together, from the home's own to all homes."""
    return group_of_home(belief.home, usage_of(belief))


def group_of_home(home: Assumed, usage: Usage) -> tuple[str, ...]:
    """The same of a home whose heating was metered or not."""
    kind = home.facts.dwelling_type if home.knows("dwelling_type") else None
    told = f"{usage.value}/{known_of(home).value}"
    return f"{told}/{(kind or DwellingType.DETACHED).value}", told, usage.value, ALL


def trees_of(estimators: Mapping[str, Any]) -> dict[str, Trees]:
    """The estimators as arrays, by quantile."""
    return {name: Trees.of(estimators[name]) for name in QUANTILES}


def shares(trees: Mapping[str, Trees], table: Floats) -> Floats:
    """p10, p50 and p90 of the logarithm of the saved share, in order [rows, 3]; before calibration."""
    if not len(table):
        return np.empty((0, len(QUANTILES)))
    followed = FOLLOWED * table[:, FEATURES.index("rule_share")]
    rows = doubled(table)
    found = [trees[name].predict_doubled(rows) + followed for name in QUANTILES]
    ordered: Floats = np.sort(np.stack(found, axis=1), axis=1)
    return ordered


def lift_of(measure_ids: Sequence[str], lifts: Mapping[str, float]) -> Floats:
    """What is added to the logarithms of each row [rows, 1]."""
    return np.array([lifts.get(name, 0.0) for name in measure_ids], dtype=np.float64)[:, None]


def within(said: Floats, below: Floats | float, above: Floats | float) -> Floats:
    """The same with its lower and upper half stretched, and no share above what there is [rows, 3]."""
    middle = said[:, 1]
    ends = (middle - below * (middle - said[:, 0]), middle, middle + above * (said[:, 2] - middle))
    return np.minimum(np.stack(ends, axis=1), np.log(MOST))


@cache
def shipped() -> LearnedSavings:
    """The model that comes with the package, read once. ArtifactRefused when it cannot be verified."""
    return LearnedSavings.of(outlined(KIND, files("models").joinpath("trained", KIND)))


def _left(seen: Expected, said: Floats) -> Floats:
    """The rule's draws moved to the learned range, rank by rank, as what is left of the end use [measures, n]."""
    if not seen.measures:
        return seen.saved
    middles, uses = np.array([end.middle for end in seen.ends]), np.stack([end.use for end in seen.ends])
    return moved(ordered(seen.saved)[0], said, middles, uses)


def moved(order: Ints, said: Floats, middles: Floats, uses: Floats) -> Floats:
    """What is left of end uses [rows, n] when savings whose draws have this order take what was said of them
    [rows, 3]."""
    scores = _scores()
    low, middle, high = (said[:, place : place + 1] for place in range(3))
    drawn = np.where(scores < 0.0, middle - low, high - middle)
    drawn *= scores
    drawn += middle
    np.exp(drawn, out=drawn)
    drawn *= middles[:, None]
    left: Floats = np.empty(order.shape)
    np.put_along_axis(left, order, drawn, axis=1)
    left /= np.maximum(uses, 1e-9)
    np.subtract(1.0, left, out=left)
    return np.clip(left, 1.0 - MOST, 1.0, out=left)


def ordered(saved: Floats) -> tuple[Ints, Floats]:
    """Where the draws of each row stand from least to most, equal ones in their order, and the draws so; few rows have
    equal ones."""
    order = saved.argsort(axis=1)
    ranked = np.take_along_axis(saved, order, axis=1)
    same = (ranked[:, 1:] == ranked[:, :-1]).any(axis=1)
    if same.any():
        order[same] = saved[same].argsort(axis=1, kind="stable")
    return order, ranked


def as_effect(effect: Effect, end: End, left: Floats) -> Effect:
    """The effect that leaves so much of its end use [n]."""
    if end.part is Part.WATER:
        return replace(effect, water=left)
    if effect.heat_sources is None:
        return replace(effect, heat=left)
    return replace(effect, heat_sources=(replace(effect.heat_sources[0], efficiency=end.source.efficiency / left),))


def _scores() -> Floats:
    """The chances in order: 1 at the last tenth."""
    return _scores_of(draws())


@cache
def _scores_of(count: int) -> Floats:
    return np.sort(normal(Chance.EFFECT)) / P90
