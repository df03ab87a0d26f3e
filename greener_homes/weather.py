"""Outdoor temperature by station: kept by local day and by hour, and given back for a home with its gaps said.

A station is chosen for a home by where the home is, never by which station happens to have data; see
`weather_choice`. A home may have a station of its own (the demonstration's street, which has its own weather).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
from sqlalchemy import Text, any_, bindparam, case, cast, literal, or_
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from greener_homes import homes
from greener_homes.codes_weather import STATION_UNKNOWN
from greener_homes.copying import one_of
from greener_homes.errors import Refusal
from greener_homes.page_questions import AtOnce, plain
from greener_homes.reference import WeatherPlace, WeatherStation, rows
from greener_homes.tables.home import HomeFact
from greener_homes.tables.usage import IntervalBlock
from greener_homes.tables.weather import DayBasis as DayBasis
from greener_homes.tables.weather import HomeStation, WeatherDay, WeatherFile, WeatherHours
from greener_homes.tables.weather import Timeframe as Timeframe
from greener_homes.weather_choice import LEAST, Choice, NearStation, choose, near, share_known
from greener_homes.weather_hours import StationMonth, day_means, next_month, packed, unpacked
from models.findings import Finding
from models.series import DailyTemperature, Floats

EPOCH = date(1970, 1, 1)
DEFAULT_PLACE = "Oshawa"
"""Where a home is taken to be when nobody said."""
STATIONS_A_PLACE = 2
"""How many of the nearest stations are fetched for each place with homes: the second fills the first one's gaps."""
BATCH = 5_000
NOTHING_HELD: tuple[int, date | None, date | None] = (0, None, None)


@dataclass(frozen=True, slots=True)
class HomeWeather:
    """Daily means of a home's period, the station they are of, and what is in doubt."""

    temperature: DailyTemperature
    station: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class HomePlace:
    """Where a home is, as far as its weather goes: the station it was given, and its municipality, where known."""

    station: str | None
    municipality: str | None


@dataclass(frozen=True, slots=True)
class StationStatus:
    """What is held of a station, and when its files were last fetched; `wanted` when homes depend on it."""

    station: str
    name: str
    days: int
    first: date | None
    last: date | None
    fetched_at: datetime | None
    wanted: bool


def station(key: str) -> WeatherStation:
    """The station with this key. Raises Refusal."""
    for row in rows(WeatherStation):
        if row.station == key:
            return row
    raise Refusal(STATION_UNKNOWN)


def place_of(municipality: str | None, forward_sortation_area: str | None = None) -> WeatherPlace:
    """Where homes of a municipality are, or those whose postal code begins so; Oshawa when neither is known.

    Never asks for more of the address than that.
    """
    known = {row.place.casefold(): row for row in rows(WeatherPlace)}
    for wanted in (forward_sortation_area, municipality, DEFAULT_PLACE):
        found = known.get((wanted or "").strip().casefold())
        if found is not None:
            return found
    raise LookupError("the default place is not in the table of places")


def for_home(
    session: Session, home_id: uuid.UUID | None, municipality: str | None, first: date, last: date
) -> HomeWeather | None:
    """Weather of a home from `first` to `last`, both included; None when no station near it knows half of the days."""
    own = session.get(HomeStation, home_id) if home_id is not None else None
    return at(session, HomePlace(own.station if own is not None else None, municipality), first, last)


def at(session: Session, place: HomePlace, first: date, last: date) -> HomeWeather | None:
    """The same of a home's place."""
    if place.station is not None:
        found = temperature(session, place.station, first, last)
        return HomeWeather(found, place.station, ()) if share_known(found.mean_c) >= LEAST else None
    ordered = _near(place_of(place.municipality))
    chosen = choose(ordered, _known(session, [each.station.station for each in ordered], first, last))
    if chosen is None:
        return None
    return HomeWeather(_series(first, chosen), chosen.station, chosen.findings)


def place_from(station: str | None, said: Sequence[Sequence[Any]] | None) -> HomePlace:
    """The place of what `PLACE` answered."""
    municipality = next((fact.value for fact in homes.facts_of(said)), None)
    return HomePlace(station, municipality if isinstance(municipality, str) else None)


PLACE: Final = (
    sqlalchemy_select(plain(HomeStation).c.station)
    .where(plain(HomeStation).c.home_id == bindparam("home"))
    .scalar_subquery(),
    homes.standing_of("municipality"),
)
"""Where a home is as two values, for `place_from`: for pages that ask it together with more."""
_PLACE: Final = AtOnce(*PLACE)


