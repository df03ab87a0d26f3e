"""Whether something is permitted right now: the only maker of `LiveConsent`, the key to personal usage.

Asked at the moment of use, from the ledger; a queued job asks again when it runs. A grant is in force when it was
neither withdrawn nor ended, has begun, has not expired, and its person has not moved out.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import BindParameter, ColumnElement, Row, Select, String, bindparam, func, or_, type_coerce
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from greener_homes.consent_codes import MISSING
from greener_homes.copying import one_of
from greener_homes.errors import Refusal
from greener_homes.local_days import LOCAL as LOCAL
from greener_homes.page_questions import plain
from greener_homes.tables.consent import ConsentGrant, Purpose, ReferralField, Source
from models.quantities import Commodity

GRANT: Final = plain(ConsentGrant)
BEST_FIRST = tuple(Source)
_SOURCES = {each.value: each for each in Source}

_MINT = object()
MINTED: Final = (
    "id",
    "home_id",
    "person_id",
    "purpose",
    "source",
    "supplier_id",
    "commodity",
    "data_from",
    "data_until",
    "granted_at",
)
"""What of a grant a proof is made of; that of a referral of its `fields` as well."""


class Window(NamedTuple):
    """Of which local days a commodity's usage is covered: from `since`, and not from `until` on."""

    commodity: Commodity
    since: date
    until: date | None

    def met_with(self, other: Window) -> Window | None:
        """The days both cover; None when there is no such day."""
        until = min((day for day in (self.until, other.until) if day is not None), default=None)
        since = max(self.since, other.since)
        return None if until is not None and until <= since else Window(self.commodity, since, until)


@dataclass(frozen=True, slots=True)
class LiveConsent:
    """Proof, at one moment, that a home's usage from one source may be used for one purpose.

    `windows` says from which local day each commodity is covered, `fields` what a referral lets go and nothing for
    other purposes. Only this module makes one, of grants that it was given from the ledger at that moment.
    """

    home_id: uuid.UUID
    person_id: uuid.UUID
    purpose: Purpose
    source: Source
    supplier_id: uuid.UUID | None
    covered: tuple[Window, ...]
    grant_ids: tuple[uuid.UUID, ...]
    checked_at: datetime
    mint: object = field(repr=False, compare=False)
    fields: frozenset[ReferralField] = frozenset()

    def __post_init__(self) -> None:
        if self.mint is not _MINT:
            raise TypeError("LiveConsent comes from consent.require, never from a constructor")

    @property
    def windows(self) -> tuple[tuple[Commodity, date], ...]:
        return tuple((window.commodity, window.since) for window in self.covered)

    @property
    def commodities(self) -> frozenset[Commodity]:
        return frozenset(window.commodity for window in self.covered)

    def covers_from(self, commodity: Commodity) -> date | None:
        """The first local day covered for `commodity`; None when it is not covered at all."""
        return next((window.since for window in self.covered if window.commodity is commodity), None)

    def covers_until(self, commodity: Commodity) -> date | None:
        """The first local day no longer covered for `commodity`; None while no end is known."""
        return next((window.until for window in self.covered if window.commodity is commodity), None)

    def within(self, others: Sequence[LiveConsent]) -> Self | None:
        """As much of this as `others` also cover, source by source; None when that is nothing."""
        same = [one for one in others if (one.source, one.supplier_id) == (self.source, self.supplier_id)]
        met = _met(self.covered, tuple([one.covered for one in same]))
        if not met or same[0].home_id != self.home_id:
            return None
        return type(self)(
            home_id=self.home_id,
            person_id=self.person_id,
            purpose=self.purpose,
            source=self.source,
            supplier_id=self.supplier_id,
            covered=met,
            grant_ids=(*self.grant_ids, *(grant for one in same for grant in one.grant_ids)),
            checked_at=self.checked_at,
            mint=_MINT,
            fields=self.fields,
        )


