"""What programs paid on the pages of a project: written down by either, seen by both, of nobody else."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from coach.cases import review
from coach.cases.review import Decision
from greener_homes import db
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.coach.projects.begun import ATTIC, begun
from tests.web import visiting

NOW = datetime.now(UTC)
SAID = {"what": f"HRS-ATTIC-12-25/{ATTIC}", "amount": "900", "paid_on": NOW.astimezone(LOCAL).date().isoformat()}


@pytest.fixture
def pages(engine: Engine, settings: Settings) -> tuple[FlaskClient, FlaskClient, FlaskClient, uuid.UUID]:
    """The household, its coach and somebody else, each signed in, and the project."""
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys, email="home@test.example")
        scenes.resident(session, keys, email="other@test.example")
        coach = scenes.coach(session, keys, email="coach@test.example", at=NOW)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, who, purpose)
        case = scenes.assessed(session, who, (ATTIC,))
        review.claim(session, coach, case, now=NOW)
        review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
        project = begun(session, who, now=NOW)
    app = visiting.application(engine, settings)
    home, desk, other = (visiting.signed_in(app, f"{name}@test.example") for name in ("home", "coach", "other"))
    return home, desk, other, project


def test_money_that_came_is_written_down_and_seen_by_both(
    pages: tuple[FlaskClient, FlaskClient, FlaskClient, uuid.UUID],
) -> None:
    home, desk, other, project = pages
    mine, theirs = f"/projects/{project}/payments", f"/desk/projects/{project}/payments"
    assert mine in home.get(f"/projects/{project}").text and theirs in desk.get(f"/desk/projects/{project}").text
    assert home.post(mine, data=SAID).status_code == 303
    assert desk.post(theirs, data=SAID | {"amount": "100"}).status_code == 303
    page = home.get(mine).text
    assert "$1,000" in page and "Written down by a coach" in page and "counted on nothing" in page
    assert "Written down by the household" in desk.get(theirs).text
    assert "Inscrit par le ménage" in desk.get(f"{theirs}?lang=fr").text
    remove = page.partition(f"{mine}/")[2].partition('"')[0]
    assert home.post(f"{mine}/{remove}").status_code == 303 and "$1,000" not in home.get(mine).text
    assert other.get(mine).status_code == other.post(mine, data=SAID).status_code == 404
    for changed, said in (
        ({"what": "HRS-NO/x"}, "Choose one of the programs"),
        ({"amount": "0"}, "more than nothing"),
        ({"amount": "1e9"}, "with digits only"),
        ({"paid_on": "2999-01-01"}, "today or earlier"),
    ):
        answered = home.post(mine, data=SAID | changed)
        assert answered.status_code == 422 and said in answered.text
