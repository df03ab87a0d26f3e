"""Published rates on their way into use: proposed as a sheet, compared with what is in force, approved by a person.

Only approved figures are used. They join the tables that come with this version; for the same day the approved one
stands, and of two approved ones the later decision. A sheet is known by the digest of its file and its first day.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Final, TypeVar, get_type_hints

from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlmodel import Session, col, func, select

from greener_homes import audit, feeds
from greener_homes.errors import NotFound
from greener_homes.feeds import FeedKind
from greener_homes.page_questions import plain
from greener_homes.people import Audience
from greener_homes.reference import DeliveryRate, ElectricityPrice, GasPrice
from greener_homes.reference.price_book import (
    PriceBook,
    delivery_key,
    electricity_key,
    gas_key,
    joined,
    reference_book,
)
from greener_homes.tables.base import new_id
from greener_homes.tables.rates import PublishedRate, RateSheet
from greener_homes.tables.rates import RateFamily as RateFamily
from greener_homes.tables.rates import SheetState as SheetState
from models.findings import Finding

Figures = ElectricityPrice | DeliveryRate | GasPrice
Kind = TypeVar("Kind", ElectricityPrice, DeliveryRate, GasPrice)
NOT_FIGURES = frozenset({"effective_from", "known_until", "source_id", "confidence", "name", "plan", "period"})
"""Columns that say which figure it is and where it was seen, not what it costs."""

BOOKS_KEPT = 8
_BOOKS: dict[tuple[uuid.UUID, ...], PriceBook] = {}
"""What was put together, by the sheets in it: the figures of a sheet never change once it was proposed."""


@dataclass(frozen=True, slots=True)
class ProposedRates:
    """What a published file says, read and checked: the digest of its bytes, its first day, its figures."""

    sha256: str
    effective_from: date
    book: PriceBook
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that would change: `before` is None where nothing was in force for it."""

    family: RateFamily
    key: str
    figure: str
    before: float | None
    after: float


