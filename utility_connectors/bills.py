"""Bills and deliveries that a resident types: kept as typed, and turned into readings all together.

A bill is use over its days. A delivery of oil, propane or wood says what was used since the tank was last full;
the first one says only when counting began. Whatever changes, the readings are worked out again from all entries,
so that a slip can be mended and an entry taken back without a trace.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
from sqlmodel import Session, col, delete, select

from greener_homes import audit, consent, homes, jobs, readings
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.connection import EntryKind as EntryKind
from greener_homes.tables.connection import ImportRun, ImportState, TypedEntry
from greener_homes.vault import Vault
from models.findings import Code, Severity
from models.quantities import Commodity, Flow, Unit
from models.series import Quality, UsageSeries

LOCAL = ZoneInfo("America/Toronto")
UNITS = {
    Commodity.ELECTRICITY: Unit.KWH,
    Commodity.NATURAL_GAS: Unit.M3,
    Commodity.WATER: Unit.M3,
    Commodity.OIL: Unit.LITRE,
    Commodity.PROPANE: Unit.LITRE,
    Commodity.WOOD: Unit.CORD,
}
"""What can be typed, and the unit it is typed in."""
DELIVERED = (Commodity.OIL, Commodity.PROPANE, Commodity.WOOD)
FORMAT = "typed"
MOST_ENTRIES = 400
LONGEST_BILL = timedelta(days=100)
EARLIEST = date(2000, 1, 1)
LARGEST = Decimal(1_000_000)
LARGEST_COST_CENTS = 10_000_000
STEP = 1000
"""Amounts are kept to a thousandth of the unit."""

BAD_DATES = Code(
    "bill.dates",
    Severity.REFUSAL,
    "The days of a bill must follow each other, lie in the past, and span at most {days} days.",
    "Les dates d’une facture doivent se suivre, être passées et couvrir au plus {days} jours.",
)
BAD_AMOUNT = Code(
    "bill.amount",
    Severity.REFUSAL,
    "The amount must be from 0 to {largest}, with at most three decimals.",
    "La quantité doit être de 0 à {largest}, avec au plus trois décimales.",
)
OVERLAP = Code(
    "bill.overlap",
    Severity.REFUSAL,
    "You already typed a bill for some of these days. Take the other one away first.",
    "Vous avez déjà saisi une facture pour une partie de ces jours. Retirez d’abord l’autre.",
)
SAME_DAY = Code(
    "bill.same_day",
    Severity.REFUSAL,
    "You already typed a delivery on this day. Add the two amounts and type them as one.",
    "Vous avez déjà saisi une livraison ce jour-là. Additionnez les deux quantités et saisissez-les ensemble.",
)
TOO_MANY = Code(
    "bill.too_many",
    Severity.REFUSAL,
    "You have typed {limit} entries, which is as many as we keep. Send a file instead.",
    "Vous avez saisi {limit} entrées, le maximum que nous gardons. Envoyez plutôt un fichier.",
)
NOT_TYPED = Code(
    "bill.commodity",
    Severity.REFUSAL,
    "This cannot be typed in here. Send a file instead.",
    "Cela ne peut pas être saisi ici. Envoyez plutôt un fichier.",
)
CODES = (BAD_DATES, BAD_AMOUNT, OVERLAP, SAME_DAY, TOO_MANY, NOT_TYPED)


@dataclass(frozen=True, slots=True)
class Bill:
    """Use over the local days [starts_on, ends_on), in the commodity's own unit."""

    commodity: Commodity
    starts_on: date
    ends_on: date
    amount: Decimal
    cost_cents: int | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """Fuel brought on a day. `filled`: the tank was full afterwards."""

    commodity: Commodity
    on: date
    amount: Decimal
    cost_cents: int | None = None
    filled: bool = True


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as its home's people see it."""

    id: uuid.UUID
    kind: EntryKind
    commodity: Commodity
    unit: Unit
    starts_on: date | None
    ends_on: date
    amount: Decimal
    cost_cents: int | None
    estimated: bool
    filled: bool


