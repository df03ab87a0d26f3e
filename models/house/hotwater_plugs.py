"""What people in a home switch on and draw, hour by hour: plugs and lights, hot water, a car, with their noise.

Amounts follow the standard operating conditions (S80): 11.5 + 2.7 n kWh and 60 + 43 n litres a day for n people
(uncited scaling through S80's point). Shapes over the day are believable, not measured. Random, from the
generator it is given; a year's sum stays near its amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.series import Floats

BASE_KWH_DAY: Final = 11.5
PERSON_KWH_DAY: Final = 2.7
BASE_LITRES_DAY: Final = 60.0
PERSON_LITRES_DAY: Final = 43.0
TANK_C: Final = 55.0
WH_PER_LITRE_K: Final = 1.163
ALWAYS_ON_SHARE: Final = 0.36
"""Fridge, standby, networks: the same every hour."""
LIGHT_SEASON: Final = 0.14
DAY_NOISE: Final = 0.16
HOUR_NOISE: Final = 0.42
CHARGER_KW: Final = 7.2
CAR_WINTER_MORE: Final = 0.25

_WEEKDAY: Final = np.array(
    [30, 24, 20, 18, 18, 24, 52, 78, 72, 56, 50, 52, 56, 52, 52, 60, 82, 118, 136, 130, 118, 104, 80, 50], dtype=float
)
_WEEKEND: Final = np.array(
    [36, 28, 24, 20, 18, 20, 30, 52, 78, 98, 104, 102, 102, 96, 92, 92, 102, 122, 132, 124, 112, 100, 80, 54],
    dtype=float,
)
_WATER: Final = np.array(
    [6, 3, 2, 2, 4, 16, 60, 82, 66, 44, 36, 32, 34, 28, 24, 28, 40, 56, 66, 62, 54, 48, 34, 16], dtype=float
)
"""Relative use over the local day, hour by hour."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The local calendar of a run of hours, all [hours]: hour of day, day number from 0, weekend, day of year."""

    hour_of_day: NDArray[np.int64]
    day: NDArray[np.int64]
    weekend: NDArray[np.bool_]
    day_of_year: NDArray[np.int64]


def calendar(local: NDArray[np.datetime64]) -> Hours:
    """The calendar of naive local hours [hours]."""
    days = local.astype("datetime64[D]")
    number = days.astype(np.int64)
    year = local.astype("datetime64[Y]").astype("datetime64[D]")
    return Hours(
        hour_of_day=local.astype("datetime64[h]").astype(np.int64) - number * 24,
        day=number - number[0],
        weekend=(number + 3) % 7 >= 5,
        day_of_year=(days - year).astype(np.int64),
    )


def plug_kwh(hours: Hours, kwh_per_day: float, presence: Floats, rng: np.random.Generator) -> Floats:
    """Plugs and lights, kWh [hours]; `presence` [hours] scales what people do (1 usual, 0 nobody home)."""
    shape = np.where(hours.weekend, _WEEKEND[hours.hour_of_day], _WEEKDAY[hours.hour_of_day]) / _WEEKDAY.sum()
    season = 1.0 + LIGHT_SEASON * np.cos(2.0 * np.pi * (hours.day_of_year - 5) / 365.0)
    active = (1.0 - ALWAYS_ON_SHARE) * shape * season * presence * _noise(hours, rng)
    used: Floats = kwh_per_day * (ALWAYS_ON_SHARE / 24.0 + active)
    return used


def hot_water_kwh(hours: Hours, litres_per_day: float, presence: Floats, rng: np.random.Generator) -> Floats:
    """Heat put into the water drawn, kWh [hours]; the mains are coldest in early March."""
    shape = _WATER[hours.hour_of_day] / _WATER.sum()
    drawn = litres_per_day * shape * presence * _noise(hours, rng)
    mains_c = 10.0 - 7.0 * np.cos(2.0 * np.pi * (hours.day_of_year - 62) / 365.0)
    warmed: Floats = drawn * WH_PER_LITRE_K * (TANK_C - mains_c) / 1000.0
    return warmed


def car_kwh(hours: Hours, kwh_per_day: float, plug_in_hour: int, rng: np.random.Generator) -> Floats:
    """A car charged at home most second nights, kWh [hours], from `plug_in_hour` at the charger's power until full."""
    days = int(hours.day[-1]) + 1
    comes = rng.random(days) < 0.5
    winter = 1.0 + CAR_WINTER_MORE * np.cos(2.0 * np.pi * (hours.day_of_year - 20) / 365.0)
    wanted = np.where(comes, 2.0 * kwh_per_day * rng.lognormal(-0.045, 0.3, days), 0.0)
    charged = np.zeros(hours.day.size)
    for start in np.flatnonzero((hours.hour_of_day == plug_in_hour) & comes[hours.day]).tolist():
        left = wanted[hours.day[start]] * winter[start]
        for hour in range(start, min(start + 12, charged.size)):
            charged[hour] = min(left, CHARGER_KW)
            left -= charged[hour]
    return charged


def _noise(hours: Hours, rng: np.random.Generator) -> Floats:
    """Days and hours that differ, of mean 1."""
    by_day = rng.lognormal(-(DAY_NOISE**2) / 2.0, DAY_NOISE, int(hours.day[-1]) + 1)
    by_hour = rng.lognormal(-(HOUR_NOISE**2) / 2.0, HOUR_NOISE, hours.day.size)
    noise: Floats = by_day[hours.day] * by_hour
    return noise
