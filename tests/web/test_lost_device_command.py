"""`greener-homes lost-device`: what was on the device opens nothing, and its person begins again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import db
from greener_homes.identity import browsers, passkeys, second_factors
from greener_homes.people import Audience
from greener_homes.settings import load
from greener_homes.tables.ways_in import Passkey, RecoveryCode
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.auth.letters import deliver
from web import cli

EMAIL = "coach@mail.example"


def test_they_begin_again_by_password_or_letter(
    engine: Engine,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))
    keys, now = open_vault(load()), datetime.now(UTC)
    with db.transaction(engine) as session:
        coach = scenes.person(session, keys, Audience.COACH, EMAIL)
        secret = second_factors.enrol(session, keys, coach, now=now).secret
        second_factors.confirm(session, keys, coach, pyotp.TOTP(secret).at(now), now=now)
        session.add(Passkey(person_id=coach.id, credential_digest=b"x", attested=b"x", uses=0, device="", made_at=now))
        token = browsers.start(session, coach, now=now, hours=1)

    assert cli.main(["lost-device", EMAIL]) == 0
    assert "Second step taken away; passkeys taken away: 1;" in capsys.readouterr().out
    with db.reading(engine) as session:
        assert not second_factors.is_set_up(session, coach.id)
        assert session.exec(select(RecoveryCode)).all() == [] and passkeys.listed(session, coach.id) == []
        assert browsers.signed_in(session, keys, token, now=now) is None
    assert deliver(engine, load())[-1].to == EMAIL
    assert cli.main(["lost-device", EMAIL]) == 0, "safe to say again"
    assert cli.main(["lost-device", "nobody@mail.example"]) == 2
    assert "lost_device.nobody" in capsys.readouterr().err
