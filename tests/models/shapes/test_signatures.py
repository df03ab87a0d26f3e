"""Signs are found where they are put and not where they are not, in homes made by formula and on a simulated street."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from models.house.street import Street, make_street
from models.quantities import Fuel
from models.series import DailyTemperature, Floats
from models.shapes.hours import HourlyDays, days_of_hours, days_of_series
from models.shapes.load_shape import load_shape
from models.shapes.signatures import Sign, Signature, signatures
from tests.models.shapes.made_hours import people

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "meters"


def signs(days: HourlyDays | None) -> dict[Sign, Signature]:
    assert days is not None
    shape = load_shape(days)
    return {} if shape is None else {each.sign: each for each in signatures(days, shape)}


def plus(days: HourlyDays, added: Floats) -> HourlyDays:
    return replace(days, drawn=days.drawn + added)


def blocks(days: HourlyDays, kw: float, start: int, hours: int, chance: float, seed: int = 3) -> Floats:
    """Steady power from an hour on, over midnight too, on a share of days."""
    added = np.zeros(days.drawn.size + 48)
    for day in np.flatnonzero(np.random.default_rng(seed).random(days.drawn.shape[0]) < chance).tolist():
        added[24 * day + start : 24 * day + start + hours] = kw
    return added[: days.drawn.size].reshape(days.drawn.shape)


def months(days: HourlyDays, first: int, last: int) -> Floats:
    return ((days.month >= first) & (days.month <= last)).astype(np.float64)[:, None]


@pytest.mark.parametrize("seed", range(6))
def test_people_alone_show_no_sign(seed: int) -> None:
    assert signs(people(seed, kwh_a_day=16.0 + 3.0 * seed)) == {}


@pytest.mark.parametrize(("kw", "start", "hours"), [(7.2, 23, 3), (3.4, 24, 5), (9.6, 21, 2), (6.6, 19, 3)])
def test_steady_blocks_on_many_nights_are_a_car(kw: float, start: int, hours: int) -> None:
    days = people()
    found = signs(plus(days, blocks(days, kw, start, hours, 0.4)))

    assert set(found) == {Sign.CAR}
    assert found[Sign.CAR].facts["kw"] == pytest.approx(kw, rel=0.2)
    assert found[Sign.CAR].facts["kwh"] == pytest.approx(kw * hours, rel=0.35)
    assert found[Sign.CAR].facts["of_nights"] == 363  # the clock's change leaves a night unknown


@pytest.mark.parametrize("began", [0, 120, 200])
def test_the_night_on_which_charging_began_is_found(began: int) -> None:
    days = people()
    added = blocks(days, 7.2, 23, 3, 0.45)
    added[:began] = 0.0
    found = signs(plus(days, added))[Sign.CAR].facts["nights_before"]

    assert found is None if began == 0 else found == pytest.approx(began, abs=8)


@pytest.mark.parametrize(
    ("kw", "hours", "chance"),
    [(7.2, 3, 0.02), (1.4, 8, 0.5), (7.2, 1, 0.5), (19.0, 3, 0.5)],
    ids=["hardly ever", "a wall socket", "an hour", "more than any home's charger"],
)
def test_what_is_not_like_a_charger_is_not_called_one(kw: float, hours: int, chance: float) -> None:
    days = people()

    assert Sign.CAR not in signs(plus(days, blocks(days, kw, 23, hours, chance)))


def test_baseboards_that_come_back_from_a_setback_are_heat_and_no_car() -> None:
    days = people()
    under = np.maximum(15.0 - np.nan_to_num(days.mean_c, nan=15.0), 0.0)[:, None]
    setback = np.ones(24)
    setback[:5], setback[5:8] = 0.4, 2.2
    found = signs(plus(days, 0.16 * under * setback))

    assert set(found) == {Sign.HEAT}
    assert found[Sign.HEAT].confidence_percent == 95


def test_a_furnace_fan_is_no_electric_heat() -> None:
    days = people()
    under = np.maximum(15.0 - np.nan_to_num(days.mean_c, nan=15.0), 0.0)[:, None]

    assert signs(plus(days, 0.012 * under * np.ones(24))) == {}


def test_a_pump_of_the_summer_is_a_pools() -> None:
    days = people()
    on = np.isin(np.arange(24), np.arange(9, 18)).astype(np.float64)
    found = signs(plus(days, 1.2 * months(days, 6, 8) * on))

    assert set(found) == {Sign.POOL}
    assert (found[Sign.POOL].facts["from_hour"], found[Sign.POOL].facts["hours"]) == (9, 9)


def test_cooling_and_a_dehumidifier_are_no_pool() -> None:
    days = people()
    over = np.maximum(np.nan_to_num(days.mean_c, nan=0.0) - 16.0, 0.0)[:, None]
    swell = np.clip(1.0 - np.abs(np.arange(24) - 16) / 8.0, 0.0, 1.0)

    assert Sign.POOL not in signs(plus(days, 0.5 * over * swell))
    assert Sign.POOL not in signs(plus(days, 0.45 * months(days, 6, 9) * np.ones(24)))


def test_power_sent_at_noon_is_solar_for_sure() -> None:
    days = people()
    sent = np.zeros(days.drawn.shape)
    sent[:, 11:15] = 1.5 * months(days, 3, 10)
    found = signs(replace(days, sent=sent))

    assert set(found) == {Sign.SOLAR}
    assert (found[Sign.SOLAR].confidence_percent, found[Sign.SOLAR].facts["sent"]) == (99, True)


def test_power_sent_at_night_is_a_battery_and_not_called_solar() -> None:
    days = people()
    sent = np.zeros(days.drawn.shape)
    sent[:, 17:21] = 1.5

    assert Sign.SOLAR not in signs(replace(days, sent=sent))


def test_noons_under_the_night_are_solar_with_doubt() -> None:
    days = people()
    drawn = days.drawn.copy()
    drawn[::2, 10:15] = 0.0
    found = signs(replace(days, drawn=drawn))

    assert set(found) == {Sign.SOLAR}
    assert found[Sign.SOLAR].confidence_percent < 90


def test_a_night_of_storage_heat_makes_no_sun_of_the_noon() -> None:
    days = people()
    night = np.isin(np.arange(24), range(6)).astype(np.float64)

    assert Sign.SOLAR not in signs(plus(days, 2.5 * night * np.ones(days.drawn.shape)))


def test_a_weak_grid_that_fails_by_night_as_by_noon_is_no_sun() -> None:
    days = people()
    drawn = days.drawn.copy()
    drawn[::3] = 0.01

    assert Sign.SOLAR not in signs(replace(days, drawn=drawn))


@pytest.mark.parametrize("days", [10, 30])
def test_from_too_few_days_nothing_is_guessed(days: int) -> None:
    found = people(days=days)

    assert signs(plus(found, blocks(found, 7.2, 23, 3, 0.5))) == {}


@pytest.fixture(scope="module")
def street() -> Street:
    """A street the limits were not set on."""
    return make_street(21, 30, first_day=date(2024, 10, 1), last_day=date(2025, 9, 30))


def test_on_a_street_with_noise_gaps_and_estimates_hardly_a_sign_is_wrong(street: Street) -> None:
    right, wrong, missed = 0, [], 0
    for home in street.homes:
        series = [home.electricity, *([] if home.received is None else [home.received])]
        found = set(signs(days_of_series([series], street.daily_temperature)))
        truth = {
            *([Sign.SOLAR] if home.truth.solar_kw > 0 else []),
            *([Sign.CAR] if home.truth.car_kwh_day > 0 else []),
            *([Sign.HEAT] if home.facts.heating_fuel is Fuel.ELECTRICITY else []),
        }
        right += len(found & truth)
        wrong += sorted(found - truth)
        missed += len(truth - found)

    assert right >= 5
    assert wrong == []
    assert missed <= 2


@pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="../shared is not here: the sample meters are not part of this project"
)
def test_real_and_synthetic_sample_meters_show_heat_where_it_is_and_nothing_else() -> None:
    found = {
        name: set(signs(sample(name, about)))
        for name, about in json.loads((SAMPLES / "metadata.json").read_text()).items()
        if "hourly" in name and "electricity" in name
    }

    assert len(found) == 5
    assert found.pop("il-electricity-cdd-hdd-hourly") == {Sign.HEAT}
    assert set().union(*found.values()) == set()


def sample(name: str, about: dict[str, str]) -> HourlyDays | None:
    """One sample meter on its own clock, which stands for ours."""
    behind = 6 if name.startswith("il-") else 0
    hours, kwh = columns(SAMPLES / about["meter_data_filename"], behind)
    at, degrees = columns(SAMPLES / about["temperature_filename"], behind)
    degrees = (degrees - 32.0) / 1.8 if "tempF" in about["temperature_filename"] else degrees
    known = np.isfinite(degrees)
    day = at[known] // 24 - at[0] // 24
    means = np.bincount(day, weights=degrees[known]) / np.maximum(np.bincount(day), 1)
    drawn = np.full(int(hours.max() - hours.min()) + 1, np.nan)
    drawn[hours - hours.min()] = kwh
    return days_of_hours(int(hours.min()), drawn, None, DailyTemperature(int(at[0]) // 24, means))


def columns(path: Path, behind: int) -> tuple[np.ndarray, Floats]:
    with gzip.open(path, "rt") as file:
        rows: Sequence[Sequence[str]] = list(csv.reader(file))[1:]
    moments = [datetime.fromisoformat(row[-2]) for row in rows]
    seconds = [(each if each.tzinfo else each.replace(tzinfo=UTC)).timestamp() for each in moments]
    return (np.array(seconds) // 3600).astype(np.int64) - behind, np.array([float(row[-1] or "nan") for row in rows])
