"""The shape of a home's electricity, from readings that a permission has opened: pure, no database, nothing kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from greener_homes.readings import PointSeries
from models.quantities import Commodity
from models.series import DailyTemperature, UsageSeries
from models.shapes.hours import days_of_series
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
    """The numbers and the signs in plain values, as an assessment keeps them; None without a shape."""
    if found is None or found.shape is None:
        return None
    signs = [
        {"sign": each.sign.value, "confidence_percent": each.confidence_percent, **each.facts} for each in found.signs
    ]
    return {**asdict(found.shape), "signs": signs}
