"""One home's money is the same to the cent on every page, on paper, at the desk, in files, in its own JSON and in
`advise` JSON; and letters name none."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coach import assessment
from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.explored import Given, Wish, explored
from coach.advising.figures import Figures
from coach.advising.plan_money_types import KINDS
from coach.advising.ranking_in_use import RULE
from coach.asking import letters
from coach.cases import conduct, review
from coach.cases.order import Change, ChangeAction, Reason
from coach.cases.review import Decision
from coach.homes import evidence, permitted
from greener_homes import db, finance_offers_decided, homes, rates
from greener_homes.consent import Purpose
from greener_homes.people import Audience, Language
from greener_homes.settings import Settings
from greener_homes.tables.advice import Assessment, Opportunity, Recommendation
from greener_homes.tables.home import Home
from greener_homes.vault import open_vault
from tests import finance_scenes, scenes
from web.app import create_app

EMAIL, COACH = "resident@test.example", "coach@test.example"
FACTS = {
    "municipality": "Oshawa",
    "dwelling_type": "detached",
    "year_built": 1978,
    "storeys": 2,
    "heated_area_m2": 172.0,
    "heating_fuel": "oil",
    "heating_system": "furnace",
    "heating_efficiency_pct": 80.0,
    "heating_year": 2006,
    "attic_r": 20.0,
    "price_plan": "tou",
    "goal": "bill",
}
LETTERS = re.compile(r"[\s\u00a0]+")
"""What stands between letters: paper breaks lines elsewhere than a page."""
DATA = re.compile(r'<data value="([^"]*)">')
TAKEN_OUT, LATER = "ENV-DIY-SEAL", "HVAC-TSTAT"


class Street(NamedTuple):
    """A home whose plan was approved, and who looks at it; `said` is what `advise` prints of it, by measure."""

    resident: FlaskClient
    coach: FlaskClient
    case: str
    said: Mapping[str, Mapping[str, object]]
    whole: Mapping[str, object]
    given: tuple[str, ...]
    evidence: HomeEvidence
    figures: Figures


@pytest.fixture(scope="module")
def street(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    now, url = datetime.now(UTC), new_database()
    settings = Settings(var=tmp_path_factory.mktemp("street"), log_format="console", database_url=url)
    engine = db.create_engine(url)
    app = create_app(settings, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys, email=EMAIL)
        coach = scenes.person(session, keys, Audience.COACH, email=COACH)
        conduct.declare(session, keys, coach, "", now=now)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, who, purpose, at=now)
        told = homes.Provenance.RESIDENT
        homes.state_facts(session, who.home.id, FACTS, provenance=told, actor=who.person.actor, now=now)
        assessment.assess(session, who.home.id, now=now, step=lambda _: None)
        gathered = evidence.gather(session, permitted.for_advice(session, who.home.id, at=now), now=now)
        figures = Figures(now.astimezone(assessment.LOCAL).date(), rates.in_use(session))
        whole = advise(gathered.evidence, figures, ranker=RULE.ranker).as_json()
        found = review.latest(session, who.home.id)
        assert found is not None
        review.claim(session, coach, found.id, now=now)
        for measure, action in ((TAKEN_OUT, ChangeAction.REMOVE), (LATER, ChangeAction.LATER)):
            what = Change(measure, action, Reason.NOT_SUITABLE, "Not here, not now.")
            review.change(session, coach, found.id, what, now=now)
        review.decide(session, coach, found.id, Decision.APPROVE, "A good start.", now=now)
        rows = session.exec(select(Recommendation).order_by(Recommendation.rank)).all()  # type: ignore[arg-type]
        given = tuple(row.measure for row in rows)
    clients = []
    for email in (EMAIL, COACH):
        client = app.test_client()
        client.post("/sign-in", data={"email": email, "password": scenes.PASSWORD})
        clients.append(client)
    opportunities = whole["opportunities"]
    assert isinstance(opportunities, list)
    said = {str(each["measure"]): each for each in opportunities}
    yield Street(clients[0], clients[1], f"/desk/cases/{found.id}", said, whole, given, gathered.evidence, figures)
    engine.dispose()


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


def line_after(text: str, mark: str = "") -> dict[str, str]:
    """The exact ends of the first money line after a mark, by name."""
    _, _, rest = text.partition(mark) if mark else ("", "", text)
    _, found, line = rest.partition('<dl class="money-line">')
    assert found, mark
    rows = re.findall(r'<div class="(\w+)[^"]*"><dt>.*?</dt><dd>(.*?)</dd></div>', line.partition("</dl>")[0])
    values = {name: re.search(r'<data value="([^"]*)">', row) for name, row in rows}
    return {name: value[1] for name, value in values.items() if value}


def ends(stored: object, *names: str) -> str:
    assert isinstance(stored, Mapping)
    return " ".join(f"{float(stored[name]):.2f}" for name in names)


def expected(said: Mapping[str, object]) -> dict[str, str]:
    """The line that `advise` JSON makes."""
    cost, given = said["cost_cad"], float(str(said["incentive_cad"]))
    assert isinstance(cost, Mapping)
    payback = said["simple_payback_years"]
    assert isinstance(payback, Mapping)
    marginal = ends(said["carbon_kg_per_year"], "p10", "p90")
    average = ends(said["carbon_average_kg_per_year"], "p10", "p90")
    found = {
        "cost": ends(cost, "low", "high"),
        "rebates": f"{given:.2f}",
        "pay": " ".join(f"{max(float(cost[end]) - given, 0.0):.2f}" for end in ("low", "high")),
        "bill": ends(said["bill_cad_per_year"], "p10", "p90"),
        "payback": " ".join(f"{years:.2f}" for years in payback.values() if years is not None),
        "value": ends(said["net_present_value_cad"], "p10", "p90"),
        "carbon": marginal if marginal == average else f"{marginal} {average}",
        "month": ends(said["monthly_cash_flow_cad"], "p10", "p90"),
    }
    return {name: value for name, value in found.items() if value.strip() and value not in ("0.00 0.00",)}


def told(line: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in line.items() if value != "0.00 0.00"}


def test_every_page_paper_desk_and_json_say_the_same(street: Street) -> None:
    plan, paper, desk = (
        page(street.resident, "/plan"),
        page(street.resident, "/plan/print"),
        page(street.coach, street.case),
    )
    assert len(street.given) > 5 and TAKEN_OUT not in street.given
    on_paper = paper.split('<div class="step-money">')[1:]
    for measure, printed in zip(street.given, on_paper, strict=True):
        right = expected(street.said[measure])
        own = page(street.resident, f"/plan/{measure}")
        for text, mark in (
            (plan, f'id="{measure.lower()}"'),
            (desk, f'id="opportunity-{measure}"'),
            (own, ""),
            (printed, ""),
        ):
            assert told(line_after(text, mark)) == right, (measure, mark)


def as_advised(step: Mapping[str, Any]) -> dict[str, object]:
    """A step of the plan's JSON as `advise` JSON would say it: dollars out of its cents."""
    cad = {
        "cost_cad": "cost_cents",
        "bill_cad_per_year": "bill_cents_per_year",
        "net_present_value_cad": "value_cents",
        "monthly_cash_flow_cad": "left_each_month_cents",
    }
    found = {name: {end: cents / 100 for end, cents in step[held].items()} for name, held in cad.items()}
    kept = ("carbon_kg_per_year", "carbon_average_kg_per_year")
    return {
        **found,
        **{name: step[name] for name in kept},
        "incentive_cad": step["incentive_cents"] / 100,
        "simple_payback_years": step["payback_years"],
    }


