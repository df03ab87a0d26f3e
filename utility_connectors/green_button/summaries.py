"""Bill summaries as readings: one for each billing period of a usage point that has no readings of its own.

Gas suppliers often export nothing else. A usage point with a single interval reading keeps to its interval readings:
both would tell the same use, and the two are never added. The amount is `overallConsumptionLastPeriod`, by the
standard that of the billing period; where it is missing, `currentBillingPeriodOverAllConsumption`, which older
documents use for it. Enbridge Gas fills both, the first with zero: a bill that is the same "to date" as "last period"
is one bill, and the amount that is not zero is its. An amount of a period that is not over is left out: it would pass
for a whole one.

Decisions. A billing period may last 100 days (`Limits.summary_max_s`; the rule of 35 days is for interval readings,
and some suppliers bill every second or third month). Money is in hundred-thousandths of the currency (ESPI 3.3,
UsageSummary) unless a line of the bill repeats the amount and says its scale: `billLastPeriod`, or `billToDate` where
only the running amount is given. What a document says of commodity, unit and scale is held to the same rules as for
interval readings (`meaning`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from greener_homes.errors import Refusal
from models.series import Quality
from utility_connectors import codes
from utility_connectors.assembly import (
    LARGEST_SUM,
    MOST_TRIMMED_S,
    Rows,
    bounds_of,
    plausible,
    series_of,
    settle,
    usual_interval,
)
from utility_connectors.green_button.links import Linked, Resolver
from utility_connectors.green_button.meaning import Meaning, meaning_of
from utility_connectors.green_button.resources import ABSENT, Feed, Resource
from utility_connectors.green_button.vocabulary import (
    COST_EXPONENT,
    CURRENCIES,
    NO_CURRENCY,
    QUALITIES,
    SUMMARY_AMOUNTS,
    UNKNOWN_QUALITY,
    Scale,
)
from utility_connectors.limits import Limits
from utility_connectors.ports import Cost, UsageStream
from utility_connectors.tally import Tally

OVERALL, RUNNING = SUMMARY_AMOUNTS


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of the document's interval readings: the meter readings that have any, and how many there are."""

    resolver: Resolver
    linked: Sequence[Linked]
    meters: int


def summary_streams(
    feed: Feed, measured: Measured, *, now: int | None, limits: Limits, tally: Tally
) -> list[tuple[UsageStream, Meaning]]:
    """A stream for each usage point with bill summaries and each unit they are in, with what they mean.

    Usage points that have interval readings get no stream here. Where readings cannot be told a usage point no
    summary is used, and where there are any readings no summary that cannot be told one. Raises Refusal for
    more streams than the limit.
    """
    streams: list[tuple[UsageStream, Meaning]] = []
    points = _bills_by_point(feed, measured, now, limits, tally)
    for number, (point, bills) in enumerate(points, start=measured.meters + 1):
        name = point.usage_point_key or f"usage-point-{number}"
        streams += [(_stream(name, point, alike, now, limits, tally), alike[0].meaning) for alike in _by_meaning(bills)]
        if measured.meters + len(streams) > limits.streams_max:
            raise Refusal(codes.TOO_MANY_METERS, limit=limits.streams_max)
    return streams


_NOBODY = (0, "")


@dataclass(frozen=True, slots=True)
class _Bill:
    """One summary that says when and how much. `cost` is ABSENT where it says nothing of money."""

    start: int
    duration: int
    value: int
    quality: Quality
    updated: int
    line: int
    cost: int
    currency: int
    meaning: Meaning


