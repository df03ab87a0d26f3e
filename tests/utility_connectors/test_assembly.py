"""Columns become clean series: sorted, apart, exact, with every row accounted for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.quantities import Commodity, Flow, Unit
from models.series import Quality
from utility_connectors.assembly import Rows, merge, rows_of, series_of, settle, usual_interval
from utility_connectors.ports import UsageStream
from utility_connectors.tally import Tally

ROWS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 6), st.integers(0, 5), st.sampled_from([0, 2, 4]), st.integers(0, 2)),
    min_size=0,
    max_size=40,
)


def rows(given: list[tuple[int, int, int, int, int]]) -> Rows:
    table = np.array(given, dtype=np.int64).reshape(-1, 5)
    plain = rows_of(
        table[:, 0] * 900, table[:, 1] * 900, table[:, 2], table[:, 3].astype(np.uint8), np.arange(len(table))
    )
    return Rows(
        plain.starts,
        plain.durations,
        plain.values,
        plain.quality,
        table[:, 4],
        plain.lines,
        plain.costs,
        plain.has_cost,
    )


@given(ROWS)
@settings(max_examples=300, deadline=None)
def test_settled_rows_are_sorted_apart_and_all_accounted_for(given: list[tuple[int, int, int, int, int]]) -> None:
    before, tally = rows(given), Tally(1000)
    after = settle(before, tally)
    assert bool(np.all(after.starts[1:] >= after.starts[:-1] + after.durations[:-1]))
    assert len(after) + sum(tally.counts.values()) == len(before)
    assert len(tally.listed) == sum(tally.counts.values())
    kept = set(zip(after.starts.tolist(), after.values.tolist(), strict=True))
    assert kept <= set(zip(before.starts.tolist(), before.values.tolist(), strict=True))


@given(ROWS)
@settings(max_examples=200, deadline=None)
def test_settling_again_changes_nothing(given: list[tuple[int, int, int, int, int]]) -> None:
    once = settle(rows(given), Tally(0))
    tally = Tally(1000)
    again = settle(once, tally)
    assert again.starts.tolist() == once.starts.tolist()
    assert not tally.counts


@given(ROWS)
@settings(max_examples=200, deadline=None)
def test_of_rows_for_one_moment_the_latest_change_wins(given: list[tuple[int, int, int, int, int]]) -> None:
    before = rows([(0, 4, value, quality, updated) for _, _, value, quality, updated in given])
    after = settle(before, Tally(0))
    if len(before):
        newest = before.updated == before.updated.max()
        best = before.quality[newest] == before.quality[newest].min()
        assert after.values.tolist() == [before.values[newest][best][0]]


def test_a_contradiction_marks_the_row_that_is_kept() -> None:
    after = settle(rows([(0, 1, 5, 0, 1), (0, 1, 6, 0, 1), (1, 1, 5, 0, 1)]), Tally(0))
    assert (after.values.tolist(), after.quality.tolist()) == ([5, 5], [Quality.QUESTIONABLE, Quality.ACTUAL])


@given(values=st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=50), exponent=st.integers(-15, 12))
@settings(max_examples=300, deadline=None)
def test_decimal_scales_stay_exact_wherever_a_billionth_can_say_it(values: list[int], exponent: int) -> None:
    if max(map(abs, values)) * 10.0**exponent > 1e9:
        return
    given = rows([(i, 1, 0, 0, 0) for i in range(len(values))])
    given = rows_of(given.starts, given.durations, np.array(values, dtype=np.int64), given.quality, given.lines)
    series = series_of(Commodity.ELECTRICITY, Flow.NET, Unit.KWH, given, exponent=exponent)
    assert -9 <= series.exponent <= 0 or not series.values.any()
    exact = sum(values) * 10.0**exponent
    assert series.total == pytest.approx(exact, rel=1e-12, abs=len(values) * 0.51e-9 if exponent < -9 else 1e-12)


@given(
    values=st.lists(st.integers(0, 10**9), min_size=1, max_size=50),
    factor=st.floats(0.01, 5.0),
    exponent=st.integers(-6, 0),
)
@settings(max_examples=300, deadline=None)
def test_other_scales_keep_the_total_to_a_millionth(values: list[int], factor: float, exponent: int) -> None:
    given = rows([(i, 1, 0, 0, 0) for i in range(len(values))])
    given = rows_of(given.starts, given.durations, np.array(values, dtype=np.int64), given.quality, given.lines)
    series = series_of(Commodity.NATURAL_GAS, Flow.DELIVERED, Unit.GJ, given, exponent=exponent, factor=factor)
    exact = sum(values) * factor * 10.0**exponent
    assert series.total == pytest.approx(exact, rel=1e-6, abs=1e-9 * len(values))


def test_the_usual_interval_is_what_most_readings_last_else_what_is_declared() -> None:
    assert usual_interval(np.array([3600, 3600, 7200])) == 3600
    assert usual_interval(np.array([2_592_000, 2_678_400]), 2_678_400) == 2_678_400
    assert usual_interval(np.array([2_592_000, 2_678_400])) is None
    assert usual_interval(np.array([], dtype=np.int64), 900) == 900


def test_streams_of_the_same_meter_merge_and_others_stay_apart() -> None:
    def stream(meter: str, first: int, value: int, updated: int) -> UsageStream:
        part = rows([(first + i, 1, value, 0, 0) for i in range(4)])
        series = series_of(Commodity.ELECTRICITY, Flow.DELIVERED, Unit.KWH, part, exponent=-3)
        return UsageStream(
            meter, Commodity.ELECTRICITY, Flow.DELIVERED, Unit.KWH, 900, 4, series, updated=updated, account="A"
        )

    tally = Tally(10)
    merged = merge([stream("M", 0, 5, 1), stream("N", 0, 5, 1), stream("M", 2, 7, 2)], tally)
    assert [(s.usage_point, s.count) for s in merged] == [("M", 6), ("N", 4)]
    assert merged[0].series is not None
    assert merged[0].series.total == pytest.approx(0.038)
    assert dict(tally.counts) == {"reading.superseded": 2}


def test_an_empty_tally_lists_no_more_than_its_limit() -> None:
    tally = Tally(3)
    settle(rows([(0, 1, 5, 0, 1)] * 10), tally)
    assert (tally.counts["reading.repeated"], len(tally.listed)) == (9, 3)