def dollars(*cents: int) -> str:
    return " ".join(f"{each / 100:.2f}" for each in cents)


def test_the_plan_for_software_says_in_cents_what_pages_paper_and_desk_say(street: Street) -> None:
    answered = street.resident.get("/plan/json")
    assert (answered.status_code, answered.mimetype) == (200, "application/json")
    assert "no-store" in answered.headers["Cache-Control"]
    said = answered.get_json()
    schema = street.resident.application.test_client().get("/plan/schema.json").get_json()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(said)
    assert said["$schema"].endswith("/plan/schema.json") and said["version"] == "1.0"
    assert said["prices_of"] == street.figures.on.isoformat() and set(said["model_versions"]) >= {"savings", "ranking"}
    assert [step["measure"] for step in said["steps"]] == list(street.given)

    plan, paper, desk = (
        page(street.resident, "/plan"),
        page(street.resident, "/plan/print"),
        page(street.coach, street.case),
    )
    for step, printed in zip(said["steps"], paper.split('<div class="step-money">')[1:], strict=True):
        measure, right = step["measure"], expected(as_advised(step))
        assert right == expected(street.said[measure]), measure
        assert right.get("pay", "0.00 0.00") == dollars(step["pay_cents"]["low"], step["pay_cents"]["high"])
        for text, mark in ((plan, f'id="{measure.lower()}"'), (desk, f'id="opportunity-{measure}"'), (printed, "")):
            assert told(line_after(text, mark)) == right, (measure, mark)
        assert sum(each["counted_cents"] for each in step["incentives"]) == pytest.approx(
            step["incentive_cents"], abs=100
        ), "an assessment keeps what is counted in whole dollars"
        assert step["trace"] and step["is_later"] is (measure == LATER)
        rows = street.resident.get(f"/plan/{measure}/money.csv").get_data(as_text=True).splitlines()[1:]
        months = [row.split(",")[1:] for row in rows if row.startswith("month")]
        assert [[dollars(each["low"]), dollars(each["high"])] for each in step["months_cents"]] == months

    whole, money = said["whole"], page(street.resident, "/plan/money")
    ends = DATA.findall(money)[:3]
    assert ends[0] == dollars(whole["upfront_cents"])
    assert ends[2] == dollars(whole["value_cents"]["p10"], whole["value_cents"]["p90"])
    assert DATA.findall(paper.partition('id="whole"')[2])[:3] == ends
    rows = street.resident.get("/plan/money.csv").get_data(as_text=True).splitlines()[1:]
    made = [
        (
            each["month"],
            *map(dollars, each["in_hand_cents"].values()),
            *(dollars(each[f"{kind}_cents"]) for kind in KINDS),
        )
        for each in whole["months"]
    ]
    assert made == [tuple(row.split(",")) for row in rows]
    assert whole["agrees"] and set(whole["measures"]) | set(whole["undated"]) <= set(street.given)
    plans, stored = said["price_plans"], street.whole["price_plans"]
    assert isinstance(stored, Mapping)
    assert {
        name: {end: cents / 100 for end, cents in each.items()} for name, each in plans["bill_cents_per_year"].items()
    } == stored["bill_cad_per_year"]
    assert street.coach.get("/plan/json").status_code == 404, "a plan is its resident's alone"


