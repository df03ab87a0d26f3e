"""Tell us about your home: one question a page, nothing lost, nothing put into anybody's mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from coach.homes import questionnaire_order
from coach.homes.questionnaire import GROUPS
from greener_homes import db, home_facts, homes
from greener_homes.home_facts import FactValue
from greener_homes.homes import Provenance
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in

EMAIL = "resident@test.example"
KEYS = [question.name for group in GROUPS for question in group.questions]


@pytest.fixture
def who(engine: Engine, settings: Settings) -> scenes.Resident:
    with db.transaction(engine) as session:
        return scenes.resident(session, open_vault(settings), email=EMAIL)


@pytest.fixture
def client(engine: Engine, settings: Settings, who: scenes.Resident) -> Iterator[FlaskClient]:
    yield signed_in(application(engine, settings), EMAIL)


def say(
    engine: Engine,
    who: scenes.Resident,
    facts: dict[str, FactValue],
    source: Provenance = Provenance.RESIDENT,
) -> None:
    with db.transaction(engine) as session:
        actor = who.person.actor
        home_facts.state_facts(session, who.home.id, facts, provenance=source, actor=actor, now=scenes.NOW)


def known(engine: Engine, who: scenes.Resident) -> dict[str, FactValue]:
    with db.reading(engine) as session:
        return {fact.name: fact.value for fact in home_facts.known_facts(session, who.home.id)}


def page(client: FlaskClient, address: str) -> str:
    answered = client.get(address)
    assert answered.status_code == 200, address
    return answered.get_data(as_text=True)


def to(client: FlaskClient, key: str, **fields: str) -> str:
    """Where an answer leads."""
    answered = client.post(f"/about/{key}", data=fields)
    assert answered.status_code == 303
    return answered.headers["Location"]


def test_a_newcomer_has_enough_after_a_third_of_the_questions_and_may_go_on(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    assert "Nothing yet" in page(client, "/about")
    assert client.get("/about/go-on").headers["Location"] == "/about/dwelling_type"
    assert to(client, "dwelling_type", dwelling_type="detached") == "/about/year_built"
    assert to(client, "year_built", year_built="1975") == "/about/heating_fuel"
    assert to(client, "heating_fuel", heating_fuel="natural_gas") == "/about/tenure"
    assert to(client, "tenure", tenure="owner") == "/about/goal"
    assert to(client, "goal", unknown="yes") == "/about/heated_area_m2"
    assert to(client, "heated_area_m2", unknown="yes") == "/about/occupants"
    assert to(client, "occupants", occupants="3") == "/about/budget_cad"
    assert "Go on where you stopped" in page(client, "/home")
    assert to(client, "budget_cad", unknown="yes") == "/about"
    assert "enough for a first plan" in page(client, "/about")
    assert "Share a year of readings" in page(client, "/home")
    assert client.get("/about/go-on").headers["Location"] == "/about/led_lighting"
    told = {"dwelling_type": "detached", "year_built": 1975, "heating_fuel": "natural_gas", "tenure": "owner"}
    unsure = {"goal": None, "priorities": None, "heated_area_m2": None, "budget_cad": None}
    assert known(engine, who) == told | unsure | {"occupants": 3}


def test_the_walk_ends_with_the_day_of_moving_in_and_everything_on_one_page(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    say(engine, who, dict.fromkeys(KEYS))
    with db.transaction(engine) as session:
        homes.join(session, who.person.id, who.home.id, relation=homes.Relation.OWNER, moved_in=None, now=scenes.NOW)
    assert client.get("/about/go-on").headers["Location"] == "/about"
    last = questionnaire_order.ORDER[-1]
    assert to(client, last, **{last: "no"}) == "/about/moved_in"
    assert "belongs to whoever lived here" in page(client, "/about/moved_in")
    for wrong in ("2999-01-01", "1812-01-01", "soon"):
        refused = client.post("/about/moved_in", data={"moved_in": wrong})
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.get_data(as_text=True)
    assert to(client, "moved_in", moved_in="2020-06-01") == "/about"
    shown = page(client, "/about")
    assert "1 June 2020" in shown
    assert "answered everything" in shown
    assert to(client, last, **{last: "no"}) == "/about"


def test_who_stops_keeps_the_answer_and_returns_to_where_they_stopped(client: FlaskClient) -> None:
    assert to(client, "dwelling_type", dwelling_type="semi", then="stop") == "/about"
    shown = page(client, "/about")
    assert "You have answered 1 of" in shown
    assert 'href="/about/go-on"' in shown
    assert client.get("/about/go-on").headers["Location"] == "/about/year_built"
    assert 'value="semi" checked' in page(client, "/about/dwelling_type")


def test_back_leads_to_the_question_before_and_loses_nothing(client: FlaskClient) -> None:
    to(client, "dwelling_type", dwelling_type="semi")
    to(client, "year_built", year_built="1975")
    assert 'href="/about/year_built"' in page(client, "/about/heating_fuel")
    assert 'value="1975"' in page(client, "/about/year_built")
    assert to(client, "year_built", year_built="1975") == "/about/heating_fuel"


def test_a_change_from_the_page_of_all_answers_leads_back_there(client: FlaskClient, engine: Engine) -> None:
    assert 'href="/about/year_built?back=all"' in page(client, "/about") or "Begin" in page(client, "/about")
    asked = page(client, "/about/year_built?back=all")
    assert '<input type="hidden" name="back" value="all">' in asked
    assert to(client, "year_built", year_built="1960", back="all") == "/about"


def test_nothing_chosen_is_nothing_said(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    """What homes like this mostly have is marked, and never chosen for anybody."""
    asked = page(client, "/about/heating_system")
    assert "Most homes like yours" in asked
    assert "checked" not in asked
    assert to(client, "heating_system") != ""
    assert to(client, "heated_area_m2", heated_area_m2="") != ""
    assert known(engine, who) == {}


def test_an_emptied_field_takes_an_answer_back(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    say(engine, who, {"attic_r": 20.0})
    to(client, "attic_r", attic_r="")
    assert known(engine, who) == {"attic_r": None}


def test_a_picture_of_the_attic_says_a_number(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    for depth, resistance in (("0", 1.0), ("10", 12.0), ("40", 47.0)):
        to(client, "attic_r", attic_cm=depth, attic_r="")
        assert known(engine, who) == {"attic_r": resistance}
    assert client.post("/about/attic_r", data={"attic_cm": "7\x00"}).status_code == 422
    assert known(engine, who) == {"attic_r": 47.0}


def test_what_we_assume_follows_what_is_known(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    assert "Then we assume: Furnace." in page(client, "/about/heating_system")
    say(engine, who, {"heating_fuel": "electricity"})
    assert "Then we assume: Baseboards." in page(client, "/about/heating_system")
    assert "Nous supposons alors\xa0: Plinthes." in page(client, "/about/heating_system?lang=fr")


def test_a_file_is_asked_about_and_outranks_until_a_coach_has_looked(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    say(engine, who, {"attic_r": 20.0}, Provenance.ENERGUIDE)
    asked = page(client, "/about/attic_r")
    assert "We have: R-20." in asked and "Is this right?" in asked and "Your coach sees both" in asked
    to(client, "attic_r", attic_r="50")
    asked = page(client, "/about/attic_r")
    assert "You said R-50. We go by the other source until your coach has looked at both." in asked
    assert 'value="50"' in asked
    assert known(engine, who) == {"attic_r": 20.0}


def test_the_stock_answers_no_question(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    say(engine, who, {"dwelling_type": "detached"}, Provenance.STOCK)
    assert client.get("/about/go-on").headers["Location"] == "/about/dwelling_type"
    asked = page(client, "/about/dwelling_type")
    assert "We have: Detached." in asked and "Estimated" in asked and "checked" not in asked


def test_wishes_are_put_in_order_without_script_and_kept_once_said(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    offered = re.findall(r'name="order" value="([^"]+)"', page(client, "/about/goal"))[0]
    assert offered == "bill,comfort,carbon,health,upfront"
    turned = to(client, "goal", order=offered, up="health")
    assert known(engine, who) == {}
    turned = to(client, "goal", order=re.findall(r'name="order" value="([^"]+)"', page(client, turned))[0], up="health")
    order = re.findall(r'name="order" value="([^"]+)"', page(client, turned))[0]
    assert order == "bill,health,comfort,carbon,upfront"
    first = to(client, "goal", order=order, up="health")
    order = re.findall(r'name="order" value="([^"]+)"', page(client, first))[0]
    assert to(client, "goal", order=order, back="all") == "/about"
    assert known(engine, who) == {"goal": "bill", "priorities": "health,bill,comfort,carbon,upfront"}
    assert "1. Health, 2. Lower bills" in page(client, "/about")
    assert "1. La santé" in page(client, "/about?lang=fr")


def test_stopping_agrees_to_no_order_that_was_merely_offered(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    assert to(client, "goal", order="bill,comfort,carbon,health,upfront", then="stop") == "/about"
    assert known(engine, who) == {}
    assert to(client, "goal", order="carbon,bill,comfort,health,upfront", then="stop") == "/about"
    assert known(engine, who)["goal"] == "carbon"


def test_an_order_nobody_offered_is_asked_again(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    for order in ("", "bill", "bill,bill,bill,bill,bill", "\x00", "bill,comfort,carbon,health,fame"):
        assert to(client, "goal", order=order, up="bill") == "/about/goal"
        assert client.get("/about/goal", query_string={"order": order, "moved": order}).status_code == 200
    assert known(engine, who) == {}


def test_a_tenant_is_not_asked_what_only_an_owner_can_know(client: FlaskClient) -> None:
    def of() -> int:
        return int(re.findall(r"Question \d+ of (\d+)", page(client, "/about/dwelling_type"))[0])

    before = of()
    to(client, "tenure", tenure="tenant")
    assert of() == before - 4
    assert "/about/vermiculite" not in page(client, "/about")


def test_every_question_is_asked_in_both_languages(client: FlaskClient) -> None:
    for key in KEYS:
        for language in ("en", "fr"):
            assert "…" not in page(client, f"/about/{key}?lang={language}"), key


def test_the_address_of_a_former_page_leads_to_one_of_its_questions(client: FlaskClient) -> None:
    for group in GROUPS:
        leads = client.get(f"/about/{group.key}").headers["Location"].removeprefix("/about/")
        assert leads in {question.name for question in group.questions}
        assert client.post(f"/about/{group.key}").headers["Location"] == f"/about/{group.key}"


def test_a_day_in_the_permissions_is_not_changed_here(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        scenes.agree(session, who)
        before = homes.get_member(session, who.person.id, who.home.id).moved_in
    assert client.get("/about/moved_in").headers["Location"] == "/about"
    assert to(client, "moved_in", moved_in="2001-01-01") == "/about"
    with db.reading(engine) as session:
        assert homes.get_member(session, who.person.id, who.home.id).moved_in == before


def test_a_question_nobody_wrote_is_not_found(client: FlaskClient) -> None:
    for key in ("colour", "wall_r", "priorities"):
        assert client.get(f"/about/{key}").status_code == 404
        assert client.post(f"/about/{key}").status_code == 404
