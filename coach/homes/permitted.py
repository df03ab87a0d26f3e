"""Which readings advice may be made of, and which a coach may see: never more than every purpose concerned allows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from greener_homes import consent
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.page_questions import AtOnce


def for_advice(session: Session, home_id: uuid.UUID, *, at: datetime, lock: bool = False) -> Sequence[LiveConsent]:
    """What advice may be made of, one permission a source: where a coach may look at anything, only what they may see.

    A coach must judge advice with everything it rests on in sight.
    """
    if lock:
        permitted, seen = (consent.live(session, home_id, each, at=at, lock=True) for each in _OF_ADVICE)
    else:
        (standing,) = _ANSWERS.ask(session, {"home": home_id, **consent.moment_of(at)})
        permitted, seen = (consent.live_of(standing, each, at) for each in _OF_ADVICE)
    return _within(permitted, seen) if seen else permitted


_OF_ADVICE: Final = (Purpose.ADVICE, Purpose.COACH_ACCESS)
_ANSWERS: Final = AtOnce(consent.STANDING)


def for_advice_each(
    session: Session, home_ids: Sequence[uuid.UUID], *, at: datetime
) -> dict[uuid.UUID, Sequence[LiveConsent]]:
    """The same of many homes; homes of which no advice may be made are not in it."""
    asked = consent.live_each_of(session, home_ids, (Purpose.ADVICE, Purpose.COACH_ACCESS), at=at)
    permitted, seen = asked[Purpose.ADVICE], asked[Purpose.COACH_ACCESS]
    met = {home: _within(opened, seen[home]) if home in seen else opened for home, opened in permitted.items()}
    return {home: opened for home, opened in met.items() if opened}


def for_coaches(session: Session, home_id: uuid.UUID, *, at: datetime, lock: bool = False) -> Sequence[LiveConsent]:
    """What a coach may see, one permission a source: only readings that are in use for advice at all."""
    permitted = consent.live(session, home_id, Purpose.ADVICE, at=at, lock=lock)  # first, as whoever locks both does
    return _within(consent.live(session, home_id, Purpose.COACH_ACCESS, at=at, lock=lock), permitted)


def for_learning(session: Session, home_id: uuid.UUID, *, at: datetime) -> Sequence[LiveConsent]:
    """Of what a ranking for other homes may be learned, one permission a source: what is in use for advice, and given
    to research as well. To advise one home is one purpose, to learn from it for others another.
    """
    return _within(for_advice(session, home_id, at=at), consent.live(session, home_id, Purpose.RESEARCH, at=at))


def _within(some: Sequence[LiveConsent], others: Sequence[LiveConsent]) -> list[LiveConsent]:
    return [both for one in some if (both := one.within(others)) is not None]
