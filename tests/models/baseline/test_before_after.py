"""Before and after one meter: bills as well as days, the work's own days on neither side, and when enough is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from models.baseline import before_after
from models.baseline.before_after import ENOUGH_DAYS, EPOCH, enough_on, in_season
from models.baseline.periods import BillingPeriods, DailyUse
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats

FIRST, DAYS = (date(2023, 7, 1) - EPOCH).days, 900
RANDOM = np.random.default_rng(5)
COLD: Floats = 7.5 + 14.0 * np.cos(2 * np.pi * (np.arange(DAYS) - 20) / 365.25) + RANDOM.normal(0, 4, DAYS)
WEATHER = DailyTemperature(FIRST, COLD)
BEGAN, DONE = FIRST + 420, FIRST + 424


def use(saved: float) -> Floats:
    after = np.arange(DAYS) + FIRST > DONE
    heat = 0.4 * np.maximum(16.0 - COLD, 0.0) * np.where(after, 1.0 - saved, 1.0)
    amounts: Floats = 1.5 + heat
    amounts[BEGAN - FIRST : DONE - FIRST + 1] = 999.0  # the heating ran with the walls open
    return amounts


def test_bills_and_days_agree_and_the_works_own_days_are_on_neither_side() -> None:
    gas = (Commodity.NATURAL_GAS, Unit.M3)
    amounts = use(0.25)
    by_day = before_after.daily(DailyUse(FIRST, amounts), WEATHER, *gas, BEGAN, DONE)
    starts = FIRST + 30 * np.arange(DAYS // 30)
    sums = amounts[: DAYS // 30 * 30].reshape(-1, 30).sum(axis=1)
    bills = BillingPeriods(starts, starts + 30, sums, np.zeros(starts.size, dtype=np.bool_))
    by_bill = before_after.billing(bills, WEATHER, *gas, BEGAN, DONE)
    for found in (by_day, by_bill):
        assert found.avoided is not None and found.heats and found.is_whole_year
        assert found.avoided.share == pytest.approx(0.2, abs=0.05) and found.avoided.stands_out
    assert by_day.days == 365 and by_bill.days <= 395


def test_nothing_is_said_of_too_little_before_or_after() -> None:
    gas = (Commodity.NATURAL_GAS, Unit.M3)
    amounts = use(0.25)
    short = before_after.daily(DailyUse(FIRST, amounts[: DONE - FIRST + 40]), WEATHER, *gas, BEGAN, DONE)
    assert short.avoided is None and short.baseline is not None and not short.is_enough
    late = DailyUse(FIRST + 300, amounts[300:])
    none_before = before_after.daily(late, WEATHER, *gas, BEGAN, DONE)
    assert none_before.avoided is None and none_before.findings
    empty = before_after.daily(DailyUse(FIRST, np.zeros(0)), WEATHER, *gas, BEGAN, DONE)
    assert empty.baseline is None and empty.days == 0


def test_enough_is_counted_in_the_heating_season_where_the_meter_heats() -> None:
    spring = date(2026, 4, 20)
    assert enough_on(0, spring, heats=False) == spring + timedelta(days=ENOUGH_DAYS)
    autumn = enough_on(0, spring, heats=True)
    assert autumn == date(2026, 10, 14) + timedelta(days=ENOUGH_DAYS)
    assert enough_on(ENOUGH_DAYS, spring, heats=True) == spring
    assert in_season(date(2026, 10, 15)) and in_season(date(2027, 4, 15))
    assert not in_season(date(2026, 10, 14)) and not in_season(date(2027, 4, 16))