def _bills_by_point(
    feed: Feed, measured: Measured, now: int | None, limits: Limits, tally: Tally
) -> list[tuple[Linked, list[_Bill]]]:
    """The readable summaries of each usage point without readings, in the document's order."""
    found: dict[tuple[int, str], tuple[Linked, list[_Bill]]] = {}
    elements = {_identity(meter) for meter in measured.linked}
    if _NOBODY in elements:
        return []
    names = {meter.usage_point_key for meter in measured.linked} - {""}
    if measured.linked:
        elements.add(_NOBODY)
    for summary in feed.summaries:
        point = measured.resolver.resolve_summary(summary)
        identity = _identity(point)
        if identity in elements or point.usage_point_key in names:
            continue
        bill = _bill(summary, point, feed.updated, tally)
        if bill is not None and _is_unfinished(summary, bill, now, limits):
            tally.add(codes.SUMMARY_UNFINISHED, bill.line)
        elif bill is not None:
            found.setdefault(identity, (point, []))[1].append(bill)
    return list(found.values())


def _identity(point: Linked) -> tuple[int, str]:
    """The usage point as the document's own element or, without one, by the name links give it."""
    return (0, point.usage_point_key) if point.usage_point is None else (id(point.usage_point), "")


def _bill(summary: Resource, point: Linked, feed_updated: int, tally: Tally) -> _Bill | None:
    """What the summary says; None where it gives no amount at all, or (tallied) no usable one or no period."""
    numbers = summary.numbers
    amount = _amount_of(summary)
    if amount is None:
        return None
    value = numbers[f"{amount}.value"]
    start, duration = numbers.get("billingPeriod.start"), numbers.get("billingPeriod.duration")
    if value is None or start is None or duration is None:
        code = codes.READING_VALUE if value is None else codes.READING_TIME if start is None else codes.READING_DURATION
        tally.add(code, summary.line)
        return None
    kind = Resource("ReadingType")
    for name, said in (
        ("uom", f"{amount}.uom"),
        ("powerOfTenMultiplier", f"{amount}.powerOfTenMultiplier"),
        ("commodity", "commodity"),
    ):
        if said in numbers:
            kind.numbers[name] = numbers[said]
    quality = numbers.get("qualityOfReading", 0)
    cost = _cost_of(numbers, amount)
    return _Bill(
        start,
        duration,
        value,
        UNKNOWN_QUALITY if quality is None else QUALITIES.get(quality, UNKNOWN_QUALITY),
        summary.updated or feed_updated,
        summary.line,
        ABSENT if cost is None else cost,
        numbers.get("currency") or 0,
        meaning_of(replace(point, reading_type=kind)),
    )


def _amount_of(summary: Resource) -> str | None:
    """The element that tells the billing period's amount; None where none does."""
    numbers = summary.numbers
    bill = numbers.get("billLastPeriod")
    is_one_bill = bool(bill) and bill == numbers.get("billToDate")
    if numbers.get(f"{OVERALL}.value") == 0 and numbers.get(f"{RUNNING}.value") and is_one_bill:
        return RUNNING
    return next((name for name in SUMMARY_AMOUNTS if f"{name}.value" in numbers), None)


def _cost_of(numbers: Mapping[str, int | None], amount: str) -> int | None:
    """What the bill came to in hundred-thousandths of its currency; None where it does not say."""
    cost = numbers.get("billLastPeriod")
    if cost is None:
        return numbers.get("billToDate") if amount == RUNNING else None
    said = numbers.get("billLastPeriod.powerOfTenMultiplier")
    return cost if said is None else cost * 10 ** (said - COST_EXPONENT)


def _is_unfinished(summary: Resource, bill: _Bill, now: int | None, limits: Limits) -> bool:
    """Whether the amount was taken, or the file is read, before the billing period was over."""
    if bill.duration > limits.summary_max_s:
        return False
    end = bill.start + bill.duration
    taken_at = summary.numbers.get(f"{RUNNING}.timeStamp") if _amount_of(summary) == RUNNING else None
    if taken_at is not None and bill.start < taken_at < end - MOST_TRIMMED_S:
        return True
    return now is not None and bill.start <= now and end > now + limits.reading_max_future_s


