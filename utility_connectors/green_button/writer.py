"""Usage streams as a Green Button document: for export, for the demonstration, the sandbox utility and tests.

What is written here `readings` reads back the same. Nothing but identifiers, times and amounts is written: no
names, no addresses. Money is written only where it is known reading by reading or bill by bill (`Metered`): a sum
beside a stream has no honest place in a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

import numpy as np

from models.quantities import Commodity, Flow, Unit
from models.series import Ints, Quality, UsageSeries
from utility_connectors.green_button.vocabulary import (
    ACCUMULATION_DELTA,
    ATOM_NAMESPACE,
    CURRENCIES,
    MULTIPLIERS,
    NAMESPACE,
    UOM_J,
    UOM_M3,
    UOM_VAH,
    UOM_W,
    UOM_WH,
)
from utility_connectors.ports import UsageStream

BLOCK_SPAN_S = 28 * 86_400
"""A block holds readings that begin in the same four weeks (of universal time)."""

_SERVICE = {Commodity.ELECTRICITY: 0, Commodity.NATURAL_GAS: 1, Commodity.WATER: 2, Commodity.STEAM: 4}
_COMMODITY = {Commodity.ELECTRICITY: 1, Commodity.NATURAL_GAS: 7, Commodity.WATER: 9, Commodity.STEAM: 10}
_FLOW = {Flow.DELIVERED: 1, Flow.RECEIVED: 19, Flow.NET: 4}
_QUALITY = {
    Quality.ACTUAL: 0,
    Quality.EDITED: 7,
    Quality.ESTIMATED: 8,
    Quality.DERIVED: 11,
    Quality.QUESTIONABLE: 10,
}
_UNIT: dict[Unit, tuple[int, int]] = {
    Unit.KWH: (UOM_WH, 3),
    Unit.KVAH: (UOM_VAH, 3),
    Unit.KW: (UOM_W, 3),
    Unit.M3: (UOM_M3, 0),
    Unit.GJ: (UOM_J, 9),
}
"""ESPI unit, and the power of ten of it that ours is."""
_TORONTO = (
    "<dstEndRule>B40E2000</dstEndRule><dstOffset>3600</dstOffset><dstStartRule>360E2000</dstStartRule>"
    "<tzOffset>-18000</tzOffset>"
)


_CAD = next(number for number, letters in CURRENCIES.items() if letters == "CAD")


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill of one usage point: from `start` (epoch s) for `duration` s, `value` in steps of the stream's series.

    `cost` is in hundred-thousandths of a Canadian dollar.
    """

    start: int
    duration: int
    value: int
    cost: int
    updated: int


@dataclass(frozen=True, slots=True)
class Metered:
    """A stream with what only its supplier knows, reading by reading; all arrays are as long as the series.

    `costs` in hundred-thousandths of a Canadian dollar, `periods` ESPI's number of the price period, `blocks` the
    ascending number of the block a reading lies in, `changed` when it was last changed (epoch s).
    """

    stream: UsageStream
    costs: Ints | None = None
    periods: Ints | None = None
    blocks: Ints | None = None
    changed: Ints | None = None
    bills: tuple[Bill, ...] = ()


def write(streams: Iterable[UsageStream | Metered], *, updated: int) -> bytes:
    """A Green Button document (UTF-8) of the streams that have a series; `updated` is epoch seconds.

    Raises ValueError for a unit or commodity that ESPI has no code for (oil, propane).
    """
    return b"".join(write_parts(streams, updated=updated))


def write_parts(streams: Iterable[UsageStream | Metered], *, updated: int, address: str = "") -> Iterator[bytes]:
    """The same document in pieces, so that a long one need not be held; each entry is a piece of its own.

    `address` stands before every link: where the document's resources can be asked for one by one.
    """
    moment = _moment(updated)
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{ATOM_NAMESPACE}" xmlns:espi="{NAMESPACE}">\n'
        f"<id>urn:uuid:{uuid5(NAMESPACE_URL, address + moment)}</id><title>Green Button Usage Feed</title>"
        f"<updated>{moment}</updated>\n"
    ).encode()
    zone, head = f"{address}LocalTimeParameters/01", (moment, moment)
    yield _entry(zone, f"<espi:LocalTimeParameters>{_espi(_TORONTO)}</espi:LocalTimeParameters>", head)
    seen: set[str] = set()
    for number, one in enumerate(streams, start=1):
        metered = one if isinstance(one, Metered) else Metered(one)
        stream = metered.stream
        if stream.series is None:
            continue
        point = address + (
            stream.usage_point if "UsagePoint/" in stream.usage_point else f"UsagePoint/{quote(stream.usage_point, '')}"
        )
        if point not in seen:
            seen.add(point)
            kind = _SERVICE.get(stream.commodity)
            if kind is None:
                raise ValueError(f"no service category for {stream.commodity}")
            service = f"<espi:ServiceCategory><espi:kind>{kind}</espi:kind></espi:ServiceCategory>"
            links = [zone, f"{point}/MeterReading", *([f"{point}/UsageSummary"] if metered.bills else [])]
            yield _entry(point, f"<espi:UsagePoint>{service}</espi:UsagePoint>", head, links)
        meter, kind_key = f"{point}/MeterReading/{number}", f"{address}ReadingType/{number}"
        yield _entry(meter, "<espi:MeterReading/>", head, [kind_key, f"{meter}/IntervalBlock"])
        uom, multiplier, series = _scaled(stream.series)
        yield _entry(kind_key, _reading_type(metered, uom, multiplier), head)
        for block, content, end, changed in _blocks(metered, series):
            times = (_moment(min(end, updated)), moment if changed is None else _moment(changed))
            yield _entry(f"{meter}/IntervalBlock/{block}", content, times)
        for bill in metered.bills:
            scale = (uom, multiplier, 10 ** (stream.series.exponent - series.exponent))
            times = (_moment(bill.start + bill.duration), _moment(bill.updated))
            key = f"{point}/UsageSummary/{bill.start}"
            yield _entry(key, _summary(bill, scale, _COMMODITY[stream.commodity]), times)
    yield b"</feed>\n"


