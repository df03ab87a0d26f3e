"""The same energy told by several sources, counted once: a better source stands before a lesser one. Pure arithmetic.

Sources are given best first. For each commodity and kind of flow, a reading of a lesser source counts only when it
shares no moment with any reading of a better one that counts: a bill that a meter covers in part is left out whole,
because nobody knows how its amount was spread. What nothing covers stays a gap.

Delivered and net use are two ways to tell what a home drew, so across sources they stand in each other's place;
what a home sent back is a thing of its own. Energy and demand (kW, kVAh) are not the same thing either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.quantities import Commodity, Flow, Unit
from models.series import Ints, UsageSeries

NOT_AN_AMOUNT = frozenset({Unit.KW, Unit.KVAH})

Key = TypeVar("Key")
Kind = tuple[Commodity, bool, Unit | None]


def once(ranked: Sequence[Sequence[tuple[Key, UsageSeries]]]) -> list[list[tuple[Key, UsageSeries]]]:
    """Each source's readings that no better source tells of, in the same order; the best source's are all of them."""
    told: dict[Kind, list[UsageSeries]] = {}
    found = []
    for source in ranked:
        fresh = [(key, uncovered(series, told.get(kind(series), ()))) for key, series in source]
        kept = [(key, series) for key, series in fresh if len(series)]
        found.append(kept)
        for _, series in kept:
            told.setdefault(kind(series), []).append(series)
    return found


def uncovered(series: UsageSeries, better: Sequence[UsageSeries]) -> UsageSeries:
    """The readings that share no moment with any reading of `better`."""
    known = [one for one in better if len(one)]
    if not known or not len(series):
        return series
    starts, ends = _covered(known)
    # the covered stretches are apart and in order: a reading is free when none begins before its end and ends after
    # its start
    first_after = np.searchsorted(ends, series.starts, side="right")
    free = (first_after == starts.size) | (starts[np.minimum(first_after, starts.size - 1)] >= series.ends)
    return series if free.all() else selected(series, free)


def spliced(parts: Sequence[UsageSeries]) -> UsageSeries:
    """Readings of one thing from several sources as one series. ValueError when units differ or readings overlap."""
    first = parts[0]
    if any((part.unit, part.commodity) != (first.unit, first.commodity) for part in parts):
        raise ValueError("series in different units cannot be one")
    exponent = min(part.exponent for part in parts)
    starts = np.concatenate([part.starts for part in parts])
    order = np.argsort(starts, kind="stable")
    whole = UsageSeries(
        commodity=first.commodity,
        flow=first.flow,
        unit=first.unit,
        starts=starts[order],
        durations=np.concatenate([part.durations for part in parts])[order],
        values=np.concatenate([part.values * 10 ** (part.exponent - exponent) for part in parts])[order],
        exponent=exponent,
        quality=np.concatenate([part.quality for part in parts])[order],
    )
    if np.any(whole.ends[:-1] > whole.starts[1:]):
        raise ValueError("series that overlap cannot be one")
    return whole


def selected(series: UsageSeries, kept: NDArray[np.bool_]) -> UsageSeries:
    """The readings of a series for which `kept` is true."""
    return UsageSeries(
        commodity=series.commodity,
        flow=series.flow,
        unit=series.unit,
        starts=series.starts[kept],
        durations=series.durations[kept],
        values=series.values[kept],
        exponent=series.exponent,
        quality=series.quality[kept],
    )


def kind(series: UsageSeries) -> Kind:
    """What a series tells of: series of one kind from two sources may be the same energy."""
    demand = series.unit if series.unit in NOT_AN_AMOUNT else None
    return series.commodity, series.flow is Flow.RECEIVED, demand


def _covered(known: Sequence[UsageSeries]) -> tuple[Ints, Ints]:
    """The time that any of these tells of, as stretches in order that do not touch."""
    starts = np.concatenate([one.starts for one in known])
    ends = np.concatenate([one.ends for one in known])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    begins = np.ones(starts.size, dtype=np.bool_)
    begins[1:] = starts[1:] > ends[:-1]
    last = np.append(np.flatnonzero(begins)[1:] - 1, starts.size - 1)
    return starts[begins], ends[last]
