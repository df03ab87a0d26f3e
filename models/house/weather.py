"""A typical year in Durham, made from monthly climate figures: the same every time, and no real year.

Monthly means, daily ranges, degree days and sunshine are Toronto Pearson's normals (S91, `data/climate_monthly.csv`).
Days depart from their month by a remembered noise whose size is set, month by month, so that the month's cooling
degree days come out; months without any have the spread named below. The heating season is then moved by the same
amount for all its days until the year's heating degree days fit the place: its share of Pearson's in the building
code's table (S90, `data/places.csv`) of what recent years have at Pearson (S92; milder than the normals). Clouds
decide both the day's sunshine and its range. Hours are of standard time (UTC − 5) the whole year. The seed is fixed:
results reproduce bit for bit. Weather files are read in `epw`.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from models.house.epw import HOURS, EpwYear, WeatherUnreadable, daily_means, read_epw
from models.house.sun import sun_at
from models.series import DailyTemperature, Floats, Ints

__all__ = [
    "FIRST_DAY",
    "PLACES",
    "EpwYear",
    "HourlyYear",
    "WeatherUnreadable",
    "daily_means",
    "read_epw",
    "typical_hours",
    "typical_year",
]

FIRST_DAY = 20089
"""2025-01-01: a year of 365 days to date the typical one by."""
RECENT_HDD18 = 3664.0
"""Heating degree days under 18 °C at Pearson, CWEC2020. Source: S92."""
WINTER_SPREAD_C = 4.8
"""Standard deviation of daily means in months without cooling degree days. Uncited, medium; between the months of
typical-year files of the region (3.5 to 6.2)."""
MEMORY = 0.6
"""Share of a day's departure that the next day keeps. Uncited, medium."""
DARKEST, CLEAREST = 0.10, 0.75
"""Share of the sun's light that reaches the ground on the darkest and the clearest day. Uncited, medium."""
WARMEST_HOUR = 15.0
_SEED = 20251
_MONTH_DAYS: Ints = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_MONTH: Ints = np.repeat(np.arange(12), _MONTH_DAYS)
_DAYS = 365
_BASE_C = 18.3
_STANDARD_OFFSET_S = 5 * 3600
_SEASON_HDD = 400.0
"""Months with this many heating degree days are moved in full to fit the place, others in proportion."""


class HourlyYear(NamedTuple):
    """Hours of standard time from 1 January: °C and global horizontal W/m², means of the hour [8760]."""

    temperature_c: Floats
    irradiance_w_m2: Floats


@dataclass(frozen=True, slots=True)
class _Climate:
    """Twelve months [12] each."""

    mean_c: Floats
    range_c: Floats
    hdd: Floats
    cdd: Floats
    ghi_kwh_m2_day: Floats


def _rows(name: str) -> list[dict[str, str]]:
    text = files("models.house").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


PLACES: tuple[str, ...] = tuple(row["place"] for row in _rows("places.csv"))
"""Durham's eight municipalities, and Toronto Pearson, which the figures are of."""


def typical_year(place: str = "Oshawa") -> DailyTemperature:
    """Daily mean °C of a typical year [365, read-only], dated 2025; ValueError for a place that is not in `PLACES`."""
    return DailyTemperature(FIRST_DAY, _typical_days(place))


@lru_cache(maxsize=64)
def _typical_days(place: str) -> Floats:
    days = _daily(place, _climate())
    days.flags.writeable = False
    return days


def design_temperature_c(place: str | None) -> float:
    """The outdoor temperature of January that 2.5 % of its hours are colder than (S90); Oshawa's where nobody knows."""
    rows = _rows("places.csv")
    table = {name: float(row["jan_2_5pct_c"]) for row in rows for name in (row["place"], row["also"]) if name}
    return table.get(place or "Oshawa", table["Oshawa"])


def typical_hours(place: str = "Oshawa") -> HourlyYear:
    """The typical year by hours; the means of its days are `typical_year`'s, and of its months' sunshine S91's."""
    climate = _climate()
    clear = _clearness(climate)
    ghi = _irradiance(climate, clear)
    relative = clear / _by_month(clear)[_MONTH]
    swing = climate.range_c[_MONTH] * (0.5 + 0.5 * relative)
    hour = np.arange(24) + 0.5
    wave = np.cos(2.0 * np.pi * (hour - WARMEST_HOUR) / 24.0) / 2.0
    temperature = _through_days(_daily(place, climate)) + np.outer(swing, wave).ravel()
    return HourlyYear(temperature, ghi)


def _climate() -> _Climate:
    rows = sorted(_rows("climate_monthly.csv"), key=lambda row: int(row["month"]))
    names = ("mean_c", "daily_range_c", "hdd18_3", "cdd18_3", "ghi_kwh_m2_day")
    return _Climate(*(np.array([float(row[name]) for row in rows]) for name in names))


def _daily(place: str, climate: _Climate) -> Floats:
    """Pearson's typical days, their heating season moved to fit the place."""
    days = _season(climate) + _departures(climate)
    share = np.minimum(climate.hdd / _SEASON_HDD, 1.0)[_MONTH]
    target = _target_hdd(place)
    low, high = -10.0, 10.0
    for _ in range(60):
        move = 0.5 * (low + high)
        warmer = np.maximum(18.0 - (days + move * share), 0.0).sum() < target
        low, high = (low, move) if warmer else (move, high)
    moved: Floats = days + 0.5 * (low + high) * share
    return moved


