"""Offers of money in versions: taken in, listed to their lender, withdrawn; and those that residents may see.

The same content twice is one version. Of two versions the one stated later counts, whichever came first, and a version
that came late is kept and never counts. Nothing is ever overwritten but when its sender last said the same again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from greener_homes import audit, db, organisations
from greener_homes import codes_finance as codes
from greener_homes.errors import NotFound, Refusal
from greener_homes.finance_offers_terms import KEY, LISTS, LOOKED_AT, FinanceKind, OfferTerms, sound
from greener_homes.page_questions import plain
from greener_homes.tables.finance import FinanceOffer
from greener_homes.tables.finance import OfferState as OfferState
from greener_homes.tables.finance import ReceivedVia as ReceivedVia
from greener_homes.tables.programme import Organisation, OrganisationKind

MAY_OFFER: Final = {
    OrganisationKind.UTILITY: frozenset({FinanceKind.ON_BILL}),
    OrganisationKind.LENDER: frozenset({FinanceKind.LOAN, FinanceKind.LOCAL_IMPROVEMENT_CHARGE}),
    OrganisationKind.MUNICIPALITY: frozenset({FinanceKind.LOCAL_IMPROVEMENT_CHARGE}),
}
"""What each kind of partner may offer."""
MOST_KEYS: Final = 500
"""Offers one organisation may have, so that no list grows without end."""
VERSIONS_LISTED: Final = 100
"""Versions of one offer that are listed, those stated last; all of them are kept."""
_OFFER: Final = plain(FinanceOffer)
LAST_FIRST: Final = _OFFER.c.stated_at.desc(), _OFFER.c.version.desc()
"""The order of an offer's versions: the one stated last, which counts, first. For the core's own use."""
_LOCK: Final = 0x0FFE


class Outcome(StrEnum):
    """What a statement of terms came to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class OfferView:
    """One version of an offer. `lender` is the organisation's name; `terms` is all that it says."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    lender: str
    version: int
    terms: OfferTerms
    stated_at: datetime
    received_via: ReceivedVia
    received_at: datetime
    state: OfferState
    decided_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a statement of terms came to, and the version it is now in."""

    outcome: Outcome
    offer: OfferView


def put(
    session: Session,
    organisation_id: uuid.UUID,
    terms: OfferTerms,
    stated_at: datetime,
    *,
    via: ReceivedVia,
    actor: audit.Actor,
    now: datetime,
    file_id: uuid.UUID | None = None,
) -> Stated:
    """What the sender said is on record, once. Raises Refusal for terms that make no sense or are not theirs to offer.

    A version in which nothing changed that staff decide on stands as its predecessor does; others wait for them.
    """
    sender = organisations.get(session, organisation_id)
    outcome, newest = _weighed(session, sender, terms, stated_at, now)
    if outcome is Outcome.SAME and newest is not None:
        if newest.digest == terms.digest and newest.stated_at < stated_at:
            newest.stated_at = stated_at
            session.add(newest)
            session.flush()
        return Stated(outcome, view(_same(session, newest, terms) or newest, sender.name))
    row = FinanceOffer(
        organisation_id=organisation_id,
        version=1 + _last_version(session, organisation_id, terms.key),
        digest=terms.digest,
        stated_at=stated_at,
        received_via=via,
        received_at=now,
        file_id=file_id,
        **_columns(terms),
    )
    if newest is not None and outcome is Outcome.LATE:
        is_gone = newest.withdrawn_at is not None and stated_at <= newest.withdrawn_at
        row.withdrawn_at = newest.withdrawn_at if is_gone else None
    elif newest is not None and outcome is Outcome.CHANGED and _stands_as(newest, terms):
        row.state, row.decided_at = OfferState.APPROVED, now
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.FINANCE_OFFER_STATED, at=now, object_id=row.id, version=row.version)
    return Stated(outcome, view(row, sender.name))


def would_be(
    session: Session, organisation_id: uuid.UUID, terms: OfferTerms, stated_at: datetime, *, now: datetime
) -> Outcome:
    """What stating these terms would come to; nothing is written. Raises Refusal as `put` does."""
    return _weighed(session, organisations.get(session, organisation_id), terms, stated_at, now)[0]


