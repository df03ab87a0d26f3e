"""Telling households that programmes changed: once for each approved change, and only those whose plan it touches.

A household is told when the money counted for its recommended work moves by a hundred dollars or more, or when money
that could be had ends, or begins (`incentive_effect.MATERIAL_CENTS` says why). Its plan is worked out again and goes
before a coach, as any new advice does; nothing it was recommended changes by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from coach.fleet_wide.incentive_effect import effects
from coach.fleet_wide.incentive_proposals import both
from greener_homes import consent, incentive_changes, incentive_notices, jobs
from greener_homes.incentive_changes import ChangeState
from greener_homes.incentive_notices import Told
from greener_homes.local_days import LOCAL
from greener_homes.settings import Settings


def tell(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Households that change `subject_id` touches have a notice of it, and their plans will be worked out again.

    Permissions are asked for, and asked for again and held before anything is written. Run again, it tells nobody
    twice: a notice is kept once for a change and a home, and only new ones ask for work. A change that was overtaken
    by another before it began touches nobody.
    """
    change, today = incentive_changes.get(session, subject_id), now.astimezone(LOCAL).date()
    if change.state is not ChangeState.APPROVED or change.effective_from > today:
        return
    before, after = both(session, change, today)
    found = [each for each in effects(session, before, after, today, at=now) if each.is_material]
    step("compared")
    kept = consent.still_live(session, [one for each in found for one in each.consents], at=now)
    told = [
        Told(
            each.consents,
            each.before_cents,
            each.after_cents,
            [f"{flip.offer_id}={flip.before}>{flip.after}" for flip in each.flips if flip.opens_or_ends],
        )
        for each in found
        if each.home_id in kept
    ]
    made = incentive_notices.write(session, change.id, told, now=now)
    jobs.enqueue_each(session, "home.assess", made, now=now)
    step("told")
