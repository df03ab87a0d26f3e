"""Readings of many homes at once: stored exactly as `readings.store` stores one home's, in few statements.

Nothing is stored of a home without a consent that was taken with `lock` in this transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from greener_homes import blocks_stored, copying
from greener_homes.blocks_many import Run
from greener_homes.blocks_stored import Key
from greener_homes.consent import LiveConsent
from greener_homes.local_days import midnight
from greener_homes.readings import Stored
from greener_homes.tables.base import new_id
from greener_homes.tables.usage import UsagePoint
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.series import Ints

LAST_DAY = 1 << 40
ASKED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Point:
    """One usage point of one home and what its readings are: the sender's name for it, and the step of its values."""

    home_id: uuid.UUID
    usage_point: str
    commodity: Commodity
    flow: Flow
    unit: Unit
    exponent: int


@dataclass(frozen=True, slots=True)
class Many:
    """Readings of many usage points: those of point i are rows `borders[i]` to `borders[i + 1]`, sorted by start.

    Every point has readings, and no two of them overlap. `updated` is when the sender changed them (epoch seconds).
    """

    points: Sequence[Point]
    borders: Ints
    starts: Ints
    durations: Ints
    values: Ints
    quality: NDArray[np.uint8]
    updated: int


def only(many: Many, chosen: Sequence[bool]) -> Many:
    """The readings of the chosen usage points."""
    return many if all(chosen) else _only(many, np.repeat(np.array(chosen, dtype=np.bool_), np.diff(many.borders)))


def store(
    session: Session,
    consents: Mapping[uuid.UUID, LiveConsent],
    vault: Vault,
    many: Many,
    runs: Mapping[uuid.UUID, uuid.UUID],
    *,
    now: datetime,
) -> dict[uuid.UUID, Stored]:
    """The covered readings are in their blocks once, whatever was there before; what became of them, by home.

    `runs` are the import runs of the homes that have a consent. All consents are of one source and supplier.
    """
    counts, many = _covered(many, consents)
    if not many.points:
        return counts
    point_ids, before = _usage_points(session, vault, many.points, consents, now)
    run, of_point, months = _months(many)
    held = sorted(before, key=lambda point: point.int)
    found = blocks_stored.kept(session, held, sorted(set(months))) if held else {}
    keys = [
        Key(point_ids[number], many.points[number].flow, many.points[number].unit, month)
        for number, month in zip(of_point.tolist(), months, strict=True)
    ]
    import_runs = [runs[many.points[number].home_id] for number in of_point.tolist()]
    outcome = blocks_stored.store(session, run, keys, import_runs, found, now=now)
    of_each = np.zeros((len(many.points), outcome.shape[1]), dtype=np.int64)
    np.add.at(of_each, of_point, outcome)
    for point, became in zip(many.points, of_each.tolist(), strict=True):
        stored, earlier = Stored(*became), counts.get(point.home_id)
        counts[point.home_id] = stored if earlier is None else earlier + stored
    return counts


def _covered(many: Many, consents: Mapping[uuid.UUID, LiveConsent]) -> tuple[dict[uuid.UUID, Stored], Many]:
    """Only what consent covers, and counts of the rest."""
    since = np.full(len(many.points), LAST_DAY, dtype=np.int64)
    until = np.zeros(len(many.points), dtype=np.int64)
    for number, point in enumerate(many.points):
        consent = consents.get(point.home_id)
        first = None if consent is None else consent.covers_from(point.commodity)
        if consent is not None and first is not None:
            since[number] = midnight(first)
            last = consent.covers_until(point.commodity)
            until[number] = LAST_DAY if last is None else midnight(last)
    lengths = np.diff(many.borders)
    early = many.starts < np.repeat(since, lengths)
    late = (many.starts >= np.repeat(until, lengths)) & ~early
    counts: dict[uuid.UUID, Stored] = {}
    if not bool(early.any()) and not bool(late.any()):
        return counts, many
    for number in np.flatnonzero(np.add.reduceat((early | late).astype(np.int64), many.borders[:-1])).tolist():
        rows = slice(int(many.borders[number]), int(many.borders[number + 1]))
        left_out = (
            Stored(not_consented=rows.stop - rows.start)
            if since[number] == LAST_DAY
            else Stored(
                before_move_in=int(np.count_nonzero(early[rows])), after_move_out=int(np.count_nonzero(late[rows]))
            )
        )
        home = many.points[number].home_id
        counts[home] = counts.get(home, Stored()) + left_out
    return counts, _only(many, ~early & ~late)


