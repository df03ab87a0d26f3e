"""From a Green Button document to usage streams: one for each meter reading it holds.

Usage points without any readings have theirs made of bill summaries instead (`summaries`).
"""

from __future__ import annotations

import bisect
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from greener_homes.errors import Refusal
from models.findings import Finding
from models.quantities import Commodity, Flow
from models.series import Ints, Quality
from utility_connectors import codes
from utility_connectors.assembly import (
    Rows,
    bounds_of,
    gaps_finding,
    plausible,
    series_of,
    settle,
    usual_interval,
)
from utility_connectors.green_button.feed import read_feed
from utility_connectors.green_button.links import Linked, Resolver
from utility_connectors.green_button.meaning import Meaning, meaning_of, number_of
from utility_connectors.green_button.resources import ABSENT, UNSAID_QUALITY, Feed
from utility_connectors.green_button.summaries import Measured, summary_streams
from utility_connectors.green_button.timing import Blocks, with_clock_changes, with_times
from utility_connectors.green_button.vocabulary import (
    COST_EXPONENT,
    CURRENCIES,
    EASTERN_OFFSET_S,
    NO_CURRENCY,
    QUALITIES,
    UNKNOWN_QUALITY,
)
from utility_connectors.limits import Limits
from utility_connectors.ports import Cost, UsageFile, UsageStream
from utility_connectors.tally import Tally

FORMAT = "green-button"
MOST_ZONES_NAMED = 3


def read_green_button(source: BinaryIO, *, now: int | None, limits: Limits) -> UsageFile:
    """Every meter reading of the document as a stream, also those that must not be stored.

    Raises Refusal when the document is not well formed, breaks a limit, or holds neither readings nor bill summaries
    that could stand for them. `now` is epoch seconds, None where readings cannot be held against the clock.
    """
    tally = Tally(limits.rejects_listed)
    feed = read_feed(source, limits, tally)
    some_unreadable = bool(tally.counts)
    resolver = Resolver(feed)
    linked, meter_of_block = _meters_of_blocks(feed, resolver)
    found = list(_Streams(feed, linked, meter_of_block, now, limits, tally).all())
    if feed.summaries:
        having = linked if some_unreadable else _with_readings(feed, linked, meter_of_block)
        measured = Measured(resolver, having, len(linked))
        found += summary_streams(feed, measured, now=now, limits=limits, tally=tally)
    _require_readings(feed, tally, is_any=bool(found))
    streams = _apart(found, tally)
    findings = [*tally.findings(), *_zones_finding(feed), *gaps_finding(streams)]
    return UsageFile(FORMAT, tuple(streams), tuple(findings), tuple(tally.listed), tally.frozen_counts)


def _require_readings(feed: Feed, tally: Tally, *, is_any: bool) -> None:
    if is_any or tally.counts:
        return
    if feed.others and not feed.usage_points:
        raise Refusal(codes.NOT_USAGE, document=min(feed.others))
    if feed.has_espi:
        raise Refusal(codes.NO_READINGS)
    raise Refusal(codes.CUSTOMER_ONLY if feed.has_customer else codes.NOT_GREEN_BUTTON)


@dataclass(frozen=True, slots=True)
class _Streams:
    """The streams of one feed, made once."""

    feed: Feed
    linked: Sequence[Linked]
    meter_of_block: NDArray[np.int64]
    now: int | None
    limits: Limits
    tally: Tally

    def all(self) -> Iterable[tuple[UsageStream, Meaning]]:
        """Each meter reading's stream with what was found of its meaning, in the document's order."""
        if not len(self.feed.columns):
            return
        linked = self.linked
        if len(linked) > self.limits.streams_max:
            raise Refusal(codes.TOO_MANY_METERS, limit=self.limits.streams_max)
        rows, blocks = _rows_of(self.feed)
        meter_of_row = self.meter_of_block[blocks.of_row]
        order = np.argsort(meter_of_row, kind="stable")
        borders = np.searchsorted(meter_of_row[order], np.arange(len(linked) + 1))
        for number, meter in enumerate(linked):
            chosen = order[borders[number] : borders[number + 1]]
            if chosen.size:
                part = replace(blocks, of_row=blocks.of_row[chosen])
                meaning = meaning_of(meter)
                yield self._stream(f"usage-point-{number + 1}", meter, meaning, rows.take(chosen), part), meaning

    def _stream(self, name: str, meter: Linked, meaning: Meaning, rows: Rows, blocks: Blocks) -> UsageStream:
        length = number_of(meter.reading_type, "intervalLength") or 0
        updated = int(rows.updated.max())
        rows, blocks = with_times(rows, blocks, length, self.tally)
        rows = replace(rows, quality=_qualities(rows.quality, number_of(meter.reading_type, "defaultQuality")))
        stream = UsageStream(
            usage_point=meter.usage_point_key or name,
            commodity=meaning.commodity,
            flow=meaning.flow,
            unit=None,
            interval_s=usual_interval(rows.durations, length or None),
            count=len(rows),
            series=None,
            updated=updated,
            storable=False,
        )
        scale = meaning.scale
        if scale is None:
            self.tally.add_all(meaning.problem or codes.UNIT_UNKNOWN, rows.lines)
            return stream
        rows, merged = with_clock_changes(rows, blocks, self.tally)
        bounds = bounds_of(self.limits, meaning.commodity, meaning.flow, scale.factor * 10.0**meaning.exponent)
        rows = settle(plausible(rows, bounds, self.limits, self.now, self.tally), self.tally)
        self._say(meter, meaning, rows)
        return replace(
            stream,
            unit=scale.unit,
            interval_s=usual_interval(rows.durations, length or None),
            count=len(rows) + min(merged, len(rows)),
            series=series_of(
                meaning.commodity, meaning.flow, scale.unit, rows, exponent=meaning.exponent, factor=scale.factor
            ),
            cost=self._cost(rows, meter),
            storable=meaning.problem is None and len(rows) > 0,
        )

    def _say(self, meter: Linked, meaning: Meaning, rows: Rows) -> None:
        if meaning.problem is not None:
            self.tally.add_all(meaning.problem, rows.lines)
            return
        for code, applies in (
            (codes.GAS_AS_ENERGY, meaning.gas_as_energy),
            (codes.READING_TYPE_ASSUMED, meter.type_assumed),
            (codes.LINK_MISSING, meter.position_only),
        ):
            self.tally.note(code, len(rows) if applies else 0)

    def _cost(self, rows: Rows, meter: Linked) -> Cost | None:
        if not bool(rows.has_cost.any()):
            return None
        summaries = (found for summary in self.feed.summaries if (found := number_of(summary, "currency")))
        code = number_of(meter.reading_type, "currency") or next(summaries, 0)
        amount = sum(rows.costs[rows.has_cost].tolist())
        return Cost(Decimal(amount).scaleb(COST_EXPONENT), CURRENCIES.get(code, NO_CURRENCY))


