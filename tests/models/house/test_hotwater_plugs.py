"""What people draw: amounts near what was asked, quiet when nobody is home, cars charged at night."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from models.house.hotwater_plugs import CHARGER_KW, calendar, car_kwh, hot_water_kwh, plug_kwh
from models.house.local_time import hour_starts, local_hours

HOURS = calendar(local_hours(hour_starts(date(2025, 1, 1), date(2025, 12, 31))))
ALWAYS = np.ones(HOURS.day.size)


def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def test_the_calendar_counts_days_and_knows_weekends() -> None:
    assert (HOURS.day[0], HOURS.day[-1]) == (0, 364)
    assert HOURS.weekend[:24].tolist() == [False] * 24  # a Wednesday
    assert HOURS.weekend[3 * 24 : 5 * 24].all()


def test_a_year_of_plugs_sums_to_what_was_asked() -> None:
    assert plug_kwh(HOURS, 19.5, ALWAYS, chance()).sum() == pytest.approx(19.5 * 365, rel=0.04)


def test_evenings_use_more_than_nights_and_december_more_than_june() -> None:
    used = plug_kwh(HOURS, 19.5, ALWAYS, chance())
    assert used[HOURS.hour_of_day == 18].mean() > 2 * used[HOURS.hour_of_day == 3].mean()
    assert used[HOURS.day >= 335].mean() > used[(HOURS.day >= 151) & (HOURS.day < 181)].mean()


def test_an_empty_home_still_runs_its_fridge_and_draws_no_water() -> None:
    nobody = np.zeros(HOURS.day.size)
    assert plug_kwh(HOURS, 19.5, nobody, chance()).sum() == pytest.approx(0.36 * 19.5 * 365)
    assert hot_water_kwh(HOURS, 189.0, nobody, chance()).sum() == 0.0


def test_hot_water_for_three_people_takes_what_the_standard_says() -> None:
    warmed = hot_water_kwh(HOURS, 188.7, ALWAYS, chance())
    assert warmed.sum() == pytest.approx(188.7 * 365 * 1.163 * 45 / 1000, rel=0.05)
    assert warmed[(HOURS.day >= 50) & (HOURS.day < 80)].sum() > warmed[(HOURS.day >= 230) & (HOURS.day < 260)].sum()


def test_a_car_is_charged_from_its_hour_on_within_the_chargers_power() -> None:
    charged = car_kwh(HOURS, 9.0, 23, chance())
    assert charged.sum() == pytest.approx(9.0 * 365, rel=0.2)
    assert charged.max() <= CHARGER_KW
    assert charged[(HOURS.hour_of_day >= 12) & (HOURS.hour_of_day < 23)].sum() == 0.0