def test_no_letter_about_a_plan_names_an_amount() -> None:
    """A letter is no safe place for money: it leads to the page, which holds all of it."""
    for language in Language:
        for letter in (letters.plan_ready(language), letters.money_changed(language)):
            text = " ".join((letter.subject, *letter.paragraphs))
            assert not re.search(r"[0-9$]", text), text


def test_the_file_to_keep_says_every_amount_that_the_paper_says(street: Street) -> None:
    paper = page(street.resident, "/plan/print")
    response = street.resident.get("/plan/pdf")
    assert response.status_code == 200 and response.mimetype == "application/pdf"
    found = PdfReader(BytesIO(response.data))
    text = LETTERS.sub("", "".join(each.extract_text() for each in found.pages))
    at = 0
    for amount in re.findall(r'<data value="[^"]*">([^<]*)</data>', paper):
        at = text.find(LETTERS.sub("", html.unescape(amount)), at)
        assert at >= 0, amount
    assert found.metadata is not None and found.metadata.title in html.unescape(paper)


def test_the_coachs_file_says_every_amount_that_the_case_says(street: Street) -> None:
    desk = page(street.coach, street.case)
    response = street.coach.get(f"{street.case}/pdf")
    assert response.status_code == 200 and response.mimetype == "application/pdf"
    text = LETTERS.sub("", "".join(each.extract_text() for each in PdfReader(BytesIO(response.data)).pages))
    assert EMAIL not in text
    at = 0
    for part in desk.split('<div class="opportunity')[1:9]:
        line = part.partition('<dl class="money-line">')[2].partition("</dl>")[0]
        amounts = re.findall(r'<data value="[^"]*">([^<]*)</data>', line)
        assert len(amounts) > 3
        for amount in amounts:
            at = text.find(LETTERS.sub("", html.unescape(amount)), at)
            assert at >= 0, amount
    assert street.resident.get(f"{street.case}/pdf").status_code == 404


