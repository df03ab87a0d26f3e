"""Homes with two years of daily gas, for reports: how much of their heat they use since a day is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlmodel import Session

from greener_homes import consent, readings, weather
from greener_homes.consent import Purpose, Source
from greener_homes.local_days import midnight
from greener_homes.readings import Incoming
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries
from tests import scenes
from tests.scenes import NOW, Resident

FIRST, LAST = date(2025, 9, 1), date(2026, 11, 14)
COUNT = (LAST - FIRST).days + 1
DAYS = np.arange(COUNT)
RANDOM = np.random.default_rng(11)
TEMPERATURE = 7.5 - 14.0 * np.cos(2 * np.pi * (DAYS + 240 - 20) / 365.25) + RANDOM.normal(0, 4, COUNT)
UPS_AND_DOWNS = RANDOM.normal(0, 0.5, COUNT)
MONTH = date(2026, 10, 1)
AGREED = datetime(2026, 9, 1, 15, tzinfo=UTC)


def gas(saved: float = 0.0, since: date = MONTH, first: date = FIRST, last: date = LAST) -> UsageSeries:
    """A home that heats with gas, and saves a share of its heat from a day on; one reading a local day, m³."""
    heat = 0.42 * np.maximum(16.0 - TEMPERATURE, 0.0)
    after = np.array([FIRST + timedelta(days=int(day)) >= since for day in DAYS])
    use = np.maximum(1.6 + heat * np.where(after, 1.0 - saved, 1.0) + UPS_AND_DOWNS, 0.0)
    kept = slice((first - FIRST).days, (last - FIRST).days + 1)
    starts = np.array([midnight(FIRST + timedelta(days=int(day))) for day in (*DAYS, COUNT)], dtype=np.int64)
    amounts = np.round(use * 1000).astype(np.int64)[kept]
    quality = np.zeros(COUNT, dtype=np.uint8)[kept]
    fuel, flow, unit = Commodity.NATURAL_GAS, Flow.DELIVERED, Unit.M3
    return UsageSeries(fuel, flow, unit, starts[:-1][kept], np.diff(starts)[kept], amounts, -3, quality)


def metered(session: Session, keys: Vault, who: Resident, series: UsageSeries, *, weathered: bool = True) -> None:
    """These readings came in, and the days have temperatures."""
    if weathered:
        days = {FIRST + timedelta(days=int(day)): float(TEMPERATURE[day]) for day in DAYS}
        weather.assign(session, who.home.id, "oshawa")
        weather.store_days(session, "oshawa", days)
    run = scenes.stored_run(session, who)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    readings.store(session, live, keys, Incoming("gas", series, updated=0), run, now=NOW)


def agreed(session: Session, keys: Vault, who: Resident) -> None:
    """The resident agreed to advice and to letters by e-mail, long enough ago."""
    scenes.agree(session, who, at=AGREED)
    scenes.by_telephone(session, keys, who, Purpose.CONTACT_EMAIL, at=AGREED)


def reader(session: Session, keys: Vault, series: UsageSeries | None = None) -> Resident:
    """A resident who agreed to advice and to letters by e-mail, with readings."""
    who = scenes.resident(session, keys)
    agreed(session, keys, who)
    metered(session, keys, who, gas(0.25) if series is None else series)
    return who
