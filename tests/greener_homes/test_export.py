"""What a copy of a person's data holds: every table about them, or a reason; and only what is theirs to know."""

from __future__ import annotations

import json
import re
import uuid
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from greener_homes import audit, belongings, export, homes, person_exports, privacy_endings
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import Provenance, Relation
from greener_homes.person_exports import ExportState
from greener_homes.tables.base import Row
from greener_homes.tables.home import HomeMember
from greener_homes.tables.rights import PersonExport
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.greener_homes.test_privacy_undoing import store
from tests.scenes import NOW

ABOUT_NOBODY = {
    "audit_head", "audit_seal", "audit_unsealed", "consent_statement", "custodian", "feed", "feed_alarm", "heartbeat",
    "organisation", "partner_calls", "partner_client", "partner_file", "partner_secret", "partner_token",
    "published_rate", "rate_sheet", "weather_day", "weather_file", "weather_hours",
}  # fmt: skip
"""Tables whose rows are about partners, weather, figures or the platform."""
BY_DIGEST_ONLY = {
    "sign_in_failure": "keyed digests of what was typed, gone within the hour",
    "work": "opaque ids of work",
}


def copy_of(session: Session, keys: Vault, who: scenes.Resident) -> dict[str, list[dict[str, object]]]:
    return {
        name.removeprefix("data/").removesuffix(".json"): json.loads(b"".join(pieces))
        for name, pieces in export.documents(session, keys, who.person.id)
    }


def test_every_table_about_a_person_or_a_home_is_in_the_copy_or_left_out_for_a_reason() -> None:
    given, left_out = {table.name for table in export.given_out()}, set(export.LEFT_OUT_TABLES)
    assert given | left_out == {table.name for table in belongings.tables()}
    assert not given & left_out
    unknown = set(Row.metadata.tables) - given - left_out - ABOUT_NOBODY - set(BY_DIGEST_ONLY)
    personal = {
        name
        for name in unknown
        if any(
            re.search("person|home|resident|email|account", column.name) for column in Row.metadata.tables[name].columns
        )
    }
    assert not personal, "about a person, and not found by what they point to"


def test_every_column_of_bytes_is_opened_or_left_out() -> None:
    for table, column in export.bytes_columns():
        given = column in export.columns_given_out(table)
        opened = (table.name, column.name) in export.OPENED
        assert given == opened, f"{table.name}.{column.name}"


def test_the_copy_says_who_one_is_and_what_one_told(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys, email="somebody@test.example")
    scenes.agree(session, who)
    told = {"year_built": 1971, "municipality": "Oshawa"}
    homes.state_facts(session, who.home.id, told, provenance=Provenance.RESIDENT, actor=who.person.actor, now=NOW)
    copy = copy_of(session, keys, who)
    (me,) = copy["person"]
    assert (me["email"], me["name"]) == ("somebody@test.example", "Test resident")
    assert {fact["name"]: fact["value"] for fact in copy["home_fact"]} == told
    assert {fact["stated_by"] for fact in copy["home_fact"]} == {"you"}
    assert len(copy["consent_grant"]) == len(scenes.BOTH)
    assert copy["consent_statement"][0]["text"]
    assert copy["home_member"][0]["moved_in"] == scenes.MOVED_IN.isoformat()


def test_looks_of_others_are_in_the_copy_without_who_they_are(session: Session, keys: Vault) -> None:
    who, coach = scenes.resident(session, keys), scenes.person(session, keys, scenes.Audience.COACH)
    audit.record_looks(session, coach.actor, audit.Action.USAGE_VIEWED, [who.home.id], at=NOW, purpose="coach_access")
    session.flush()
    looks = [event for event in copy_of(session, keys, who)["audit_event"] if event["action"] == "usage.viewed"]
    assert [(look["actor_id"], look["actor_audience"], look["purpose"]) for look in looks] == [
        ("somebody else", "coach", "coach_access")
    ]


def test_a_stranger_is_not_in_it(session: Session, keys: Vault) -> None:
    who, stranger = scenes.resident(session, keys), scenes.resident(session, keys)
    scenes.agree(session, stranger)
    for one in (who, stranger):
        homes.state_facts(
            session, one.home.id, {"storeys": 2}, provenance=Provenance.RESIDENT, actor=one.person.actor, now=NOW
        )
    text = json.dumps(copy_of(session, keys, who))
    assert str(stranger.person.id) not in text
    assert str(stranger.home.id) not in text