def withdraw(session: Session, organisation_id: uuid.UUID, key: str, *, actor: audit.Actor, now: datetime) -> OfferView:
    """No resident sees the offer from now on; versions stay. Safe to repeat. Raises NotFound, also for another's.

    Terms stated after this moment are an offer again, which staff look at first.
    """
    _one_at_a_time(session, organisation_id)
    newest = _newest(session, organisation_id, key)
    if newest is None:
        raise NotFound
    live = session.exec(_of_key(organisation_id, key).where(col(FinanceOffer.withdrawn_at).is_(None))).all()
    for row in live:
        row.withdrawn_at = now
        session.add(row)
    session.flush()
    if live:
        audit.record(session, actor, audit.Action.FINANCE_OFFER_WITHDRAWN, at=now, object_id=newest.id)
    return view(newest, organisations.get(session, organisation_id).name)


def of_organisation(session: Session, organisation_id: uuid.UUID) -> Sequence[OfferView]:
    """The organisation's offers by key: of each the version stated last."""
    query = (
        select(FinanceOffer)
        .where(FinanceOffer.organisation_id == organisation_id)
        .order_by(col(FinanceOffer.key), *LAST_FIRST)
        .ext(distinct_on(col(FinanceOffer.key)))
    )
    name = organisations.get(session, organisation_id).name
    return [view(row, name) for row in session.exec(query)]


def versions(session: Session, organisation_id: uuid.UUID, key: str) -> Sequence[OfferView]:
    """The versions of one of the organisation's offers, the one stated last first, up to `VERSIONS_LISTED`.

    Raises NotFound.
    """
    if KEY.fullmatch(key) is None:
        raise NotFound
    rows = session.exec(_of_key(organisation_id, key).limit(VERSIONS_LISTED)).all()
    if not rows:
        raise NotFound
    name = organisations.get(session, organisation_id).name
    return [view(row, name) for row in rows]


def approved_before(session: Session, offer: OfferView) -> OfferView | None:
    """Of the same offer the approved version stated last before this one; None where there is none."""
    query = _of_key(offer.organisation_id, offer.terms.key).where(
        FinanceOffer.state == OfferState.APPROVED, FinanceOffer.stated_at < offer.stated_at
    )
    row = session.exec(query.limit(1)).first()
    return view(row, offer.lender) if row is not None else None


def get(session: Session, offer_id: uuid.UUID) -> OfferView:
    """One version, whoever's it is. For staff and services. Raises NotFound."""
    row = session.get(FinanceOffer, offer_id)
    if row is None:
        raise NotFound
    return view(row, organisations.get(session, row.organisation_id).name)


def shown_on(session: Session, on: date) -> Sequence[OfferView]:
    """The offers residents may see that day, by key: approved, not withdrawn, in force, of partners still open.

    Of each offer the version counts that was stated last of those in force. Where that one waits or was declined the
    offer is not shown at all: its lender no longer stands by an earlier one.
    """
    found = [view(row, row.lender) for row in session.execute(_BEGUN, {"on": on}) if _is_shown(row, on)]
    return sorted(found, key=lambda each: (each.lender, each.terms.key))


_LENDER: Final = plain(Organisation)
_BEGUN: Final = (
    sqlalchemy_select(*_OFFER.c, _LENDER.c.name.label("lender"))
    .join(_LENDER, _LENDER.c.id == _OFFER.c.organisation_id)
    .where(_OFFER.c.valid_from <= bindparam("on"), _LENDER.c.closed_at.is_(None))
    .order_by(_OFFER.c.organisation_id, _OFFER.c.key, *LAST_FIRST)
    .ext(distinct_on(_OFFER.c.organisation_id, _OFFER.c.key))
)
"""Of each offer the version that was stated last. Put together once, for the pages that ask it."""


