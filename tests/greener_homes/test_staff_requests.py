"""A resident's wish taken down by staff: found exactly, confirmed, done by the same jobs, and seen by the resident."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from greener_homes import audit, erasure, homes, person_exports, retention, staff_requests
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import Relation
from greener_homes.people import Audience, PersonView
from greener_homes.person_exports import ExportState
from greener_homes.staff_requests import RequestGrounds, RequestKind, RequestView
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW, PASSWORD

EMAIL = "resident@test.example"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    return scenes.resident(session, keys, email=EMAIL)


@pytest.fixture
def staff(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.PROGRAMME, "staff@test.example")


@pytest.fixture
def colleague(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.PROGRAMME, "colleague@test.example")


def begun(
    session: Session, keys: Vault, staff: PersonView, kind: RequestKind = RequestKind.EXPORT, email: str = EMAIL
) -> RequestView:
    return staff_requests.begin(session, keys, email, kind, RequestGrounds.IN_PERSON, staff=staff, now=NOW)


def confirm(session: Session, keys: Vault, request: RequestView, staff: PersonView, **other: str) -> str:
    said = {"email": EMAIL, "password": PASSWORD} | other
    return staff_requests.confirm(session, keys, request.id, said["email"], said["password"], staff=staff, now=LATER)


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code.code


def test_a_copy_is_asked_for_as_the_resident_would_and_is_theirs_alone(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    request = begun(session, keys, staff)
    assert person_exports.newest(session, who.person.id) is None
    assert confirm(session, keys, request, staff) == ""
    newest = person_exports.newest(session, who.person.id)
    assert newest is not None and newest.state is ExportState.ASKED
    work = session.execute(text("SELECT subject_id FROM work WHERE name = 'person.export'")).scalar_one()
    assert work == newest.id
    with pytest.raises(NotFound):
        person_exports.fetch(session, keys, staff, newest.id, now=LATER)
    assert staff_requests.waiting(session, now=LATER) == []


def test_an_erasure_takes_two_members_of_staff(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, colleague: PersonView
) -> None:
    request = begun(session, keys, staff, RequestKind.ERASURE)
    with pytest.raises(Refusal) as refused:
        confirm(session, keys, request, staff)
    assert code_of(refused) == "request.second_person"
    assert session.execute(text("SELECT count(*) FROM erasure")).scalar_one() == 0
    reference = confirm(session, keys, request, colleague)
    assert erasure.receipt(session, reference).state is erasure.ErasureState.ASKED
    assert session.execute(text("SELECT count(*) FROM work WHERE name = 'person.withdraw'")).scalar_one() == 1
    with pytest.raises(NotFound):
        confirm(session, keys, request, colleague)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "resident",
        "resident@test.exampl",
        "resident@test.example.",
        "%",
        "resident%",
        "staff@test.example",
        "x" * 900,
    ],
)
def test_nobody_is_found_but_by_their_exact_address(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, email: str
) -> None:
    with pytest.raises(Refusal) as refused:
        begun(session, keys, staff, email=email)
    assert code_of(refused) == "request.unknown"
    tried = session.execute(text("SELECT count(*) FROM audit_event WHERE action = 'request.unknown'")).scalar_one()
    assert (tried, staff_requests.waiting(session, now=NOW)) == (1, [])


def test_addresses_cannot_be_tried_out(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, colleague: PersonView
) -> None:
    for number in range(staff_requests.AT_MOST_A_DAY):
        with pytest.raises(Refusal):
            begun(session, keys, staff, email=f"guess{number}@test.example")
    with pytest.raises(Refusal) as refused:
        begun(session, keys, staff)
    assert code_of(refused) == "request.too_many"
    assert begun(session, keys, colleague).kind is RequestKind.EXPORT


def test_one_that_has_left_is_not_found(session: Session, keys: Vault, who: scenes.Resident, staff: PersonView) -> None:
    request = begun(session, keys, staff)
    erasure.begin(session, keys, who.person.id, "reference", now=NOW)
    with pytest.raises(Refusal) as refused:
        confirm(session, keys, request, staff)
    assert code_of(refused) == "request.other_address"
    with pytest.raises(Refusal) as refused:
        begun(session, keys, staff)
    assert code_of(refused) == "request.unknown"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"email": "other@test.example"}, "request.other_address"),
        ({"password": "a wrong password"}, "request.password"),
    ],
)
def test_a_slip_does_nothing(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, said: dict[str, str], code: str
) -> None:
    scenes.resident(session, keys, email="other@test.example")
    request = begun(session, keys, staff)
    with pytest.raises(Refusal) as refused:
        confirm(session, keys, request, staff, **said)
    assert code_of(refused) == code
    assert person_exports.newest(session, who.person.id) is None
    assert [one.id for one in staff_requests.waiting(session, now=NOW)] == [request.id]


def test_the_resident_sees_each_step(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, colleague: PersonView
) -> None:
    flat = homes.add_home(session, who.person.id, relation=Relation.OWNER, moved_in=None, now=NOW)
    request = begun(session, keys, staff, RequestKind.ERASURE)
    staff_requests.drop(session, request.id, staff=colleague, now=LATER)
    for home_id in (who.home.id, flat.id):
        seen = audit.sittings(session, home_id, besides=who.person.id)
        assert [(one.action, one.actor_id, one.purpose) for one in seen] == [
            ("request.dropped", colleague.id, "erasure"),
            ("request.begun", staff.id, "erasure"),
        ]
    with pytest.raises(NotFound):
        staff_requests.one(session, request.id, now=LATER)


def test_the_same_wish_again_is_the_same_request(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, colleague: PersonView
) -> None:
    first, again = begun(session, keys, staff), begun(session, keys, colleague)
    assert (first.id, again.asked_by) == (again.id, staff.id)
    assert begun(session, keys, staff, RequestKind.ERASURE).id != first.id


def test_a_request_lasts_a_week_and_is_gone_after_a_quarter(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    request = begun(session, keys, staff)
    assert staff_requests.waiting(session, now=request.until) == []
    with pytest.raises(NotFound):
        staff_requests.confirm(session, keys, request.id, EMAIL, PASSWORD, staff=staff, now=request.until)
    due = {left.rule.name: left.rows for left in retention.backlog(session, now=NOW + timedelta(days=91))}
    assert due["staff_requests"] == 1


def test_an_unknown_request_is_not_found(session: Session, keys: Vault, staff: PersonView) -> None:
    with pytest.raises(NotFound):
        staff_requests.drop(session, uuid.uuid4(), staff=staff, now=NOW)