def _only(many: Many, keep: NDArray[np.bool_]) -> Many:
    left = np.add.reduceat(keep.astype(np.int64), many.borders[:-1])
    points = [point for point, count in zip(many.points, left.tolist(), strict=True) if count]
    borders = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(left[left > 0])])
    return Many(
        points,
        borders,
        many.starts[keep],
        many.durations[keep],
        many.values[keep],
        many.quality[keep],
        many.updated,
    )


def _usage_points(
    session: Session, vault: Vault, points: Sequence[Point], consents: Mapping[uuid.UUID, LiveConsent], now: datetime
) -> tuple[list[uuid.UUID], set[uuid.UUID]]:
    """The id of each point's row, made where there was none; and the ids that were there before."""
    consent = consents[points[0].home_id]
    known: dict[tuple[uuid.UUID, str, bytes], uuid.UUID] = {}
    homes = list({point.home_id for point in points})
    for at in range(0, len(homes), ASKED_AT_ONCE):
        query = select(UsagePoint.id, UsagePoint.home_id, UsagePoint.commodity, UsagePoint.match).where(
            copying.one_of(col(UsagePoint.home_id), homes[at : at + ASKED_AT_ONCE]),
            UsagePoint.source == consent.source,
            col(UsagePoint.supplier_id).is_not_distinct_from(consent.supplier_id),
        )
        known.update({(home, what, match): found for found, home, what, match in session.exec(query)})
    before = set(known.values())
    ids, rows = [], []
    for point in points:
        match = vault.match(f"usage_point|{point.home_id}", point.usage_point)
        key = point.home_id, point.commodity, match
        if key not in known:
            known[key] = new_id()
            rows.append(
                (
                    known[key],
                    point.home_id,
                    consent.source.value,
                    consent.supplier_id,
                    point.commodity.value,
                    match,
                    now,
                )
            )
        ids.append(known[key])
    copying.copy_in(
        session,
        "usage_point",
        ("id", "home_id", "source", "supplier_id", "commodity", "match", "created_at"),
        ("uuid", "uuid", "varchar", "uuid", "varchar", "bytea", "timestamptz"),
        rows,
    )
    return ids, {found for found in ids if found in before}


def _months(many: Many) -> tuple[Run, Ints, list[date]]:
    """The readings cut into blocks of a point and a UTC month; the point and the month of each block."""
    edges = _month_edges(int(many.starts.min()), int(many.starts.max()))
    month = np.searchsorted(edges, many.starts, side="right")
    cut = np.zeros(many.starts.size, dtype=bool)
    cut[1:] = month[1:] != month[:-1]
    cut[many.borders[:-1]] = True
    begins = np.flatnonzero(cut)
    of_point = np.searchsorted(many.borders, begins, side="right") - 1
    first = edges.astype("datetime64[s]").astype("datetime64[D]").tolist()
    months = [first[number - 1] for number in month[begins].tolist()]
    exponents = np.array([point.exponent for point in many.points], dtype=np.int64)[of_point]
    updated = np.full(many.starts.size, many.updated, dtype=np.int64)
    borders = np.append(begins, many.starts.size)
    run = Run(borders, exponents, many.starts, many.durations, many.values, many.quality, updated)
    return run, of_point, months


def _month_edges(first: int, last: int) -> Ints:
    """When the UTC months from that of `first` to that of `last` begin, in seconds."""
    months = np.array([first, last], dtype="datetime64[s]").astype("datetime64[M]")
    return np.arange(months[0], months[1] + 1).astype("datetime64[s]").astype(np.int64)
