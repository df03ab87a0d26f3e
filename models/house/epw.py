"""EPW weather files read with distrust: dry-bulb temperature and irradiance of one typical year, hour by hour.

Only what is needed is read, and every number is checked: ASCII digits, within physical bounds, nothing missing. A
file that cannot be read whole is refused with a code; nothing is filled in. Columns and missing-value marks are
those of the EnergyPlus weather format.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from models.findings import Code, Fact
from models.house.codes_weather import EPW_BAD_LINE, EPW_NOT_A_YEAR, EPW_NOT_EPW, EPW_TOO_LARGE
from models.series import DailyTemperature, Floats

HOURS = 8760
MAX_BYTES = 10_000_000
_HEADER_LINES = 8
_LEAP_HOURS = 8784
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{0,6})?", re.ASCII)
_MONTH, _DAY, _HOUR = 1, 2, 3
_COLUMNS = (
    ("dry_bulb", 6, -70.0, 60.0),
    ("global_horizontal", 13, 0.0, 1500.0),
    ("direct_normal", 14, 0.0, 1500.0),
    ("diffuse_horizontal", 15, 0.0, 1500.0),
)


class WeatherUnreadable(ValueError):  # noqa: N818  said of the file, not of the program
    """The file cannot be used; `code` says why and `facts` fill its sentence."""

    def __init__(self, code: Code, **facts: Fact) -> None:
        super().__init__(code.code)
        self.code = code
        self.facts = dict(facts)


class EpwYear(NamedTuple):
    """One year by hours of standard time: °C and W/m² (means of the hour) [8760], degrees, hours ahead of UTC."""

    temperature_c: Floats
    irradiance_w_m2: Floats
    direct_normal_w_m2: Floats
    diffuse_w_m2: Floats
    latitude: float
    longitude: float
    utc_offset_h: float


def read_epw(data: bytes) -> EpwYear:
    """The year in an EPW file, 29 February left out; WeatherUnreadable when anything needed is missing or absurd."""
    if len(data) > MAX_BYTES:
        raise WeatherUnreadable(EPW_TOO_LARGE, max_mb=MAX_BYTES // 1_000_000)
    lines = data.decode("latin-1").splitlines()
    location = lines[0].removeprefix("ï»¿").split(",") if lines else []
    if len(location) < 9 or location[0].strip().upper() != "LOCATION" or len(lines) < _HEADER_LINES:
        raise WeatherUnreadable(EPW_NOT_EPW)
    latitude, longitude, offset = (
        _number(location[i], 1, name, low, high)
        for name, i, low, high in (("latitude", 6, -90, 90), ("longitude", 7, -180, 180), ("time_zone", 8, -12, 14))
    )
    rows = _hours(lines)
    columns = (
        np.array([_number(fields[at], line, name, low, high) for line, fields in rows])
        for name, at, low, high in _COLUMNS
    )
    dry_bulb, globally, direct, diffuse = columns
    return EpwYear(dry_bulb, globally, direct, diffuse, latitude, longitude, offset)


def daily_means(temperature_c: Floats, first_day: int) -> DailyTemperature:
    """Means of consecutive 24-hour days [hours / 24]; ValueError when the hours are not whole days."""
    if temperature_c.size % 24:
        raise ValueError(f"{temperature_c.size} hours are not whole days")
    return DailyTemperature(first_day, temperature_c.reshape(-1, 24).mean(axis=1))


def _hours(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Line number and fields of every hour, in order, without 29 February."""
    rows = [(i, text.split(",")) for i, text in enumerate(lines[_HEADER_LINES:], _HEADER_LINES + 1) if text.strip()]
    if len(rows) not in (HOURS, _LEAP_HOURS):
        raise WeatherUnreadable(EPW_NOT_A_YEAR, hours=len(rows))
    kept = []
    for i, (line, fields) in enumerate(rows):
        if len(fields) <= max(at for _, at, _, _ in _COLUMNS):
            raise WeatherUnreadable(EPW_BAD_LINE, line=line, column="columns")
        month, day = (_number(fields[at], line, "date", 1, 31) for at in (_MONTH, _DAY))
        if _number(fields[_HOUR], line, "hour", 1, 24) != i % 24 + 1:
            raise WeatherUnreadable(EPW_BAD_LINE, line=line, column="hour")
        if (month, day) != (2, 29):
            kept.append((line, fields))
    if len(kept) != HOURS:
        raise WeatherUnreadable(EPW_NOT_A_YEAR, hours=len(kept))
    return kept


def _number(text: str, line: int, name: str, low: float, high: float) -> float:
    value = float(text) if _NUMBER.fullmatch(text := text.strip()) else float("nan")
    if not low <= value <= high:
        raise WeatherUnreadable(EPW_BAD_LINE, line=line, column=name)
    return value