def _rows_of(feed: Feed) -> tuple[Rows, Blocks]:
    """All readings of the document, and the block of each."""
    columns = feed.columns
    updated = _ints(columns.block_updated)
    updated = np.where(updated > 0, updated, feed.updated)
    lengths = np.diff(np.append(_ints(columns.block_first), len(columns)))
    of_row = np.repeat(np.arange(lengths.size), lengths)
    costs = _ints(columns.costs)
    rows = Rows(
        starts=_ints(columns.starts),
        durations=_ints(columns.durations),
        values=_ints(columns.values),
        quality=_ints(columns.qualities).astype(np.uint8),
        updated=updated[of_row],
        lines=_ints(columns.lines),
        costs=costs,
        has_cost=costs != ABSENT,
    )
    return rows, Blocks(of_row, _ints(columns.block_start), _ints(columns.block_duration))


def _meters_of_blocks(feed: Feed, resolver: Resolver) -> tuple[list[Linked], NDArray[np.int64]]:
    """The meter readings in the order their blocks come, and which of them each block belongs to."""
    numbers: dict[int, int] = {}
    linked: list[Linked] = []
    of_owner = np.zeros(len(feed.owners), dtype=np.int64)
    for index, owner in enumerate(feed.owners):
        found = resolver.resolve(owner)
        if id(found) not in numbers:
            numbers[id(found)] = len(linked)
            linked.append(found)
        of_owner[index] = numbers[id(found)]
    return linked, of_owner[_ints(feed.columns.block_owner)]


def _with_readings(feed: Feed, linked: Sequence[Linked], meter_of_block: NDArray[np.int64]) -> list[Linked]:
    """The meter readings with at least one interval reading: a block may be there and be empty."""
    lengths = np.diff(np.append(_ints(feed.columns.block_first), len(feed.columns)))
    return [linked[number] for number in np.unique(meter_of_block[lengths > 0]).tolist()]


def _qualities(raw: NDArray[np.uint8], default_code: int | None) -> NDArray[np.uint8]:
    """Our quality of each reading; where a reading says nothing, its type's default, else actual."""
    default = Quality.ACTUAL if default_code is None else QUALITIES.get(default_code, UNKNOWN_QUALITY)
    return np.where(raw == np.uint8(UNSAID_QUALITY % 256), np.uint8(default), raw).astype(np.uint8)


def _apart(streams: Sequence[tuple[UsageStream, Meaning]], tally: Tally) -> list[UsageStream]:
    """Streams of one usage point that would be counted twice if all were stored are told apart.

    Registers of different price periods add up, so each counts as a usage point of its own. Streams that tell
    the same use at the same time do not: only the finest stays storable.
    """
    groups: dict[tuple[str, Commodity, Flow], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, (stream, meaning) in enumerate(streams):
        if stream.storable:
            groups[stream.usage_point, stream.commodity, stream.flow][meaning.tou].append(index)
    result = [stream for stream, _ in streams]
    for registers in groups.values():
        for tou, indexes in registers.items():
            kept: list[tuple[int, int]] = []  # sorted, none overlapping
            for index in sorted(indexes, key=lambda i: (result[i].interval_s or 1 << 40, -result[i].count, i)):
                stream = result[index]
                span = _span(stream)
                place = bisect.bisect_left(kept, span)
                if any(span[0] < end and start < span[1] for start, end in kept[max(0, place - 1) : place + 1]):
                    tally.note(codes.SECOND_COPY, stream.count)
                    result[index] = replace(stream, storable=False)
                    continue
                kept.insert(place, span)
                if len(registers) > 1:
                    result[index] = replace(stream, usage_point=f"{stream.usage_point}#tou{tou}")
    return result


def _span(stream: UsageStream) -> tuple[int, int]:
    if stream.series is None:
        return 0, 0
    return int(stream.series.starts[0]), int(stream.series.ends[-1])


def _zones_finding(feed: Feed) -> list[Finding]:
    offsets = {offset for zone in feed.zones if (offset := number_of(zone, "tzOffset")) is not None}
    other = sorted(offsets - {EASTERN_OFFSET_S})[:MOST_ZONES_NAMED]
    return [codes.OTHER_TIME_ZONE.finding(offset_s=offset) for offset in other]


def _ints(column: array[int]) -> Ints:
    return np.frombuffer(column, dtype=np.int64)
