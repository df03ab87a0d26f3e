"""A ranker fitted to decisions: trees that learn what a place in a coach's order was worth.

One thread, one seed: the same decisions give the same trees. Every home counts alike, whatever the length of its list,
and no coach counts for much more than the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any, Final

import numpy as np

from models.ranking.decided import Decided
from models.ranking.features import DIRECTIONS, rows

TREES: Final = 100
LEAVES: Final = 12
LEAST_LEAF: Final = 20
LEARNING_RATE: Final = 0.09


def fitted(decided: Sequence[Decided], *, seed: int) -> Any:
    """The estimator of these decisions, in whatever order they come. ValueError when there are none."""
    if not decided:
        raise ValueError("nothing was decided")
    from sklearn.ensemble import HistGradientBoostingRegressor  # seconds to import
    from threadpoolctl import threadpool_limits

    ordered = sorted(decided, key=lambda each: each.home)
    homes_of = Counter(each.coach for each in ordered)
    usual = median(homes_of.values())
    table = np.concatenate([rows(each.candidates, each.goal, each.budget_cad) for each in ordered])
    worth = np.concatenate([each.worths for each in ordered])
    counts = [len(each.candidates) for each in ordered]
    weights = [min(usual / homes_of[each.coach], 1.0) / len(each.candidates) for each in ordered]
    model = HistGradientBoostingRegressor(
        loss="squared_error",
        learning_rate=LEARNING_RATE,
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_LEAF,
        l2_regularization=1.0,
        monotonic_cst=list(DIRECTIONS),
        categorical_features=None,
        early_stopping=False,
        random_state=seed,
    )
    scaled = np.repeat(weights, counts)
    with threadpool_limits(limits=1, user_api="openmp"):  # sums come out the same on every machine
        return model.fit(table, worth, sample_weight=scaled / scaled.mean())
