"""Lists against cases worked out by hand and scikit-learn's `ndcg_score`."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from models.evaluation.order import best_of, ndcg, regret


def test_a_list_in_the_right_order_is_perfect() -> None:
    assert ndcg([9.0, 5.0, 1.0], 5) == 1.0
    assert regret([9.0, 5.0, 1.0], 2) == 0.0


def test_a_swap_costs_what_the_discount_says() -> None:
    swapped = 1.0 * 3.0 + 6.0 / log2(3)
    right = 6.0 + 3.0 / log2(3)
    assert ndcg([3.0, 6.0], 5) == pytest.approx(swapped / right)


def test_only_the_first_places_count() -> None:
    assert ndcg([5.0, 4.0, 1.0, 2.0], 2) == 1.0
    assert ndcg([1.0, 2.0, 4.0, 5.0], 2) == pytest.approx((1 + 2 / log2(3)) / (5 + 4 / log2(3)))


def test_where_nothing_is_worth_anything_no_list_is_good_or_bad() -> None:
    assert ndcg([-3.0, 0.0], 5) is None
    assert ndcg([], 5) is None


def test_a_loss_gains_nothing_and_is_regretted_in_full() -> None:
    assert ndcg([10.0, -50.0, 8.0], 5) == pytest.approx((10 + 8 / log2(4)) / (10 + 8 / log2(3)))
    assert best_of([10.0, -50.0, 8.0], 2) == 18.0
    assert regret([10.0, -50.0, 8.0], 2) == 58.0


@settings(deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=12), st.integers(1, 8))
def test_ndcg_is_scikit_learns(values: list[int], k: int) -> None:
    found = ndcg([float(value) for value in values], k)
    places = np.arange(len(values), 0, -1)
    peer = ndcg_score(np.array([values]), places[None, :], k=k)
    assert peer == pytest.approx(0.0 if found is None else found)
    assert (found is None) == (max(values) == 0)
