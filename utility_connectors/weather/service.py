"""Keeping stations' weather up to date: which published files to ask for, one at a time, and storing what they say.

A year of days is one file, so days come first. Hours are asked for only where the station's days are silent and the
file may know more. A file is asked for again while the service still revises it, and never more often than that; a
run asks for few files, and the next run goes on. Fetching is a function from an address to bytes, handed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from sqlmodel import Session

from greener_homes import feeds, weather
from greener_homes.codes_weather import STATION_UNKNOWN
from greener_homes.errors import Outage, Refusal
from greener_homes.feeds import FeedKind
from greener_homes.local_days import LOCAL
from greener_homes.reference import WeatherStation, rows
from greener_homes.weather import DayBasis, Timeframe
from models.findings import Finding
from utility_connectors.weather import codes
from utility_connectors.weather.header import plain
from utility_connectors.weather.station_file import MAX_BYTES, StationFile, read_station_file

MOST_FILES_A_RUN = 8
REVISED_FOR = timedelta(days=90)
"""How long after its period has ended a file may still be revised."""
SETTLING = timedelta(days=7)
"""How often a file of a period that has ended is asked for again while it may be revised."""
CURRENT = timedelta(hours=20)
"""How often the file of the period we are in is asked for."""
HOURS_BEHIND = timedelta(days=2)
"""Days this recent are silent because they are recent: no reason to ask for hours."""
MOST_BACK = timedelta(days=366 * 4)
"""Weather older than this is not fetched, whatever the first reading's date."""

Fetch = Callable[[str, int], bytes]
"""The body at an address, at most so many bytes. Raises Outage, ComeBackLater, or Refusal for a forbidden address."""


class ComeBackLater(Exception):  # noqa: N818  an answer, not an error
    """The service named a time to wait. The next scheduled run is soon enough, and an earlier one is too soon."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What one published file brought: days, hours, the newest day it knows, and what is in doubt."""

    station: str
    timeframe: Timeframe
    days: int
    hours: int
    newest_day: date | None
    findings: tuple[Finding, ...]


def store_file(session: Session, data: bytes, *, now: datetime, expected: WeatherStation | None = None) -> Stored:
    """The published file's days and hours are kept under its station, which is read from the file itself.

    Raises Refusal when the file cannot be read whole, is of a station we do not know or not of the `expected` one,
    or tells of days to come. The same file again changes nothing.
    """
    file = read_station_file(data)
    station = _station_of(file)
    if expected is not None and station is not expected:
        raise Refusal(codes.WRONG_STATION, station=expected.name)
    if file.newest_day is not None and file.newest_day > now.astimezone(LOCAL).date():
        raise Refusal(codes.FILE_FUTURE, day=file.newest_day.isoformat())
    days = weather.store_days(session, station.station, file.days)
    days += weather.store_days(session, station.station, file.estimated_days, DayBasis.ESTIMATED)
    hours = weather.store_hours(session, station.station, file.months)
    return Stored(station.station, file.timeframe, days, hours, file.newest_day, file.findings)


def fetch_station(
    session: Session, station: WeatherStation, *, base: str, fetch: Fetch, since: date, now: datetime
) -> list[Stored]:
    """The station's published files that are due have been fetched and kept, at most MOST_FILES_A_RUN of them.

    Safe to run again: what was kept is not asked for until it is due. What came before the service went away, or
    asked for patience, is kept, and the rest is due the next time; an odd answer is passed over. Raises Outage when
    nothing sound came at all, Refusal when the service sends another station's file.
    """
    stored: list[Stored] = []
    odd: Outage | None = None
    for timeframe, period in _due(session, station, since, now):
        try:
            data = fetch(address(base, station, timeframe, period), MAX_BYTES)
            found = store_file(session, data, now=now, expected=station)
        except ComeBackLater:
            return stored
        except Outage:
            if stored:
                return stored
            raise
        except Refusal as refusal:
            if refusal.code in (codes.WRONG_STATION, STATION_UNKNOWN):
                raise Refusal(codes.WRONG_STATION, station=station.name) from refusal
            if refusal.code not in codes.CODES:
                raise
            odd = Outage(codes.SERVICE_ODD)
            continue
        digest = hashlib.sha256(data).hexdigest()
        is_newer = weather.record_file(
            session, station.station, timeframe, period, sha256=digest, newest_day=found.newest_day, now=now
        )
        if is_newer:
            feeds.arrived(session, FeedKind.WEATHER, station.station, at=now)
        stored.append(found)
    if odd is not None and not stored:
        raise odd
    return stored


def address(base: str, station: WeatherStation, timeframe: Timeframe, period: date) -> str:
    """Where the service publishes a station's file of a period."""
    asked = {
        "format": "csv",
        "stationID": station.number,
        "Year": period.year,
        "Month": period.month,
        "Day": 1,
        "time": "LST",
        "timeframe": 2 if timeframe is Timeframe.DAILY else 1,
        "submit": "Download Data",
    }
    return f"{base}?{urlencode(asked)}"


def _due(session: Session, station: WeatherStation, since: date, now: datetime) -> Iterator[tuple[Timeframe, date]]:
    """Files to ask for, days before hours, newest first; looks again after the days have come."""
    asked = 0
    today = now.astimezone(LOCAL).date()
    first = max(since, today - MOST_BACK)
    held = weather.files_held(session, station.station)
    for year in range(today.year, first.year - 1, -1):
        period = date(year, 1, 1)
        ends = min(date(year, 12, 31), today)
        if asked < MOST_FILES_A_RUN and _is_due(held.get((Timeframe.DAILY, period)), ends, now):
            asked += 1
            yield Timeframe.DAILY, period
    silent = weather.silent_days(session, station.station, first, today - HOURS_BEHIND)
    for month in sorted({day.replace(day=1) for day in silent}, reverse=True):
        ends = min(_last_of(month), today)
        if asked < MOST_FILES_A_RUN and _is_due(held.get((Timeframe.HOURLY, month)), ends, now):
            asked += 1
            yield Timeframe.HOURLY, month


def _is_due(fetched_at: datetime | None, ends: date, now: datetime) -> bool:
    """Whether a file is to be asked for (again), by when it was last fetched and when its period ended."""
    if fetched_at is None:
        return True
    today = now.astimezone(LOCAL).date()
    if ends >= today:
        return now - fetched_at >= CURRENT
    still_revised = fetched_at.astimezone(LOCAL).date() <= ends + REVISED_FOR
    return still_revised and now - fetched_at >= SETTLING


def _last_of(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _station_of(file: StationFile) -> WeatherStation:
    """The station by its climate identifier where both know one, else by its name to the letter."""
    for station in rows(WeatherStation):
        if station.climate_id is not None and file.climate_id is not None:
            if station.climate_id == file.climate_id:
                return station
        elif plain(station.name) == plain(file.name):
            return station
    raise Refusal(STATION_UNKNOWN)