def _target_hdd(place: str) -> float:
    rows = _rows("places.csv")
    table = {name: float(row["hdd18_nbc"]) for row in rows for name in (row["place"], row["also"])}
    if not place or place not in table:
        raise ValueError(f"no typical year for {place!r}; known: {', '.join(PLACES)}")
    return RECENT_HDD18 * table[place] / table["Toronto Pearson"]


def _season(climate: _Climate) -> Floats:
    """A broken line through the middles of the months whose monthly means are exactly the figures [365]."""
    middle = np.cumsum(_MONTH_DAYS) - _MONTH_DAYS / 2.0
    knots = np.concatenate([[middle[-1] - _DAYS], middle, [middle[0] + _DAYS]])
    day = np.arange(_DAYS) + 0.5
    lines = np.stack([np.interp(day, knots, _around(np.eye(12)[i])) for i in range(12)])
    means = np.stack([_by_month(line) for line in lines], axis=1)
    season: Floats = np.linalg.solve(means, climate.mean_c) @ lines
    return season


def _around(months: Floats) -> Floats:
    return np.concatenate([months[-1:], months, months[:1]])


def _departures(climate: _Climate) -> Floats:
    """Each day's departure from the season: mean 0 in every month, as wide as the month's degree days ask."""
    shocks = ndtri(_uniform(_SEED, _DAYS + 60))
    noise = np.zeros(shocks.size)
    for day in range(1, shocks.size):
        noise[day] = MEMORY * noise[day - 1] + np.sqrt(1.0 - MEMORY**2) * shocks[day]
    noise = noise[-_DAYS:]
    noise -= _by_month(noise)[_MONTH]
    noise /= np.sqrt(_by_month(noise**2))[_MONTH]
    season = _season(climate)
    spread = np.empty(12)
    for month, cdd in enumerate(climate.cdd.tolist()):
        here = month == _MONTH
        spread[month] = _spread(season[here], noise[here], cdd)
    departures: Floats = spread[_MONTH] * noise
    return departures


def _spread(season: Floats, noise: Floats, cdd: float) -> float:
    """The standard deviation, °C, with which the month has `cdd` cooling degree days; between 1 and 7."""
    if cdd <= 0.0:
        return WINTER_SPREAD_C
    low, high = 1.0, 7.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        enough = np.maximum(season + middle * noise - _BASE_C, 0.0).sum() > cdd
        low, high = (low, middle) if enough else (middle, high)
    return 0.5 * (low + high)


def _clearness(climate: _Climate) -> Floats:
    """Share of the sun's light that reaches the ground each day [365]; monthly sunshine is the figures'."""
    above = _above_the_air().reshape(_DAYS, 24).sum(axis=1) / 1000.0
    luck = _uniform(_SEED + 1, _DAYS)
    clear = np.empty(_DAYS)
    for month in range(12):
        here = month == _MONTH
        low, high = 0.05, 20.0
        for _ in range(60):
            power = np.sqrt(low * high)
            share = DARKEST + (CLEAREST - DARKEST) * luck[here] ** power
            bright = (share * above[here]).mean() > climate.ghi_kwh_m2_day[month]
            low, high = (power, high) if bright else (low, power)
        clear[here] = share
    return clear


def _irradiance(climate: _Climate, clear: Floats) -> Floats:
    """Global horizontal W/m² by hour: the day's clearness, a little less of it when the sun is low [8760]."""
    above = _above_the_air().reshape(_DAYS, 24)
    shape = above * np.sqrt(np.maximum(above, 0.0) / above.max())
    day = clear * above.sum(axis=1)
    hours = shape * (day / shape.sum(axis=1))[:, None]
    monthly = _by_month(hours.sum(axis=1)) / 1000.0
    ghi: Floats = (hours * (climate.ghi_kwh_m2_day / monthly)[_MONTH][:, None]).ravel()
    return ghi


def _above_the_air() -> Floats:
    """W/m² on flat ground if there were no air, in the middle of each hour [8760]."""
    middle: Ints = FIRST_DAY * 86_400 + _STANDARD_OFFSET_S + np.arange(HOURS) * 3600 + 1800
    return sun_at(middle).horizontal_w_m2


def _through_days(daily: Floats) -> Floats:
    """Hours on a broken line through the middles of the days whose daily means are exactly `daily` [8760]."""
    rows = np.arange(daily.size)
    means = np.zeros((daily.size, daily.size))
    # The mean over a day of a line through three middays weighs them 1/8, 6/8, 1/8.
    means[rows, rows] = 0.75
    means[rows, rows - 1] += 0.125
    means[rows, (rows + 1) % daily.size] += 0.125
    middays = np.linalg.solve(means, daily)
    hour = np.arange(24 * daily.size) + 0.5
    knots = 24.0 * np.arange(-1, daily.size + 1) + 12.0
    through: Floats = np.interp(hour, knots, np.concatenate([middays[-1:], middays, middays[:1]]))
    return through


def _by_month(days: Floats) -> Floats:
    means: Floats = np.bincount(_MONTH, weights=days) / _MONTH_DAYS
    return means


def _uniform(seed: int, count: int) -> Floats:
    """Numbers between 0 and 1 from Python's own generator, whose stream never changes between versions."""
    stream = random.Random(seed)
    return np.array([stream.random() for _ in range(count)])
