"""Outdoor temperature by station and local day."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from greener_homes.tables.base import Row


class WeatherDay(Row, table=True):
    """The mean outdoor temperature of one local day at one station, °C."""

    __tablename__ = "weather_day"

    station: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    mean_c: float