def test_the_short_line_and_the_table_on_paper_hold_the_same_ends(street: Street) -> None:
    plan, paper = page(street.resident, "/plan"), page(street.resident, "/plan/print")
    table = paper.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [row for row in table.split("<tr>")[1:] if re.search(r">\d+\. ", row)]
    for row, measure in zip(rows, street.given, strict=True):
        right = expected(street.said[measure])
        both = [right.get("pay", "0.00 0.00"), right["bill"]]
        assert DATA.findall(row) == both
        card = plan.partition(f'id="{measure.lower()}"')[2].partition('<dl class="facts">')[2].partition("</dl>")[0]
        assert DATA.findall(card)[:2] == both


def test_the_months_add_up_to_the_year_in_the_file_too(street: Street) -> None:
    measure = street.given[0]
    text = street.resident.get(f"/plan/{measure}/money.csv").get_data(as_text=True)
    rows = [row.split(",") for row in text.splitlines()[1:]]
    months = [(float(low), float(high)) for name, low, high in rows if name.startswith("month")]
    bill = street.said[measure]["bill_cad_per_year"]
    assert isinstance(bill, Mapping) and len(months) == 12
    assert sum(low for low, _ in months) <= bill["p50"] <= sum(high for _, high in months)


def test_no_page_of_the_resident_names_what_no_review_covers(street: Street) -> None:
    covered = set(street.given)
    for address in ("/plan", "/plan/when", "/plan/prices", "/plan/print"):
        named = set(re.findall(r'href="/plan/([A-Z0-9-]+)"', page(street.resident, address)))
        assert named <= covered, address
    left_out = set(street.said) - covered
    assert TAKEN_OUT in left_out
    for measure in left_out:
        assert street.resident.get(f"/plan/{measure}").status_code == 404
        assert street.resident.get(f"/plan/{measure}/money.csv").status_code == 404
    assert "Not here, not now." in page(street.resident, "/plan/not-advised")


def test_the_roadmap_page_holds_every_step_that_was_given_in_a_sum_or_beside_it(street: Street) -> None:
    text = page(street.resident, "/plan/when")
    assert set(re.findall(r'href="/plan/([A-Z0-9-]+)"', text)) == set(street.given)
    roadmap = street.whole["roadmap"]
    assert isinstance(roadmap, Mapping)
    beside = set(street.given) - set(roadmap["measures"]) - {LATER}
    assert ("in no sum above" in text) is bool(beside)


