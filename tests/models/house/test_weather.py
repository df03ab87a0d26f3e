"""The typical year against the climate figures it is made from."""

from __future__ import annotations

import csv
import hashlib
from importlib.resources import files

import numpy as np
import pytest

from models.house.weather import FIRST_DAY, PLACES, RECENT_HDD18, daily_means, typical_hours, typical_year
from models.series import Floats

MONTH = np.repeat(np.arange(12), [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def figures(column: str) -> Floats:
    text = files("models.house").joinpath("data/climate_monthly.csv").read_text(encoding="utf-8")
    return np.array([float(row[column]) for row in csv.DictReader(text.splitlines())])


def by_month(days: Floats) -> Floats:
    means: Floats = np.bincount(MONTH, weights=days) / np.bincount(MONTH)
    return means


def test_the_year_is_the_same_every_time_to_the_last_bit() -> None:
    first, second = typical_hours("Oshawa"), typical_hours("Oshawa")

    assert first.temperature_c.tobytes() == second.temperature_c.tobytes()
    assert first.irradiance_w_m2.tobytes() == second.irradiance_w_m2.tobytes()


def test_the_year_does_not_drift_between_versions() -> None:
    """Rounded to a thousandth, so that another machine's last bits do not matter."""
    rounded = np.round(typical_year().mean_c, 3) + 0.0

    assert hashlib.sha256(rounded.tobytes()).hexdigest()[:16] == "231c0207130d9076"


def test_it_has_365_days_and_8760_hours_dated_from_the_first_of_january_2025() -> None:
    year, hours = typical_year(), typical_hours()

    assert (year.first_day, year.mean_c.size) == (FIRST_DAY, 365)
    assert np.datetime64("1970-01-01") + FIRST_DAY == np.datetime64("2025-01-01")
    assert hours.temperature_c.size == hours.irradiance_w_m2.size == 8760


@pytest.mark.parametrize("place", PLACES)
def test_the_days_are_the_means_of_the_hours(place: str) -> None:
    means = daily_means(typical_hours(place).temperature_c, FIRST_DAY)

    assert means.mean_c == pytest.approx(typical_year(place).mean_c, abs=1e-9)


def test_at_pearson_the_months_are_the_figures_but_for_the_milder_winters_of_late() -> None:
    year = typical_year("Toronto Pearson").mean_c
    shift = by_month(year) - figures("mean_c")
    summer = [6, 7]

    assert (shift[summer] < 0.02).all()
    assert (shift > -1e-9).all()
    assert shift.max() < 0.5
    assert np.maximum(18.0 - year, 0).sum() == pytest.approx(RECENT_HDD18, abs=0.1)
    assert np.maximum(year - 18.3, 0).sum() == pytest.approx(figures("cdd18_3").sum(), rel=0.03)


def test_colder_places_are_colder_in_the_order_of_the_building_codes_table() -> None:
    hdd = {place: np.maximum(18.0 - typical_year(place).mean_c, 0).sum() for place in PLACES}

    assert hdd["Pickering"] < hdd["Oshawa"] < hdd["Clarington"] < hdd["Uxbridge"] < hdd["Scugog"] < hdd["Brock"]
    assert hdd["Oshawa"] == pytest.approx(RECENT_HDD18 * 3860 / 3890, abs=0.1)


def test_sunshine_is_the_figures_month_by_month_and_never_at_night() -> None:
    sun = typical_hours().irradiance_w_m2
    midnight = sun.reshape(365, 24)[:, [0, 1, 2, 22, 23]]

    assert by_month(sun.reshape(365, 24).sum(axis=1) / 1000) == pytest.approx(figures("ghi_kwh_m2_day"), rel=1e-6)
    assert midnight.max() == 0.0
    assert sun.min() >= 0.0
    assert sun.max() < 1150.0


def test_afternoons_are_warmer_than_nights_by_the_months_range() -> None:
    hours = typical_hours().temperature_c.reshape(365, 24)
    january, july = hours[MONTH == 0].mean(axis=0), hours[MONTH == 6].mean(axis=0)

    assert 14 <= july.argmax() <= 15
    assert np.ptp(july) == pytest.approx(9.6, abs=0.5)
    assert np.ptp(january) == pytest.approx(7.0, abs=0.5)


def test_weather_remembers_from_day_to_day() -> None:
    year = typical_year().mean_c
    left = year - by_month(year)[MONTH]

    assert 0.4 < np.corrcoef(left[1:], left[:-1])[0, 1] < 0.8


def test_another_name_for_a_place_is_understood_and_an_unknown_one_is_named() -> None:
    assert typical_year("Bowmanville").mean_c.tolist() == typical_year("Clarington").mean_c.tolist()
    for unknown in ("Atlantis", ""):
        with pytest.raises(ValueError, match="no typical year"):
            typical_year(unknown)
