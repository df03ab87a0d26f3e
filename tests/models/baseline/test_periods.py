"""Readings become local days and bills without losing or inventing energy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.baseline.local_days import midnights
from models.baseline.periods import Frequency, billing_periods, choose, daily_use, zeros_kept
from models.quantities import Commodity, Flow, Unit
from models.series import Quality, UsageSeries

DAY = 19_723  # 2024-01-01
SPRING = 19_792  # 2024-03-10, 23 hours
AUTUMN = 20_030  # 2024-11-03, 25 hours


def series_of(
    starts: np.ndarray,
    durations: np.ndarray,
    values: np.ndarray,
    commodity: Commodity = Commodity.ELECTRICITY,
    flow: Flow = Flow.DELIVERED,
    quality: np.ndarray | None = None,
) -> UsageSeries:
    unit = Unit.KWH if commodity is Commodity.ELECTRICITY else Unit.M3
    kind = np.zeros(starts.size, dtype=np.uint8) if quality is None else quality
    return UsageSeries(commodity, flow, unit, starts.astype(np.int64), durations.astype(np.int64), values, -3, kind)


def hours(first_day: int, days: int, value: int = 1000, step_s: int = 3600) -> UsageSeries:
    edges = midnights(first_day, first_day + days)
    starts = np.arange(edges[0], edges[-1], step_s)
    return series_of(starts, np.full(starts.size, step_s), np.full(starts.size, value, dtype=np.int64))


@pytest.mark.parametrize(("day", "expected"), [(DAY, 24.0), (SPRING, 23.0), (AUTUMN, 25.0)])
def test_a_day_has_as_many_hours_as_its_clock(day: int, expected: float) -> None:
    use = daily_use(hours(day - 1, 3))

    assert use.first_day == day - 1
    assert use.amount[1] == pytest.approx(expected)


@given(
    first=st.integers(min_value=15_000, max_value=21_000),
    step=st.sampled_from([300, 900, 1800, 3600]),
    values=st.lists(st.integers(min_value=1, max_value=10**6), min_size=300, max_size=600),
)
@settings(max_examples=40, deadline=None)
def test_whole_days_keep_every_watthour(first: int, step: int, values: list[int]) -> None:
    edges = midnights(first, first + 30)
    starts = np.arange(edges[0], edges[-1], step)
    amounts = np.resize(np.array(values, dtype=np.int64), starts.size)
    series = series_of(starts, np.full(starts.size, step), amounts)

    use = daily_use(series)

    assert use.amount.size == 30
    assert use.amount.sum() == pytest.approx(series.total, rel=1e-9)


def test_an_interval_across_midnight_is_shared_by_time() -> None:
    edges = midnights(DAY, DAY + 2)
    starts = np.arange(edges[0] - 1800, edges[-1] - 1800, 3600)
    series = series_of(starts, np.full(starts.size, 3600), np.full(starts.size, 1000, dtype=np.int64))

    use = daily_use(series)

    assert use.first_day == DAY - 1
    assert use.amount[1] == pytest.approx(24.0)


def test_a_day_known_by_half_is_filled_with_its_own_mean_and_one_known_less_is_missing() -> None:
    year = hours(DAY, 3)
    missing = np.r_[np.arange(30, 42), np.arange(48, 61)]  # 12 hours of the second day, 13 of the third
    keep = np.setdiff1d(np.arange(len(year)), missing)
    gappy = series_of(year.starts[keep], year.durations[keep], year.values[keep])

    use = daily_use(gappy)

    assert use.amount[1] == pytest.approx(24.0)
    assert np.isnan(use.amount[2])


def test_a_daily_reading_belongs_to_the_day_that_holds_its_middle() -> None:
    # Gas days from ten in the morning, and a meter that keeps standard time all summer.
    starts = midnights(DAY, DAY + 4) + 10 * 3600
    use = daily_use(series_of(starts, np.full(5, 86_400), np.arange(5) * 1000, Commodity.NATURAL_GAS))

    assert use.amount[:5].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_a_short_outage_is_filled_but_common_zeros_are_believed() -> None:
    outage, solar = hours(DAY, 30), hours(DAY, 30)
    outage.values[100:103] = 0
    solar.values[np.arange(30)[:, None] * 24 + np.arange(11, 15)] = 0

    assert zeros_kept(outage) == 0.0
    assert daily_use(outage).amount.sum() == pytest.approx(30 * 24)
    assert zeros_kept(solar) == pytest.approx(4 / 24)
    assert daily_use(solar).amount.sum() == pytest.approx(30 * 20)


def test_gas_of_zero_is_no_gas() -> None:
    edges = midnights(DAY, DAY + 2)
    starts = np.arange(edges[0], edges[-1], 3600)
    values = np.where(np.arange(starts.size) == 5, 0, 1000)
    gas = series_of(starts, np.full(starts.size, 3600), values, Commodity.NATURAL_GAS)

    assert daily_use(gas).amount[0] == pytest.approx(23.0)


def test_bills_run_between_the_midnights_nearest_to_their_ends() -> None:
    edges = midnights(DAY, DAY + 62)
    starts, ends = np.array([edges[0] + 7200, edges[31]]), np.array([edges[31] - 60, edges[62]])
    quality = np.array([Quality.ACTUAL, Quality.ESTIMATED], dtype=np.uint8)
    bills = billing_periods(series_of(starts, ends - starts, np.array([310_000, 300_000]), quality=quality))

    assert bills.starts.tolist() == [DAY, DAY + 31]
    assert bills.ends.tolist() == [DAY + 31, DAY + 62]
    assert bills.amount.tolist() == [310.0, 300.0]
    assert bills.estimated.tolist() == [False, True]


def test_a_bill_shorter_than_half_a_day_is_left_out() -> None:
    starts = midnights(DAY, DAY + 1)[:1] + 3600
    assert billing_periods(series_of(starts, np.array([3600]), np.array([1000]))).starts.size == 0


def test_how_often_a_meter_is_read_decides_what_is_fitted() -> None:
    edges = midnights(DAY, DAY + 60)
    months = series_of(edges[[0, 30]], np.diff(edges[[0, 30, 60]]), np.array([1, 2]))
    days = series_of(edges[:-1], np.diff(edges), np.arange(60))

    assert choose(hours(DAY, 3)) is Frequency.DAILY
    assert choose(days) is Frequency.DAILY
    assert choose(months) is Frequency.BILLING


def test_bills_have_no_days() -> None:
    edges = midnights(DAY, DAY + 60)
    assert daily_use(series_of(edges[[0, 30]], np.diff(edges[[0, 30, 60]]), np.array([1, 2]))).amount.size == 0