def view(row: FinanceOffer | Row[Any], lender: str) -> OfferView:
    """The row as others see it. For the core's own use."""
    values = {each.name: getattr(row, each.name) for each in fields(OfferTerms)}
    values |= {name: tuple(values[name]) for name in LISTS}
    return OfferView(
        id=row.id,
        organisation_id=row.organisation_id,
        lender=lender,
        version=row.version,
        terms=OfferTerms(**values),
        stated_at=row.stated_at,
        received_via=row.received_via,
        received_at=row.received_at,
        state=row.state,
        decided_at=row.decided_at,
        withdrawn_at=row.withdrawn_at,
    )


def _weighed(
    session: Session, sender: organisations.OrganisationView, terms: OfferTerms, stated_at: datetime, now: datetime
) -> tuple[Outcome, FinanceOffer | None]:
    """What the terms are beside what is known of their key, which is held until this transaction ends.

    With it the version stated last; None for a new key.
    """
    if terms.kind not in MAY_OFFER.get(sender.kind, frozenset()):
        raise Refusal(codes.KIND)
    sound(terms, stated_at, now=now)
    _one_at_a_time(session, sender.id)
    newest = _newest(session, sender.id, terms.key)
    if newest is None:
        if _keys(session, sender.id) >= MOST_KEYS:
            raise Refusal(codes.TOO_MANY, most=MOST_KEYS)
        return Outcome.NEW, None
    gone = newest.withdrawn_at is not None and stated_at <= newest.withdrawn_at
    if stated_at < newest.stated_at or gone:
        return (Outcome.LATE if _same(session, newest, terms) is None else Outcome.SAME), newest
    if newest.digest == terms.digest and newest.withdrawn_at is None:
        return Outcome.SAME, newest
    if stated_at == newest.stated_at:
        raise Refusal(codes.SAME_MOMENT)
    return Outcome.CHANGED, newest


def _stands_as(before: FinanceOffer, terms: OfferTerms) -> bool:
    """Whether staff approved exactly what residents would now be told."""
    if before.state is not OfferState.APPROVED or before.withdrawn_at is not None:
        return False
    return all(getattr(before, name) == getattr(terms, name) for name in LOOKED_AT)


def _is_shown(row: FinanceOffer | Row[Any], on: date) -> bool:
    ends = row.valid_until is not None and row.valid_until < on
    return row.state is OfferState.APPROVED and row.withdrawn_at is None and not ends


def _of_key(organisation_id: uuid.UUID, key: str) -> SelectOfScalar[FinanceOffer]:
    """Asks for every version, the one stated last first."""
    query = select(FinanceOffer).where(FinanceOffer.organisation_id == organisation_id, FinanceOffer.key == key)
    return query.order_by(*LAST_FIRST)


def _newest(session: Session, organisation_id: uuid.UUID, key: str) -> FinanceOffer | None:
    """The version stated last; None for an unknown key, and for what could not be one."""
    if KEY.fullmatch(key) is None:
        return None
    return session.exec(_of_key(organisation_id, key).limit(1)).first()


def _same(session: Session, of: FinanceOffer, terms: OfferTerms) -> FinanceOffer | None:
    """The version with exactly this content, the one stated last where there are two; None where there is none."""
    query = _of_key(of.organisation_id, of.key).where(FinanceOffer.digest == terms.digest)
    return session.exec(query.limit(1)).first()


def _last_version(session: Session, organisation_id: uuid.UUID, key: str) -> int:
    query = select(func.max(FinanceOffer.version))
    found = session.exec(query.where(FinanceOffer.organisation_id == organisation_id, FinanceOffer.key == key)).one()
    return found or 0


def _keys(session: Session, organisation_id: uuid.UUID) -> int:
    query = select(func.count(func.distinct(col(FinanceOffer.key))))
    return session.exec(query.where(FinanceOffer.organisation_id == organisation_id)).one()


def _columns(terms: OfferTerms) -> dict[str, Any]:
    found = asdict(terms)
    return found | {name: list(found[name]) for name in LISTS}


def _one_at_a_time(session: Session, organisation_id: uuid.UUID) -> None:
    db.one_at_a_time(session, (organisation_id.int >> 65) ^ _LOCK)
