"""The year around the homes: sunshine where it belongs, seasons in the ground, people by the clock."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from models.house.epw import WeatherUnreadable
from models.house.simulated_year import epw_year, typical_simulated_year

EPW = Path(__file__).resolve().parents[3] / "../shared/samples/weather/CAN_ON_Toronto.Intl.AP.716240_CWEC2020.epw"


def test_the_same_place_gives_the_same_bits() -> None:
    made_anew = typical_simulated_year.__wrapped__
    first, again = made_anew("Whitby"), made_anew("Whitby")
    for each in fields(first):
        assert np.array_equal(getattr(first, each.name), getattr(again, each.name)), each.name


def test_south_glass_gets_most_and_north_least() -> None:
    sun = typical_simulated_year().sun_w_m2.sum(axis=0) / 1000.0
    assert sun.argmax() == 4
    assert sun.argmin() == 0
    assert 700.0 < sun[4] < 1000.0


def test_a_kilowatt_of_panels_makes_what_the_reference_says() -> None:
    """1,160 ± 8 % kWh at a usual tilt toward south (S95)."""
    made = typical_simulated_year().pv_kwh.sum(axis=0)
    assert made[4] == pytest.approx(1160.0, rel=0.08)
    assert made[0] < made[2] < made[4]


def test_shares_of_a_day_sum_to_one() -> None:
    year = typical_simulated_year()
    for shares in (year.plug_share, year.water_share, year.home_share):
        assert shares.sum() == pytest.approx(365.0, rel=1e-4)


def test_soil_is_warmest_a_month_after_the_air() -> None:
    year = typical_simulated_year()
    weeks = year.air_c.reshape(-1, 24).mean(axis=1)
    turn = 2 * np.pi * np.arange(365) / 365
    warmest = np.arctan2((weeks * np.sin(turn)).sum(), (weeks * np.cos(turn)).sum()) / (2 * np.pi) * 365 % 365
    assert year.soil_wave_c.argmax() / 24.0 - warmest == pytest.approx(30.0, abs=1.5)


def test_a_warmer_year_is_warmer_everywhere() -> None:
    plain, warmer = typical_simulated_year(), typical_simulated_year(warmer_c=1.5)
    assert np.allclose(warmer.air_c - plain.air_c, 1.5)
    assert np.allclose(warmer.roof_c - plain.roof_c, 1.5)


def test_people_live_by_the_clock_in_summer() -> None:
    year = typical_simulated_year()
    assert year.clock_hour[12] == 12
    assert year.clock_hour[24 * 180 + 12] == 13


def test_an_epw_year_has_its_own_wind_and_sun() -> None:
    if not EPW.exists():
        pytest.skip("../shared is not here: no EPW file to read")
    year = epw_year(EPW.read_bytes())
    assert year.wind_m_s.mean() == pytest.approx(4.56, abs=0.01)
    assert year.sun_w_m2[:, 4].sum() > year.sun_w_m2[:, 0].sum() * 2


def test_a_file_that_is_no_weather_is_refused() -> None:
    with pytest.raises(WeatherUnreadable):
        epw_year(b"not weather")
