"""The difference of two groups: Welch's interval, and nothing said of a few."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind

from models.evaluation.two_groups import LEAST, difference


def test_it_is_welchs_interval() -> None:
    some = np.random.default_rng(1).normal(0.05, 0.10, 900)
    others = np.random.default_rng(2).normal(0.02, 0.20, 100)
    found = difference(some.tolist(), others.tolist())
    expected = ttest_ind(some, others, equal_var=False).confidence_interval(0.95)
    assert found is not None
    assert found.interval == pytest.approx((expected.low, expected.high), rel=1e-9)
    assert found.interval[0] < found.value < found.interval[1]


def test_a_few_homes_say_nothing() -> None:
    assert difference([0.1] * (LEAST - 1), [0.0] * 500) is None
    assert difference([0.1] * 500, [0.0] * (LEAST - 1)) is None
    same = difference([0.1] * LEAST, [0.1] * LEAST)
    assert same is not None and same.value == 0.0 and not same.stands_out


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    random, held = np.random.default_rng(3), 0
    for _ in range(400):
        found = difference(random.normal(0.03, 0.1, 300).tolist(), random.normal(0.01, 0.15, 40).tolist())
        assert found is not None
        held += found.interval[0] <= 0.02 <= found.interval[1]
    assert 0.92 < held / 400 < 0.98
