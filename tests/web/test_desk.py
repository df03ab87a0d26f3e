"""The desk over HTTP: lists narrowed by their address, the year's declaration, changes, pauses and second looks."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from coach.cases import experts, order, review
from coach.cases.changes import Aspect
from coach.cases.review import Lane, ReviewState, WaitingReason
from greener_homes import db, people
from greener_homes.consent import Purpose
from greener_homes.people import Audience, PersonView
from greener_homes.settings import Settings
from greener_homes.tables.advice import Review
from greener_homes.tables.desk import LookReason, SecondLook
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in
from web.app import GreenerHomes

ONE, TWO, NEW = "one@test.example", "two@test.example", "new@test.example"
MEASURES = ("ENV-ATTIC-MID", "ENV-AIR", "HVAC-TSTAT")
OWN = {"bill_low": "80", "bill_high": "120", "cost_low": "1000", "cost_high": "1400"}
PRESENT = datetime.now(UTC)


@pytest.fixture
def app(engine: Engine, settings: Settings) -> GreenerHomes:
    """Two declared coaches, one who has not, and three waiting homes, the last of them in Ajax and in French."""
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        for email in (ONE, TWO):
            scenes.coach(session, keys, email=email, at=PRESENT)
        scenes.person(session, keys, Audience.COACH, NEW)
        for place in range(3):
            who = scenes.resident(session, keys, email=f"home-{place}@test.example")
            for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
                scenes.agree(session, who, purpose, at=PRESENT - timedelta(days=1))
            row = session.get_one(Review, scenes.assessed(session, who, MEASURES))
            row.waiting_since = PRESENT - timedelta(hours=3 - place)
            if place == 2:
                row.municipality, row.language = "Ajax", "fr"
            session.add(row)
    return application(engine, settings)


def cases(engine: Engine) -> list[uuid.UUID]:
    with db.reading(engine) as session:
        return list(session.exec(select(Review.id).order_by(Review.waiting_since)))  # type: ignore[arg-type]


def state_of(engine: Engine, case: uuid.UUID) -> review.ReviewView:
    with db.reading(engine) as session:
        return review.get(session, case)


def rows(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/desk/cases/([0-9a-f-]{36})"', page)


def test_an_address_narrows_a_list_in_both_languages_and_what_it_does_not_know_it_leaves_out(
    app: GreenerHomes, engine: Engine
) -> None:
    coach, made = signed_in(app, ONE), [str(one) for one in cases(engine)]
    assert rows(coach.get("/desk/queue").text) == made
    narrowed = coach.get("/desk/queue?town=Ajax&speaks=fr").text
    assert rows(narrowed) == made[2:] and "Municipality: Ajax" in narrowed
    assert "Municipalité\u00a0: Ajax" in coach.get("/desk/queue?town=Ajax&lang=fr").text
    assert "Nothing fits all of these" in coach.get("/desk/queue?town=Ajax&speaks=en&lang=en").text
    for nonsense in ("town=Atlantis", "why=painted", "income=perhaps", "after=1.2.3", "data=%00", "goal=' OR 1=1"):
        assert rows(coach.get(f"/desk/queue?{nonsense}").text) == made


def test_the_next_home_honours_the_filters_of_its_address(app: GreenerHomes, engine: Engine) -> None:
    coach, made = signed_in(app, ONE), cases(engine)
    taken = coach.post("/desk/next?town=Ajax")
    assert taken.headers["Location"] == f"/desk/cases/{made[2]}"
    none = coach.post("/desk/next?town=Ajax")
    assert none.headers["Location"] == "/desk/queue?town=Ajax"
    assert coach.post("/desk/next").headers["Location"] == f"/desk/cases/{made[0]}"


def test_the_first_home_of_the_year_comes_after_the_declaration(app: GreenerHomes, engine: Engine) -> None:
    coach, case = signed_in(app, NEW), cases(engine)[0]
    for address in ("/desk/next", f"/desk/cases/{case}/take"):
        assert coach.post(address).headers["Location"] == "/desk/conduct"
    assert "declare your interests" in coach.get("/desk/conduct").text
    for wrong in ({}, {"has": "perhaps"}, {"has": "some"}, {"has": "some", "interests": "\x00"}):
        assert coach.post("/desk/conduct", data=wrong).status_code == 422
    sister = "A sister who sells windows."
    assert coach.post("/desk/conduct", data={"has": "some", "interests": sister}).status_code == 303
    assert sister in coach.get("/desk/conduct").text
    assert coach.post(f"/desk/cases/{case}/take").headers["Location"] == f"/desk/cases/{case}"
    anybody = app.test_client().get("/how-coaches-work").text
    assert "Not an audit, and not an EnerGuide rating" in anybody and "takes no commission" in anybody


def test_ranges_words_and_added_work_are_kept_and_what_is_wrong_comes_back_as_typed(
    app: GreenerHomes, engine: Engine
) -> None:
    coach, case = signed_in(app, ONE), cases(engine)[0]
    coach.post(f"/desk/cases/{case}/take")
    change = f"/desk/cases/{case}/measures/ENV-AIR"
    ranged = {"action": "range", "reason": "a_quote", "note": "Your quote.", **OWN}
    for wrong in ({"bill_low": "200"}, {"bill_low": ""}, {"bill_low": "1e3"}, {"note": ""}):
        answer = coach.post(change, data=ranged | wrong)
        assert answer.status_code == 422 and 'value="1400"' in answer.text
    assert coach.post(change, data={"action": "wording", "reason": "other", "wording": " "}).status_code == 422
    assert coach.post(change, data=ranged).status_code == 303
    assert coach.post(change, data={"action": "wording", "reason": "other", "wording": "The hatch."}).status_code == 303
    added = {"measure": "GEN-PV", "reason": "other", "note": "You asked.", **OWN}
    for wrong in ({"measure": "ENV-AIR"}, {"cost_low": ""}, {"reason": ""}):
        assert coach.post(f"/desk/cases/{case}/add", data=added | wrong).status_code == 422
    assert coach.post(f"/desk/cases/{case}/add", data=added | {"measure": "MAGIC"}).status_code == 404
    assert coach.post(f"/desk/cases/{case}/add", data=added).status_code == 303
    page = coach.get(f"/desk/cases/{case}").text
    assert "A coach’s own range. The computer says" in page and "Added by a coach" in page
    found = state_of(engine, case)
    with db.reading(engine) as session:
        shown = {one.measure: one for one in order.worked_order(session, found.home_id, found.assessment_id)}
    assert [one.aspect for one in shown["ENV-AIR"].overrides] == [Aspect.RANGE, Aspect.WORDING]
    assert shown["GEN-PV"].is_added
    coach.post(f"/desk/cases/{case}/decide", data={"decision": "approve", "note": ""})
    resident = signed_in(app, "home-0@test.example")
    plan = resident.get("/plan").text
    assert "This is advice, not an audit, and not an EnerGuide rating." in plan and "/plan/GEN-PV" in plan
    air, sun = resident.get("/plan/ENV-AIR").text, resident.get("/plan/GEN-PV").text
    assert "The hatch." in air and "Your coach’s own range." in air
    assert "You asked." in sun and "Carbon spared" not in sun


def test_holding_escalating_and_handing_back(app: GreenerHomes, engine: Engine) -> None:
    coach, other, (first, second, _) = signed_in(app, ONE), signed_in(app, TWO), cases(engine)
    until = (PRESENT + timedelta(days=9)).date().isoformat()
    for case in (first, second):
        coach.post(f"/desk/cases/{case}/take")
    for wrong in ({"until": "2020-01-01"}, {"until": "soon"}, {"note": " "}, {"until": ""}):
        answer = coach.post(f"/desk/cases/{first}/hold", data={"until": until, "note": "A visit."} | wrong)
        assert answer.status_code == 422 and "needs you" in answer.text
    assert coach.post(f"/desk/cases/{first}/hold", data={"until": until, "note": "A visit."}).status_code == 303
    assert rows(other.get("/desk/held").text) == [str(first)]
    assert other.post(f"/desk/cases/{first}/take").status_code == 409
    assert coach.post(f"/desk/cases/{second}/escalate", data={"note": ""}).status_code == 422
    assert coach.post(f"/desk/cases/{second}/escalate", data={"note": "A shared chimney."}).status_code == 303
    assert "A shared chimney." in other.get(f"/desk/cases/{second}").text
    assert other.post(f"/desk/cases/{second}/take").status_code == 409
    with db.transaction(engine) as session:
        experts.name_expert(session, _person(session, TWO, app), now=PRESENT)
    assert other.post("/desk/next").headers["Location"] == f"/desk/cases/{second}"
    assert other.post(f"/desk/cases/{second}/hand-back", data={"note": "It is lined."}).status_code == 303
    back = state_of(engine, second)
    assert (back.state, back.lane, back.reason) == (ReviewState.WAITING, Lane.COACHES, WaitingReason.HANDED_BACK)


def test_a_second_look_is_another_coachs_and_returning_it_opens_the_case_again(
    app: GreenerHomes, engine: Engine
) -> None:
    coach, other, case = signed_in(app, ONE), signed_in(app, TWO), cases(engine)[0]
    coach.post(f"/desk/cases/{case}/take")
    coach.post(f"/desk/cases/{case}/decide", data={"decision": "approve", "note": "A sound house."})
    with db.transaction(engine) as session:
        if session.exec(select(SecondLook)).first() is None:  # the draw goes by the case's identifier
            by = _person(session, ONE, app).id
            session.add(SecondLook(review_id=case, decided_by=by, why=LookReason.SAMPLE, drawn_at=PRESENT))
    look = f"/desk/cases/{case}/second-look"
    assert rows(coach.get("/desk/second-looks").text) == []
    assert rows(other.get("/desk/second-looks").text) == [str(case)]
    assert coach.post(look, data={"outcome": "agree"}).status_code == 409
    assert other.post(look, data={"outcome": "return", "note": " "}).status_code == 422
    assert other.post(look, data={"outcome": "return", "note": "The chimney is shared."}).status_code == 303
    assert other.post(look, data={"outcome": "agree"}).status_code == 409
    queue = coach.get("/desk/queue").text
    assert "Returned by a second coach" in queue and "Moved up 2 days" in queue
    assert len(cases(engine)) == 4


def _person(session: db.Session, email: str, app: GreenerHomes) -> PersonView:
    found = people.find(session, app.config["VAULT"], email)
    assert found is not None
    return found