def test_the_whole_plans_money_is_the_engines_and_so_is_its_file(street: Street) -> None:
    given = [each for each in street.given if each != LATER]
    roadmap = street.whole["roadmap"]
    assert isinstance(roadmap, Mapping)
    planned = [each for each in roadmap["measures"] if each in given]
    plan = explored(street.evidence, street.figures, Given(given, planned), Wish())
    assert plan.money is not None and list(plan.measures) == planned
    stored = plan.money.as_json()
    text = page(street.resident, "/plan/money")
    ends = dict(zip(("start", "payback", "value"), DATA.findall(text), strict=False))
    value = stored["net_present_value_cad"]
    assert isinstance(value, Mapping)
    assert ends["start"] == f"{stored['upfront_cad']:.2f}"
    assert ends["value"] == f"{value['p10']:.2f} {value['p90']:.2f}"
    assert "differ a little" not in text
    paper = page(street.resident, "/plan/print").partition('id="whole"')[2]
    assert DATA.findall(paper)[:3] == DATA.findall(text)[:3]
    rows = [row.split(",") for row in street.resident.get("/plan/money.csv").get_data(as_text=True).splitlines()]
    months = stored["month_cad"]
    assert isinstance(months, list) and rows[1][0] == stored["first_month"]
    assert [[float(cell) for cell in row[1:4]] for row in rows[1 : len(months) + 1]] == months
    named = set(re.findall(r"[A-Z]+-[A-Z0-9-]+", text))
    assert not named & set(street.said), "no measure is named by its id"


def test_what_is_tried_changes_nothing_and_names_nothing_else(street: Street) -> None:
    before = DATA.findall(page(street.resident, "/plan/money"))
    tried = page(street.resident, "/plan/money?budget=500&goal=carbon&power=20&rate=6,5&years=10&amount=400")
    assert "Tried, not kept" in tried and "With this loan" in tried and "$400.00" in tried
    assert DATA.findall(page(street.resident, "/plan/money")) == before != DATA.findall(tried)
    wrong = page(street.resident, "/plan/money?budget=lots&rate=6.5")
    assert "Write dollars from 0" in wrong and "Tried, not kept" not in wrong
    strange = page(street.resident, "/plan/money?goal=gold&power=999&budget=-1&rate=1e9&years=0")
    assert "Write dollars from 0" in strange


def test_the_price_plans_are_those_of_the_json(street: Street) -> None:
    text = page(street.resident, "/plan/prices")
    table = re.findall(r"<td>([^<]*)</td>", text.partition("<tbody>")[2].partition("</tbody>")[0])
    plans = street.whole["price_plans"]
    assert isinstance(plans, Mapping)
    stored = sorted(f"${each[end]:,.0f}" for each in plans["bill_cad_per_year"].values() for end in ("p10", "p90"))
    assert sorted(table) == stored


def test_a_loan_is_worked_out_on_the_page_and_wrong_terms_are_said(street: Street) -> None:
    measure = next(each for each in street.given if expected(street.said[each]).get("pay", "0.00 0.00") > "1000")
    assert "With this loan" in page(street.resident, f"/plan/{measure}?rate=6,5&years=10")
    wrong = page(street.resident, f"/plan/{measure}?rate=lots&years=10")
    assert "Write a yearly rate from 0 to 60" in wrong


