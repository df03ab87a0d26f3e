"""Outdoor temperature by station and local day, kept and given back as a series with its gaps said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from greener_homes.tables.weather import WeatherDay
from models.series import DailyTemperature

EPOCH = date(1970, 1, 1)


def store_days(session: Session, station: str, days: Mapping[date, float]) -> int:
    """The station's daily means are kept, newer values replacing older; returns how many days. Safe to run again."""
    if not days:
        return 0
    rows = [{"station": station, "day": day, "mean_c": mean} for day, mean in days.items()]
    statement = insert(WeatherDay).values(rows)
    session.execute(
        statement.on_conflict_do_update(index_elements=["station", "day"], set_={"mean_c": statement.excluded.mean_c})
    )
    return len(rows)


def best_station(session: Session, first: date, last: date) -> str | None:
    """The station that knows most days from `first` to `last`; None when none knows any."""
    known = func.count().label("known")
    row = session.exec(
        select(col(WeatherDay.station), known)
        .where(col(WeatherDay.day) >= first, col(WeatherDay.day) <= last)
        .group_by(col(WeatherDay.station))
        .order_by(known.desc(), col(WeatherDay.station))
        .limit(1)
    ).first()
    return row[0] if row else None


def temperature(session: Session, station: str, first: date, last: date) -> DailyTemperature:
    """Daily means from `first` to `last`, both included; NaN where the station was silent."""
    rows = session.exec(
        select(col(WeatherDay.day), col(WeatherDay.mean_c)).where(
            WeatherDay.station == station, col(WeatherDay.day) >= first, col(WeatherDay.day) <= last
        )
    )
    means = np.full((last - first) // timedelta(days=1) + 1, np.nan)
    for day, mean in rows:
        means[(day - first) // timedelta(days=1)] = mean
    return DailyTemperature((first - EPOCH) // timedelta(days=1), means)
