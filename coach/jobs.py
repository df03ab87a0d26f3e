"""Work this package does when the queue calls. Each is safe to run again: a killed worker's work is repeated."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach import assessment, review
from coach.ranking_in_use import folder_in, ranking_in_use
from coach.savings_in_use import savings_in_use
from greener_homes.settings import Settings
from models.baseline import days
from models.measures import plan_loop
from models.savings import trees_loop

SAVINGS = savings_in_use()
LOOPS = (days, plan_loop, trees_loop)
"""Read here, once for a worker: it forks for every job, and the model and numba take longer to load than a job."""


def assess_home(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Home `subject_id` has advice that rests on what is known now, if its permission stands."""
    ranking = ranking_in_use(folder_in(settings.var))
    assessment.assess(session, subject_id, now=now, step=step, ranking=ranking)


def expire_claims(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Cases whose coach kept them too long wait for any coach again."""
    review.expire_claims(session, now=now)
