"""How good a list is: NDCG@k against the true values, and what doing its first three instead of the best three loses.

A list is the true values of its entries, in the list's order. Gains are linear, as in scikit-learn; what is worth
less than nothing gains nothing, but is missed in full by regret.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def ndcg(values: Sequence[float], k: int) -> float | None:
    """Discounted gain of the first `k` over the best that was possible, 0 to 1; None when nothing has any value."""
    gains = np.maximum(np.asarray(values, dtype=np.float64), 0.0)
    discount = 1.0 / np.log2(np.arange(min(k, gains.size)) + 2.0)
    best = float((np.sort(gains)[::-1][:k] * discount).sum())
    return float((gains[:k] * discount).sum()) / best if best > 0 else None


def best_of(values: Sequence[float], count: int) -> float:
    """What the best `count` are worth together."""
    return float(np.sort(np.asarray(values, dtype=np.float64))[::-1][:count].sum())


def regret(values: Sequence[float], count: int) -> float:
    """What the best `count` are worth beyond the first `count`, never below 0, in the values' unit."""
    first = float(np.asarray(values, dtype=np.float64)[:count].sum())
    return max(best_of(values, count) - first, 0.0)
