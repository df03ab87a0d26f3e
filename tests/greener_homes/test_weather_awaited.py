"""Advice that rests on a typical year is worked out again when weather comes, and other advice is left alone."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlmodel import Session

from greener_homes import jobs, weather_awaited
from greener_homes.tables.advice import Assessment
from greener_homes.vault import Vault
from greener_homes.weather_awaited import ASSUMED
from tests import scenes
from tests.scenes import NOW


def assessed(session: Session, home_id: uuid.UUID, *codes: str, days_ago: int = 0) -> None:
    findings: list[dict[str, object]] = [{"code": code, "severity": "warning", "facts": {}} for code in codes]
    at = NOW - timedelta(days=days_ago)
    session.add(Assessment(home_id=home_id, evidence_digest=uuid.uuid4().hex, findings=findings, created_at=at))
    session.flush()


def test_only_homes_whose_newest_advice_assumed_weather_wait(session: Session, keys: Vault) -> None:
    waiting, longer, helped, fine, none = (scenes.resident(session, keys).home.id for _ in range(5))
    assessed(session, waiting, "usage.none", ASSUMED)
    assessed(session, longer, ASSUMED, days_ago=9)
    assessed(session, helped, ASSUMED, days_ago=3)
    assessed(session, helped)
    assessed(session, fine, "usage.none")
    assert weather_awaited.homes_waiting(session) == [longer, waiting]
    assert weather_awaited.homes_waiting(session, limit=1) == [longer]
    assert weather_awaited.assess_waiting(session, now=NOW) == 2
    asked = {home for home in (waiting, longer, helped, fine, none) if jobs.state_of(session, "home.assess", home)}
    assert asked == {waiting, longer}


def test_the_code_is_coachs_own() -> None:
    from coach.advising.codes_advice import TEMPERATURE_ASSUMED

    assert TEMPERATURE_ASSUMED.code == ASSUMED
