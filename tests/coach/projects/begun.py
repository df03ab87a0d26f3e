"""Projects that tests begin from: a resident with published advice that coaches may see, and a project of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, select

from coach.cases import review
from coach.cases.review import Decision
from coach.projects import starting
from greener_homes.consent import Purpose
from greener_homes.people import PersonView
from greener_homes.tables.advice import Opportunity
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW, Resident

ATTIC, FURNACE, THERMOSTAT = "ENV-ATTIC-MID", "HVAC-FURN", "HVAC-TSTAT"
HRS: list[dict[str, Any]] = [{"offer": "HRS-ATTIC-12-25", "answer": "eligible", "counted_cad": 1200.0}]


def advised(
    session: Session, keys: Vault, measures: tuple[str, ...] = (ATTIC, FURNACE, THERMOSTAT)
) -> tuple[Resident, PersonView]:
    """A resident whose coach published these measures."""
    who, coach = scenes.resident(session, keys), scenes.coach(session, keys)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        scenes.agree(session, who, purpose)
    case = scenes.assessed(session, who, measures)
    for row in session.exec(select(Opportunity).where(Opportunity.measure == ATTIC)):
        row.numbers = {**row.numbers, "incentives": HRS, "incentive_cad": 1200}
        session.add(row)
    review.claim(session, coach, case, now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    return who, coach


def begun(session: Session, who: Resident, *measures: str, now: datetime = NOW) -> uuid.UUID:
    """A project of these measures."""
    return starting.start(session, who.home.id, measures or (ATTIC,), actor=who.person.actor, now=now)


def at(day: str) -> datetime:
    """Noon of a local day, near enough."""
    return datetime.fromisoformat(f"{day}T17:00:00").replace(tzinfo=UTC)