def test_offers_cost_the_same_everywhere_and_change_nothing_that_is_advised(street: Street) -> None:
    """Absurdly cheap and absurdly dear ones stand on the page, on paper and in the file; the plan is what it was."""
    addresses = ("/plan", "/plan/when", *(f"/plan/{measure}" for measure in street.given))
    before = {address: DATA.findall(page(street.resident, address)) for address in addresses}
    engine = street.resident.application.config["ENGINE"]
    ranked = _ranked(engine)
    with db.transaction(engine) as session:
        for name, rate, fee in (("giveaway", "0", "0"), ("dear", "29.9", "100")):
            terms = {"rate_low_percent": rate, "admin_fee_cad": fee, "amount_max_cad": "1000000", "key": name}
            offer = finance_scenes.put(session, finance_scenes.lender(session, name), **terms).offer
            finance_offers_decided.approve(session, offer.id, by=None, now=datetime.now(UTC))
        elsewhere = finance_scenes.put(session, finance_scenes.lender(session, "far"), municipalities="Ajax").offer
        finance_offers_decided.approve(session, elsewhere.id, by=None, now=datetime.now(UTC))
    assert {address: DATA.findall(page(street.resident, address)) for address in addresses} == before
    assert _ranked(engine) == ranked

    text = page(street.resident, "/plan/money")
    shown = text.partition('id="ways"')[2].partition("</section>")[0]
    costs = DATA.findall(shown)
    assert shown.index("Giveaway") < shown.index("Dear") and len(costs) == 6
    assert (
        DATA.findall(page(street.resident, "/plan/print").partition('id="ways"')[2].partition("</section>")[0]) == costs
    )
    listed = street.resident.get("/plan/json").get_json()["offers"]
    assert [
        amount
        for each in listed
        for amount in (dollars(each["payment_cents"]), each["true_annual_percent"], dollars(each["total_cents"]))
    ] == costs
    for each in listed:
        paid = each["payment_cents"] * (each["payments"] - 1) + each["last_payment_cents"] + each["fees_at_start_cents"]
        assert paid == each["total_cents"] == each["amount_cents"] + each["cost_cents"]
    paper = PdfReader(BytesIO(street.resident.get("/plan/pdf").get_data()))
    printed = LETTERS.sub("", "".join(one.extract_text() for one in paper.pages))
    assert all(f"${float(each):,.2f}" in printed for each in (costs[0], costs[2], costs[3], costs[5]))

    address = html.unescape(re.findall(r'href="([^"]*offer=[^"]*)"', shown)[1])
    tried = page(street.resident, address)
    short = tried.partition('id="short"')[2].partition("</section>")[0]
    assert all(f"${float(each):,.2f}" in short for each in (costs[3], costs[5]))
    rows = street.resident.get(address.replace("/plan/money?", "/plan/money.csv?")).get_data(as_text=True).splitlines()
    repaid = [-float(row.split(",")[-1]) for row in rows[1:]]
    assert repaid[0] == float(costs[3]) and len([each for each in repaid if each]) == 120
    assert f"{sum(repaid) + 100:.2f}" == costs[5]
    for offer_id in (uuid.UUID(int=1), elsewhere.id):
        gone = page(street.resident, f"/plan/money?offer={offer_id}")
        assert "That offer is no longer there" in gone and "Tried, not kept" not in gone
        assert 'name="offer"' not in gone


def _ranked(engine: Engine) -> list[tuple[str, int, object]]:
    """What assessing the home now would advise, in order, with every number; nothing of it is kept."""
    with Session(engine) as session:
        home = session.exec(select(Home)).one()
        known = set(session.exec(select(Assessment.id)).all())
        for each in session.exec(select(Assessment)):
            each.evidence_digest = ""  # as if something else had been known then
        assessment.assess(session, home.id, now=datetime.now(UTC), step=lambda _: None)
        newest = session.exec(select(Assessment).order_by(col(Assessment.created_at).desc())).first()
        assert newest is not None and newest.id not in known, "it is worked out anew"
        found = session.exec(select(Opportunity).where(Opportunity.assessment_id == newest.id)).all()
        ranked = sorted((each.measure, each.rank, each.numbers) for each in found)
        session.rollback()
    return ranked


def test_before_any_approval_every_page_of_the_plan_says_what_it_waits_for(engine: Engine, settings: Settings) -> None:
    app = create_app(settings, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    with db.transaction(engine) as session:
        scenes.resident(session, open_vault(settings), email=EMAIL)
    client = app.test_client()
    client.post("/sign-in", data={"email": EMAIL, "password": scenes.PASSWORD})
    for address, words in (
        ("/plan", "Your plan will be here"),
        ("/plan/when", "Your roadmap will be here"),
        ("/plan/money", "Your plan’s money will be here"),
        ("/plan/prices", "We cannot compare price plans yet"),
        ("/plan/not-advised", "Nothing was turned down"),
    ):
        assert words in page(client, address)
    assert client.get("/plan/print").status_code == 404
    assert client.get("/plan/pdf").status_code == 404
    assert client.get("/plan/json").status_code == 404
