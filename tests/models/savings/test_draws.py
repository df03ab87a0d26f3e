"""The table of draws: fixed, read-only, and with the tenths it is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.savings.draws import DRAWS, Chance, around, between, kept, log_sd, made, normal
from models.savings.rule import range_of, ranges_of


def test_the_points_kept_are_those_that_would_be_made() -> None:
    assert (kept() == made()).all()


@pytest.mark.parametrize("chance", Chance)
def test_each_column_is_a_standard_normal(chance: Chance) -> None:
    column = normal(chance)
    assert column.shape == (DRAWS,)
    assert abs(column.mean()) < 0.05 and abs(column.std() - 1.0) < 0.05


def test_columns_hardly_depend_on_each_other() -> None:
    together = np.corrcoef(np.stack([normal(chance) for chance in Chance]))
    assert np.abs(together - np.eye(len(Chance))).max() < 0.05


def test_nobody_can_change_the_table() -> None:
    with pytest.raises(ValueError, match="read-only"):
        normal(Chance.AIR)[0] = 1.0


def test_figures_come_back_as_tenths() -> None:
    span = range_of(between(Chance.EFFECT, 90.0, 150.0, 220.0))
    assert (span.p10, span.p50, span.p90) == pytest.approx((90, 150, 220), rel=0.05)


def test_around_keeps_its_median_and_its_sign() -> None:
    drawn = around(Chance.AIR, 50.0, 0.4)
    assert np.median(drawn) == pytest.approx(50, rel=0.03) and (drawn > 0).all()


def test_a_tenth_and_nine_tenths_give_the_log_spread() -> None:
    drawn = range_of(around(Chance.AIR, 6.0, log_sd(3.0, 12.0)))
    assert (drawn.p10, drawn.p90) == pytest.approx((3, 12), rel=0.06)


@given(st.lists(st.floats(-1e6, 1e6), min_size=DRAWS, max_size=DRAWS))
def test_ranges_are_percentiles_in_order(values: list[float]) -> None:
    span = range_of(np.array(values))
    expected = np.percentile(values, [10, 50, 90])
    assert (span.p10, span.p50, span.p90) == pytest.approx(tuple(expected), abs=1e-6)
    assert span.p10 <= span.p50 <= span.p90


def test_no_rows_have_no_ranges() -> None:
    assert ranges_of([]) == []