def _by_meaning(bills: Iterable[_Bill]) -> Iterator[list[_Bill]]:
    """Bills that may stand in one series: alike in commodity and unit, whatever their power of ten."""
    groups: dict[object, list[_Bill]] = {}
    for bill in bills:
        meaning = bill.meaning
        scale = None if meaning.scale is None else (meaning.scale.unit, meaning.scale.factor)
        groups.setdefault((meaning.commodity, scale, meaning.problem and meaning.problem.code), []).append(bill)
    yield from groups.values()


def _stream(
    name: str, point: Linked, bills: Sequence[_Bill], now: int | None, limits: Limits, tally: Tally
) -> UsageStream:
    meaning = bills[0].meaning
    scale = meaning.scale
    exponent = 0 if scale is None else _common_exponent(bills, scale, limits)
    rows = _rows_of(bills, exponent)
    stream = UsageStream(
        usage_point=name,
        commodity=meaning.commodity,
        flow=meaning.flow,
        unit=None,
        interval_s=usual_interval(rows.durations),
        count=len(rows),
        series=None,
        updated=int(rows.updated.max()),
        storable=False,
    )
    if scale is None:
        tally.add_all(meaning.problem or codes.UNIT_UNKNOWN, rows.lines)
        return stream
    units_per_step = scale.factor * 10.0**exponent
    bounds = bounds_of(limits, meaning.commodity, meaning.flow, units_per_step, limits.summary_max_s)
    rows = settle(plausible(rows, bounds, limits, now, tally), tally)
    if meaning.problem is not None:
        tally.add_all(meaning.problem, rows.lines)
    else:
        tally.note(codes.SUMMARIES_USED, len(rows))
        tally.note(codes.GAS_AS_ENERGY, len(rows) if meaning.gas_as_energy else 0)
        tally.note(codes.LINK_MISSING, len(rows) if point.position_only else 0)
    return replace(
        stream,
        unit=scale.unit,
        interval_s=usual_interval(rows.durations),
        count=len(rows),
        series=series_of(meaning.commodity, meaning.flow, scale.unit, rows, exponent=exponent, factor=scale.factor),
        cost=_cost(rows, bills),
        storable=meaning.problem is None and len(rows) > 0,
    )


def _common_exponent(bills: Iterable[_Bill], scale: Scale, limits: Limits) -> int:
    """The finest power of ten any of the bills is in, but never so fine that a plausible amount would not fit."""
    finest = math.ceil(math.log10(limits.amount_max / scale.factor / (LARGEST_SUM // 2)))
    return max(finest, min(bill.meaning.exponent for bill in bills))


def _rows_of(bills: Sequence[_Bill], exponent: int) -> Rows:
    """The bills as rows in steps of 10**`exponent`; an amount beyond all bounds stays beyond them."""
    steps = [round(Decimal(bill.value).scaleb(bill.meaning.exponent - exponent)) for bill in bills]
    costs = np.array([bill.cost for bill in bills], dtype=np.int64)
    return Rows(
        starts=np.array([bill.start for bill in bills], dtype=np.int64),
        durations=np.array([bill.duration for bill in bills], dtype=np.int64),
        values=np.array([max(-LARGEST_SUM, min(LARGEST_SUM, step)) for step in steps], dtype=np.int64),
        quality=np.array([bill.quality for bill in bills], dtype=np.uint8),
        updated=np.array([bill.updated for bill in bills], dtype=np.int64),
        lines=np.array([bill.line for bill in bills], dtype=np.int64),
        costs=costs,
        has_cost=costs != ABSENT,
    )


def _cost(rows: Rows, bills: Iterable[_Bill]) -> Cost | None:
    """What the kept bills add up to; None where none says, or they are not all in one currency."""
    currencies = {bill.currency for bill in bills if bill.cost != ABSENT}
    if not bool(rows.has_cost.any()) or len(currencies) != 1:
        return None
    amount = sum(rows.costs[rows.has_cost].tolist())
    return Cost(Decimal(amount).scaleb(COST_EXPONENT), CURRENCIES.get(currencies.pop(), NO_CURRENCY))