def _moment(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(key: str, content: str, times: tuple[str, str], related: Iterable[str] = ()) -> bytes:
    published, updated = times
    links = [f'<link rel="self" href={quoteattr(key)}/>', f'<link rel="up" href={quoteattr(key.rpartition("/")[0])}/>']
    links += [f'<link rel="related" href={quoteattr(other)}/>' for other in related]
    return (
        f"<entry><id>urn:uuid:{uuid5(NAMESPACE_URL, key)}</id>{''.join(links)}<title/>"
        f"<content>{content}</content><published>{published}</published><updated>{updated}</updated></entry>\n"
    ).encode()


def _espi(elements: str) -> str:
    return elements.replace("</", "\0").replace("<", "<espi:").replace("\0", "</espi:")


def _reading_type(metered: Metered, uom: int, multiplier: int) -> str:
    stream = metered.stream
    fields = {
        "accumulationBehaviour": ACCUMULATION_DELTA,
        "commodity": _COMMODITY[stream.commodity],
        **({} if metered.costs is None else {"currency": _CAD}),
        "flowDirection": _FLOW[stream.flow],
        "intervalLength": stream.interval_s or 0,
        "powerOfTenMultiplier": multiplier,
        "uom": uom,
    }
    inner = "".join(f"<espi:{name}>{value}</espi:{name}>" for name, value in fields.items())
    return f"<espi:ReadingType>{inner}</espi:ReadingType>"


def _scaled(series: UsageSeries) -> tuple[int, int, UsageSeries]:
    """The unit's code, a multiplier the standard allows, and the series in steps of it."""
    if series.unit not in _UNIT:
        raise ValueError(f"no unit of measure for {series.unit}")
    uom, power = _UNIT[series.unit]
    wanted = series.exponent + power
    multiplier = max(allowed for allowed in MULTIPLIERS if allowed <= wanted)
    values = series.values * 10 ** (wanted - multiplier)
    scaled = UsageSeries(
        series.commodity,
        series.flow,
        series.unit,
        series.starts,
        series.durations,
        values,
        multiplier - power,
        series.quality,
    )
    return uom, multiplier, scaled


def _blocks(metered: Metered, series: UsageSeries) -> Iterator[tuple[int, str, int, int | None]]:
    """Each block's number, element, end and, where known, when it last changed."""
    spans = series.starts // BLOCK_SPAN_S if metered.blocks is None else metered.blocks
    borders = np.flatnonzero(np.diff(spans)) + 1
    for place, rows in enumerate(np.split(np.arange(len(series)), borders), start=1):
        if not rows.size:
            continue
        begin, end = int(series.starts[rows[0]]), int(series.ends[rows[-1]])
        interval = f"<interval><duration>{end - begin}</duration><start>{begin}</start></interval>"
        readings = "".join(_reading(metered, series, row) for row in rows.tolist())
        block = f"<espi:IntervalBlock>{_espi(interval)}{readings}</espi:IntervalBlock>"
        changed = None if metered.changed is None else int(metered.changed[rows].max())
        yield place if metered.blocks is None else int(spans[rows[0]]), block, end, changed


def _reading(metered: Metered, series: UsageSeries, row: int) -> str:
    code = _QUALITY[Quality(int(series.quality[row]))]
    cost = "" if metered.costs is None else f"<espi:cost>{int(metered.costs[row])}</espi:cost>"
    period = "" if metered.periods is None else f"<espi:tou>{int(metered.periods[row])}</espi:tou>"
    return (
        f"<espi:IntervalReading>{cost}<espi:ReadingQuality><espi:quality>{code}</espi:quality></espi:ReadingQuality>"
        f"<espi:timePeriod><espi:duration>{int(series.durations[row])}</espi:duration>"
        f"<espi:start>{int(series.starts[row])}</espi:start></espi:timePeriod>"
        f"<espi:value>{int(series.values[row])}</espi:value>{period}</espi:IntervalReading>"
    )


def _summary(bill: Bill, scale: tuple[int, int, int], commodity: int) -> str:
    uom, multiplier, factor = scale
    inner = (
        f"<billingPeriod><duration>{bill.duration}</duration><start>{bill.start}</start></billingPeriod>"
        f"<billLastPeriod>{bill.cost}</billLastPeriod><currency>{_CAD}</currency>"
        f"<overallConsumptionLastPeriod><powerOfTenMultiplier>{multiplier}</powerOfTenMultiplier>"
        f"<uom>{uom}</uom><value>{bill.value * factor}</value></overallConsumptionLastPeriod>"
        f"<qualityOfReading>{_QUALITY[Quality.ACTUAL]}</qualityOfReading>"
        f"<statusTimeStamp>{bill.updated}</statusTimeStamp><commodity>{commodity}</commodity>"
    )
    return f"<espi:UsageSummary>{_espi(inner)}</espi:UsageSummary>"
