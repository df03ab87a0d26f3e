"""What a resident's first page says unasked: a permission that is about to end, in both languages, and not before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from greener_homes import consent, db
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in

EMAIL = "resident@test.example"


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
