"""What is recorded of an act holds opaque ids, codes and counts; and looks that follow each other are one sitting."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlmodel import Session

from greener_homes import audit
from greener_homes.audit import Action, Actor
from tests.scenes import NOW

HOME, COACH, RESIDENT = uuid.uuid4(), Actor(uuid.uuid4(), "coach"), uuid.uuid4()


def look(session: Session, minutes: float, action: Action = Action.USAGE_VIEWED, actor: Actor = COACH) -> None:
    at = NOW + timedelta(minutes=minutes)
    audit.record_looks(session, actor, action, [HOME], at=at, purpose="coach_access")
    session.flush()


@pytest.mark.parametrize(
    "value",
    ["somebody@test.example", "Canary Person", "7700123456", "770-012-3456", "12 Any Street", "a\nb", "L1G 4Y5"],
)
def test_a_fact_that_could_be_personal_is_refused(session: Session, value: str) -> None:
    with pytest.raises(ValueError, match="neither a code nor an opaque id") as refused:
        audit.record(session, audit.PLATFORM, Action.IMPORT_STORED, at=NOW, code=value)
    assert value not in str(refused.value)


def test_codes_counts_and_ids_are_recorded(session: Session) -> None:
    facts = {
        "code": "import.nothing_covered",
        "added": 12_345_678,
        "run": str(uuid.uuid4()),
        "scope": "usage:write a:b",
    }
    audit.record(session, audit.PLATFORM, Action.IMPORT_STORED, at=NOW, **facts)
    session.flush()


def test_looks_that_follow_closely_are_one_sitting(session: Session) -> None:
    for minutes in (0, 5, 30, 55):
        look(session, minutes)
    look(session, 120)
    later, earlier = audit.sittings(session, HOME, besides=RESIDENT)
    assert (later.times, earlier.times) == (1, 4)
    assert (earlier.first_at, earlier.last_at) == (NOW, NOW + timedelta(minutes=55))


def test_sittings_of_different_people_and_kinds_stay_apart(session: Session) -> None:
    other = Actor(uuid.uuid4(), "coach")
    for actor, action in ((COACH, Action.USAGE_VIEWED), (other, Action.USAGE_VIEWED), (COACH, Action.HOME_LISTED)):
        look(session, 1, action, actor)
        look(session, 2, action, actor)
    assert [one.times for one in audit.sittings(session, HOME, besides=RESIDENT)] == [2, 2, 2]


def test_ones_own_looks_are_not_told(session: Session) -> None:
    look(session, 1, Action.ADVICE_VIEWED, Actor(RESIDENT, "resident"))
    assert audit.sittings(session, HOME, besides=RESIDENT) == []


def test_only_looks_are_recorded_as_looks(session: Session) -> None:
    with pytest.raises(ValueError, match="not a look"):
        look(session, 1, Action.IMPORT_STORED)
