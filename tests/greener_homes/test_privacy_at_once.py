"""Two things at once about one home: nothing stays that nobody permits any more, and nobody waits for each other."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from greener_homes import consent, db, homes, privacy, readings
from greener_homes.consent import Purpose, Source
from greener_homes.homes import Relation
from greener_homes.readings import Incoming
from greener_homes.tables.connection import ImportRun, ImportState
from greener_homes.vault import Vault
from tests import scenes
from tests.beside import beside
from tests.scenes import NOW

NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)


def household(engine: Engine, keys: Vault) -> tuple[scenes.Resident, scenes.Resident]:
    """Two members who both said yes to the same, and readings that rest on both answers."""
    with db.transaction(engine) as session:
        one = scenes.resident(session, keys)
        someone = scenes.person(session, keys)
        homes.join(session, someone.id, one.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN, now=NOW)
        other = scenes.Resident(someone, one.home)
        for who in (one, other):
            scenes.agree(session, who)
        store(session, keys, one.home.id, one.person.id)
    return one, other


def store(
    session: Session, keys: Vault, home_id: uuid.UUID, person_id: uuid.UUID, hours: int = 24, at: datetime = NOW
) -> None:
    live = consent.require(session, home_id, Purpose.ADVICE, Source.UPLOAD, at=at, lock=True)
    run = ImportRun(
        home_id=home_id,
        person_id=person_id,
        source=Source.UPLOAD,
        state=ImportState.STORED,
        sha256=uuid.uuid4().hex,
        size_bytes=1,
        received_at=NOW,
    )
    session.add(run)
    session.flush()
    readings.store(session, live, keys, Incoming("meter", scenes.hourly(NEW_YEAR, hours)), run.id, now=at)


def stop(session: Session, keys: Vault, who: scenes.Resident) -> None:
    privacy.withdraw_everything(session, keys, who.home.id, actor=who.person.actor, now=NOW, person_id=who.person.id)


def has_any(engine: Engine, who: scenes.Resident) -> bool:
    with db.reading(engine) as session:
        return readings.has_any(session, who.home.id)


def test_when_both_who_permit_it_stop_at_once_nothing_stays(engine: Engine, keys: Vault) -> None:
    one, other = household(engine, keys)
    with db.transaction(engine) as session:
        stop(session, keys, one)
        under_way = beside(engine, lambda session: stop(session, keys, other))
    assert under_way.over() == []
    assert not has_any(engine, one)


def test_clearing_waits_for_a_file_that_is_being_stored_and_keeps_what_it_brought(engine: Engine, keys: Vault) -> None:
    one, other = household(engine, keys)
    later = NOW + timedelta(minutes=1)
    with db.transaction(engine) as session:
        for who in (one, other):
            scenes.agree(session, who, data_from=date(2025, 1, 2), at=later)
    with db.transaction(engine) as session:
        store(session, keys, other.home.id, other.person.id, hours=72, at=later)
        under_way = beside(engine, lambda session: privacy.clear(session, keys, one.home.id, now=later))
    assert under_way.over() == []
    with db.reading(engine) as session:
        assert session.execute(text("SELECT sum(count) FROM interval_block")).scalar_one() == 48


def test_who_locks_the_home_keeps_nobody_from_stopping(engine: Engine, keys: Vault) -> None:
    one, _ = household(engine, keys)
    with db.transaction(engine) as typing:
        homes.lock(typing, one.home.id)
        with db.transaction(engine) as session:
            stop(session, keys, one)
        with pytest.raises(db.DatabaseAway), db.transaction(engine) as session:
            session.execute(text("SET LOCAL lock_timeout = '50ms'"))
            homes.lock(session, one.home.id)