def add(
    session: Session, vault: Vault, home_id: uuid.UUID, entry: Bill | Delivery, *, actor: audit.Actor, now: datetime
) -> uuid.UUID:
    """The entry is kept and counts. Raises Refusal without a permission for typed bills, or for an impossible entry."""
    if entry.commodity not in UNITS or isinstance(entry, Delivery) is not (entry.commodity in DELIVERED):
        raise Refusal(NOT_TYPED)
    homes.lock(session, home_id)  # two entries at once would not see each other
    live = consent.require(session, home_id, Purpose.ADVICE, Source.BILLS, at=now, lock=True)
    if live.covers_from(entry.commodity) is None:
        raise Refusal(consent.MISSING)
    kept = _rows(session, home_id)
    _check(entry, [row for row in kept if row.commodity is entry.commodity], len(kept), now)
    is_bill = isinstance(entry, Bill)
    row = TypedEntry(
        home_id=home_id,
        person_id=live.person_id,
        kind=EntryKind.BILL if is_bill else EntryKind.DELIVERY,
        commodity=entry.commodity,
        starts_on=entry.starts_on if isinstance(entry, Bill) else None,
        ends_on=entry.ends_on if isinstance(entry, Bill) else entry.on,
        amount=entry.amount,
        cost_cents=entry.cost_cents,
        estimated=isinstance(entry, Bill) and entry.estimated,
        filled=isinstance(entry, Delivery) and entry.filled,
        entered_at=now,
    )
    session.add(row)
    session.flush()
    _restate(session, vault, live, entry.commodity, actor, now)
    return row.id


def remove(
    session: Session, vault: Vault, home_id: uuid.UUID, entry_id: uuid.UUID, *, actor: audit.Actor, now: datetime
) -> None:
    """The entry no longer counts and is gone. Raises NotFound, also for another home's."""
    homes.lock(session, home_id)
    row = session.exec(select(TypedEntry).where(TypedEntry.id == entry_id, TypedEntry.home_id == home_id)).one_or_none()
    if row is None:
        raise NotFound
    live = consent.require(session, home_id, Purpose.ADVICE, Source.BILLS, at=now, lock=True)
    commodity = row.commodity
    session.delete(row)
    session.flush()
    _restate(session, vault, live, commodity, actor, now)


def of_home(session: Session, consent: LiveConsent) -> Sequence[EntryView]:
    """What was typed for the home of this permission, of the commodities it covers, newest first."""
    rows = [row for row in _rows(session, consent.home_id) if row.commodity in consent.commodities]
    return [_view(row) for row in reversed(rows)]


def series_of(entries: Sequence[EntryView], commodity: Commodity) -> UsageSeries:
    """The readings these entries of one commodity amount to, oldest first.

    Bills as they are. Between two full tanks: everything brought after the first, up to and with the second.
    """
    told = sorted((entry for entry in entries if entry.commodity is commodity), key=lambda entry: entry.ends_on)
    periods = [
        (entry.starts_on, entry.ends_on, entry.amount, entry.estimated) for entry in told if entry.starts_on is not None
    ]
    since: date | None = None
    brought = Decimal(0)
    for entry in told:
        if entry.kind is not EntryKind.DELIVERY:
            continue
        brought += entry.amount
        if entry.filled:
            if since is not None:
                periods.append((since, entry.ends_on, brought, False))
            since, brought = entry.ends_on, Decimal(0)
    periods.sort()
    starts = np.array([_midnight(first) for first, _, _, _ in periods], dtype=np.int64)
    ends = np.array([_midnight(last) for _, last, _, _ in periods], dtype=np.int64)
    return UsageSeries(
        commodity=commodity,
        flow=Flow.DELIVERED,
        unit=UNITS[commodity],
        starts=starts,
        durations=ends - starts,
        values=np.array([int(amount * STEP) for _, _, amount, _ in periods], dtype=np.int64),
        exponent=-3,
        quality=np.array(
            [Quality.ESTIMATED if guessed else Quality.ACTUAL for _, _, _, guessed in periods], dtype=np.uint8
        ),
    )


