"""Work this package does when the queue calls. Each is safe to run again: a killed worker's work is repeated."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach import assessment
from coach.advising.ranking_in_use import folder_in, ranking_in_use
from coach.advising.savings_in_use import savings_in_use
from coach.cases import review
from coach.homes import usage_shown
from greener_homes import reference
from greener_homes.settings import Settings


def prepare() -> None:
    """The trained model, the figures and the compiled loops are loaded and the draws made, which takes longer than a
    job."""
    from models import compiled  # brings numba along, as do the loops: only the queue that advises waits for it
    from models.baseline import days  # noqa: F401
    from models.house import degree_hours_loop  # noqa: F401
    from models.incentives.overlay import laid_over
    from models.measures import plan_loop  # noqa: F401
    from models.money import rates_loop  # noqa: F401
    from models.savings import draws, trees_loop  # noqa: F401
    from models.savings.draws import Chance

    savings_in_use()
    reference.load_all()
    laid_over(())
    draws.normal(next(iter(Chance)))
    compiled.load_kept()


def assess_home(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Home `subject_id` has advice that rests on what is known now, if its permission stands, and so have its pages."""
    ranking = ranking_in_use(folder_in(settings.var))
    assessment.assess(session, subject_id, now=now, step=step, ranking=ranking)
    usage_shown.keep(session, subject_id, now=now)


def expire_claims(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Cases whose coach kept them too long wait for any coach again, and those on hold whose day has come."""
    review.expire_claims(session, now=now)
    review.come_back(session, now=now)
