"""A home's own hours out of its readings: a year of whole hours, or nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.advising.own_hours import as_numbers, from_numbers, own_hours
from models.house.local_time import local_hours
from models.quantities import Commodity, Flow, Unit
from models.series import Floats, Ints, UsageSeries

START = 1_735_707_600  # 2025-01-01 00:00 in Durham
HOURS = START + 3600 * np.arange(365 * 24)


def series(kwh: Floats, starts: Ints = HOURS, seconds: int = 3600) -> UsageSeries:
    return UsageSeries(
        Commodity.ELECTRICITY,
        Flow.DELIVERED,
        Unit.KWH,
        starts,
        np.full(starts.size, seconds),
        np.round(kwh * 1000).astype(np.int64),
        -3,
        np.zeros(starts.size, dtype=np.uint8),
    )


def evening(starts: Ints) -> Floats:
    hour = local_hours(starts).astype(np.int64) % 24
    return np.where((hour >= 18) & (hour < 22), 2.0, 0.5)


def test_an_evening_home_is_seen_in_local_time_all_year() -> None:
    own = own_hours([series(evening(HOURS))])
    assert own is not None
    assert own[:, :, 18:22].sum() == pytest.approx(8.0 / 18.0, abs=0.002)
    assert own[6, :, 20].sum() / own[6, :, 12].sum() == pytest.approx(4.0, abs=0.01)


def test_quarter_hours_and_two_meters_make_the_same_hours() -> None:
    whole = own_hours([series(evening(HOURS))])
    quarters = np.sort(np.concatenate([HOURS + 900 * part for part in range(4)]))
    split = own_hours([series(evening(quarters) / 4.0, quarters, 900)])
    twice = own_hours([series(evening(HOURS) / 2.0), series(evening(HOURS) / 2.0)])
    assert whole is not None and split is not None and twice is not None
    assert split == pytest.approx(whole, abs=1e-6) and twice == pytest.approx(whole, abs=1e-6)


def test_days_power_that_is_sent_and_half_a_year_tell_no_hours() -> None:
    whole = series(evening(HOURS))
    days = HOURS[::24]
    assert own_hours([]) is None
    assert own_hours([series(np.ones(days.size), days, 86_400)]) is None
    assert own_hours([whole, replace(whole, flow=Flow.RECEIVED)]) is None
    assert own_hours([series(evening(HOURS[:4000]), HOURS[:4000])]) is None
    assert own_hours([replace(whole, commodity=Commodity.NATURAL_GAS)]) is None


def test_hours_that_are_kept_come_back_bit_for_bit() -> None:
    own = own_hours([series(evening(HOURS))])
    kept = from_numbers(as_numbers(own))
    assert own is not None and kept is not None and (kept == own).all()
    assert from_numbers(as_numbers(None)) is None