def _check(entry: Bill | Delivery, same: Sequence[TypedEntry], count: int, now: datetime) -> None:
    today = now.astimezone(LOCAL).date()
    if count >= MOST_ENTRIES:
        raise Refusal(TOO_MANY, limit=MOST_ENTRIES)
    possible = entry.amount.is_finite() and 0 <= entry.amount <= LARGEST
    if not possible or entry.amount != entry.amount.quantize(Decimal("0.001")):
        raise Refusal(BAD_AMOUNT, largest=int(LARGEST))
    if entry.cost_cents is not None and not 0 <= entry.cost_cents <= LARGEST_COST_CENTS:
        raise Refusal(BAD_AMOUNT, largest=LARGEST_COST_CENTS // 100)
    if isinstance(entry, Delivery):
        if not EARLIEST <= entry.on <= today:
            raise Refusal(BAD_DATES, days=LONGEST_BILL.days)
        if any(row.kind is EntryKind.DELIVERY and row.ends_on == entry.on for row in same):
            raise Refusal(SAME_DAY)
        return
    in_order = EARLIEST <= entry.starts_on < entry.ends_on <= today
    if not in_order or entry.ends_on - entry.starts_on > LONGEST_BILL:
        raise Refusal(BAD_DATES, days=LONGEST_BILL.days)
    bills = [row for row in same if row.starts_on is not None]
    if any(entry.starts_on < row.ends_on and (row.starts_on or row.ends_on) < entry.ends_on for row in bills):
        raise Refusal(OVERLAP)


def _restate(
    session: Session, vault: Vault, live: LiveConsent, commodity: Commodity, actor: audit.Actor, now: datetime
) -> None:
    """The readings are those of the entries as they stand, under a run of their own; the home is assessed again."""
    series = series_of(of_home(session, live), commodity)
    told = hashlib.sha256(series.starts.tobytes() + series.values.tobytes() + commodity.value.encode()).hexdigest()
    run = ImportRun(
        home_id=live.home_id,
        person_id=live.person_id,
        source=Source.BILLS,
        state=ImportState.STOPPED,  # STORED once it is: the same entries may well come back
        sha256=told,
        size_bytes=0,
        format=FORMAT,
        received_at=now,
        finished_at=now,
    )
    session.add(run)
    session.flush()
    incoming = readings.Incoming(f"{FORMAT}|{commodity.value}", series)
    stored = readings.restate(session, live, vault, incoming, run.id, now=now)
    session.exec(
        delete(ImportRun).where(
            col(ImportRun.home_id) == live.home_id,
            col(ImportRun.source) == Source.BILLS,
            col(ImportRun.facts)["commodity"].as_string() == commodity.value,
        )
    )
    run.facts = {"commodity": commodity.value}
    run.counts = stored.as_counts()
    run.state = ImportState.STORED
    session.add(run)
    session.flush()
    audit.record(
        session,
        actor,
        audit.Action.IMPORT_STORED,
        at=now,
        home_id=live.home_id,
        object_id=run.id,
        added=stored.added,
    )
    jobs.enqueue(session, "home.assess", live.home_id, now=now)


def _rows(session: Session, home_id: uuid.UUID) -> Sequence[TypedEntry]:
    query = select(TypedEntry).where(TypedEntry.home_id == home_id)
    return session.exec(query.order_by(col(TypedEntry.ends_on), col(TypedEntry.id))).all()


def _view(row: TypedEntry) -> EntryView:
    return EntryView(
        row.id,
        row.kind,
        row.commodity,
        UNITS[row.commodity],
        row.starts_on,
        row.ends_on,
        row.amount,
        row.cost_cents,
        row.estimated,
        row.filled,
    )


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=LOCAL).timestamp())
