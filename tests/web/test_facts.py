"""Facts of a home over HTTP: a coach writes one down at the case, and the household reads who did and when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import db, homes
from greener_homes.consent import Purpose
from greener_homes.homes import Provenance
from greener_homes.settings import Settings
from greener_homes.tables.advice import Assessment
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in

RESIDENT, COACH, OTHER = "resident@test.example", "coach@test.example", "other@test.example"
PRESENT = datetime.now(UTC)
TODAY = PRESENT.astimezone(homes.LOCAL).date()


def test_a_fact_from_the_case_to_the_households_own_page(engine: Engine, settings: Settings) -> None:
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys, email=RESIDENT)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, who, purpose, at=PRESENT - timedelta(days=1))
        for value, source in ((32, Provenance.RESIDENT), (40, Provenance.ENERGUIDE)):
            facts = {"attic_r": value} if source is Provenance.RESIDENT else {"wall_r": value}
            homes.state_facts(session, who.home.id, facts, provenance=source, actor=who.person.actor, now=PRESENT)
        case = f"/desk/cases/{scenes.assessed(session, who, ('ENV-AIR',))}"
        (assessed,) = session.exec(select(Assessment))
        assessed.not_advised = [{"measure": "ENV-ATTIC-MID", "reason": "stop.vermiculite", "facts": {}}] * 2
        session.add(assessed)
        closed = scenes.resident(session, keys)
        for email in (COACH, OTHER):
            scenes.coach(session, keys, email=email, at=PRESENT)
    site = application(engine, settings)
    desk, other, home = signed_in(site, COACH), signed_in(site, OTHER), signed_in(site, RESIDENT)

    for typed in (who.home.reference, who.home.reference.lower(), who.home.reference.removeprefix("GH-")):
        assert desk.get(f"/desk/find?home={typed}").location == case
    for typed in ("GH-999999", "", "GH-1' OR 1", closed.home.reference):
        assert desk.get("/desk/find", query_string={"home": typed}).location == "/desk/queue", (
            "not found, whatever it is"
        )
    assert desk.post(f"{case}/take").status_code == 303
    assert f'href="{case}/facts/attic_r"' in desk.get(case).text
    assert main(desk.get(case).text).partition("Things to check")[2][:900].count("asbestos") == 1, "what stops work"
    assert f'href="{case}/facts"' in desk.get(case).text
    assert f'href="{case}/facts/shell"' in desk.get(f"{case}/facts").text
    assert 'name="attic_r" type="text" value="32"' in desk.get(f"{case}/facts/attic_r?lang=en").text
    assert "<form" not in main(other.get(f"{case}/facts/attic_r").text), (
        "read by a colleague, written by whoever has it"
    )
    assert desk.get(f"{case}/facts/goal").status_code == 404

    said = {"attic_r": "20", "how": "photo", "on": TODAY.isoformat()}
    for wrong, sentence in (
        ({"how": ""}, "Say how this is known."),
        ({"how": "guess"}, "Choose one of the answers shown."),
        ({"on": (TODAY + timedelta(days=1)).isoformat()}, "today or earlier"),
        ({"attic_r": "a lot"}, "Write a number from 0 to 120"),
    ):
        answer = desk.post(f"{case}/facts/attic_r", data=said | wrong)
        assert answer.status_code == 422 and sentence in answer.text, sentence
    assert other.post(f"{case}/facts/attic_r", data=said).status_code == 409

    assert desk.post(f"{case}/facts/attic_r", data=said).location == f"{case}#evidence"
    shown = desk.get(case).text
    assert re.search(r"R-20</span>.{0,900}seen on a photo", shown, re.DOTALL)
    assert "Facts of the home were written down" in shown
    assert desk.post(f"{case}/facts/more", data=said | {"wall_r": "12", "pool": "no"}).status_code == 303
    assert "the evaluation goes on counting" in desk.get(case).text
    every = desk.get(f"{case}/facts/attic_r").text
    assert "Counts now" in every and "R-32" in every and "by Test coach" in every

    for language, words in (("en", "Written down on"), ("fr", "Noté le")):
        home.get(f"/home?lang={language}")
        own = home.get("/what-we-know", follow_redirects=True).text
        assert words in own and "Test coach" in own and "R-20" in own and "R-32" in own and "R-40" in own


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]
