"""What the model would say without this or that bill: everything worked out twice, by the same figures, side by side.

Looking keeps nothing: the default stands, and the reversal is shown beside it. A coach who finds a bill wrong asks its
resident, or the supplier, to correct it; then it is other evidence. Until then the coach can leave it out
(coach/cases/bills_left_out.py), and the same two still stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from sqlmodel import Session

from coach.advising.advice import advise
from coach.advising.advice_types import Advice
from coach.advising.ranking_in_use import RULE, Ranking
from coach.homes import evidence, figures_in_use, merged_usage
from coach.homes.left_out import Stretch as Stretch
from coach.homes.left_out_kept import kept
from greener_homes.consent import LiveConsent
from greener_homes.local_days import LOCAL
from models.baseline.periods import Frequency, billing_periods, choose, daily_use
from models.findings import Finding, Severity
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries

SHOWN = 26
"""Bills, or months, of one meter that can be left out: the newest, a little more than two years of them."""
COMMODITIES = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS, Commodity.OIL, Commodity.PROPANE)


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill, or a calendar month of daily readings, with what was used in it."""

    stretch: Stretch
    amount: float
    unit: Unit
    estimated: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a measure stands and what it does to the yearly bill (low and high, CAD, positive saves)."""

    rank: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the model says: a normal year and its heating by fuel (in its unit), places by measure, doubts by code."""

    uses: Mapping[str, tuple[float, float]]
    places: Mapping[str, Place]
    doubts: Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class Reversal:
    """The default, and what it would be without the stretch."""

    left_out: Stretch
    default: Outcome
    reversal: Outcome


def bills(session: Session, opened: Sequence[LiveConsent]) -> list[Bill]:
    """What can be left out of the readings these permissions open, by commodity, newest first."""
    found: list[Bill] = []
    for commodity in COMMODITIES:
        ranked = merged_usage.by_source(session, opened, commodity, (Flow.DELIVERED, Flow.NET))
        for point in merged_usage.as_one_meter(ranked)[:1]:
            one = point.series
            parts = _billed(one) if choose(one) is Frequency.BILLING else _months(one)
            found += sorted(parts, key=lambda each: each.stretch.first, reverse=True)[:SHOWN]
    return found


def reversal(
    session: Session, opened: Sequence[LiveConsent], left_out: Stretch, *, now: datetime, ranking: Ranking = RULE
) -> Reversal:
    """Advice of the home whose permissions these are, with the stretch and without it. Keeps nothing.

    What else a coach left out is left out of both.
    """
    others = tuple(one.stretch for one in kept(session, opened[0].home_id) if one.stretch != left_out)
    figures = figures_in_use.figures(session, now.astimezone(LOCAL).date())
    both = [
        advise(evidence.gather(session, opened, now=now, left_out=one).evidence, figures, ranker=ranking.ranker)
        for one in (others, (*others, left_out))
    ]
    return Reversal(left_out, _outcome(both[0]), _outcome(both[1]))


def _outcome(advice: Advice) -> Outcome:
    return Outcome(
        uses={fuel.value: (use.total, use.heating) for fuel, use in advice.measured.items()},
        places={
            each.measure.id: Place(each.rank, each.bill_cad.p10, each.bill_cad.p90) for each in advice.opportunities
        },
        doubts={one.code: one for one in advice.findings if one.severity is not Severity.NOTE},
    )


def _billed(series: UsageSeries) -> list[Bill]:
    periods = billing_periods(series)
    return [
        Bill(Stretch(series.commodity, _day(first), _day(until)), float(amount), series.unit, bool(estimated))
        for first, until, amount, estimated in zip(
            periods.starts, periods.ends, periods.amount, periods.estimated, strict=True
        )
    ]


def _months(series: UsageSeries) -> list[Bill]:
    use = daily_use(series)
    found: dict[date, float] = {}
    for place in np.flatnonzero(~np.isnan(use.amount)):
        month = _day(use.first_day + int(place)).replace(day=1)
        found[month] = found.get(month, 0.0) + float(use.amount[place])
    return [
        Bill(Stretch(series.commodity, month, (month + timedelta(days=32)).replace(day=1)), amount, series.unit, False)
        for month, amount in found.items()
    ]


def _day(number: int) -> date:
    return evidence.EPOCH + timedelta(days=int(number))
