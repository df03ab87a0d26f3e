"""Weather that could have been in Durham on given dates: invented from a seed, true to the monthly climate.

Monthly means, daily ranges, sunshine and wind are Toronto Pearson's normals (S91), which stand for Durham (their
heating degree-days differ by 1 %, S90). The same seed gives the same weather on the same day whatever dates are
asked for. It is not a record of any real day, and not the typical year that savings are stated for.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.house.sun import LONGITUDE_DEG, sun_at
from models.series import Floats, Ints

WARMEST_SOLAR_HOUR: Final = 15.0
MEMORY: Final = 0.72
"""How much of a day's departure from the season carries into the next (first-order autoregression)."""
_MEMORY_DAYS: Final = 24
_WINTER_SPREAD_C: Final = 4.6
_SUMMER_SPREAD_C: Final = 2.8
"""Standard deviation of daily means about the season: wide in winter, narrow in summer (uncited, checked by tests
against the degree-days of S91)."""
_CLOUD_SPREAD: Final = 0.45
_CLEAREST: Final = 0.78
_DARKEST: Final = 0.06
_FLICKER: Final = 0.15
_WIND_SPREAD: Final = 0.35
_HARMONICS: Final = 2
_DAY_S: Final = 86400
_YEAR_DAYS: Final = 365.2425


@dataclass(frozen=True, slots=True)
class HourlyWeather:
    """Hours that follow one another: `starts` epoch seconds, °C, W/m² on flat ground (hour means), m/s; all [n]."""

    starts: Ints
    temperature_c: Floats
    ghi_w_m2: Floats
    wind_m_s: Floats


@dataclass(frozen=True, slots=True)
class _Climate:
    """Twelve months [12] each."""

    mean_c: Floats
    range_c: Floats
    ghi_kwh_m2_day: Floats
    wind_m_s: Floats


def synthetic_weather(seed: int, starts: Ints) -> HourlyWeather:
    """Weather for consecutive whole hours, epoch seconds [n]; temperatures to 0.1 °C as stations report them."""
    climate = _climate()
    solar_s = starts + int(LONGITUDE_DEG / 15.0 * 3600.0)
    day = solar_s // _DAY_S
    days = np.arange(day[0] - 1, day[-1] + 2)
    sky = _daily_normals(seed, "sky", days)
    middle = starts + 1800
    return HourlyWeather(
        starts=starts,
        temperature_c=np.round(_temperature(seed, climate, days, sky, solar_s), 1),
        ghi_w_m2=_sunshine(seed, climate, days, sky, day, middle),
        wind_m_s=_wind(seed, climate, days, day),
    )


def _temperature(seed: int, climate: _Climate, days: Ints, sky: Floats, solar_s: Ints) -> Floats:
    winter = (1.0 + np.cos(2.0 * np.pi * (_day_of_year(days) - 20.0) / _YEAR_DAYS)) / 2.0
    spread = _SUMMER_SPREAD_C + (_WINTER_SPREAD_C - _SUMMER_SPREAD_C) * winter
    means = _season(climate.mean_c, days) + spread * _remembered(seed, days)
    swing = _season(climate.range_c, days) / 2.0 * np.clip(1.0 + 0.35 * sky, 0.35, 1.6)
    at = (solar_s + 1800) / _DAY_S
    hour = at % 1.0 * 24.0
    centre = days + 0.5
    turn = np.cos(2.0 * np.pi * (hour - WARMEST_SOLAR_HOUR) / 24.0)
    outside: Floats = np.interp(at, centre, means) + np.interp(at, centre, swing) * turn
    return outside


def _sunshine(seed: int, climate: _Climate, days: Ints, sky: Floats, day: Ints, middle: Ints) -> Floats:
    """Light above the air times how clear the day is, so that the months come out as the climate says."""
    outside = sun_at(middle).horizontal_w_m2
    noon_days = np.repeat(days, 24) * _DAY_S + np.tile(np.arange(24), days.size) * 3600 + 1800
    above_kwh = sun_at(noon_days).horizontal_w_m2.reshape(days.size, 24).sum(axis=1) / 1000.0
    clear = _season(climate.ghi_kwh_m2_day, days) / above_kwh
    clear = np.clip(clear * (1.0 + _CLOUD_SPREAD * sky), _DARKEST, _CLEAREST)
    flicker = 1.0 + _FLICKER * _hourly_normals(seed, "flicker", middle)
    light: Floats = np.clip(outside * clear[day - days[0]] * flicker, 0.0, outside * _CLEAREST)
    return light


def _wind(seed: int, climate: _Climate, days: Ints, day: Ints) -> Floats:
    gusts = np.exp(_WIND_SPREAD * _daily_normals(seed, "wind", days) - _WIND_SPREAD**2 / 2.0)
    wind: Floats = (_season(climate.wind_m_s, days) * gusts)[day - days[0]]
    return wind


def _season(monthly: Floats, days: Ints) -> Floats:
    """A smooth year through twelve monthly means, at each day."""
    weights, *_ = np.linalg.lstsq(_waves(np.arange(12.0) / 12.0 + 1.0 / 24.0), monthly, rcond=None)
    season: Floats = _waves(_day_of_year(days) / _YEAR_DAYS) @ weights
    return season


def _waves(part_of_year: Floats) -> Floats:
    turns = 2.0 * np.pi * np.outer(part_of_year, np.arange(1, _HARMONICS + 1))
    return np.column_stack([np.ones(part_of_year.size), np.cos(turns), np.sin(turns)])


def _remembered(seed: int, days: Ints) -> Floats:
    """A departure from the season that fades over days, of unit spread; the same day is the same in any window."""
    longer = np.arange(days[0] - _MEMORY_DAYS, days[-1] + 1)
    fade = MEMORY ** np.arange(_MEMORY_DAYS + 1)
    mixed = np.convolve(_daily_normals(seed, "air", longer), fade, mode="valid")
    departure: Floats = mixed / np.sqrt((fade**2).sum())
    return departure


def _daily_normals(seed: int, what: str, days: Ints) -> Floats:
    return _normals(seed, what, days.astype("datetime64[D]"), 1)


def _hourly_normals(seed: int, what: str, instants: Ints) -> Floats:
    return _normals(seed, what, (instants // 3600).astype("datetime64[h]"), 24)


def _normals(seed: int, what: str, when: NDArray[np.datetime64], per_day: int) -> Floats:
    """Standard normals that belong to calendar moments: drawn a year at a time, picked by place in the year."""
    year = when.astype("datetime64[Y]")
    place = (when - year.astype(when.dtype)).astype(np.int64)
    drawn = np.empty(when.size)
    for each in np.unique(year):
        inside = year == each
        key = [seed, int.from_bytes(what.encode()), int(each.astype(np.int64)) + 1970]
        drawn[inside] = np.random.default_rng(key).standard_normal(366 * per_day)[place[inside]]
    return drawn


def _day_of_year(days: Ints) -> Floats:
    dates = days.astype("datetime64[D]")
    place: Floats = (dates - dates.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.float64)
    return place


@cache
def _climate() -> _Climate:
    text = files(__package__).joinpath("data/street_climate.csv").read_text(encoding="utf-8")
    months = list(csv.DictReader(text.splitlines()))
    names = ("mean_c", "range_c", "ghi_kwh_m2_day", "wind_m_s")
    return _Climate(*(np.array([float(month[name]) for month in months]) for name in names))