def require(
    session: Session,
    home_id: uuid.UUID,
    purpose: Purpose,
    source: Source,
    *,
    at: datetime,
    lock: bool = False,
    supplier_id: uuid.UUID | None = None,
    recipient_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
) -> LiveConsent:
    """Proof of the grants in force at `at` for one source, and for its supplier where it has one.

    With `person_id` only that person's own answers count.

    Raises Refusal when there is none. With `lock` the grants stay as they are until this transaction ends, so
    that a withdrawal waits for a write and a write never follows a withdrawal.
    """
    rows = _rows(
        session,
        lock,
        *_of(home_id, purpose, recipient_id),
        col(ConsentGrant.source) == source,
        col(ConsentGrant.supplier_id).is_not_distinct_from(supplier_id),
        *(() if person_id is None else (col(ConsentGrant.person_id) == person_id,)),
        in_force_at(at),
    )
    if not rows:
        raise Refusal(MISSING)
    return _mint(rows, at)


def live(
    session: Session,
    home_id: uuid.UUID,
    purpose: Purpose,
    *,
    at: datetime,
    lock: bool = False,
    recipient_id: uuid.UUID | None = None,
) -> Sequence[LiveConsent]:
    """One proof for each source and supplier with grants in force, the best source first; none when nothing is.

    `lock` as for `require`. Never for the purposes of contact: ask `may_contact`.
    """
    values = {"home": home_id, "purpose": purpose, "recipient": recipient_id, **moment_of(at)}
    rows: Sequence[ConsentGrant | Row[Any]] = (
        session.exec(_OPEN_LOCKED, params=values).all() if lock else session.execute(_OPEN, values).all()
    )
    return proofs(rows, at)


def proofs(rows: Sequence[Any], at: datetime) -> Sequence[LiveConsent]:
    """What `live` gives of these grants: of one home and purpose, each with a source and in force at `at`.

    Rows, or anything with the attributes of `MINTED`.
    """
    grouped: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        assert row.source is not None  # noqa: S101  asked for above; narrowed for the type checker
        grouped.setdefault((BEST_FIRST.index(row.source), str(row.supplier_id or "")), []).append(row)
    return [_mint(grouped[key], at) for key in sorted(grouped)]


def require_each(
    session: Session,
    home_ids: Sequence[uuid.UUID],
    purpose: Purpose,
    source: Source,
    *,
    at: datetime,
    lock: bool = False,
    supplier_id: uuid.UUID | None = None,
) -> dict[uuid.UUID, LiveConsent]:
    """What `require` would give for each home, in one question; homes without a grant in force are not in it."""
    query = (
        sqlalchemy_select(*(getattr(ConsentGrant, name) for name in MINTED))
        .where(
            one_of(col(ConsentGrant.home_id), home_ids),
            col(ConsentGrant.purpose) == purpose,
            col(ConsentGrant.recipient_id).is_(None),
            col(ConsentGrant.source) == source,
            col(ConsentGrant.supplier_id).is_not_distinct_from(supplier_id),
            in_force_at(at),
        )
        .order_by(col(ConsentGrant.id))
    )
    rows = session.execute(query.with_for_update(read=True) if lock else query).all()
    grouped: dict[uuid.UUID, list[Row[Any]]] = {}
    for row in rows:
        grouped.setdefault(row.home_id, []).append(row)
    return {home_id: _mint(found, at) for home_id, found in grouped.items()}


def live_each(
    session: Session, home_ids: Sequence[uuid.UUID], purpose: Purpose, *, at: datetime
) -> dict[uuid.UUID, Sequence[LiveConsent]]:
    """What `live` would give for each home, in one question; homes where nothing is permitted are not in it.

    Nothing is held: whoever writes asks `still_live` before.
    """
    return live_each_of(session, home_ids, (purpose,), at=at)[purpose]


def live_each_of(
    session: Session, home_ids: Sequence[uuid.UUID], purposes: Sequence[Purpose], *, at: datetime
) -> dict[Purpose, dict[uuid.UUID, Sequence[LiveConsent]]]:
    """The same for each of several purposes, still in one question."""
    names = ("home_id", "id", "person_id", "supplier_id", "data_from", "data_until")
    words = (type_coerce(GRANT.c[name], String) for name in ("source", "commodity", "purpose"))
    query = (
        sqlalchemy_select(*(GRANT.c[name] for name in names), *words)
        .where(
            one_of(GRANT.c.home_id, home_ids),
            GRANT.c.purpose.in_(purposes),
            GRANT.c.recipient_id.is_(None),
            GRANT.c.source.is_not(None),
            in_force_at(at),
        )
        .order_by(GRANT.c.home_id, GRANT.c.granted_at, GRANT.c.id)
    )
    found: dict[Purpose, dict[uuid.UUID, list[LiveConsent]]] = {purpose: {} for purpose in purposes}
    known = {purpose.value: purpose for purpose in purposes}
    for home, grants in groupby(session.execute(query).all(), key=itemgetter(0)):
        proofs: dict[tuple[str, str, uuid.UUID | None], list[Any]] = {}
        for row in grants:
            _, _, _, supplier, _, _, source, _, purpose = row
            proofs.setdefault((purpose, source, supplier), []).append(row)
        for (purpose, source, _), rows in proofs.items():
            proof = _minted(home, known[purpose], _SOURCES[source], rows, at)
            found[known[purpose]].setdefault(home, []).append(proof)
    for each in found.values():
        for several in each.values():
            if len(several) > 1:
                several.sort(key=_place_of)
    return {purpose: dict(each) for purpose, each in found.items()}


