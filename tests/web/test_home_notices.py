"""What a resident's first page says unasked: a permission that is about to end, in both languages, and not before; that
a coach wrote, and that we ask something ourselves.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from coach.asking.thread_states import ThreadState
from greener_homes import consent, db
from greener_homes.people import Language
from greener_homes.settings import Settings
from greener_homes.tables.conversation import ContactCheck, Thread
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in

EMAIL, OTHER = "resident@test.example", "other@test.example"
NOTICES = ("Your coach has answered", "Your coach asks you something", "Did you hear from us?")


@pytest.mark.parametrize(("days_left", "asked"), [(20, True), (40, False)])
def test_a_permission_is_asked_for_again_in_its_last_month(
    engine: Engine, settings: Settings, days_left: int, asked: bool
) -> None:
    given = datetime.now(UTC) - consent.LASTS + timedelta(days=days_left)
    with db.transaction(engine) as session:
        who = scenes.resident(session, open_vault(settings), email=EMAIL)
        scenes.agree(session, who, at=given)
    client = signed_in(application(engine, settings), EMAIL)
    english, french = (client.get(f"/home?lang={language}").get_data(as_text=True) for language in ("en", "fr"))
    assert ("A permission ends on" in english) is asked
    assert ("Une permission prend fin le" in french) is asked


@pytest.mark.parametrize(
    ("state", "days_ago", "said"),
    [
        (ThreadState.ANSWERED, 1, "Your coach has answered"),
        (ThreadState.WAITING, 1, "Your coach asks you something"),
        (ThreadState.ANSWERED, 20, ""),
        (ThreadState.OPEN, 1, ""),
    ],
)
def test_that_a_coach_wrote_is_said_for_two_weeks_and_to_nobody_else(
    engine: Engine, settings: Settings, state: ThreadState, days_ago: int, said: str
) -> None:
    turned = datetime.now(UTC) - timedelta(days=days_ago)
    with db.transaction(engine) as session:
        who = scenes.resident(session, open_vault(settings), email=EMAIL)
        scenes.resident(session, open_vault(settings), email=OTHER)
        session.add(
            Thread(
                person_id=who.person.id,
                language=Language.ENGLISH,
                state=state,
                promised_on=turned.date(),
                asked_at=turned,
                turned_at=turned,
            )
        )
    assert _said(engine, settings, EMAIL) == {said} - {""}
    assert _said(engine, settings, OTHER) == set()


@pytest.mark.parametrize(("days_left", "is_answered"), [(1, False), (1, True), (-1, False)])
def test_what_we_ask_is_said_until_it_is_answered_or_over(
    engine: Engine, settings: Settings, days_left: int, is_answered: bool
) -> None:
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        who = scenes.resident(session, open_vault(settings), email=EMAIL)
        session.add(
            ContactCheck(
                person_id=who.person.id,
                home_id=who.home.id,
                since=now,
                token_digest=b"one",
                asked_at=now,
                expires_at=now + timedelta(days=days_left),
                answered_at=now if is_answered else None,
            )
        )
    asked = days_left > 0 and not is_answered
    assert _said(engine, settings, EMAIL) == ({"Did you hear from us?"} if asked else set())


def _said(engine: Engine, settings: Settings, email: str) -> set[str]:
    page = signed_in(application(engine, settings), email).get("/home?lang=en").get_data(as_text=True)
    return {one for one in NOTICES if one in page}
