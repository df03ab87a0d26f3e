"""A model of savings fitted, calibrated and compared with the rule, each on archetype homes of its own.

Trees learn from most of the training part; the measures for which they beat the rule are chosen on the rest of it; the
calibration part stretches the ranges. One thread, one seed: the same table gives the same model bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.learning.table import Table
from models.measures.catalogue import measure
from models.savings.conformal import Tails, calibrated, tails_of
from models.savings.learned import FOLLOWED, QUANTILES, lift_of, shares, trees_of, within
from models.savings.learned_rows import DECREASING, FEATURES, INCREASING, OWN, learnable
from models.series import Floats

TREES: Final = 80
LEAVES: Final = 32
LEAST_LEAF: Final = 150
LEARNING_RATE: Final = 0.1
LEAST_HOMES: Final = 15
"""A measure that fits fewer of the homes it is judged by stays with the rule."""
MOST_LIFT: Final = 0.15
"""Medians of skewed spreads add up to some per cent less than the spreads do; more would be another error."""
FAMILIAR_HOMES: Final = 50
"""So many homes of a kind of work count as much for its lift as all kinds together."""
NO_FURTHER: Final = 0.01
"""A middle further off than the rule's by less than this is as good."""
COVERAGE: Final = (0.70, 0.90)
"""Of what a learned measure's ranges hold, where it is judged."""
CHOOSING: Final = 20
"""Per cent of the training part's archetypes that choose and do not train."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of work beside the rule: median relative error, pinball loss and coverage of both, and who stays.

    Measures that improve the same fact are one kind: an attic of any depth is learned, or none is.
    """

    kind: str
    measures: tuple[str, ...]
    homes: int
    rule_error: float
    learned_error: float
    rule_loss: float
    learned_loss: float
    rule_coverage: float
    learned_coverage: float

    @property
    def learned(self) -> bool:
        """Whether the learned saving is used: a smaller loss, a middle that is no further off, and honest ranges."""
        low, high = COVERAGE
        better = self.learned_loss < self.rule_loss and self.learned_error < self.rule_error + NO_FURTHER
        return self.homes >= LEAST_HOMES and better and low <= self.learned_coverage <= high


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Estimators by quantile, what lifts their answers by measure, the stretch of ranges by group, the choices."""

    estimators: Mapping[str, Any]
    lifts: Mapping[str, float]
    tails: Mapping[str, Tails]
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The measures that are learned."""
        return tuple(name for one in self.choices if one.learned for name in one.measures)

    def said(self, table: Table) -> Floats:
        """p10, p50 and p90 of the saved share [rows, 3], calibrated."""
        raw = shares(trees_of(self.estimators), table.features) + lift_of(table.measures.tolist(), self.lifts)
        stretch = [tails_of(self.tails, groups) for groups in table.groups]
        below, above = np.array([each.below for each in stretch]), np.array([each.above for each in stretch])
        return np.exp(within(raw, below, above))


def fitted(training: Table, calibration: Table, *, seed: int) -> Fitted:
    """The model of these tables. ValueError when they share an archetype."""
    if set(training.archetype.tolist()) & set(calibration.archetype.tolist()):
        raise ValueError("homes that calibrate must not train")
    choosing = chooses(training)
    learning = training.at(~choosing)
    estimators = {name: _tree(learning, level, seed) for name, level in QUANTILES.items()}
    raw = shares(trees_of(estimators), calibration.features)
    lifts = lifts_of(raw[:, 1], calibration)
    lifted = raw + lift_of(calibration.measures.tolist(), lifts)
    tails = calibrated(calibration.target, lifted, calibration.home, calibration.groups)
    model = Fitted(estimators, lifts, tails, ())
    kept = training.at(choosing)
    return replace(model, choices=choices(kept, model.said(kept)))


