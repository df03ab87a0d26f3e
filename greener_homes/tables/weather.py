"""Outdoor temperature by station: local days, packed months of hours, what was fetched; and whose station is fixed."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set


class DayBasis(StrEnum):
    """How a day's mean came to be, the best first."""

    PUBLISHED = "published"
    ESTIMATED = "estimated"
    HOURS = "hours"


class Timeframe(StrEnum):
    """What a published station file holds: a year of days, or a month of hours."""

    DAILY = "daily"
    HOURLY = "hourly"


class WeatherDay(Row, table=True):
    """The mean outdoor temperature of one local day at one station, °C."""

    __tablename__ = "weather_day"

    station: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    mean_c: float
    basis: DayBasis = Field(default=DayBasis.PUBLISHED, sa_type=closed_set(DayBasis))


class WeatherHours(Row, table=True):
    """One month of hours of standard time at one station, packed as `weather_hours` says."""

    __tablename__ = "weather_hours"

    station: str = Field(primary_key=True)
    month: date = Field(primary_key=True)
    tenths: bytes


class WeatherFile(Row, table=True):
    """A station's published file as last fetched: which one, when, its digest and the newest day it knows."""

    __tablename__ = "weather_file"

    station: str = Field(primary_key=True)
    timeframe: Timeframe = Field(primary_key=True, sa_type=closed_set(Timeframe))
    period: date = Field(primary_key=True)
    fetched_at: datetime
    sha256: str
    newest_day: date | None = None


class HomeStation(Row, table=True):
    """The one station whose weather a home is measured against, where the choice by distance does not hold."""

    __tablename__ = "home_station"

    home_id: uuid.UUID = Field(foreign_key="home.id", primary_key=True, ondelete="CASCADE")
    station: str
