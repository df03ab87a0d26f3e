"""How much each of a resident's pages asks of the database: few questions, and no reading but for a single day's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event

from coach.cases import review
from coach.cases.review import Decision
from coach.homes import usage_shown
from greener_homes import consent, db, readings
from greener_homes.consent import Purpose, Source
from greener_homes.people import Audience
from greener_homes.readings import Incoming
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.web.visiting import application, registered, signed_in

EMAIL = "resident@test.example"
MOST = {
    "/home": 6,
    "/energy": 5,
    "/energy/months/2026-01": 4,
    "/energy/days/2026-01-15": 5,
    "/plan": 4,
    "/plan/when": 4,
    "/plan/money": 8,
    "/plan/print": 8,
    "/ask": 2,
    "/sharing": 2,
    "/account": 2,
}
"""Each page's questions when this was written, and none more; where one has to ask more, this number says so."""
READINGS = "interval_block.payload"


def test_a_page_asks_few_questions_and_reads_what_was_worked_out(engine: Engine, settings: Settings) -> None:
    lived_in(engine, settings)
    browser = signed_in(application(engine, settings), EMAIL)
    for page in MOST:
        assert browser.get(page).status_code == 200, page  # what is loaded once is
    asked: dict[str, list[str]] = {page: [] for page in MOST}
    now = ""

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked[now].append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        for now in MOST:
            browser.get(now)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    counts = {page: len(statements) for page, statements in asked.items()}
    assert {page: count for page, count in counts.items() if count > MOST[page]} == {}, counts
    read = {page for page, statements in asked.items() if any(READINGS in one for one in statements)}
    assert read == {"/energy/days/2026-01-15"}


def lived_in(engine: Engine, settings: Settings) -> None:
    """A resident with advice, and fifteen months of both fuels of which everything is kept."""
    coach, keys, now = (
        registered(engine, settings, "coach@test.example", Audience.COACH),
        open_vault(settings),
        scenes.NOW,
    )
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys, email=EMAIL)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, who, purpose)
        live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=now, lock=True)
        run, first = scenes.stored_run(session, who), datetime(2025, 1, 1, 5, tzinfo=UTC)
        gas = scenes.hourly(first, 24 * 450, commodity=Commodity.NATURAL_GAS, unit=Unit.M3)
        for name, series in (("power", scenes.hourly(first, 24 * 450)), ("gas", gas)):
            readings.store(session, live, keys, Incoming(name, series), run, now=now)
        usage_shown.keep(session, who.home.id, now=now)
        case = scenes.assessed(session, who, ("ENV-ATTIC-MID", "HVAC-TSTAT"))
        review.claim(session, coach, case, now=now)
        review.decide(session, coach, case, Decision.APPROVE, "", now=now)
