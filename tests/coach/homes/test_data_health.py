"""A home's data health says what is there, what is missing and what was guessed; only of what was agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session

from coach.homes import data_health
from coach.homes.data_health import Gap
from greener_homes import consent, readings
from greener_homes.consent import Purpose, Source
from greener_homes.readings import Incoming
from greener_homes.vault import Vault
from models.quantities import Commodity, Unit
from models.series import Quality, UsageSeries
from tests import scenes
from tests.scenes import NOW

NEW_YEAR = datetime(2026, 1, 1, 5, tzinfo=UTC)


def keep(session: Session, keys: Vault, who: scenes.Resident, name: str, series: UsageSeries) -> None:
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    run = scenes.stored_run(session, who)
    readings.store(session, live, keys, Incoming(name, series), run, now=NOW)


def only(series: UsageSeries, chosen: np.ndarray) -> UsageSeries:
    return replace(
        series,
        starts=series.starts[chosen],
        durations=series.durations[chosen],
        values=series.values[chosen],
        quality=series.quality[chosen],
    )


def test_gaps_guesses_and_lateness(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    whole = scenes.hourly(NEW_YEAR, 100)
    quality = whole.quality.copy()
    quality[:10] = Quality.ESTIMATED
    quality[10] = Quality.QUESTIONABLE
    hours = np.arange(100)
    keep(session, keys, who, "power", only(replace(whole, quality=quality), (hours < 40) | (hours >= 52)))
    (found,) = data_health.of_home(
        session, consent.live(session, who.home.id, Purpose.ADVICE, at=NOW), at=NEW_YEAR + timedelta(days=5)
    )
    assert (found.commodity, found.source, found.readings) == (Commodity.ELECTRICITY, Source.UPLOAD, 88)
    assert found.gaps == (Gap(NEW_YEAR + timedelta(hours=40), NEW_YEAR + timedelta(hours=52)),)
    assert found.missing == timedelta(hours=12)
    assert found.known_share == pytest.approx(0.88)
    assert found.estimated_share == pytest.approx(10 / 88)
    assert found.doubtful == 1
    assert found.typical_seconds == 3600
    assert not found.is_late
    (later,) = data_health.of_home(
        session, consent.live(session, who.home.id, Purpose.ADVICE, at=NOW), at=NEW_YEAR + timedelta(days=200)
    )
    assert later.is_late


def test_only_what_was_agreed_to_is_looked_at(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    keep(session, keys, who, "power", scenes.hourly(NEW_YEAR, 5))
    keep(session, keys, who, "gas", scenes.hourly(NEW_YEAR, 5, commodity=Commodity.NATURAL_GAS, unit=Unit.M3))
    assert data_health.of_home(session, [], at=NOW) == []
    other = scenes.resident(session, keys)
    scenes.agree(session, other)
    assert data_health.of_home(session, consent.live(session, other.home.id, Purpose.ADVICE, at=NOW), at=NOW) == []
    found = data_health.of_home(session, consent.live(session, who.home.id, Purpose.ADVICE, at=NOW), at=NOW)
    assert [one.commodity for one in found] == [Commodity.ELECTRICITY, Commodity.NATURAL_GAS]