def place_in(session: Session, home_id: uuid.UUID) -> HomePlace:
    """Where this home is."""
    return place_from(*_PLACE.ask(session, {"home": home_id}))


def with_own_station(session: Session, home_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the homes that were given a station, whatever is near."""
    return set(session.exec(select(HomeStation.home_id).where(one_of(col(HomeStation.home_id), home_ids))))


def assign(session: Session, home_id: uuid.UUID, key: str) -> None:
    """The home's weather is that of this station from now on, wherever the home is."""
    session.merge(HomeStation(home_id=home_id, station=key))
    session.flush()


def store_days(session: Session, key: str, days: Mapping[date, float], basis: DayBasis = DayBasis.PUBLISHED) -> int:
    """The station's daily means are kept, newer values replacing older ones of no better basis; returns how many days.

    A day made of hours never replaces a published one. Safe to run again.
    """
    kept = [{"station": key, "day": day, "mean_c": mean, "basis": basis} for day, mean in sorted(days.items())]
    for low in range(0, len(kept), BATCH):
        statement = insert(WeatherDay).values(kept[low : low + BATCH])
        newer = {"mean_c": statement.excluded.mean_c, "basis": statement.excluded.basis}
        weaker = or_(statement.excluded.basis != DayBasis.HOURS, col(WeatherDay.basis) == DayBasis.HOURS)
        session.execute(statement.on_conflict_do_update(index_elements=["station", "day"], set_=newer, where=weaker))
    return len(kept)


def store_hours(session: Session, key: str, months: Sequence[StationMonth]) -> int:
    """The station's hours are kept, newer ones replacing older; days without a published mean get one from them.

    Returns how many hours are known. A file that is silent about an hour never takes away what was known of it.
    """
    for month in months:
        held = session.get(WeatherHours, (key, month.month))
        if held is None:
            session.add(WeatherHours(station=key, month=month.month, tenths=packed(month)))
        else:
            held.tenths = packed(_over(unpacked(held.month, held.tenths), month))
    session.flush()
    if months:
        first, last = min(each.month for each in months), max(each.month for each in months)
        around = stored_months(session, key, (first - timedelta(days=1)).replace(day=1), next_month(last))
        store_days(session, key, day_means(around), DayBasis.HOURS)
    return sum(int(np.isfinite(each.temperature_c).sum()) for each in months)


def stored_months(session: Session, key: str, first: date, last: date) -> list[StationMonth]:
    """Months of hours from the month that begins on `first` to the one that begins on `last`, those that are held."""
    query = select(WeatherHours).where(
        WeatherHours.station == key, col(WeatherHours.month) >= first, col(WeatherHours.month) <= last
    )
    return [unpacked(row.month, row.tenths) for row in session.exec(query.order_by(col(WeatherHours.month)))]


def temperature(session: Session, key: str, first: date, last: date) -> DailyTemperature:
    """Daily means from `first` to `last`, both included; NaN where the station was silent."""
    means = _known(session, [key], first, last).get(key)
    if means is None:
        means = np.full((last - first).days + 1, np.nan)
    return DailyTemperature((first - EPOCH).days, means)


def silent_days(session: Session, key: str, first: date, last: date) -> list[date]:
    """Days from `first` to `last` of which no published mean is held."""
    published = session.exec(
        select(col(WeatherDay.day)).where(
            WeatherDay.station == key,
            col(WeatherDay.day) >= first,
            col(WeatherDay.day) <= last,
            WeatherDay.basis != DayBasis.HOURS,
        )
    )
    known = set(published)
    every = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return [day for day in every if day not in known]


def stations_in_use(session: Session) -> tuple[WeatherStation, ...]:
    """Stations that homes' weather comes from: the nearest fetched ones of every place that has homes."""
    said = session.exec(
        select(cast(col(HomeFact.value), Text))
        .where(HomeFact.name == "municipality", col(HomeFact.ended_at).is_(None))
        .distinct()
    )
    values = [json.loads(text) for text in said if text is not None]
    places = {place_of(value if isinstance(value, str) else None) for value in values} | {place_of(None)}
    fetched = [row for row in rows(WeatherStation) if row.fetched]
    wanted = {each.station.station for place in places for each in near(place, fetched)[:STATIONS_A_PLACE]}
    return tuple(row for row in fetched if row.station in wanted)


def first_needed(session: Session) -> date | None:
    """The month of the first reading held of any home; None when there is none."""
    return session.exec(select(func.min(col(IntervalBlock.month)))).one()


def files_held(session: Session, key: str) -> dict[tuple[Timeframe, date], datetime]:
    """When each published file of a station was last fetched."""
    held = session.exec(select(WeatherFile).where(WeatherFile.station == key))
    return {(row.timeframe, row.period): row.fetched_at for row in held}


def record_file(
    session: Session,
    key: str,
    timeframe: Timeframe,
    period: date,
    *,
    sha256: str,
    newest_day: date | None,
    now: datetime,
) -> bool:
    """The file has been fetched and read; True when it knows a newer day than any file of the station before."""
    known = session.exec(select(func.max(col(WeatherFile.newest_day))).where(WeatherFile.station == key)).one()
    is_newer = newest_day is not None and (known is None or newest_day > known)
    session.merge(
        WeatherFile(
            station=key, timeframe=timeframe, period=period, fetched_at=now, sha256=sha256, newest_day=newest_day
        )
    )
    session.flush()
    return is_newer


def status(session: Session) -> list[StationStatus]:
    """Every station with what is held of it."""
    held: dict[str, tuple[int, date | None, date | None]] = {
        key: (count, first, last)
        for key, count, first, last in session.exec(
            select(
                col(WeatherDay.station), func.count(), func.min(col(WeatherDay.day)), func.max(col(WeatherDay.day))
            ).group_by(col(WeatherDay.station))
        )
    }
    newest = func.max(col(WeatherFile.fetched_at))
    fetched = dict(session.exec(select(col(WeatherFile.station), newest).group_by(col(WeatherFile.station))).all())
    wanted = {each.station for each in stations_in_use(session)}
    return [
        StationStatus(
            row.station,
            row.name,
            *held.get(row.station, NOTHING_HELD),
            fetched_at=fetched.get(row.station),
            wanted=row.station in wanted,
        )
        for row in rows(WeatherStation)
    ]


@lru_cache(maxsize=64)
def _near(place: WeatherPlace) -> tuple[NearStation, ...]:
    """The stations near a place: neither moves while this process runs, and pages ask for the same few places."""
    return near(place, rows(WeatherStation))


def _known(session: Session, keys: Sequence[str], first: date, last: date) -> dict[str, Floats]:
    """Daily means of each station that knows any of the days [n], NaN elsewhere; of the first alone if it knows all.

    A station's days come as one value, not as a row each: years of several stations are read for one page.
    """
    size = (last - first).days + 1
    asked = {"nearest": list(keys[:1]), "keys": list(keys), "first": first, "last": last, "size": size}
    found: dict[str, Floats] = {}
    for key, at, mean in session.exec(_DAYS, params=asked):
        found[key] = np.full(size, np.nan)
        found[key][np.frombuffer(at, dtype=">i4")] = np.frombuffer(mean, dtype=">f8")
    return found


_FIRST: Final = aliased(WeatherDay)
_NEAREST: Final = bindparam("nearest", type_=ARRAY(Text))
_HELD_OF_FIRST: Final = (
    select(func.count())
    .where(
        col(_FIRST.station) == any_(_NEAREST),
        col(_FIRST.day) >= bindparam("first"),
        col(_FIRST.day) <= bindparam("last"),
        col(_FIRST.mean_c) != float("nan"),
    )
    .scalar_subquery()
)
_DAYS: Final = (
    select(
        col(WeatherDay.station),
        func.string_agg(func.int4send(col(WeatherDay.day) - bindparam("first")), literal(b"")),
        func.string_agg(func.float8send(col(WeatherDay.mean_c)), literal(b"")),
    )
    .where(
        col(WeatherDay.station)
        == any_(case((bindparam("size") == _HELD_OF_FIRST, _NEAREST), else_=bindparam("keys", type_=ARRAY(Text)))),
        col(WeatherDay.day) >= bindparam("first"),
        col(WeatherDay.day) <= bindparam("last"),
    )
    .group_by(col(WeatherDay.station))
)
"""Put together once, for the pages that ask it. Others only fill what the nearest station does not know: where it knows
every day, theirs are not read."""


def _series(first: date, chosen: Choice) -> DailyTemperature:
    return DailyTemperature((first - EPOCH).days, chosen.mean_c)


def _over(held: StationMonth, newer: StationMonth) -> StationMonth:
    known = np.isfinite(newer.temperature_c)
    return StationMonth(
        held.month,
        np.where(known, newer.temperature_c, held.temperature_c),
        np.where(known, newer.estimated, held.estimated),
    )
