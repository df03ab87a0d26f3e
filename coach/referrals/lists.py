"""Referrals as their readers see them: the resident with everything, the lender with its own, staff in numbers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from coach.referrals.sending import place_of
from coach.referrals.states import Standing, Told, fold
from greener_homes import people
from greener_homes.consent import ReferralField
from greener_homes.errors import NotFound
from greener_homes.tables.referral import (
    Referral,
    ReferralEvent,
    ReferralNeed,
    ReferralPackage,
    ReferralState,
)
from greener_homes.tables.referral_notice import ReferralEnd, ReferralNotice
from greener_homes.vault import Vault

ANSWERS_WITHIN = timedelta(days=10)
"""How long a lender may say nothing before staff see it."""
CONFIRMS_WITHIN = timedelta(days=5)
"""How long it may take to confirm that it has stopped before the resident and staff are told."""
A_PAGE = 50
AT_ONCE = 500
"""Rows read in one go where all are read."""


@dataclass(frozen=True, slots=True)
class PackageView:
    """One version of what went. `content` is open to the resident alone, and None once it was erased."""

    version: int
    fields: tuple[ReferralField, ...]
    made_at: datetime
    receipt_id: uuid.UUID | None
    first_fetched_at: datetime | None
    fetches: int
    erased_at: datetime | None
    content: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral, its packages oldest first, what its lender said in the order it happened, and where that leads."""

    id: uuid.UUID
    recipient_id: uuid.UUID
    offer_id: uuid.UUID | None
    made_at: datetime
    standing: Standing
    told: tuple[Told, ...]
    packages: tuple[PackageView, ...]
    withdrawn_at: datetime | None
    ended_as: ReferralEnd | None
    confirmed_at: datetime | None

    @property
    def state(self) -> ReferralState:
        return self.standing.state

    @property
    def fields(self) -> tuple[ReferralField, ...]:
        """What of the newest version went."""
        return self.packages[-1].fields

    @property
    def version(self) -> int:
        return self.packages[-1].version

    def confirms_late(self, now: datetime) -> bool:
        """Whether the lender should have confirmed that it stopped."""
        ended = self.withdrawn_at
        return ended is not None and self.confirmed_at is None and now - ended > CONFIRMS_WITHIN


@dataclass(frozen=True, slots=True)
class LenderCounts:
    """One lender's referrals in numbers, for staff."""

    recipient_id: uuid.UUID
    by_state: Mapping[ReferralState, int]
    silent: int
    """Sent, and nothing heard for longer than a lender may take."""
    unconfirmed: int
    """Ends it should have confirmed."""
    conflicts: int

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def needs_a_look(self) -> bool:
        return bool(self.silent or self.unconfirmed or self.conflicts)


def of_resident(session: Session, person_id: uuid.UUID, home_id: uuid.UUID) -> Sequence[ReferralView]:
    """The person's own referrals of this home, newest first, without what went."""
    rows = session.exec(
        select(Referral)
        .where(Referral.person_id == person_id, Referral.home_id == home_id)
        .order_by(col(Referral.made_at).desc(), col(Referral.id).desc())
    ).all()
    return views(session, rows)


def one_of_resident(
    session: Session, vault: Vault, person_id: uuid.UUID, home_id: uuid.UUID, referral_id: uuid.UUID
) -> ReferralView:
    """One of them with what went, while it is kept. Raises NotFound, also for another's."""
    row = session.get(Referral, referral_id)
    if row is None or (row.person_id, row.home_id) != (person_id, home_id):
        raise NotFound
    return views(session, [row], opened=(vault, people.key_of(session, vault, person_id)))[0]


def of_recipient(
    session: Session, recipient_id: uuid.UUID, *, limit: int = A_PAGE, after: uuid.UUID | None = None
) -> Sequence[ReferralView]:
    """A lender's own referrals, oldest first; after the one named."""
    query = select(Referral).where(Referral.recipient_id == recipient_id)
    if after is not None:
        query = query.where(col(Referral.id) > after)
    return views(session, session.exec(query.order_by(col(Referral.id)).limit(limit)).all())


def newest_of_recipient(
    session: Session, recipient_id: uuid.UUID, *, page: int, state: ReferralState | None = None
) -> Sequence[ReferralView]:
    """A page of a lender's own referrals, of one state or all, newest first."""
    query = _of(recipient_id, state).order_by(col(Referral.id).desc())
    return views(session, session.exec(query.offset((page - 1) * A_PAGE).limit(A_PAGE)).all())


def whole_of_recipient(
    session: Session, recipient_id: uuid.UUID, *, state: ReferralState | None = None
) -> Iterator[ReferralView]:
    """All of a lender's own referrals, of one state or all, oldest first, read a part at a time."""
    query, last = _of(recipient_id, state).order_by(col(Referral.id)).limit(AT_ONCE), None
    while rows := session.exec(query if last is None else query.where(col(Referral.id) > last)).all():
        yield from views(session, rows)
        last = rows[-1].id


def counts_of_recipient(session: Session, recipient_id: uuid.UUID) -> Mapping[ReferralState, int]:
    """How many of a lender's own referrals stand in each state; states without any are not in it."""
    grouped = select(Referral.state, func.count()).where(Referral.recipient_id == recipient_id)
    return {ReferralState(state): count for state, count in session.exec(grouped.group_by(col(Referral.state)))}