@dataclass(frozen=True, slots=True)
class SheetView:
    """A published file as staff see it."""

    id: uuid.UUID
    sha256: str
    effective_from: date
    state: SheetState
    proposed_at: datetime
    decided_at: datetime | None
    figures: int
    families: tuple[RateFamily, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a sheet beside what was or would be in force without it; `before` is None where nothing was."""

    family: RateFamily
    key: str
    name: str
    figure: str
    before: float | None
    after: float

    @property
    def change(self) -> float | None:
        """By what share of itself the figure changes; None where there was none, or it was nothing."""
        return (self.after - self.before) / abs(self.before) if self.before else None


def propose(session: Session, rates: ProposedRates, *, now: datetime, by: uuid.UUID | None = None) -> SheetView:
    """The file's figures wait for a decision. The same file for the same day again is the same sheet.

    `by` is the person who brought it; None for whoever has the command line of the machine.
    """
    wanted = {"sha256": rates.sha256, "effective_from": rates.effective_from}
    new = insert(RateSheet).values(id=new_id(), state=SheetState.PROPOSED, proposed_at=now, **wanted)
    made = session.execute(
        new.on_conflict_do_nothing(index_elements=["sha256", "effective_from"]).returning(col(RateSheet.id))
    ).scalar_one_or_none()
    if made is not None:
        session.add_all(
            PublishedRate(
                sheet_id=made, family=family, key=key, effective_from=row.effective_from, figures=_written(row)
            )
            for family, key, row in _keyed(rates.book)
        )
        session.flush()
        audit.record(session, _actor(by), audit.Action.RATES_PROPOSED, at=now, object_id=made)
    sheet = session.exec(
        select(RateSheet).where(RateSheet.sha256 == rates.sha256, RateSheet.effective_from == rates.effective_from)
    ).one()
    return _view(session, sheet)


def differences(session: Session, sheet_id: uuid.UUID) -> list[Difference]:
    """What approving the sheet would change, against what is in use for its first day. Raises NotFound."""
    sheet = session.get(RateSheet, sheet_id)
    if sheet is None:
        raise NotFound
    in_force = {
        (family, key): _costs(row)
        for family, key, row in sorted(_keyed(in_use(session)), key=lambda each: each[2].effective_from)
        if row.effective_from <= sheet.effective_from
    }
    return [
        Difference(family, key, figure, in_force.get((family, key), {}).get(figure), after)
        for family, key, row in _keyed(_book(_rows_of(session, [sheet_id])))
        for figure, after in _costs(row).items()
        if in_force.get((family, key), {}).get(figure) != after
    ]


def lines(session: Session, sheet_id: uuid.UUID) -> list[Line]:
    """Every figure of the sheet, beside what is in force on its first day without it. Raises NotFound."""
    sheet = session.get(RateSheet, sheet_id)
    if sheet is None:
        raise NotFound
    others = sorted(_keyed(in_use(session, without=sheet_id)), key=lambda each: each[2].effective_from)
    before = {(family, key): _costs(row) for family, key, row in others if row.effective_from <= sheet.effective_from}
    return [
        Line(
            family,
            key,
            row.name if isinstance(row, DeliveryRate) else "",
            figure,
            before.get((family, key), {}).get(figure),
            after,
        )
        for family, key, row in _keyed(_book(_rows_of(session, [sheet_id])))
        for figure, after in _costs(row).items()
    ]


def sheet(session: Session, sheet_id: uuid.UUID) -> SheetView:
    """One published file. Raises NotFound."""
    row = session.get(RateSheet, sheet_id)
    if row is None:
        raise NotFound
    return _view(session, row)


def approve(session: Session, sheet_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> SheetView:
    """The sheet's figures are used from now on, also when it was declined before; again changes nothing. NotFound.

    `by` is the person who decided; None for whoever has the command line of the machine.
    """
    return _decide(session, sheet_id, SheetState.APPROVED, by, now)


def decline(session: Session, sheet_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> SheetView:
    """The sheet's figures are not used, also when it was approved before; again changes nothing. NotFound."""
    return _decide(session, sheet_id, SheetState.DECLINED, by, now)


def sheets(session: Session, state: SheetState | None = None) -> Sequence[SheetView]:
    """Published files that were read, the newest first."""
    query = select(RateSheet).order_by(col(RateSheet.proposed_at).desc(), col(RateSheet.id).desc())
    if state is not None:
        query = query.where(RateSheet.state == state)
    return [_view(session, row) for row in session.exec(query)]


def in_use(session: Session, *, without: uuid.UUID | None = None) -> PriceBook:
    """Every price that may be used: this version's tables and what was approved, without overlaps.

    `without` leaves one sheet out, to say what it changes.
    """
    approved = session.execute(_APPROVED).scalar_one() or ()
    return book_of(session, [sheet_id for sheet_id in approved if sheet_id != without])


_SHEET: Final = plain(RateSheet)
APPROVED: Final = (
    sqlalchemy_select(func.array_agg(aggregate_order_by(_SHEET.c.id, _SHEET.c.decided_at, _SHEET.c.id)))
    .where(_SHEET.c.state == SheetState.APPROVED)
    .scalar_subquery()
)
"""The sheets in use as one value, for `book_of`: None where there is none. Some pages ask it together with more."""
_APPROVED: Final = sqlalchemy_select(APPROVED)


def book_of(session: Session, approved: Sequence[uuid.UUID] | None) -> PriceBook:
    """This version's tables and these sheets, in the order they were approved in."""
    sheets = tuple(approved or ())
    known = _BOOKS.get(sheets)
    if known is None:
        known = reference_book()
        for sheet_id in sheets:
            known = joined(known, _book(_rows_of(session, [sheet_id])))
        if len(_BOOKS) >= BOOKS_KEPT:
            _BOOKS.clear()
        _BOOKS[sheets] = known
    return known


def edition(session: Session) -> str:
    """A short text that changes whenever prices in use may have: what is worked out from them is worked out anew."""
    newest = session.exec(select(func.max(col(RateSheet.decided_at)))).one()
    return newest.isoformat() if newest else ""


def _decide(session: Session, sheet_id: uuid.UUID, state: SheetState, by: uuid.UUID | None, now: datetime) -> SheetView:
    sheet = session.exec(select(RateSheet).where(RateSheet.id == sheet_id).with_for_update()).one_or_none()
    if sheet is None:
        raise NotFound
    if sheet.state is not state:
        sheet.state, sheet.decided_at, sheet.decided_by = state, now, by
        session.add(sheet)
        session.flush()
        rows = _rows_of(session, [sheet_id])
        if state is SheetState.APPROVED:
            for family in {row.family for row in rows}:
                feeds.arrived(session, FeedKind.RATES, family.value, at=now)
        audit.record(session, _actor(by), _ACTS[state], at=now, object_id=sheet_id, rows=len(rows))
    return _view(session, sheet)


_ACTS = {SheetState.APPROVED: audit.Action.RATES_APPROVED, SheetState.DECLINED: audit.Action.RATES_DECLINED}


def _actor(by: uuid.UUID | None) -> audit.Actor:
    return audit.Actor(by, Audience.PROGRAMME.value) if by else audit.OPERATOR


def _keyed(book: PriceBook) -> Iterable[tuple[RateFamily, str, Figures]]:
    yield from ((RateFamily.ELECTRICITY, electricity_key(row), row) for row in book.electricity)
    yield from ((RateFamily.DELIVERY, delivery_key(row), row) for row in book.delivery)
    yield from ((RateFamily.GAS, gas_key(row), row) for row in book.gas)


def _costs(row: Figures) -> dict[str, float]:
    """The row's figures by name."""
    return {
        name: float(value)
        for name, value in asdict(row).items()
        if name not in NOT_FIGURES and isinstance(value, int | float) and not isinstance(value, bool)
    }


def _written(row: Figures) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(row).items()}


