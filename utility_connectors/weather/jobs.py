"""Keeping weather up to date when the queue calls: a plan once a day, then each station on its own.

Both are safe to run again: planning asks once for each station, and a station's files that were kept are not asked
for again until they are due. One station's trouble does not hold up another's.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from greener_homes import feeds, jobs, log, weather, weather_awaited
from greener_homes.errors import Refusal
from greener_homes.feeds import FeedKind
from greener_homes.reference import WeatherStation, rows
from greener_homes.settings import Settings
from utility_connectors.weather import codes, service
from utility_connectors.weather.asking import asker

STATIONS = uuid.UUID("6f1d7c1e-0d8f-5c5c-9a1f-2f5a6b7c8d9e")
"""The namespace in which each station has its identifier as a subject of work."""
BEFORE_FIRST_READING = timedelta(days=31)

logger = log.get(__name__)


def subject_of(station: WeatherStation) -> uuid.UUID:
    """The station as a subject of work."""
    return uuid.uuid5(STATIONS, station.station)


def plan(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Each station that homes depend on is asked for; nothing where the settings name no weather service."""
    if settings.weather_url is None:
        return
    for station in weather.stations_in_use(session):
        feeds.register(session, FeedKind.WEATHER, station.station, at=now)
        jobs.enqueue(session, "weather.fetch", subject_of(station), now=now)
    step("planned")


def fetch(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """The station's files that are due have been fetched and kept, back to the first reading of any home.

    Where a period came that was not held before, advice that rests on a typical year is worked out again.
    """
    station = next((each for each in rows(WeatherStation) if subject_of(each) == subject_id), None)
    if settings.weather_url is None or station is None:
        raise Refusal(codes.NOT_SWITCHED_ON)
    held = weather.files_held(session, station.station)
    needed = weather.first_needed(session)
    since = (needed or now.date()) - BEFORE_FIRST_READING
    step("asking")
    stored = service.fetch_station(
        session,
        station,
        base=settings.weather_url,
        fetch=asker(settings.weather_url, loopback=settings.reaches_itself),
        since=since,
        now=now,
    )
    if weather.files_held(session, station.station).keys() - held.keys():
        weather_awaited.assess_waiting(session, now=now)
    logger.info("weather.fetched", station=station.station, files=len(stored), days=sum(each.days for each in stored))
    step("kept")