def test_who_has_left_a_home_that_others_live_in_learns_no_more_of_it(session: Session, keys: Vault) -> None:
    who, other = scenes.resident(session, keys), scenes.person(session, keys)
    member = session.get_one(HomeMember, (who.person.id, who.home.id))
    member.left_on = scenes.MOVED_IN + timedelta(days=100)
    session.add(member)
    session.add(HomeMember(person_id=other.id, home_id=who.home.id, relation=Relation.MEMBER))
    session.flush()
    homes.state_facts(session, who.home.id, {"storeys": 2}, provenance=Provenance.RESIDENT, actor=other.actor, now=NOW)
    copy = copy_of(session, keys, who)
    assert copy["home_fact"] == []
    assert len(copy["home_member"]) == 1


def test_who_joins_later_never_has_an_earlier_households_readings(session: Session, keys: Vault) -> None:
    who, someone = scenes.resident(session, keys), scenes.person(session, keys)
    scenes.agree(session, who)
    store(session, keys, who, Commodity.ELECTRICITY)
    leaves = date(2025, 1, 2)
    privacy_endings.move_out(session, keys, who.person.id, who.home.id, leaves, actor=who.person.actor, now=NOW)
    homes.join(session, someone.id, who.home.id, relation=Relation.OWNER, moved_in=date(2020, 1, 1), now=NOW)
    assert sum(len(point.series) for point in export.usage(session, someone.id)) == 0
    assert homes.theirs_from(session, someone.id, who.home.id) == leaves


def test_who_will_leave_still_has_all_of_the_home_they_live_in(session: Session, keys: Vault) -> None:
    who, someone = scenes.resident(session, keys), scenes.person(session, keys)
    homes.join(session, someone.id, who.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN, now=NOW)
    leaves = date(2026, 12, 24)
    privacy_endings.move_out(session, keys, someone.id, who.home.id, leaves, actor=someone.actor, now=NOW)
    assert belongings.homes_open_to(session, someone.id, on=date(2026, 12, 23)) == [who.home.id]
    assert belongings.homes_open_to(session, someone.id, on=leaves) == []


def _ready(session: Session, keys: Vault, who: scenes.Resident, content: bytes = b"a copy") -> uuid.UUID:
    asked = person_exports.ask(session, who.person, now=NOW)
    spool = keys.spool()
    spool.write(content)
    person_exports.made(session, keys, asked, spool.finish(), now=NOW)
    return asked


def test_only_the_same_person_fetches_it_and_only_for_seven_days(session: Session, keys: Vault) -> None:
    who, stranger = scenes.resident(session, keys), scenes.resident(session, keys)
    asked = _ready(session, keys, who)
    stream, size = person_exports.fetch(session, keys, who.person, asked, now=NOW + timedelta(days=6))
    assert stream.read() == b"a copy" and size == 6
    for person, when in ((stranger.person, NOW), (who.person, NOW + timedelta(days=7))):
        with pytest.raises(NotFound):
            person_exports.fetch(session, keys, person, asked, now=when)
    with pytest.raises(NotFound):
        person_exports.fetch(session, keys, who.person, uuid.uuid4(), now=NOW)


def test_asking_twice_makes_one_and_a_newer_copy_replaces_the_older(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    first = person_exports.ask(session, who.person, now=NOW)
    assert person_exports.ask(session, who.person, now=NOW) == first
    older = _ready(session, keys, who)
    newer = _ready(session, keys, who)
    assert (older, session.get_one(PersonExport, older).state) == (first, ExportState.GONE)
    seen = person_exports.newest(session, who.person.id)
    assert seen is not None and seen.id == newer and seen.kept_until == NOW + timedelta(days=7)


def test_nobody_makes_us_read_everything_all_day(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    for _ in range(person_exports.AT_MOST_A_DAY):
        _ready(session, keys, who)
    with pytest.raises(Refusal) as refused:
        person_exports.ask(session, who.person, now=NOW)
    assert refused.value.code is person_exports.TOO_MANY
    person_exports.ask(session, who.person, now=NOW + timedelta(days=1, seconds=1))
