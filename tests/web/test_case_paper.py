"""A case as a file: for who may open it, on record as a look, and shut when the household takes its word back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text

from greener_homes import db
from greener_homes.consent import Purpose
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web import visiting

COACH = "coach@test.example"
PRESENT = datetime.now(UTC)


def looks(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        query = "SELECT purpose FROM audit_event WHERE action = 'usage.viewed' AND actor_audience = 'coach'"
        return list(session.execute(text(query)).scalars())


def test_a_file_is_a_look_and_needs_the_households_word(engine: Engine, settings: Settings) -> None:
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, who, purpose, at=PRESENT - timedelta(days=1))
        case = f"/desk/cases/{scenes.assessed(session, who, ('ENV-ATTIC-MID', 'ENV-AIR'))}"
        scenes.coach(session, keys, email=COACH, at=PRESENT)
    coach = visiting.signed_in(visiting.application(engine, settings), COACH)
    file = coach.get(f"{case}/pdf?lang=fr")
    assert file.mimetype == "application/pdf" and file.data.startswith(b"%PDF-")
    assert file.headers["Cache-Control"] == "private, no-store"
    assert who.home.reference in file.headers["Content-Disposition"]
    assert looks(engine) == [Purpose.COACH_ACCESS.value]
    with db.transaction(engine) as session:
        scenes.end_consent(session, who, Purpose.COACH_ACCESS, at=PRESENT)
    shut = coach.get(f"{case}/pdf?lang=en")
    assert shut.status_code == 403 and shut.mimetype == "text/html"
    assert len(looks(engine)) == 1
