"""The meter's word: work that is done is verified by it where one measure alone changed, over a whole year, and every
fuel that it speaks of clearly was used less. It never says that work was bad: that needs a person."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session

from coach.projects import codes_outcomes as codes
from coach.projects import moves, outcomes
from coach.projects.moves import Move
from coach.projects.states import Act, ProjectState
from greener_homes import audit
from greener_homes.tables.project import Project
from greener_homes.vault import Vault


def take(session: Session, vault: Vault, project_id: uuid.UUID, *, now: datetime) -> bool:
    """The project is verified if its meters say so; returns whether it was. Safe to run again."""
    row = session.get(Project, project_id)
    if row is None or row.state is not ProjectState.DONE or not is_clear(outcomes.of_project(session, project_id)):
        return False
    moves.move(session, vault, None, project_id, Move(Act.VERIFY), actor=audit.PLATFORM, now=now)
    return True


def is_clear(found: tuple[outcomes.OutcomeView, ...]) -> bool:
    """Whether these outcomes verify work: something was clearly saved, nothing clearly more used but as predicted."""
    measured = [each for each in found if each.is_measured]
    saved = any(each.said.code == codes.LESS.code for each in measured)
    clean = all(each.numbers.get("alone") is True and each.numbers.get("whole_year") is True for each in measured)
    short = any(more.code == codes.LESS_THAN_PREDICTED.code for each in measured for more in each.more)
    return bool(measured) and saved and clean and not short