def _read(kind: type[Kind], figures: Mapping[str, object]) -> Kind:
    """The row that was written. KeyError or TypeError when the columns have changed since."""
    dated = {name for name, hint in get_type_hints(kind).items() if hint is date}
    values = {each.name: figures[each.name] for each in fields(kind)}
    make: Callable[..., Kind] = kind
    return make(**(values | {name: date.fromisoformat(str(values[name])) for name in dated}))


def _book(held: Iterable[PublishedRate]) -> PriceBook:
    by_family: dict[RateFamily, list[PublishedRate]] = {}
    for row in held:
        by_family.setdefault(row.family, []).append(row)
    return PriceBook(
        tuple(_read(ElectricityPrice, row.figures) for row in by_family.get(RateFamily.ELECTRICITY, ())),
        tuple(_read(DeliveryRate, row.figures) for row in by_family.get(RateFamily.DELIVERY, ())),
        tuple(_read(GasPrice, row.figures) for row in by_family.get(RateFamily.GAS, ())),
    )


def _rows_of(session: Session, sheet_ids: Sequence[uuid.UUID]) -> Sequence[PublishedRate]:
    query = select(PublishedRate).where(col(PublishedRate.sheet_id).in_(list(sheet_ids)))
    return session.exec(query.order_by(col(PublishedRate.family), col(PublishedRate.key))).all()


def _view(session: Session, sheet: RateSheet) -> SheetView:
    rows = _rows_of(session, [sheet.id])
    return SheetView(
        sheet.id,
        sheet.sha256,
        sheet.effective_from,
        sheet.state,
        sheet.proposed_at,
        sheet.decided_at,
        len(rows),
        tuple(family for family in RateFamily if any(row.family is family for row in rows)),
    )