def chooses(table: Table) -> NDArray[np.bool_]:
    """Rows whose archetype is kept from the trees and chooses between them and the rule."""
    hashed = {each: sha256(f"choose/{each}".encode()).digest()[0] % 100 for each in set(table.archetype.tolist())}
    return np.array([hashed[each] < CHOOSING for each in table.archetype.tolist()])


def choices(table: Table, said: Floats) -> tuple[Choice, ...]:
    """Each kind's figures for the rule and for what was learned, on these rows."""
    found = ((kind, names, np.isin(table.measures, names)) for kind, names in _kinds().items())
    return tuple(_choice(kind, tuple(names), table, said, here) for kind, names, here in found if here.any())


def _kinds() -> dict[str, list[str]]:
    """The learnable measures of each kind of work."""
    kinds: dict[str, list[str]] = {}
    for name in learnable():
        method = measure(name).method
        kinds.setdefault(method.value if method in OWN else name, []).append(name)
    return kinds


def _choice(kind: str, names: tuple[str, ...], table: Table, said: Floats, here: NDArray[np.bool_]) -> Choice:
    truth, rule, learned = table.truth[here], table.rule[here], said[here]
    return Choice(
        kind=kind,
        measures=names,
        homes=int(np.unique(table.home[here]).size),
        rule_error=_error(truth, rule),
        learned_error=_error(truth, learned),
        rule_loss=_loss(truth, rule),
        learned_loss=_loss(truth, learned),
        rule_coverage=_coverage(truth, rule),
        learned_coverage=_coverage(truth, learned),
    )


def lifts_of(middle: Floats, table: Table) -> dict[str, float]:
    """By measure, what brings the sum of its kind's middles to the sum of truths, in logarithms and by little.

    Kinds that fit few homes follow all kinds together. Measures of one kind are lifted alike, so none passes another.
    """
    together = _gap(middle, table, np.ones(middle.size, dtype=bool))
    lifts: dict[str, float] = {}
    for names in _kinds().values():
        here = np.isin(table.measures, names)
        homes = np.unique(table.home[here]).size
        own = _gap(middle, table, here) if homes else 0.0
        lift = (homes * own + FAMILIAR_HOMES * together) / (homes + FAMILIAR_HOMES)
        lifts |= dict.fromkeys(names, round(float(np.clip(lift, -MOST_LIFT, MOST_LIFT)), 6))
    return lifts


def _gap(middle: Floats, table: Table, here: NDArray[np.bool_]) -> float:
    said = float((np.exp(middle[here]) * table.kwh[here]).sum())
    true = float((table.truth[here] * table.kwh[here]).sum())
    return float(np.log(max(true, 1e-9) / max(said, 1e-9)))


def _tree(table: Table, level: float, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor  # seconds to import
    from threadpoolctl import threadpool_limits

    signs = [1 if name in INCREASING else -1 if name in DECREASING else 0 for name in FEATURES]
    model = HistGradientBoostingRegressor(
        loss="quantile",
        quantile=level,
        learning_rate=LEARNING_RATE,
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_LEAF,
        monotonic_cst=signs,
        categorical_features=None,
        early_stopping=False,
        random_state=seed,
    )
    followed = FOLLOWED * table.features[:, FEATURES.index("rule_share")]
    with threadpool_limits(limits=1, user_api="openmp"):  # sums come out the same on every machine
        return model.fit(table.features, table.target - followed)


def _error(truth: Floats, said: Floats) -> float:
    large = np.abs(truth) > 1e-3
    return float(np.median(np.abs(said[large, 1] - truth[large]) / np.abs(truth[large]))) if large.any() else np.inf


def _loss(truth: Floats, said: Floats) -> float:
    levels = np.array(tuple(QUANTILES.values()))
    short = truth[:, None] - said
    return float(np.maximum(levels * short, (levels - 1.0) * short).mean() / max(np.abs(truth).mean(), 1e-9))


def _coverage(truth: Floats, said: Floats) -> float:
    return float(((said[:, 0] <= truth) & (truth <= said[:, 2])).mean())
