"""The shape of a home's electricity, from readings that a permission has opened: pure, no database, nothing kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from coach.advising import codes_advice as codes
from coach.advising.trace_types import Origin, TraceItem
from greener_homes.readings import PointSeries
from models.quantities import Commodity
from models.series import DailyTemperature, UsageSeries
from models.shapes.hours import days_of_series
from models.shapes.load_shape import EVENING, NIGHT, PEAK, PEAK_DAYS, LoadShape
from models.shapes.notable import Noticed, notice


def noticed(
    series: Sequence[PointSeries], temperature: DailyTemperature | None, people: object = None
) -> Noticed | None:
    """What the hours of the electricity among these series show; None when none was read by the hour.

    `temperature` as it was measured, None where it is only assumed: from assumed weather nothing is told.
    """
    points: dict[UUID, list[UsageSeries]] = defaultdict(list)
    for point in series:
        if point.series.commodity is Commodity.ELECTRICITY:
            points[point.usage_point_id].append(point.series)
    days = days_of_series(list(points.values()), temperature)
    return None if days is None else notice(days, people if isinstance(people, int) else None)


def as_document(found: Noticed | None) -> Mapping[str, object] | None:
    """The numbers, the signs and what stands behind them in plain values, for an assessment; None without a shape."""
    if found is None or found.shape is None:
        return None
    signs = [
        {"sign": each.sign.value, "confidence_percent": each.confidence_percent, **each.facts} for each in found.signs
    ]
    return {**asdict(found.shape), "signs": signs, "trace": [dict(each.as_json()) for each in _lines(found.shape)]}


def _lines(shape: LoadShape) -> Iterator[TraceItem]:
    """What stands behind the numbers: how many days, how much a day, which hours."""
    yield TraceItem(codes.TRACE_SHAPE_DAYS.code, None, shape.days, "days", Origin.MEASURED)
    yield TraceItem(codes.TRACE_SHAPE_USE.code, None, round(shape.kwh_a_day, 1), "kWh", Origin.MEASURED)
    for when, (start, end) in (("evening", EVENING), ("night", NIGHT), ("peak", PEAK)):
        if when != "peak" or shape.coincident_peak_kw is not None:
            label = codes.TRACE_SHAPE_HOURS[when].code
            yield TraceItem(label, None, f"{start}-{end}", "hours", Origin.RULE)
    if shape.coincident_peak_kw is not None:
        yield TraceItem(codes.TRACE_SHAPE_HOTTEST.code, None, PEAK_DAYS, "days", Origin.RULE)
