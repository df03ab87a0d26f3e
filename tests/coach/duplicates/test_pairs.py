"""What two homes share, found by digests alone: each reason with its points, what speaks against, what stays apart."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Session

from coach.duplicates import likeness, pairs
from coach.duplicates.likeness import POINTS, PROPOSED_FROM
from greener_homes import (
    audit,
    consent,
    home_likeness,
    home_marks,
    homes,
    invitations,
    matches,
    organisations,
    readings,
)
from greener_homes.civic_addresses import Written
from greener_homes.consent import Purpose, Source
from greener_homes.home_likeness import SHARED_BY_AT_MOST, Shared
from greener_homes.homes import Provenance, Relation
from greener_homes.organisations import OrganisationKind
from greener_homes.readings import Incoming
from greener_homes.tables.connection import ImportRun, ImportState
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.scenes import NOW


def open_home(session: Session, keys: Vault, email: str | None = None) -> scenes.Resident:
    who = scenes.resident(session, keys, email=email)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    return who


def at(session: Session, keys: Vault, who: scenes.Resident, line: str, postal: str = "L1G 4T2") -> None:
    home_marks.state_address(session, keys, who.person.id, who.home.id, Written(line, "", postal), now=NOW)


def shared(session: Session, one: scenes.Resident, other: scenes.Resident) -> set[Shared]:
    low, high = sorted((one.home.id, other.home.id))
    found = home_likeness.alike(session).get((low, high), frozenset())
    assert home_likeness.alike(session, one.home.id).get((low, high), frozenset()) == found
    return set(found)


def test_the_same_address_in_the_same_and_in_another_writing(session: Session, keys: Vault) -> None:
    one, other, third = (open_home(session, keys) for _ in range(3))
    at(session, keys, one, "4-12 Simcoe St N")
    at(session, keys, other, "4-12 Simcoe St. N.")
    at(session, keys, third, "12, rue Simcoe Nord, app. 4")
    assert shared(session, one, other) == {Shared.ADDRESS}
    assert shared(session, one, third) == {Shared.SPELLING}
    home_marks.forget_address(session, other.person.id, other.home.id)
    assert shared(session, one, other) == set()


def test_the_same_customer_usage_point_and_file(session: Session, keys: Vault) -> None:
    one, other = open_home(session, keys), open_home(session, keys)
    supplier = organisations.register(session, OrganisationKind.UTILITY, "wires", "Wires", now=NOW)
    for who in (one, other):
        matches.link(
            session,
            keys,
            who.home.id,
            who.person.id,
            supplier.id,
            account="1234567",
            meter="M-99",
            commodity=Commodity.ELECTRICITY,
            actor=who.person.actor,
            now=NOW,
        )
        live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
        run = ImportRun(
            home_id=who.home.id,
            person_id=who.person.id,
            source=Source.UPLOAD,
            state=ImportState.STORED,
            sha256="the same bytes",
            size_bytes=1,
            received_at=NOW,
        )
        session.add(run)
        session.flush()
        series = scenes.hourly(datetime(2025, 1, 1, 5, tzinfo=UTC), 24)
        for name in ("urn:uuid:2b1f-9981-44", "power"):
            readings.store(session, live, keys, Incoming(name, series), run.id, now=NOW)
    assert shared(session, one, other) == {Shared.METER, Shared.POINT, Shared.FILE}
    with session.begin_nested():
        session.execute(text("UPDATE usage_point SET across_match = NULL"))
        assert Shared.POINT not in shared(session, one, other), "the name “power” says nothing"


def test_people_boxes_and_invitations(session: Session, keys: Vault) -> None:
    one = open_home(session, keys, "J.Doe+bills@gmail.com")
    other = open_home(session, keys, "jdoe@googlemail.com")
    third = open_home(session, keys, "friend@test.example")
    assert home_marks.mark_emails(session, keys, now=NOW) >= 3
    assert home_marks.mark_emails(session, keys, now=NOW) == 0
    assert shared(session, one, other) == {Shared.EMAIL}
    invitations.invite(session, keys, one.person, one.home.id, email="friend@test.example", now=NOW)
    assert shared(session, one, third) == {Shared.INVITED}
    assert shared(session, other, third) == set()
    homes.join(session, third.person.id, other.home.id, relation=Relation.MEMBER, moved_in=None, now=NOW)
    assert Shared.PERSON in shared(session, other, third)


def test_what_speaks_against_counts_and_a_landlord_is_not_proposed(session: Session, keys: Vault) -> None:
    one, other = open_home(session, keys), open_home(session, keys)
    homes.join(session, one.person.id, other.home.id, relation=Relation.OWNER, moved_in=None, now=NOW)
    at(session, keys, one, "12 Simcoe St N")
    at(session, keys, other, "99 King St W", "L1H 1A1")
    for who, town in ((one, "Oshawa"), (other, "Whitby")):
        told = {"municipality": town}
        homes.state_facts(session, who.home.id, told, provenance=Provenance.RESIDENT, actor=audit.PLATFORM, now=NOW)
    assert shared(session, one, other) == {Shared.PERSON, Shared.OTHER_ADDRESS, Shared.OTHER_TOWN}
    pairs.compare(session, now=NOW)
    assert pairs.waiting(session, now=NOW) == []


def test_an_address_of_many_says_nothing(session: Session, keys: Vault) -> None:
    flats = [scenes.resident(session, keys) for _ in range(SHARED_BY_AT_MOST + 1)]
    for who in flats:
        at(session, keys, who, "1 Tower Road")
    assert shared(session, flats[0], flats[1]) == set()


def test_points_are_of_every_reason_and_one_alone_is_enough_to_ask() -> None:
    assert set(POINTS) == set(Shared)
    for one, points in POINTS.items():
        assert (likeness.score([one]) >= PROPOSED_FROM) is (points > 0)
    assert likeness.score(list(Shared)) <= likeness.MOST
    assert likeness.ordered([Shared.OTHER_TOWN, Shared.EMAIL, Shared.METER]) == (
        Shared.METER,
        Shared.EMAIL,
        Shared.OTHER_TOWN,
    )


def test_a_pair_is_proposed_until_decided_or_until_nothing_speaks_for_it(session: Session, keys: Vault) -> None:
    coach = scenes.coach(session, keys)
    one, other = open_home(session, keys), open_home(session, keys)
    for who in (one, other):
        at(session, keys, who, "12 Simcoe St N")
    pairs.compare(session, now=NOW)
    pairs.compare(session, now=NOW)
    (found,) = pairs.waiting(session, now=NOW)
    assert (found.score, found.evidence) == (POINTS[Shared.ADDRESS], (Shared.ADDRESS,))
    at(session, keys, other, "14 Simcoe St N")
    pairs.compare(session, now=NOW)
    assert pairs.count_waiting(session, now=NOW) == 0
    at(session, keys, other, "12 Simcoe St N")
    pairs.compare(session, now=NOW, home_id=other.home.id)
    (again,) = pairs.waiting(session, now=NOW)
    pairs.keep_apart(session, coach, again.id, now=NOW)
    pairs.compare(session, now=NOW)
    assert pairs.count_waiting(session, now=NOW) == 0
    kept = session.execute(text("SELECT count(*) FROM home_mark WHERE position('SIMCOE'::bytea in match) > 0"))
    assert kept.scalar_one() == 0, "nothing of an address is in clear"
