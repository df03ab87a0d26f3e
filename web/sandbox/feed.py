"""A subscription's feed as it stands at a moment: what is published by then, in the window asked for, as played.

Readings of a local day are published together at six the next morning. A day is one block, named by the day, so that
asking again gives the same resource. Streams out of the writer; nothing of a whole feed is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.quantities import Flow
from models.series import Ints, Quality, UsageSeries
from utility_connectors.green_button.writer import Bill, Metered, write_parts
from utility_connectors.ports import UsageStream
from web.sandbox.customers import Account
from web.sandbox.scenarios import DataFault, Scenario
from web.sandbox.usage import MeterData, meter_data

DAY_S = 86_400
PUBLISHED_AT_S = 6 * 3600
"""After the end of the local day."""
CLOCKWORK_S = 5 * 3600
"""A local day ends about so long after the universal one; exact enough to say when something was published."""
ESTIMATED_DAYS = 4
"""In `revised`, how long a day's readings stay estimates."""
ESTIMATE_OVER = 1.1
GAP_EVERY, GAP_DAYS = 41, 2
ESTIMATE_STEP = 10
_BLOCK = b"<espi:IntervalBlock>"
_ELECTRIC_UNIT, _CUBIC_FEET = b"<espi:uom>72</espi:uom>", b"<espi:uom>119</espi:uom>"


@dataclass(frozen=True, slots=True)
class Window:
    """What was asked for, epoch seconds, both ends open where None.

    `published`: the readings' own time. `updated`: when a day's block was last changed.
    """

    published_min: int | None = None
    published_max: int | None = None
    updated_min: int | None = None
    updated_max: int | None = None


def feed_parts(
    accounts: Sequence[Account], window: Window, scenario: Scenario, *, now: int, since: int, address: str, bills: bool
) -> Iterator[bytes]:
    """The document, piece by piece. Nothing from before `since` is in it; `address` stands before every link."""
    streams = [
        metered
        for account in accounts
        for data in meter_data(account)
        if (metered := _metered(account, data, window, scenario, now=now, since=since, bills=bills)) is not None
    ]
    parts = write_parts(streams, updated=now, address=address)
    fault = scenario.data_fault
    if fault is DataFault.DUPLICATE:
        return _doubled(parts)
    if fault is DataFault.OUT_OF_ORDER:
        return _turned(parts)
    if fault is DataFault.WRONG_UNIT:
        return (part.replace(_ELECTRIC_UNIT, _CUBIC_FEET) for part in parts)
    return parts


def newest_change(accounts: Sequence[Account], scenario: Scenario, *, now: int) -> int:
    """When the newest of what is published by now was published; 0 where nothing is."""
    newest = 0
    for account in accounts:
        for data in meter_data(account):
            published = _published(data.days, scenario)
            newest = max(newest, int(published[published <= now].max(initial=0)))
    return newest


def _metered(
    account: Account, data: MeterData, window: Window, scenario: Scenario, *, now: int, since: int, bills: bool
) -> Metered | None:
    """The register's readings that are there now and asked for, or None where there are none."""
    data = replace(data, series=_estimated(data, scenario, now))
    changed = _changed(data.days, scenario, now)
    chosen = _published(data.days, scenario) <= now
    chosen &= data.series.starts >= since
    if scenario.data_fault is DataFault.GAP:
        chosen &= data.days % GAP_EVERY >= GAP_DAYS
    whole = chosen.copy()
    chosen &= _inside(data.series, changed, window)
    if not chosen.any():
        return None
    series = _taken(data.series, chosen)
    stream = UsageStream(
        usage_point=f"UsagePoint/{account.id}",
        commodity=series.commodity,
        flow=series.flow,
        unit=series.unit,
        interval_s=int(np.median(series.durations)),
        count=len(series),
        series=series,
    )
    with_bills = bills and series.flow is Flow.DELIVERED
    return Metered(
        stream,
        costs=data.costs[chosen],
        periods=None if data.periods is None else data.periods[chosen],
        blocks=data.days[chosen],
        changed=changed[chosen],
        bills=tuple(_bills(data, whole, chosen, changed)) if with_bills else (),
    )


def _published(days: Ints, scenario: Scenario) -> Ints:
    """When each reading became known."""
    return (days + 1 + scenario.late_days) * DAY_S + CLOCKWORK_S + PUBLISHED_AT_S


def _changed(days: Ints, scenario: Scenario, now: int) -> Ints:
    """When each reading was last changed: published or, once it is time, mended."""
    published = _published(days, scenario)
    mended = published + ESTIMATED_DAYS * DAY_S
    if scenario.data_fault is not DataFault.REVISED:
        return published
    return np.where(mended <= now, mended, published)


def _estimated(data: MeterData, scenario: Scenario, now: int) -> UsageSeries:
    """In `revised`, days younger than the mending are a tenth too high and say that they are estimates."""
    series = data.series
    if scenario.data_fault is not DataFault.REVISED:
        return series
    young = _published(data.days, scenario) + ESTIMATED_DAYS * DAY_S > now
    guesses = np.rint(series.values * ESTIMATE_OVER / ESTIMATE_STEP).astype(np.int64) * ESTIMATE_STEP
    return replace(
        series,
        values=np.where(young, guesses, series.values),
        quality=np.where(young, Quality.ESTIMATED, series.quality).astype(np.uint8),
    )


def _inside(series: UsageSeries, changed: Ints, window: Window) -> NDArray[np.bool_]:
    inside = np.ones(len(series), dtype=np.bool_)
    if window.published_min is not None:
        inside &= series.ends > window.published_min
    if window.published_max is not None:
        inside &= series.starts < window.published_max
    if window.updated_min is not None:
        inside &= changed >= window.updated_min
    if window.updated_max is not None:
        inside &= changed <= window.updated_max
    return inside


def _taken(series: UsageSeries, chosen: NDArray[np.bool_]) -> UsageSeries:
    return replace(
        series,
        starts=series.starts[chosen],
        durations=series.durations[chosen],
        values=series.values[chosen],
        quality=series.quality[chosen],
    )


def _bills(data: MeterData, whole: NDArray[np.bool_], chosen: NDArray[np.bool_], changed: Ints) -> Iterator[Bill]:
    """A bill for each calendar month that is there whole and of which some reading is asked for."""
    series = data.series
    months = data.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    for month in np.unique(months[chosen]).tolist():
        begin, end = np.searchsorted(months, [month, month + 1]).tolist()
        if whole[begin:end].all() and end < months.size:
            start = int(series.starts[begin])
            yield Bill(
                start=start,
                duration=int(series.ends[end - 1]) - start,
                value=int(series.values[begin:end].sum()),
                cost=int(data.costs[begin:end].sum()),
                updated=int(changed[begin:end].max()),
            )


def _doubled(parts: Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield part
        if _BLOCK in part:
            yield part


def _turned(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The head, then all blocks from the last to the first, then what they belong to, then the end."""
    head, *rest = parts
    end = rest.pop()
    yield head
    yield from (part for part in reversed(rest) if _BLOCK in part)
    yield from (part for part in reversed(rest) if _BLOCK not in part)
    yield end
