"""Advice beside measured effects: mean log changes by kind of work, and the rate they imply."""

from __future__ import annotations

from math import log

import pytest

from models.evaluation.measured import MeasuredEffect, PredictedShare, compare

ATTIC = MeasuredEffect("attic_insulation", -0.065, 0.010, -0.084, 0.006)
HEADER = MeasuredEffect("foundation_header", -0.051, 0.031, -0.077, 0.018)


def test_shares_become_mean_log_changes() -> None:
    shares = [PredictedShare("a", "ENV-ATTIC-MID", 0.10, 0.08), PredictedShare("b", "ENV-ATTIC-HI", 0.05, 0.03)]
    (found,) = compare([ATTIC], shares)
    physics, corrected = (log(0.90) + log(0.95)) / 2, (log(0.92) + log(0.97)) / 2
    assert found.homes == 2
    assert found.physics == pytest.approx(physics)
    assert found.corrected == pytest.approx(corrected)
    assert found.implied_rate == pytest.approx(-0.065 / physics)
    assert found.standard_errors_off == pytest.approx((corrected + 0.065) / 0.010)
    assert found.rate == 0.77


def test_a_home_counts_once_however_many_measures_of_the_kind_it_could_have() -> None:
    shares = [
        PredictedShare("a", "ENV-ATTIC-MID", 0.10, 0.10),
        PredictedShare("a", "ENV-ATTIC-HI", 0.20, 0.20),
        PredictedShare("b", "ENV-ATTIC-MID", 0.0, 0.0),
    ]
    (found,) = compare([ATTIC], shares)
    assert found.physics == pytest.approx((log(0.9) + log(0.8)) / 2 / 2)


def test_small_work_of_the_same_family_is_left_out_except_where_it_is_the_kind_itself() -> None:
    shares = [PredictedShare("a", "ENV-CATH", 0.1, 0.1), PredictedShare("a", "ENV-HEADER", 0.03, 0.02)]
    attic, header = compare([ATTIC, HEADER], shares)
    assert (attic.homes, attic.physics, attic.implied_rate) == (0, None, None)
    assert header.physics == pytest.approx(log(0.97))
