"""Temperature files for baselines, read whole or refused: daily means by local date, or hours in universal time.

Hours become daily means of America/Toronto days: gaps of at most six hours are filled by straight lines, and a day
of which half is still unknown is missing (CalTRACK 2.0, S115). Reads text only: no files, no network.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import numpy as np

from coach.homes.codes_baseline import (
    TEMPERATURE_BAD_ROW,
    TEMPERATURE_CONFLICT,
    TEMPERATURE_EMPTY,
    TEMPERATURE_HEADER,
    TEMPERATURE_TOO_LARGE,
)
from greener_homes.errors import Refusal
from models.baseline.local_days import TORONTO, local_days
from models.series import DailyTemperature, Floats, Ints

MAX_CHARACTERS = 40_000_000
"""About a century of hours."""
MAX_GAP_HOURS = 6
MIN_KNOWN_SHARE_OF_DAY = 0.5
COLDEST_C, WARMEST_C = -70.0, 60.0
FIRST_YEAR, LAST_YEAR = 1900, 2100
_EPOCH = date(1970, 1, 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,12})?", re.ASCII)


def read_temperatures(text: str, timezone: str = TORONTO) -> DailyTemperature:
    """Daily means from the first known day to the last, NaN in gaps; Refusal with a code when a line cannot be read.

    The header names `date,mean_c` (local dates) or `datetime,temp_c` (universal time unless the value says its
    offset); other columns are ignored and an empty temperature is missing. Rows may come in any order.
    """
    if len(text) > MAX_CHARACTERS:
        raise Refusal(TEMPERATURE_TOO_LARGE, max_mb=MAX_CHARACTERS // 1_000_000)
    rows = _rows(text)
    header = [name.strip().lower() for name in next(rows, (0, [""]))[1]]
    if {"date", "mean_c"} <= set(header):
        values = _values(rows, header.index("date"), header.index("mean_c"), _day)
    elif {"datetime", "temp_c"} <= set(header):
        moments = _values(rows, header.index("datetime"), header.index("temp_c"), _moment)
        values = _daily(moments, timezone)
    else:
        raise Refusal(TEMPERATURE_HEADER)
    known = sorted(day for day, value in values.items() if value == value)
    if not known:
        raise Refusal(TEMPERATURE_EMPTY)
    mean_c = np.full(known[-1] - known[0] + 1, np.nan)
    for day in known:
        mean_c[day - known[0]] = values[day]
    return DailyTemperature(known[0], mean_c)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each row that is not empty."""
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        for fields in reader:
            if fields:
                yield reader.line_num, fields
    except csv.Error as broken:
        raise Refusal(TEMPERATURE_BAD_ROW, line=reader.line_num) from broken


def _values(
    rows: Iterator[tuple[int, list[str]]], key: int, value: int, read_key: Callable[[str], int]
) -> dict[int, float]:
    """Temperature by day or second; NaN where the field is empty."""
    found: dict[int, float] = {}
    for line, fields in rows:
        try:
            at, temperature = read_key(fields[key].strip()), _temperature(fields[value].strip())
        except (ValueError, IndexError) as wrong:
            raise Refusal(TEMPERATURE_BAD_ROW, line=line) from wrong
        before = found.setdefault(at, temperature)
        if before != temperature and before == before and temperature == temperature:
            raise Refusal(TEMPERATURE_CONFLICT, line=line)
        if before != before:
            found[at] = temperature
    return found


def _temperature(text: str) -> float:
    if not text:
        return float("nan")
    if not _NUMBER.fullmatch(text) or not COLDEST_C <= float(text) <= WARMEST_C:
        raise ValueError("not a temperature outdoors")
    return float(text)


def _day(text: str) -> int:
    if not _DAY.fullmatch(text):
        raise ValueError("not an ISO date")
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("not a date of weather records")
    return (day - _EPOCH).days


def _moment(text: str) -> int:
    if not _MOMENT.fullmatch(text):
        raise ValueError("not an ISO date and time")
    moment = datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("not a date of weather records")
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _daily(moments: dict[int, float], timezone: str) -> dict[int, float]:
    """Daily means of local days; days of which too little is known are left out."""
    times = np.array([at for at, value in moments.items() if value == value], dtype=np.int64)
    if times.size == 0:
        return {}
    hours = times // 3600
    first = int(hours.min())
    values = np.array([moments[at] for at in times.tolist()])
    counts = np.bincount(hours - first)
    sums = np.bincount(hours - first, weights=values)
    mean = np.divide(sums, counts, out=np.full(sums.size, np.nan), where=counts > 0)
    return _mean_by_day(_bridged(mean), first, timezone)


def _mean_by_day(hourly: Floats, first_hour: int, timezone: str) -> dict[int, float]:
    starts: Ints = (first_hour + np.arange(hourly.size)) * 3600
    days = local_days(starts, timezone)
    first = int(days[0])
    known = np.isfinite(hourly)
    counts = np.bincount(days[known] - first)
    sums = np.bincount(days[known] - first, weights=hourly[known])
    # The day of the clock change has 23 or 25 hours; half of 24 is near enough for "half is known".
    enough = counts >= MIN_KNOWN_SHARE_OF_DAY * 24
    return {first + int(i): float(sums[i] / counts[i]) for i in np.flatnonzero(enough)}


def _bridged(hourly: Floats) -> Floats:
    """Gaps of at most six hours filled by straight lines."""
    known = np.flatnonzero(np.isfinite(hourly))
    filled: Floats = np.interp(np.arange(hourly.size), known, hourly[known])
    gap = np.diff(known) - 1
    for i in np.flatnonzero(gap > MAX_GAP_HOURS):
        filled[known[i] + 1 : known[i + 1]] = np.nan
    return filled