def _place_of(proof: LiveConsent) -> tuple[int, str]:
    """The best source first."""
    return BEST_FIRST.index(proof.source), str(proof.supplier_id or "")


def _minted(home: uuid.UUID, purpose: Purpose, source: Source, rows: Sequence[Any], at: datetime) -> LiveConsent:
    """As `_mint`, of plain rows of one home, purpose and source in the order they were granted."""
    _, _, person, supplier, *_ = rows[0]
    covered = _covered(tuple([(row[7], row[4], row[5]) for row in rows]))
    return LiveConsent(home, person, purpose, source, supplier, covered, tuple([row[1] for row in rows]), at, _MINT)


def still_live(session: Session, consents: Sequence[LiveConsent], *, at: datetime) -> set[uuid.UUID]:
    """The homes all of whose grants here are in force at `at`; they stay so until this transaction ends."""
    grants = [grant for consent in consents for grant in consent.grant_ids]
    query = (
        sqlalchemy_select(ConsentGrant.id)  # type: ignore[call-overload]
        .where(one_of(col(ConsentGrant.id), grants), in_force_at(at))
        .order_by(col(ConsentGrant.id))  # everybody locks in this order
        .with_for_update(read=True)
    )
    locked = query.cte("locked")
    count = session.execute(sqlalchemy_select(func.count()).select_from(locked)).scalar_one()
    if count == len({grant.int for grant in grants}):  # numbers are told apart quicker than identifiers
        return {consent.home_id for consent in consents}
    held = set(session.execute(query).scalars())
    ended = {consent.home_id for consent in consents if not held.issuperset(consent.grant_ids)}
    return {consent.home_id for consent in consents} - ended


def may_contact(session: Session, person_id: uuid.UUID, purpose: Purpose, *, at: datetime) -> bool:
    """Whether this person may be written to in the way `purpose` names. ValueError for a purpose that is not one."""
    if not purpose.is_contact:
        raise ValueError(f"{purpose} is not a way to reach a person")
    query = select(ConsentGrant.id).where(
        ConsentGrant.person_id == person_id, ConsentGrant.purpose == purpose, in_force_at(at)
    )
    return session.exec(query.limit(1)).first() is not None


def open_homes(purpose: Purpose, source: Source | None = None, *, at: datetime) -> Select[uuid.UUID]:
    """A subquery of the homes with a grant in force for `purpose`: for lists, before anything of a home is opened.

    From any source, unless one is named.
    """
    query = sqlalchemy_select(col(ConsentGrant.home_id)).where(col(ConsentGrant.purpose) == purpose, in_force_at(at))
    return query if source is None else query.where(col(ConsentGrant.source) == source)


def open_persons(purpose: Purpose, *, at: datetime) -> Select[uuid.UUID]:
    """A subquery of the people with a grant in force for `purpose`: for lists of whom may be written to."""
    return sqlalchemy_select(col(ConsentGrant.person_id)).where(col(ConsentGrant.purpose) == purpose, in_force_at(at))


def in_force_at(at: datetime) -> ColumnElement[bool]:
    """SQL that a grant is in force at `at`."""
    return _in_force(at, at.astimezone(LOCAL).date())


def _in_force(at: datetime | BindParameter[datetime], on: date | BindParameter[date]) -> ColumnElement[bool]:
    return (
        GRANT.c.withdrawn_at.is_(None)
        & GRANT.c.ended_at.is_(None)
        & (GRANT.c.granted_at <= at)
        & (GRANT.c.expires_at > at)
        & or_(GRANT.c.data_until.is_(None), GRANT.c.data_until > on)
    )


