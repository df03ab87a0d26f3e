"""Usage streams as a Green Button document: for export, for the demonstration and for tests.

What is written here `readings` reads back the same. Nothing but identifiers, times and amounts is written: no
names, no addresses, no costs. Money is a sum beside a stream, and a document has no honest place for a sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

import numpy as np

from models.quantities import Commodity, Flow, Unit
from models.series import Quality, UsageSeries
from utility_connectors.green_button.vocabulary import (
    ACCUMULATION_DELTA,
    ATOM_NAMESPACE,
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


def write(streams: Iterable[UsageStream], *, updated: int) -> bytes:
    """A Green Button document (UTF-8) of the streams that have a series; `updated` is epoch seconds.

    Raises ValueError for a unit or commodity that ESPI has no code for (oil, propane).
    """
    return b"".join(write_parts(streams, updated=updated))


def write_parts(streams: Iterable[UsageStream], *, updated: int) -> Iterator[bytes]:
    """The same document in pieces, so that a long one need not be held."""
    moment = datetime.fromtimestamp(updated, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{ATOM_NAMESPACE}" xmlns:espi="{NAMESPACE}">\n'
        f"<id>urn:uuid:{uuid5(NAMESPACE_URL, moment)}</id><title>Green Button Usage Feed</title>"
        f"<updated>{moment}</updated>\n"
    ).encode()
    yield _entry(
        "LocalTimeParameters/01", f"<espi:LocalTimeParameters>{_espi(_TORONTO)}</espi:LocalTimeParameters>", moment
    )
    seen: set[str] = set()
    for number, stream in enumerate(streams, start=1):
        if stream.series is None:
            continue
        point = (
            stream.usage_point if "UsagePoint/" in stream.usage_point else f"UsagePoint/{quote(stream.usage_point, '')}"
        )
        if point not in seen:
            seen.add(point)
            kind = _SERVICE.get(stream.commodity)
            if kind is None:
                raise ValueError(f"no service category for {stream.commodity}")
            service = f"<espi:ServiceCategory><espi:kind>{kind}</espi:kind></espi:ServiceCategory>"
            yield _entry(point, f"<espi:UsagePoint>{service}</espi:UsagePoint>", moment, ["LocalTimeParameters/01"])
        meter, kind_key = f"{point}/MeterReading/{number}", f"ReadingType/{number}"
        yield _entry(meter, "<espi:MeterReading/>", moment, [kind_key, f"{meter}/IntervalBlock"])
        uom, multiplier, series = _scaled(stream.series)
        yield _entry(kind_key, _reading_type(stream, uom, multiplier), moment)
        for index, block in enumerate(_blocks(series), start=1):
            yield _entry(f"{meter}/IntervalBlock/{index}", block, moment)
    yield b"</feed>\n"


def _entry(key: str, content: str, moment: str, related: Iterable[str] = ()) -> bytes:
    links = [f'<link rel="self" href={quoteattr(key)}/>', f'<link rel="up" href={quoteattr(key.rpartition("/")[0])}/>']
    links += [f'<link rel="related" href={quoteattr(other)}/>' for other in related]
    return (
        f"<entry><id>urn:uuid:{uuid5(NAMESPACE_URL, key)}</id>{''.join(links)}<title/>"
        f"<content>{content}</content><published>{moment}</published><updated>{moment}</updated></entry>\n"
    ).encode()


def _espi(elements: str) -> str:
    return elements.replace("</", "\0").replace("<", "<espi:").replace("\0", "</espi:")


def _reading_type(stream: UsageStream, uom: int, multiplier: int) -> str:
    fields = {
        "accumulationBehaviour": ACCUMULATION_DELTA,
        "commodity": _COMMODITY[stream.commodity],
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


def _blocks(series: UsageSeries) -> Iterator[str]:
    spans = series.starts // BLOCK_SPAN_S
    borders = np.flatnonzero(np.diff(spans)) + 1
    for rows in np.split(np.arange(len(series)), borders):
        if not rows.size:
            continue
        begin, end = int(series.starts[rows[0]]), int(series.ends[rows[-1]])
        interval = f"<interval><duration>{end - begin}</duration><start>{begin}</start></interval>"
        readings = "".join(_reading(series, row) for row in rows.tolist())
        yield f"<espi:IntervalBlock>{_espi(interval)}{readings}</espi:IntervalBlock>"


def _reading(series: UsageSeries, row: int) -> str:
    code = _QUALITY[Quality(int(series.quality[row]))]
    return (
        f"<espi:IntervalReading><espi:ReadingQuality><espi:quality>{code}</espi:quality></espi:ReadingQuality>"
        f"<espi:timePeriod><espi:duration>{int(series.durations[row])}</espi:duration>"
        f"<espi:start>{int(series.starts[row])}</espi:start></espi:timePeriod>"
        f"<espi:value>{int(series.values[row])}</espi:value></espi:IntervalReading>"
    )
