"""The end of collecting: suppliers asked to stop, matches ended, work that nobody has begun taken off the list."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from greener_homes import jobs, permissions, readings
from greener_homes.consent_history import key
from greener_homes.consent_live import in_force_at
from greener_homes.tables.consent import ConsentGrant, Purpose, Source
from greener_homes.tables.match import HomeMatch, MatchState
from greener_homes.tables.work import Work, WorkState
from models.quantities import Commodity

MATCHED = (MatchState.WAITING, MatchState.LIVE, MatchState.HELD, MatchState.REFUSED)


def stop_collection(
    session: Session,
    home_id: uuid.UUID,
    source: Source,
    supplier_id: uuid.UUID | None,
    commodities: Sequence[Commodity],
    now: datetime,
) -> None:
    """Nothing more is fetched or taken in of what nobody permits any more, and the supplier is asked to stop.

    A utility's permission ends when no commodity of it is permitted; a match at a partner, with its commodity.
    """
    if supplier_id is None:
        return
    live = set(
        session.exec(
            select(ConsentGrant.commodity).where(
                *key(home_id, Purpose.ADVICE, source, supplier_id, None), in_force_at(now)
            )
        )
    )
    if source is Source.UTILITY and not live:
        permissions.stop(session, home_id, supplier_id, now=now)
    if source is Source.PARTNER:
        matches = session.exec(
            select(HomeMatch)
            .where(
                HomeMatch.home_id == home_id,
                HomeMatch.supplier_id == supplier_id,
                col(HomeMatch.commodity).in_([one for one in commodities if one not in live]),
                col(HomeMatch.state).in_(MATCHED),
            )
            .with_for_update()
        )
        for match in matches:
            if match.state is not MatchState.LIVE:
                match.manifest_match = None  # never live: the supplier must not hear of an end that is another home's
            match.state, match.changed_at = MatchState.WITHDRAWN, now
            match.pair_match = match.point_match = match.token_match = match.ends_sealed = None
            session.add(match)
    session.flush()


def assess_what_stays(session: Session, home_id: uuid.UUID, now: datetime) -> None:
    """The home is assessed again while it has usage; else the assessment that still waits is not made."""
    if readings.has_any(session, home_id):
        jobs.enqueue(session, "home.assess", home_id, now=now)
    else:
        cancel(session, "home.assess", [home_id])


def count_without(session: Session, home_id: uuid.UUID, purpose: Purpose, now: datetime) -> None:
    """Figures of many homes are looked at again when one that may be in them ends its part, by this or by its readings.

    Figures stay as published until the next are due; a group that is too small without this home is taken away.
    """
    if purpose is Purpose.OPEN_DATA or (purpose is Purpose.ADVICE and _is_counted(session, home_id, now)):
        jobs.enqueue(session, "similar_homes.work_out", jobs.NOBODY, now=now)


def _is_counted(session: Session, home_id: uuid.UUID, now: datetime) -> bool:
    agreed = select(ConsentGrant.id).where(
        ConsentGrant.home_id == home_id, ConsentGrant.purpose == Purpose.OPEN_DATA, in_force_at(now)
    )
    return session.exec(agreed.limit(1)).first() is not None


def cancel(session: Session, name: str, subjects: Collection[uuid.UUID]) -> None:
    """Work about these that nobody has begun will not be done."""
    waiting = session.exec(
        select(Work.id)
        .where(Work.name == name, col(Work.subject_id).in_(list(subjects)), Work.state == WorkState.QUEUED)
        .with_for_update(skip_locked=True)
    ).all()
    session.exec(delete(Work).where(col(Work.id).in_(waiting)))
