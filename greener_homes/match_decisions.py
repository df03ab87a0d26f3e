"""Held claims to a supplier's customer, as staff decide about them: let through, refused, undone, looked at again.

Staff know of each which supplier, what it rests on, and the last characters of both numbers, so that they can ask the
supplier; never a number in full, and never who the claimant is. Every decision has a reason out of a list and is in
the audit; the claimant reads it, and the supplier reads that its customer was claimed twice, and how that ended.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session, col, select

from greener_homes import audit, matches, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.matches import MatchReason, MatchState, MatchView
from greener_homes.tables.base import new_id
from greener_homes.tables.match import HomeMatch
from greener_homes.vault import Vault
from models.findings import Code, Severity

SHOWN_FOR = timedelta(days=30)
"""How long a decision is listed, and can be looked at again: so long its digests are kept."""
TO_RELEASE = (MatchReason.SUPPLIER_SAYS_THIS, MatchReason.OTHER_LEFT)
TO_REFUSE = (MatchReason.SUPPLIER_SAYS_OTHER, MatchReason.NOT_SHOWN)
REASONS: Mapping[str, tuple[MatchReason, ...]] = MappingProxyType(
    {"release": TO_RELEASE, "refuse": TO_REFUSE, "undo": TO_RELEASE}
)
"""Why each may be done. Undoing the match that stands takes the same reasons as letting the claim through."""

REASON_NEEDED = Code(
    "match.reason",
    Severity.REFUSAL,
    "Choose a reason that goes with this decision.",
    "Choisissez une raison qui va avec cette décision.",
)
CODES = (REASON_NEEDED,)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim with what staff need: the ends of its numbers, and the match that stands in its way, if any."""

    match: MatchView
    account_end: str
    meter_end: str
    standing: MatchView | None


@dataclass(frozen=True, slots=True)
class SupplierClaim:
    """One claim as its supplier reads of it: a customer by pseudonym, where it stands and why. Nothing of homes."""

    pseudonym: str
    match: MatchView


def waiting(session: Session, vault: Vault) -> Sequence[Claim]:
    """Claims nobody has decided about, oldest first."""
    return [_claim(session, vault, _row(session, one.id)) for one in matches.held(session)]


def decided(session: Session, *, now: datetime) -> Sequence[MatchView]:
    """What staff decided in the last thirty days, newest first."""
    rows = session.exec(
        select(HomeMatch)
        .where(
            col(HomeMatch.decided_at) > now - SHOWN_FOR,
            col(HomeMatch.state).in_([MatchState.LIVE, MatchState.REFUSED, MatchState.UNDONE]),
        )
        .order_by(col(HomeMatch.decided_at).desc(), col(HomeMatch.id))
    )
    return [matches.view(row) for row in rows]


def one(session: Session, vault: Vault, match_id: uuid.UUID) -> Claim:
    """A claim that waits. Raises NotFound."""
    row = _row(session, match_id)
    if row.state is not MatchState.HELD:
        raise NotFound
    return _claim(session, vault, row)


def release(
    session: Session, match_id: uuid.UUID, reason: MatchReason | None, *, actor: audit.Actor, now: datetime
) -> MatchView:
    """The claim is the supplier's customer from now on. Raises NotFound, and Refusal while another home is."""
    wanted = _fitting("release", reason)
    return matches.release(session, match_id, actor=actor, now=now, reason=wanted)


def refuse(
    session: Session, match_id: uuid.UUID, reason: MatchReason | None, *, actor: audit.Actor, now: datetime
) -> MatchView:
    """The claim is not this customer, and whoever made it reads why; the other home's match stands. Raises NotFound."""
    wanted = _fitting("refuse", reason)
    row = _row(session, match_id, lock=True)
    if row.state is not MatchState.HELD:
        raise NotFound
    row.state, row.changed_at = MatchState.REFUSED, now
    facts = matches.decided(row, wanted, actor, now)
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.MATCH_REFUSED, at=now, home_id=row.home_id, object_id=row.id, **facts)
    return matches.view(row)


def undo_standing(
    session: Session, match_id: uuid.UUID, reason: MatchReason | None, *, actor: audit.Actor, now: datetime
) -> MatchView:
    """The match in the way of this held claim stands no longer, and what came through it is deleted.

    Staff reach no other match than that: who nobody disputes is not theirs to undo. Raises NotFound.
    """
    wanted = _fitting("undo", reason)
    row = _row(session, match_id)
    standing = matches.live_one(session, row) if row.state is MatchState.HELD else None
    if standing is None:
        raise NotFound
    return matches.undo(session, standing.home_id, standing.id, actor=actor, now=now, reason=wanted)


def reopen(session: Session, match_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> MatchView:
    """A claim staff decided about waits again; what came in since it was let through is deleted. Raises NotFound."""
    row = _row(session, match_id, lock=True)
    if row.decided_at is None or row.decided_at <= now - SHOWN_FOR or row.pair_match is None:
        raise NotFound
    again = row
    if row.state is MatchState.LIVE:
        again = HomeMatch(**(row.model_dump() | {"id": new_id()}))
        matches.undo(session, row.home_id, row.id, actor=actor, now=now, reason=MatchReason.MISTAKE)
        row.decided_at = row.decided_by = row.reason = None  # the decision is the claim's, which goes on
    elif row.state is not MatchState.REFUSED:
        raise NotFound
    again.state, again.changed_at = MatchState.HELD, now
    again.reason = again.decided_at = again.decided_by = None
    session.add(again)
    session.flush()
    facts = {"reason": MatchReason.MISTAKE.value}
    audit.record(
        session, actor, audit.Action.MATCH_REOPENED, at=now, home_id=again.home_id, object_id=again.id, **facts
    )
    return matches.view(again)


def of_supplier(session: Session, supplier_id: uuid.UUID, *, now: datetime) -> Sequence[SupplierClaim]:
    """This supplier's customers that were claimed twice: those that wait, then what was decided in thirty days."""
    rows = session.exec(
        select(HomeMatch)
        .where(
            HomeMatch.supplier_id == supplier_id,
            col(HomeMatch.manifest_match).is_not(None),
            (col(HomeMatch.state) == MatchState.HELD)
            | (
                (col(HomeMatch.decided_at) > now - SHOWN_FOR)
                & col(HomeMatch.state).in_([MatchState.LIVE, MatchState.REFUSED])
            ),
        )
        .order_by(col(HomeMatch.decided_at).desc().nulls_first(), col(HomeMatch.made_at), col(HomeMatch.id))
    )
    return [SupplierClaim((row.manifest_match or b"").hex(), matches.view(row)) for row in rows]


def _fitting(act: str, reason: MatchReason | None) -> MatchReason:
    if reason is None or reason not in REASONS[act]:
        raise Refusal(REASON_NEEDED)
    return reason


def _row(session: Session, match_id: uuid.UUID, *, lock: bool = False) -> HomeMatch:
    query = select(HomeMatch).where(HomeMatch.id == match_id)
    row = session.exec(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _claim(session: Session, vault: Vault, row: HomeMatch) -> Claim:
    standing = matches.live_one(session, row)
    account, _, meter = _ends(session, vault, row).partition("|")
    return Claim(matches.view(row), account, meter, matches.view(standing) if standing else None)


def _ends(session: Session, vault: Vault, row: HomeMatch) -> str:
    """The last characters of both numbers; nothing for a claim older than their keeping, or without a key."""
    key = people.key_of(session, vault, row.person_id) if row.ends_sealed else None
    return vault.open(key, row.ends_sealed, matches.ends_place(row.person_id)) if key and row.ends_sealed else ""
