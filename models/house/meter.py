"""What a meter and its utility make of true use: whole steps, days, and the ways real records fall short.

Registers count in whole steps and carry the rest forward, so sums stay true. Gaps are readings that are not there;
estimates stand in for readings and say so in their quality. Nothing here knows a house.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.quantities import Commodity, Flow, Unit
from models.series import Floats, Ints, Quality, UsageSeries

WATT_HOURS: Final = -3
"""Electricity is kept in kWh by steps of 1 Wh."""
HUNDREDTHS: Final = -2
"""Gas is kept in m³ by steps of 0.01 m³."""
_ROUNDING: Final = 1e-6

Spans = tuple[tuple[int, int], ...]
"""Runs of readings, [start, end) by place."""


@dataclass(frozen=True, slots=True)
class Flaws:
    """How a record falls short, by place: readings missing, readings estimated, and the first one kept."""

    missing: Spans = ()
    estimated: Spans = ()
    kept_from: int = 0


def electricity_series(starts: Ints, kwh: Floats, flow: Flow, flaws: Flaws) -> UsageSeries:
    """Hourly electricity as its meter says it, in Wh; estimated hours repeat the week before."""
    durations = np.full(starts.size, 3600, dtype=np.int64)
    true = _register(kwh, WATT_HOURS)
    guessed = np.where(np.arange(true.size) < 168, true, np.roll(true, 168))
    return _series(Commodity.ELECTRICITY, flow, Unit.KWH, (starts, durations), (true, guessed), WATT_HOURS, flaws)


def gas_series(edges: Ints, m3: Floats, flaws: Flaws) -> UsageSeries:
    """Daily gas as its meter says it, in 0.01 m³, between the days' `edges` [n + 1].

    An estimated run is flat and keeps the run's sum; runs must not overlap.
    """
    true = _register(m3, HUNDREDTHS)
    level = true.copy()
    for start, end in flaws.estimated:
        level[start:end] = _register(np.full(end - start, true[start:end].mean() / 100.0), HUNDREDTHS)
    times = (edges[:-1], np.diff(edges))
    return _series(Commodity.NATURAL_GAS, Flow.DELIVERED, Unit.M3, times, (true, level), HUNDREDTHS, flaws)


def daily_sums(hour_starts: Ints, edges: Ints, hourly: Floats) -> Floats:
    """Sums over local days: hours [hours] between the days' `edges` [days + 1] → [days]."""
    first_hours = np.searchsorted(hour_starts, edges[:-1])
    sums: Floats = np.add.reduceat(hourly, first_hours)
    return sums


def _register(amounts: Floats, exponent: int) -> Ints:
    """Whole steps used in each interval by a register that rounds down and never forgets."""
    reading = np.floor(np.cumsum(amounts) / 10.0**exponent + _ROUNDING).astype(np.int64)
    return np.diff(reading, prepend=0)


def _series(
    commodity: Commodity,
    flow: Flow,
    unit: Unit,
    times: tuple[Ints, Ints],
    values: tuple[Ints, Ints],
    exponent: int,
    flaws: Flaws,
) -> UsageSeries:
    starts, durations = times
    true, guessed = values
    estimated, kept = _inside(flaws.estimated, true.size), ~_inside(flaws.missing, true.size)
    kept[: flaws.kept_from] = False
    quality = np.where(estimated, Quality.ESTIMATED, Quality.ACTUAL).astype(np.uint8)
    told = np.where(estimated, guessed, true)
    return UsageSeries(commodity, flow, unit, starts[kept], durations[kept], told[kept], exponent, quality[kept])


def _inside(spans: Spans, size: int) -> NDArray[np.bool_]:
    inside = np.zeros(size, dtype=np.bool_)
    for start, end in spans:
        inside[start:end] = True
    return inside
