"""Events are announced, changed and cancelled by staff, on record; what is over is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from coach.service.event_file import event_file
from greener_homes import public_events
from greener_homes.errors import Refusal
from greener_homes.people import Audience, PersonView
from greener_homes.public_events import Announcement, SpokenThere
from greener_homes.vault import Vault
from models.findings import Code
from tests import scenes

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
SAID = Announcement(
    title_en="One-stop evening",
    title_fr="Soirée tout-en-un",
    about_en="",
    about_fr="",
    day=date(2026, 12, 3),
    begins=time(18, 30),
    ends=time(20, 30),
    place="Library",
    address="1 Example Street, Oshawa",
    contact="",
    step_free=True,
    spoken=SpokenThere.BOTH,
    seats=None,
)


@pytest.fixture
def staff(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.PROGRAMME, "staff@test.example")


def test_an_evening_in_durhams_time_is_there_until_it_ends(session: Session, staff: PersonView) -> None:
    later = replace(SAID, day=date(2026, 12, 10))
    second = public_events.announce(session, staff, later, now=NOW)
    first = public_events.announce(session, staff, SAID, now=NOW)
    assert (first.starts_at, first.ends_at) == (
        datetime(2026, 12, 3, 23, 30, tzinfo=UTC),
        datetime(2026, 12, 4, 1, 30, tzinfo=UTC),
    )
    assert [one.id for one in public_events.to_come(session, now=NOW)] == [first.id, second.id]
    assert public_events.over(session, now=NOW) == []
    assert [one.id for one in public_events.to_come(session, now=first.ends_at - timedelta(seconds=1), limit=1)] == [
        first.id
    ]
    assert [one.id for one in public_events.to_come(session, now=first.ends_at)] == [second.id]
    assert [one.id for one in public_events.over(session, now=first.ends_at)] == [first.id]


def test_a_change_and_a_cancellation_reach_calendars_and_are_on_record(session: Session, staff: PersonView) -> None:
    made = public_events.announce(session, staff, SAID, now=NOW)
    moved = public_events.change(session, staff, made.id, replace(SAID, begins=time(19), seats=40), now=NOW)
    assert (moved.sequence, moved.seats, moved.ends_at) == (1, 40, made.ends_at)
    gone = public_events.cancel(session, staff, made.id, "No heat.", "Pas de chauffage.", now=NOW)
    assert (gone.is_cancelled, gone.sequence, gone.why("fr")) == (True, 2, "Pas de chauffage.")
    assert public_events.to_come(session, now=NOW) == [gone]
    before, after = event_file(moved, "fr").decode(), event_file(gone, "fr").decode()
    uid = next(line for line in before.splitlines() if line.startswith("UID"))
    assert uid in after
    assert "SUMMARY:Soirée tout-en-un" in before and "DTSTART:20261204T000000Z" in before
    assert "METHOD:PUBLISH" in before and "METHOD:CANCEL" in after and "STATUS:CANCELLED" in after
    acts = session.execute(text("SELECT action FROM audit_event WHERE object_id = :id ORDER BY id"), {"id": made.id})
    assert list(acts.scalars()) == ["event.announced", "event.changed", "event.cancelled"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title_fr": ""}, public_events.WORDS_NEEDED),
        ({"about_en": "Tea"}, public_events.ABOUT_TWICE),
        ({"address": ""}, public_events.PLACE_NEEDED),
        ({"day": None}, public_events.TIME_WRONG),
        ({"ends": time(18, 30)}, public_events.TIME_WRONG),
        ({"day": date(2026, 11, 21)}, public_events.TIME_WRONG),
        ({"day": date(2028, 1, 1)}, public_events.TIME_WRONG),
        ({"begins": time(0), "ends": time(23)}, public_events.TIME_WRONG),
        ({"step_free": None}, public_events.ANSWERS_NEEDED),
        ({"spoken": None}, public_events.ANSWERS_NEEDED),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_kept(
    session: Session, staff: PersonView, wrong: dict[str, object], code: Code
) -> None:
    with pytest.raises(Refusal) as refused:
        public_events.announce(session, staff, replace(SAID, **wrong), now=NOW)  # type: ignore[arg-type]
    assert refused.value.code is code
    assert public_events.to_come(session, now=NOW) == []


def test_what_is_over_or_cancelled_stays_as_it_is(session: Session, staff: PersonView) -> None:
    made = public_events.announce(session, staff, SAID, now=NOW)
    with pytest.raises(Refusal) as wordless:
        public_events.cancel(session, staff, made.id, "No heat.", "", now=NOW)
    assert wordless.value.code is public_events.WHY_NEEDED
    with pytest.raises(Refusal) as late:
        public_events.change(session, staff, made.id, replace(SAID, day=date(2026, 12, 20)), now=made.ends_at)
    assert late.value.code is public_events.OVER
    public_events.cancel(session, staff, made.id, "No heat.", "Pas de chauffage.", now=NOW)
    with pytest.raises(Refusal) as again:
        public_events.change(session, staff, made.id, SAID, now=NOW)
    assert again.value.code is public_events.OVER