IN_FORCE: Final = _in_force(bindparam("at"), bindparam("on"))
"""The same for questions that are put together once; `moment_of` gives their values."""


def moment_of(at: datetime) -> dict[str, object]:
    """What `IN_FORCE` is asked with."""
    return {"at": at, "on": at.astimezone(LOCAL).date()}


def _of(
    home_id: uuid.UUID | BindParameter[uuid.UUID],
    purpose: Purpose | BindParameter[Purpose],
    recipient_id: uuid.UUID | BindParameter[uuid.UUID | None] | None,
) -> tuple[ColumnElement[bool], ...]:
    return (
        GRANT.c.home_id == home_id,
        GRANT.c.purpose == purpose,
        GRANT.c.recipient_id.is_not_distinct_from(recipient_id),
    )


def _rows(session: Session, lock: bool, *conditions: ColumnElement[bool]) -> Sequence[ConsentGrant]:
    query = _all_of(conditions)
    return session.exec(_locked(query) if lock else query).all()


def _all_of(conditions: Sequence[ColumnElement[bool]]) -> SelectOfScalar[ConsentGrant]:
    return select(ConsentGrant).where(*conditions).order_by(col(ConsentGrant.id))  # everybody locks in this order


def _locked(query: SelectOfScalar[ConsentGrant]) -> SelectOfScalar[ConsentGrant]:
    return query.with_for_update(read=True).execution_options(populate_existing=True)


_OPENING: Final = (
    *_of(bindparam("home"), bindparam("purpose"), bindparam("recipient")),
    GRANT.c.source.is_not(None),
    IN_FORCE,
)
_OPEN_LOCKED: Final = _locked(_all_of(_OPENING))
_OPEN: Final = sqlalchemy_select(*(GRANT.c[name] for name in (*MINTED, "fields"))).where(*_OPENING).order_by(GRANT.c.id)
"""Put together once, and plain values in place of objects: most pages of a resident ask it."""


def _mint(found: Sequence[ConsentGrant | Row[Any]], at: datetime) -> LiveConsent:
    rows = sorted(found, key=lambda row: (row.granted_at, row.id))
    first = rows[0]
    if first.source is None:
        raise ValueError("a grant without a source opens no usage")
    return LiveConsent(
        home_id=first.home_id,
        person_id=first.person_id,
        purpose=first.purpose,
        source=first.source,
        supplier_id=first.supplier_id,
        covered=_windows(rows),
        grant_ids=tuple(row.id for row in rows),
        checked_at=at,
        mint=_MINT,
        fields=_named(rows) if first.purpose is Purpose.REFERRAL else frozenset(),
    )


def _named(rows: Sequence[Any]) -> frozenset[ReferralField]:
    """What every one of these answers named: what only some named is not agreed to."""
    named = [frozenset(ReferralField(one) for one in getattr(row, "fields", None) or ()) for row in rows]
    return frozenset.intersection(*named)


def _windows(rows: Sequence[ConsentGrant | Row[Any]]) -> tuple[Window, ...]:
    return _covered(tuple((row.commodity, row.data_from, row.data_until) for row in rows))


@lru_cache(maxsize=4_096)
def _covered(grants: tuple[tuple[str | None, date | None, date | None], ...]) -> tuple[Window, ...]:
    """What several people's grants cover together. All in force cover the present day, so each has one window."""
    found: dict[Commodity, Window] = {}
    for said, data_from, data_until in grants:
        if said is None or data_from is None:
            continue
        commodity = Commodity(said)
        kept = found.get(commodity)
        since = data_from if kept is None else min(kept.since, data_from)
        if kept is None:
            until = data_until
        elif kept.until is None or data_until is None:
            until = None
        else:
            until = max(kept.until, data_until)
        found[commodity] = Window(commodity, since, until)
    return tuple(found[commodity] for commodity in sorted(found))


@lru_cache(maxsize=4_096)
def _met(some: tuple[Window, ...], others: tuple[tuple[Window, ...], ...]) -> tuple[Window, ...]:
    """The days that these and any of the others cover."""
    return tuple(
        found
        for window in some
        for covered in others
        for other in covered
        if other.commodity is window.commodity and (found := window.met_with(other)) is not None
    )
