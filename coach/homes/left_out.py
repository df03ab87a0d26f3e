"""A stretch of a home's readings left out, to see what advice would say without it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from greener_homes.local_days import midnight
from greener_homes.readings import PointSeries
from models.quantities import Commodity


@dataclass(frozen=True, slots=True)
class Stretch:
    """Local days of one commodity, from `first` on and not from `until` on."""

    commodity: Commodity
    first: date
    until: date


def without(series: Sequence[PointSeries], stretch: Stretch) -> list[PointSeries]:
    """The same readings but for those that lie in the stretch by more than half; what has none left is gone."""
    begins, ends = midnight(stretch.first), midnight(stretch.until)
    found = []
    for point in series:
        one = point.series
        if one.commodity is not stretch.commodity:
            found.append(point)
            continue
        kept = ~((begins <= one.starts + one.durations // 2) & (one.starts + one.durations // 2 < ends))
        if kept.any():
            columns = {name: getattr(one, name)[kept] for name in ("starts", "durations", "values", "quality")}
            found.append(PointSeries(point.usage_point_id, replace(one, **columns)))
    return found
