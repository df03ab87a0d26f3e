"""Invented weather: repeatable, true to the monthly climate, physically possible."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from models.house.local_time import hour_starts, local_hours
from models.house.sun import on_plane, sun_at
from models.house.synthetic_weather import HourlyWeather, synthetic_weather

MEANS_C = [-4.8, -4.2, 0.5, 7.1, 13.5, 19.2, 21.7, 20.9, 16.6, 10.0, 4.0, -1.5]
YEARS = (date(2006, 1, 1), date(2025, 12, 31))


@pytest.fixture(scope="module")
def twenty_years() -> HourlyWeather:
    return synthetic_weather(3, hour_starts(*YEARS))


def test_the_same_seed_gives_the_same_day_in_any_window() -> None:
    long = synthetic_weather(9, hour_starts(date(2025, 11, 20), date(2026, 2, 10)))
    short = synthetic_weather(9, hour_starts(date(2026, 1, 1), date(2026, 1, 20)))
    inside = np.isin(long.starts, short.starts)
    for name in ("temperature_c", "ghi_w_m2", "wind_m_s"):
        assert np.array_equal(getattr(long, name)[inside], getattr(short, name))


def test_another_seed_gives_another_winter() -> None:
    starts = hour_starts(date(2026, 1, 1), date(2026, 1, 20))
    assert not np.array_equal(synthetic_weather(1, starts).temperature_c, synthetic_weather(2, starts).temperature_c)


def test_twenty_years_of_months_come_out_as_the_climate(twenty_years: HourlyWeather) -> None:
    month = local_hours(twenty_years.starts).astype("datetime64[M]").astype(int) % 12
    means = [twenty_years.temperature_c[month == each].mean() for each in range(12)]
    assert np.abs(np.array(means) - MEANS_C).max() < 1.3


def test_degree_days_are_those_of_the_place(twenty_years: HourlyWeather) -> None:
    daily = twenty_years.temperature_c[: twenty_years.starts.size // 24 * 24].reshape(-1, 24).mean(axis=1)
    heating = np.maximum(18.3 - daily, 0).sum() / 20
    cooling = np.maximum(daily - 18.3, 0).sum() / 20
    assert heating == pytest.approx(3837, rel=0.05)
    assert cooling == pytest.approx(304, rel=0.25)


def test_extremes_are_those_people_remember_not_worse(twenty_years: HourlyWeather) -> None:
    assert -34 < twenty_years.temperature_c.min() < -18
    assert 32 < twenty_years.temperature_c.max() < 41


def test_the_sun_gives_about_1316_kwh_a_year_and_none_at_night(twenty_years: HourlyWeather) -> None:
    sun = sun_at(twenty_years.starts + 1800)
    assert twenty_years.ghi_w_m2.sum() / 20_000 == pytest.approx(1316, rel=0.06)
    assert twenty_years.ghi_w_m2[sun.sine_height <= 0].max() == 0.0
    assert (twenty_years.ghi_w_m2 <= sun.horizontal_w_m2).all()
    tilted = on_plane(sun, twenty_years.ghi_w_m2, 26.6, 0.0).sum() / 20_000 * 0.82
    assert tilted == pytest.approx(1160, rel=0.08)


def test_a_cold_day_is_likely_followed_by_another(twenty_years: HourlyWeather) -> None:
    daily = twenty_years.temperature_c[: twenty_years.starts.size // 24 * 24].reshape(-1, 24).mean(axis=1)
    change = np.abs(np.diff(daily)).mean()
    apart = np.abs(daily[60:] - daily[:-60]).mean()
    assert change < apart / 2


def test_afternoons_are_warmer_than_the_hours_before_dawn(twenty_years: HourlyWeather) -> None:
    hour = local_hours(twenty_years.starts).astype(int) % 24
    by_hour = [twenty_years.temperature_c[hour == each].mean() for each in range(24)]
    assert int(np.argmax(by_hour)) in {14, 15, 16}
    assert int(np.argmin(by_hour)) in {2, 3, 4, 5}
