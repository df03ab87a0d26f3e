"""A case opened by its own address: its home is open to coaches now, and that the coach looked is on record."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from coach.cases import review
from coach.cases.review import ReviewView
from coach.homes import permitted
from greener_homes import audit, consent
from greener_homes.audit import Action
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.errors import Refusal
from web import current


def opened_case(review_id: uuid.UUID) -> tuple[ReviewView, Sequence[LiveConsent]]:
    """The case, and what opens its home. Raises NotFound, and Refusal for a home that is not open."""
    session, now = current.session(), current.now()
    found = review.get(session, review_id)
    opened = permitted.for_coaches(session, found.home_id, at=now)
    if not opened:
        raise Refusal(consent.MISSING)
    audit.record_looks(
        session,
        current.person().actor,
        Action.USAGE_VIEWED,
        [found.home_id],
        at=now,
        purpose=Purpose.COACH_ACCESS.value,
        object_id=found.id,
    )
    return found, opened
