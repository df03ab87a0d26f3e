"""Declarations of interests: once a local year, to the code as it stands, sealed, and never edited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach.cases import conduct
from coach.cases.review_codes import INTERESTS_NEEDED
from greener_homes.errors import Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.tables.desk import ConductDeclaration
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

SHARES = "Shares in a window maker."
NEW_YEAR = datetime(2027, 1, 1, 5, tzinfo=UTC)


@pytest.fixture
def coach(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.COACH)


def test_a_declaration_holds_until_the_local_year_ends(session: Session, keys: Vault, coach: PersonView) -> None:
    assert not conduct.is_declared(session, coach, now=NOW)
    conduct.declare(session, keys, coach, "", now=NOW)
    assert conduct.is_declared(session, coach, now=NEW_YEAR - timedelta(seconds=1))
    assert not conduct.is_declared(session, coach, now=NEW_YEAR)


def test_interests_are_sealed_and_read_back_by_who_declared_them(
    session: Session, keys: Vault, coach: PersonView
) -> None:
    conduct.declare(session, keys, coach, f" {SHARES} ", now=NOW)
    row = session.exec(select(ConductDeclaration).where(ConductDeclaration.person_id == coach.id)).one()
    assert row.interests_sealed is not None and SHARES.encode() not in row.interests_sealed
    found = conduct.latest(session, keys, coach)
    assert found is not None and (found.interests, found.declared_at) == (SHARES, NOW)


def test_a_newer_declaration_stands_beside_the_older(session: Session, keys: Vault, coach: PersonView) -> None:
    conduct.declare(session, keys, coach, SHARES, now=NOW)
    conduct.declare(session, keys, coach, "", now=NOW + timedelta(days=1))
    found = conduct.latest(session, keys, coach)
    assert found is not None and found.interests == ""
    kept = session.exec(select(ConductDeclaration).where(col(ConductDeclaration.person_id) == coach.id)).all()
    assert len(kept) == 2


def test_a_new_code_asks_again(
    session: Session, keys: Vault, coach: PersonView, monkeypatch: pytest.MonkeyPatch
) -> None:
    conduct.declare(session, keys, coach, "", now=NOW)
    monkeypatch.setattr(conduct, "VERSION", conduct.VERSION + 1)
    assert not conduct.is_declared(session, coach, now=NOW)


def test_a_novel_is_refused(session: Session, keys: Vault, coach: PersonView) -> None:
    with pytest.raises(Refusal) as refusal:
        conduct.declare(session, keys, coach, "x" * (conduct.INTERESTS_MAXIMUM + 1), now=NOW)
    assert refusal.value.code is INTERESTS_NEEDED
