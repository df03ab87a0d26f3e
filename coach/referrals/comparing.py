"""A lender's list beside ours: what one has and the other has not, and where they differ. The last one is kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, select

from coach.referrals.codes_referrals import LISTED_TWICE
from coach.referrals.lists import as_told
from coach.referrals.states import Standing, fold
from greener_homes import audit
from greener_homes.errors import Refusal
from greener_homes.tables.referral import (
    Referral,
    ReferralComparison,
    ReferralEvent,
    ReferralState,
)

OURS_ALONE: Final = frozenset({ReferralState.SENT, ReferralState.WITHDRAWN})
"""States a lender may never have heard of."""


class Differs(StrEnum):
    """How a lender's list and ours differ on one referral."""

    UNKNOWN_HERE = "unknown_here"
    """It lists what was never sent to it."""
    MISSING_THERE = "missing_there"
    STATE = "state"
    AMOUNT = "amount"
    STOPPED_HERE = "stopped_here"
    """It goes on with what the resident has stopped."""
    CONFLICT = "conflict"
    """It said things of it that do not fit each other."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a lender's list."""

    referral_id: uuid.UUID
    state: ReferralState
    funded_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One referral on which the lists differ, with both states where there are two."""

    referral_id: uuid.UUID
    how: Differs
    ours: ReferralState | None = None
    theirs: ReferralState | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing: when, how many lines, and what differs."""

    at: datetime
    compared: int
    differences: tuple[Difference, ...]


def compare(
    session: Session, recipient_id: uuid.UUID, listed: Sequence[Listed], *, actor: audit.Actor, now: datetime
) -> Comparison:
    """The lender's list beside ours, kept in the place of the last. Raises Refusal for a referral listed twice."""
    theirs = {one.referral_id: one for one in listed}
    if len(theirs) < len(listed):
        raise Refusal(LISTED_TWICE)
    ours = _ours(session, recipient_id)
    found = [Difference(one, Differs.UNKNOWN_HERE, theirs=theirs[one].state) for one in theirs if one not in ours]
    for referral_id, standing in ours.items():
        found += _differences(referral_id, standing, theirs.get(referral_id))
    found.sort(key=lambda one: (str(one.referral_id), one.how))
    made = Comparison(now, len(listed), tuple(found))
    _keep(session, recipient_id, made)
    audit.record(
        session,
        actor,
        audit.Action.REFERRAL_COMPARED,
        at=now,
        object_id=recipient_id,
        compared=len(listed),
        differences=len(found),
    )
    return made


def last(session: Session, recipient_id: uuid.UUID) -> Comparison | None:
    """The last comparison with this lender; None before the first."""
    row = session.get(ReferralComparison, recipient_id, populate_existing=True)
    if row is None:
        return None
    return Comparison(row.at, row.compared, tuple(_read(one) for one in row.differences))


def _keep(session: Session, recipient_id: uuid.UUID, made: Comparison) -> None:
    """The last comparison stands in the place of the one before; of two lists sent at once one comes last."""
    values = {
        "at": made.at,
        "compared": made.compared,
        "differences": [_kept(one) for one in made.differences],
    }
    row = insert(ReferralComparison).values(recipient_id=recipient_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["recipient_id"], set_=values))


def _ours(session: Session, recipient_id: uuid.UUID) -> dict[uuid.UUID, Standing]:
    events: dict[uuid.UUID, list[ReferralEvent]] = {}
    for event in session.exec(select(ReferralEvent).where(ReferralEvent.recipient_id == recipient_id)):
        events.setdefault(event.referral_id, []).append(event)
    rows = session.exec(select(Referral).where(Referral.recipient_id == recipient_id))
    return {
        row.id: fold(row.made_at, [as_told(one) for one in events.get(row.id, ())], row.withdrawn_at) for row in rows
    }


def _differences(referral_id: uuid.UUID, ours: Standing, theirs: Listed | None) -> list[Difference]:
    found = []
    if theirs is None:
        if ours.state not in OURS_ALONE:
            found.append(Difference(referral_id, Differs.MISSING_THERE, ours.state))
    elif ours.state is ReferralState.WITHDRAWN:
        if theirs.state is not ReferralState.WITHDRAWN:
            found.append(Difference(referral_id, Differs.STOPPED_HERE, ours.state, theirs.state))
    else:
        if ours.state is not theirs.state:
            found.append(Difference(referral_id, Differs.STATE, ours.state, theirs.state))
        paid = ours.funded.amount_cents if ours.funded else None
        if paid != theirs.funded_cents:
            found.append(Difference(referral_id, Differs.AMOUNT, ours.state, theirs.state))
    if ours.conflicts:
        found.append(Difference(referral_id, Differs.CONFLICT, ours.state))
    return found


def _kept(one: Difference) -> dict[str, str]:
    states = {"ours": one.ours, "theirs": one.theirs}
    said = {name: state.value for name, state in states.items() if state is not None}
    return {"referral": str(one.referral_id), "how": one.how.value, **said}


def _read(kept: dict[str, str]) -> Difference:
    ours, theirs = (ReferralState(kept[name]) if name in kept else None for name in ("ours", "theirs"))
    return Difference(uuid.UUID(kept["referral"]), Differs(kept["how"]), ours, theirs)
