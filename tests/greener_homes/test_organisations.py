"""Partner organisations: found by key, their people theirs alone."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlmodel import Session

from greener_homes import organisations
from greener_homes.errors import NotFound
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from tests import scenes
from tests.scenes import NOW


def test_a_partner_is_found_by_its_key_and_its_people_by_their_partner(session: Session, tmp_path: Path) -> None:
    utility = organisations.register(session, OrganisationKind.UTILITY, "lakeshore-power", "Lakeshore Power", now=NOW)
    lender = organisations.register(session, OrganisationKind.LENDER, "lakeshore-credit", "Lakeshore Credit", now=NOW)
    clerk = scenes.person(session, scenes.vault(tmp_path), Audience.UTILITY_PARTNER)
    assert organisations.of_person(session, clerk.id) is None
    organisations.add_member(session, utility.id, clerk.id, now=NOW)
    assert organisations.of_person(session, clerk.id) == utility
    organisations.add_member(session, lender.id, clerk.id, now=NOW)
    assert organisations.of_person(session, clerk.id) == lender  # nobody works for two
    assert organisations.by_key(session, "lakeshore-power") == organisations.get(session, utility.id) == utility
    assert list(organisations.open_ones(session, OrganisationKind.UTILITY)) == [utility]


@pytest.mark.parametrize("key", ["", "a", "Lakeshore", "lake shore", "-lake", "lake-", "l" * 61, "läke", "lake\n"])
def test_a_key_is_short_and_plain(session: Session, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        organisations.register(session, OrganisationKind.UTILITY, key, "A name", now=NOW)


def test_a_key_is_never_used_twice(session: Session) -> None:
    organisations.register(session, OrganisationKind.UTILITY, "lakeshore", "Lakeshore", now=NOW)
    with pytest.raises(ValueError, match="already"):
        organisations.register(session, OrganisationKind.LENDER, "lakeshore", "Another", now=NOW)


def test_an_unknown_partner_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        organisations.get(session, uuid.UUID(int=1))
    assert organisations.by_key(session, "nobody") is None
