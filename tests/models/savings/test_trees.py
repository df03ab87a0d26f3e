"""Trees as arrays say what scikit-learn's own say, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from models.savings.trees import Trees

RNG = np.random.default_rng(2)
X = np.where(RNG.random((400, 4)) < 0.2, np.nan, RNG.normal(size=(400, 4)))
Y = np.nan_to_num(X[:, 0]) + np.isnan(X[:, 1]) + 0.1 * RNG.normal(size=400)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_the_same_answers_with_gaps_and_far_away(level: float) -> None:
    fitted = HistGradientBoostingRegressor(
        loss="quantile", quantile=level, max_iter=20, monotonic_cst=[1, 0, 0, -1], random_state=1
    ).fit(X, Y)
    rows = np.concatenate([X, 100.0 * X, np.full((1, 4), np.nan), np.zeros((1, 4))])
    assert (Trees.of(fitted).predict(rows) == fitted.predict(rows)).all()


def test_trees_that_split_by_category_are_refused() -> None:
    kinds = np.repeat(np.arange(4.0), 100)[:, None]
    fitted = HistGradientBoostingRegressor(max_iter=3, categorical_features=[0]).fit(kinds, (kinds[:, 0] % 2) + Y)
    with pytest.raises(ValueError, match="category"):
        Trees.of(fitted)