def one_of_recipient(session: Session, recipient_id: uuid.UUID, referral_id: uuid.UUID) -> ReferralView:
    """One of a lender's own. Raises NotFound, alike for another's and for none."""
    row = session.get(Referral, referral_id)
    if row is None or row.recipient_id != recipient_id:
        raise NotFound
    return views(session, [row])[0]


def counts(session: Session, *, now: datetime) -> Sequence[LenderCounts]:
    """Every lender that was ever sent anything, in numbers: who has most to look at first."""
    states: dict[uuid.UUID, dict[ReferralState, int]] = {}
    grouped = select(Referral.recipient_id, Referral.state, func.count()).group_by(
        col(Referral.recipient_id), col(Referral.state)
    )
    for recipient, state, count in session.exec(grouped):
        states.setdefault(recipient, {})[ReferralState(state)] = count
    silent = _by_recipient(
        session, Referral, col(Referral.state) == ReferralState.SENT, col(Referral.made_at) < now - ANSWERS_WITHIN
    )
    unfit = _by_recipient(session, Referral, col(Referral.conflicts) > 0)
    unconfirmed = _by_recipient(
        session,
        ReferralNotice,
        col(ReferralNotice.confirmed_at).is_(None),
        col(ReferralNotice.made_at) < now - CONFIRMS_WITHIN,
    )
    found = [
        LenderCounts(one, states.get(one, {}), silent.get(one, 0), unconfirmed.get(one, 0), unfit.get(one, 0))
        for one in {*states, *unconfirmed}
    ]
    return sorted(found, key=lambda one: (-one.silent - one.unconfirmed - one.conflicts, str(one.recipient_id)))


def funded(session: Session, home_id: uuid.UUID, measures: Sequence[str]) -> Sequence[tuple[uuid.UUID, date]]:
    """Which lenders paid out money for any of these measures of a home, and on which local day."""
    rows = session.exec(
        select(Referral)
        .where(Referral.home_id == home_id, col(Referral.funded_on).is_not(None))
        .order_by(col(Referral.id))
    )
    wanted = set(measures)
    return [(row.recipient_id, row.funded_on) for row in rows if row.funded_on and wanted.intersection(row.measures)]


def views(
    session: Session, rows: Sequence[Referral], *, opened: tuple[Vault, bytes | None] | None = None
) -> list[ReferralView]:
    """The rows as they are read; with `opened`, what went is opened with that key."""
    ids = [row.id for row in rows]
    told: dict[uuid.UUID, list[Told]] = {}
    for event in session.exec(select(ReferralEvent).where(col(ReferralEvent.referral_id).in_(ids))):
        told.setdefault(event.referral_id, []).append(as_told(event))
    packages: dict[uuid.UUID, list[PackageView]] = {}
    query = select(ReferralPackage).where(col(ReferralPackage.referral_id).in_(ids))
    for package in session.exec(query.order_by(col(ReferralPackage.version))):
        packages.setdefault(package.referral_id, []).append(_package(package, opened))
    notices = session.exec(select(ReferralNotice).where(col(ReferralNotice.referral_number).in_(ids)))
    confirmed = {notice.referral_number: notice.confirmed_at for notice in notices}
    return [
        ReferralView(
            id=row.id,
            recipient_id=row.recipient_id,
            offer_id=row.offer_id,
            made_at=row.made_at,
            standing=fold(row.made_at, told.get(row.id, ()), row.withdrawn_at),
            told=tuple(sorted(told.get(row.id, ()), key=lambda one: (one.occurred_at, one.key))),
            packages=tuple(packages.get(row.id, ())),
            withdrawn_at=row.withdrawn_at,
            ended_as=row.ended_as,
            confirmed_at=confirmed.get(row.id),
        )
        for row in rows
    ]


def as_told(row: ReferralEvent) -> Told:
    """An event as the fold takes it."""
    return Told(
        key=row.event_key,
        kind=row.kind,
        occurred_at=row.occurred_at,
        needs=tuple(ReferralNeed(one) for one in row.needs),
        amount_cents=row.amount_cents,
        rate_thousandths=row.rate_thousandths,
        years=row.years,
    )


def _package(row: ReferralPackage, opened: tuple[Vault, bytes | None] | None) -> PackageView:
    content = None
    if opened is not None and opened[1] is not None and row.content_sealed is not None:
        content = json.loads(opened[0].open(opened[1], row.content_sealed, place_of(row.id)))
    return PackageView(
        version=row.version,
        fields=tuple(field for field in ReferralField if field.value in row.fields),
        made_at=row.made_at,
        receipt_id=row.receipt_id,
        first_fetched_at=row.first_fetched_at,
        fetches=row.fetches,
        erased_at=row.erased_at,
        content=content,
    )


def _of(recipient_id: uuid.UUID, state: ReferralState | None) -> SelectOfScalar[Referral]:
    query = select(Referral).where(Referral.recipient_id == recipient_id)
    return query if state is None else query.where(Referral.state == state)


def _by_recipient(
    session: Session, table: type[Referral] | type[ReferralNotice], *conditions: ColumnElement[bool]
) -> dict[uuid.UUID, int]:
    rows = session.exec(
        select(table.recipient_id, func.count()).where(*conditions).group_by(col(table.recipient_id))
    ).all()
    return dict(rows)
