"""Every part of a program is edited on plain pages: rules step by step, lists, what is added and what is taken away."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from coach.homes import figures_in_use
from greener_homes import db
from greener_homes.local_days import LOCAL
from greener_homes.settings import Settings
from models.incentives.conditions import All, Among, Between
from models.incentives.graph import Graph, NeedsAny
from tests.web import visiting

OTHER = "other.staff@test.example"
TODAY = datetime.now(UTC).astimezone(LOCAL).date()
SEEN = {
    "seen_on": TODAY.isoformat(),
    "source": "https://example.org/rules",
    "effective_from": TODAY.isoformat(),
    "review_on": (TODAY + timedelta(days=90)).isoformat(),
    "why": "The rules of this program changed.",
    "why_fr": "Les règles de ce programme ont changé.",
}
WHEN, NEEDS = (f"/programme/incentives/offer/HRS-TSTAT/change/{each}" for each in ("when", "needs"))


@pytest.fixture
def both(engine: Engine, settings: Settings) -> tuple[FlaskClient, FlaskClient]:
    for email in (visiting.STAFF, OTHER):
        visiting.registered(engine, settings, email)
    app = visiting.application(engine, settings)
    return visiting.signed_in(app), visiting.signed_in(app, OTHER)


def rule(page: str) -> str:
    found = re.search(r'name="rule" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def step(client: FlaskClient, url: str, page: str, **data: object) -> str:
    answered = client.post(url, data={"rule": rule(page), **data})
    assert answered.status_code == 200, answered.text
    return answered.text


def in_use(engine: Engine) -> Graph:
    with db.reading(engine) as session:
        return figures_in_use.in_use(session, TODAY)


def approved(both: tuple[FlaskClient, FlaskClient], sent: TestResponse) -> str:
    """What the other member of staff reads and approves."""
    assert sent.status_code == 303, sent.text
    page = both[1].get(sent.headers["Location"]).text
    assert both[1].post(f"{sent.headers['Location']}/approve").status_code == 303
    return page


def test_a_condition_is_put_together_step_by_step_and_nests(
    both: tuple[FlaskClient, FlaskClient], engine: Engine
) -> None:
    one, page = both[0], both[0].get(WHEN).text
    page = step(one, WHEN, page, do="turn:")
    page = step(one, WHEN, page, do="turn:")
    while json.loads(rule(page)) != {"all": []}:
        page = step(one, WHEN, page, do="remove:0")
    page = step(one, WHEN, page, do="about", about="tenure")
    page = step(one, WHEN, page, do="add", about="tenure", how="among", value="owner", likely="yes")
    page = step(one, WHEN, page, do="group:")
    page = step(one, WHEN, page, do="add", about="attic_r", at_most="12", into="1")
    page = step(one, WHEN, page, do="add", about="heating_fuel", how="not_among", value=["oil", "wood"], into="1")
    assert "Any one of these" in page and "Attic insulation: R-12 or less" in page and "Oil or Wood" in page
    page = step(one, WHEN, page, do="on")
    assert "Then: Owned or rented" in page
    sent = one.post(WHEN, data={"rule": rule(page), **SEEN})
    assert "(Attic insulation: R-12 or less or Heating energy: not Oil or Wood)" in approved(both, sent)
    when = in_use(engine).offers["HRS-TSTAT"].when
    assert isinstance(when, All) and isinstance(when.parts[0], Among) and when.parts[0].likely
    assert isinstance(when.parts[1].parts[0], Between)  # type: ignore[union-attr]


def test_contradictions_circles_and_what_no_page_offers_are_refused(both: tuple[FlaskClient, FlaskClient]) -> None:
    one = both[0]
    never = {"all": [{"fact": "attic_r", "above": 9}, {"fact": "attic_r", "below": 8}]}
    refused = one.post(WHEN, data={"rule": json.dumps(never), **SEEN})
    assert refused.status_code == 422 and "contradict each other" in refused.text and "Then:" in refused.text
    circle = one.post(NEEDS, data={"rule": json.dumps({"all": [{"offer": "HRS-TSTAT"}]}), **SEEN})
    assert circle.status_code == 422 and "in a circle" in circle.text
    deep: object = {"offer": "HRS-HPWH"}
    for _ in range(40):
        deep = {"all": [deep]}
    told = '{"all":[{"fact":"attic_r","above":%s}]}'
    for number in ("NaN", "Infinity", "1e999", "9" * 400, '"\\u0000"', '"\\ud800"', "[" * 50 + "]" * 50):
        assert one.post(NEEDS, data={"rule": told % number, "do": "on"}).status_code == 422
    hostile = ("", "[]", "{", json.dumps(deep), json.dumps({"all": ["x"]}), "[" * 9_000, json.dumps({"all": [{}] * 99}))
    for text in hostile:
        assert one.post(NEEDS, data={"rule": text, "do": "on"}).status_code == 422
    plain = json.dumps({"all": [{"offer": "HRS-HPWH"}]})
    for wrong in (
        {"do": "remove:9"},
        {"do": "add", "about": "x"},
        {"do": "turn:0"},
        {"do": "group:0.0"},
        {"do": "fly"},
    ):
        assert one.post(NEEDS, data={"rule": plain, **wrong}).status_code == 422
    odd: dict[str, object]
    for odd in ({"a": 1}, {"work": 7}, {"work": [7], "at_least": "x"}, {"fact": 3, "above": []}, {"never_had": {}}):
        drawn = one.post(NEEDS, data={"rule": json.dumps({"all": [odd]}), "do": "on"})
        assert drawn.status_code == 200 and "Compare with now" in drawn.text
        assert one.post(NEEDS, data={"rule": json.dumps({"all": [odd]}), **SEEN}).status_code == 422


def test_prerequisites_name_offers_and_work(both: tuple[FlaskClient, FlaskClient], engine: Engine) -> None:
    one = both[0]
    page = one.get(NEEDS).text
    page = step(one, NEEDS, page, do="turn:")
    page = step(one, NEEDS, page, do="add", about="offer", offer="HRS-HPWH")
    page = step(one, NEEDS, page, do="about", about="work")
    page = step(one, NEEDS, page, do="add", about="work", work=["ENV-AIR", "ENV-CATH"], least="2")
    assert "at least 2 of:" in page
    approved(both, one.post(NEEDS, data={"rule": rule(page), **SEEN}))
    assert isinstance(in_use(engine).offers["HRS-TSTAT"].needs, NeedsAny)


def test_steps_limits_and_what_goes_together(both: tuple[FlaskClient, FlaskClient], engine: Engine) -> None:
    one = both[0]
    url = "/programme/incentives/path/HRS-DIRECT/change/steps"
    assert 'value="sizing" checked' in one.get(url).text
    steps = {"place_apply": "1", "place_work": "2", "place_claim": "3", "evidence": ["invoice"], "least": "1"}
    late = {"late_0": "claim", "days_0": "90", "after_0": "work"}
    page = approved(both, one.post(url, data=SEEN | steps | late))
    assert "within 90 days of" in page
    path = in_use(engine).paths["HRS-DIRECT"]
    assert [each.step for each in path.steps] == ["apply", "work", "claim"] and path.steps[2].within_days == 90
    assert path.evidence == ("invoice",)
    twice = one.post(url, data=SEEN | steps | {"place_claim": "2"})
    assert twice.status_code == 422 and "a place of its own" in twice.text
    limit = "/programme/incentives/cap/HRS-HOME-GAS/change/limit"
    said = {"share": "50", "covers": ["HRS", "EAP"], "except": ["HRS-ASSESS"], "confidence": "low"}
    crossing = one.post(limit, data=SEEN | said | {"covers": ["HRS-AIR", "EAP", "HRS-CATH"], "except": []})
    assert crossing.status_code == 422 and "neither holds all of the other" in crossing.text
    approved(both, one.post(limit, data=SEEN | said))
    cap = next(each for each in in_use(engine).caps if each.id == "HRS-HOME-GAS")
    assert cap.cents is None and cap.share_of_cost == 0.5 and "EAP" in cap.covers
    apart = "/programme/incentives/exclusion/OHPA-ONE-STREAM/change"
    together = {"group": ["OHPA-ON", "OHPA-FED", "HRS-HPWH"], "shared": "job"}
    approved(both, one.post(f"{apart}/together", data=SEEN | together))
    assert next(each for each in in_use(engine).exclusions if each.id == "OHPA-ONE-STREAM").same_job
    assert "This is taken away." in approved(both, one.post(f"{apart}/gone", data=SEEN))
    assert "OHPA-ONE-STREAM" not in {each.id for each in in_use(engine).exclusions}
    same = one.post("/programme/incentives/path/HRS-ASSESSED/change/steps", data=SEEN | {"place_work": "8"})
    assert same.status_code == 422


def test_a_program_with_an_offer_is_added(both: tuple[FlaskClient, FlaskClient], engine: Engine) -> None:
    one = both[0]
    named = {"name": "Town retrofit grant", "administrator": "Town", "state": "open"}
    assert one.post("/programme/incentives/add", data=SEEN | named | {"name": ""}).status_code == 422
    page = approved(both, one.post("/programme/incentives/add", data=SEEN | named))
    assert "This is added." in page
    home = "/programme/incentives/TOWN-RETROFIT-GRANT"
    assert "Add an offer" in one.get(home).text
    way = {"place_apply": "1", "place_work": "2", "evidence": ["invoice"], "least": "1"}
    approved(both, one.post(f"{home}/add/path", data=SEEN | way))
    offer = {"name": "Thermostat", "name_fr": "Thermostat", "kind": "money", "rule": "fixed", "typical": "120"}
    more = {"work": ["HVAC-TSTAT"], "path": "TOWN-RETROFIT-GRANT-WAY", "confidence": "high"}
    assert "HVAC-TSTAT" in one.get(f"{home}/add/offer").text
    approved(both, one.post(f"{home}/add/offer", data=SEEN | offer | more))
    held = in_use(engine).offers["TOWN-RETROFIT-GRANT-THERMOSTAT"]
    assert held.pay.cents == (12_000,) * 3 and held.path is not None and held.path.evidence == ("invoice",)
    assert "Thermostat" in one.get(home).text and "Town retrofit grant" in one.get("/programme/incentives").text
    broken = one.post(f"{home}/add/offer", data=SEEN | offer | more | {"typical": "", "name": "Two"})
    assert broken.status_code == 422 and "“cad” is missing" in broken.text


def test_what_is_not_there_is_not_found(both: tuple[FlaskClient, FlaskClient]) -> None:
    for address in (
        "offer/HRS-TSTAT/change/steps",
        "offer/HRS-NO/change/when",
        "cap/HRS-TSTAT/change/limit",
        "what/HRS/change/when",
        "HRS/add/programme",
        "HRS-NO/add/offer",
    ):
        assert both[0].get(f"/programme/incentives/{address}").status_code == 404
