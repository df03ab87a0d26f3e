"""Work this package does when the queue calls. Each is safe to run again: a killed worker's work is repeated."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach import assessment, review
from greener_homes.settings import Settings


def assess_home(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Home `subject_id` has advice that rests on what is known now, if its permission stands."""
    assessment.assess(session, subject_id, now=now, step=step)


def expire_claims(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Cases whose coach kept them too long wait for any coach again."""
    review.expire_claims(session, now=now)
