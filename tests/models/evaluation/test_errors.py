"""The figures of the scoreboard against cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import mean_pinball_loss

from models.evaluation.errors import QUANTILES, Pair, pinball, score, spread
from models.savings.rule import Range

PAIRS = [
    Pair("a", 100.0, Range(80.0, 110.0, 130.0)),  # off by 0.1, inside
    Pair("a", 200.0, Range(210.0, 260.0, 310.0)),  # off by 0.3, below the range
    Pair("b", 100.0, Range(60.0, 80.0, 100.0)),  # off by 0.2, at the very end
]
numbers = st.floats(-1e4, 1e4, allow_nan=False)


def test_each_figure_is_the_textbooks() -> None:
    found = score(PAIRS, 1.0)
    assert found.homes == 2
    assert found.pairs == 3
    assert found.median_absolute == pytest.approx(0.2)
    assert found.bias == pytest.approx(450 / 400 - 1)
    assert found.coverage == pytest.approx(2 / 3)
    assert found.width == pytest.approx((0.5 + 0.5 + 0.4) / 3)
    # short of each quantile by truth − said; over it counts 1 − q, under it q
    first = (0.1 * 20 + 0.5 * 10 + 0.1 * 30) / 3
    second = (0.9 * 10 + 0.5 * 60 + 0.1 * 110) / 3
    third = (0.1 * 40 + 0.5 * 20 + 0.0) / 3
    assert found.pinball == pytest.approx((first + second + third) / 400)


def test_what_was_not_answered_is_counted_and_not_scored() -> None:
    found = score([*PAIRS, Pair("c", 1000.0, None)], 1.0)
    assert (found.homes, found.pairs, found.unanswered) == (3, 4, 1)
    assert found.bias == score(PAIRS, 1.0).bias


def test_a_tiny_truth_has_no_relative_error_but_counts_in_sums_and_coverage() -> None:
    found = score([*PAIRS, Pair("c", 0.5, Range(50.0, 60.0, 70.0))], 1.0)
    assert found.tiny == 1
    assert found.median_absolute == score(PAIRS, 1.0).median_absolute
    assert found.bias == pytest.approx(510 / 400.5 - 1)
    assert found.coverage == pytest.approx(0.5)


def test_whoever_gives_no_range_is_not_asked_about_coverage() -> None:
    found = score([Pair("a", 100.0, Range(90.0, 90.0, 90.0))], 1.0)
    assert found.coverage is None
    assert found.width is None
    assert found.median_absolute == pytest.approx(0.1)


def test_nothing_answered_is_nothing_scored() -> None:
    found = score([Pair("a", 100.0, None)], 1.0)
    assert (found.median_absolute, found.bias, found.coverage, found.width, found.pinball) == (None,) * 5


def test_savings_that_are_losses_are_scored_by_their_size() -> None:
    found = score([Pair("a", -100.0, Range(-150.0, -120.0, -90.0))], 1.0)
    assert found.median_absolute == pytest.approx(0.2)
    assert found.bias == pytest.approx(0.2)
    assert found.coverage == 1.0


@settings(deadline=None)
@given(st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=1, max_size=20))
def test_the_pinball_loss_is_scikit_learns(rows: list[tuple[float, float, float, float]]) -> None:
    truth = np.array([row[0] for row in rows])
    said = np.array([row[1:] for row in rows])
    peer = np.mean([mean_pinball_loss(truth, said[:, i], alpha=alpha) for i, alpha in enumerate(QUANTILES)])
    assert float(pinball(truth, said).mean()) == pytest.approx(float(peer), abs=1e-6)


def test_chance_is_drawn_by_home_never_by_row() -> None:
    """Two homes, each all right or all wrong: only 0, ½ and 1 can come out, however many rows they have."""
    right = [Pair("right", 100.0, Range(90.0, 100.0, 110.0)) for _ in range(50)]
    wrong = [Pair("wrong", 100.0, Range(190.0, 200.0, 210.0)) for _ in range(50)]
    found = spread([*right, *wrong], 1.0)
    assert found.coverage == (0.0, 1.0)
    assert found.median_absolute == (0.0, 1.0)
    assert spread([*right, *wrong], 1.0) == found


def test_one_home_says_nothing_of_chance() -> None:
    found = spread(PAIRS[:2], 1.0)
    assert (found.median_absolute, found.bias, found.coverage) == (None, None, None)
