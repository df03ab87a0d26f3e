"""Baselines of many meters in columns: what a region needs, and what `fit` takes one meter's baseline from.

Daily meters come as arrays, with one temperature series for all or one each; bills one by one, for no two have the
same periods. Every result is the same whichever other meters are in the batch, and however it is cut up. A meter whose
data are insufficient is fitted all the same, with the findings beside the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.baseline import codes
from models.baseline.billing_observations import PeriodObservations
from models.baseline.bills import Bills, usable_bills
from models.baseline.degree_days import Bools
from models.baseline.fits import Fits, findings_of, fits_of, joined
from models.baseline.judge import judge
from models.baseline.periods import BillingPeriods, Frequency
from models.baseline.search import search
from models.baseline.sufficiency import Year, daily_findings, latest_year_of
from models.findings import Finding, Severity
from models.quantities import Commodity
from models.series import DailyTemperature, Floats, Ints

MIN_POINTS: Final = 3
NO_HEATING: Final = frozenset({Commodity.WATER})
NO_COOLING: Final = frozenset(
    {Commodity.NATURAL_GAS, Commodity.STEAM, Commodity.OIL, Commodity.PROPANE, Commodity.WOOD}
)
_CHUNK: Final = 256

Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Fits of those of m meters that could be fitted, at the places `rows` [f], and everything found of all [m].

    `days`, `first_day` and `last_day` as `fit.Baseline` has them [f].
    """

    frequency: Frequency
    rows: Ints
    fits: Fits
    days: Ints
    first_day: Ints
    last_day: Ints
    findings: Sequence[Findings]

    @property
    def disqualified(self) -> Bools:
        """Of which meters the data cannot support a number [m]."""
        return np.array(
            [any(found.severity is Severity.DISQUALIFICATION for found in each) for each in self.findings],
            dtype=np.bool_,
        )


def daily_batch(
    use: Floats, first_day: Ints | int, temperature_c: Floats, commodity: Commodity, *, threads: int = 1
) -> Batch:
    """Baselines of daily meters: use [m, days] from each one's first day on, NaN where missing.

    `temperature_c` of the same days, [m, days], or [days] where all meters share days and weather; NaN where unknown.
    """
    weather = np.atleast_2d(temperature_c)
    first = np.broadcast_to(np.asarray(first_day, dtype=np.int64), use.shape[:1])
    parts = [
        _daily(
            latest_year_of(use[rows], weather if len(weather) == 1 else weather[rows], first[rows], commodity),
            commodity,
            threads,
        )
        for rows in _chunks(use.shape[0], _CHUNK * threads)
    ]
    return _together(Frequency.DAILY, parts)


def billing_batch(bills: Sequence[BillingPeriods], weather: Sequence[DailyTemperature], commodity: Commodity) -> Batch:
    """Baselines from the usable bills of each meter's latest year, with one temperature series each."""
    parts = [_billing(bills[rows], weather[rows], commodity) for rows in _chunks(len(bills), _CHUNK)]
    return _together(Frequency.BILLING, parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of meters: which of them are fitted, their fits, the days all of them cover, what was found of all."""

    rows: Ints
    fits: Fits
    days: Floats
    first_day: Ints
    last_day: Ints
    findings: Sequence[Findings]


def _chunks(count: int, size: int) -> list[slice]:
    return [slice(low, min(low + size, count)) for low in range(0, max(count, 1), size)]


def _daily(year: Year, commodity: Commodity, threads: int) -> _Part:
    from models.baseline.days import fit_days  # numba takes a while to import, and most pages fit nothing

    days = year.known.sum(axis=1)
    rows: Ints = np.flatnonzero(days >= MIN_POINTS)
    fits = fit_days(
        year.use[rows],
        year.known[rows],
        year.temperature_c[rows],
        heating=commodity not in NO_HEATING,
        cooling=commodity not in NO_COOLING,
        threads=threads,
    )
    return _part(rows, fits, days, days, year.last_day - year.span + 1, year.last_day, daily_findings(year, commodity))


def _billing(bills: Sequence[BillingPeriods], weather: Sequence[DailyTemperature], commodity: Commodity) -> _Part:
    usable = [usable_bills(one, t, commodity) for one, t in zip(bills, weather, strict=True)]
    seen = _periods(usable, weather)
    points = (seen.weight > 0).sum(axis=1)
    rows: Ints = np.flatnonzero(points >= MIN_POINTS)
    part = seen if rows.size == points.size else seen.take(rows)
    found = search(part, heating=commodity not in NO_HEATING, cooling=commodity not in NO_COOLING)
    fits = fits_of(part, judge(part, found, Frequency.BILLING))
    days = np.array([float((one.ends - one.starts).sum()) for one in usable])
    first = np.array([int(one.starts[0]) if one.starts.size else 0 for one in usable], dtype=np.int64)
    last = np.array([int(one.ends[-1]) - 1 if one.ends.size else 0 for one in usable], dtype=np.int64)
    return _part(rows, fits, points, days, first, last, [one.findings for one in usable])


def _part(
    rows: Ints, fits: Fits, points: Floats | Ints, days: Floats, first: Ints, last: Ints, before: Sequence[Findings]
) -> _Part:
    """What was found before the fit, and of the fit, or that there are too few points for one."""
    findings = list(before)
    for i in np.flatnonzero((points > 0) & (points < MIN_POINTS)).tolist():
        findings[i] = (codes.TOO_FEW_POINTS.finding(points=int(points[i]), needed=MIN_POINTS), *findings[i])
    for i, of_fit in zip(rows.tolist(), findings_of(fits), strict=True):
        findings[i] += of_fit
    return _Part(rows, fits, np.asarray(days), first, last, findings)


def _together(frequency: Frequency, parts: Sequence[_Part]) -> Batch:
    starts = np.concatenate([[0], np.cumsum([len(part.findings) for part in parts])])
    return Batch(
        frequency=frequency,
        rows=np.concatenate([part.rows + start for part, start in zip(parts, starts[:-1].tolist(), strict=True)]),
        fits=joined([part.fits for part in parts]),
        days=np.concatenate([np.rint(part.days[part.rows]).astype(np.int64) for part in parts]),
        first_day=np.concatenate([part.first_day[part.rows] for part in parts]),
        last_day=np.concatenate([part.last_day[part.rows] for part in parts]),
        findings=[found for part in parts for found in part.findings],
    )


def _periods(bills: Sequence[Bills], weather: Sequence[DailyTemperature]) -> PeriodObservations:
    """The bills of several meters side by side, each with the temperatures of its days."""
    periods = max([one.starts.size for one in bills] + [1])
    longest = max([int((one.ends - one.starts).max()) for one in bills if one.starts.size] + [1])
    use, weight = np.zeros((len(bills), periods)), np.zeros((len(bills), periods))
    days = np.full((len(bills), periods, longest), np.nan)
    for i, (one, temperature) in enumerate(zip(bills, weather, strict=True)):
        length = one.ends - one.starts
        use[i, : length.size], weight[i, : length.size] = one.amount / length, length
        offset = np.arange(longest)
        at = one.starts[:, None] + offset - temperature.first_day
        inside = (offset < length[:, None]) & (at >= 0) & (at < temperature.mean_c.size)
        days[i, : length.size][inside] = temperature.mean_c[at[inside]]
    known = np.isfinite(days)
    return PeriodObservations.of(use, weight, np.where(known, days, 0.0), known.astype(np.float64))
