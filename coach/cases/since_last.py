"""What changed since last time: one assessment of a home beside an earlier one, and only what a coach would act on.

"Last time" is the assessment a coach decided on last; before the first decision, the one just before.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coach.cases.changes import BILL
from coach.cases.order import DIVERGED_RANKS, diverged
from coach.cases.review_decisions import require_opened
from coach.cases.review_states import DECIDED
from greener_homes.consent import LiveConsent
from greener_homes.errors import Refusal
from greener_homes.tables.advice import Assessment, Opportunity, Review

USE_SHARE = 0.05
"""Share of a year's use by which it must differ to be worth saying (our own judgement)."""
SERIOUS = ("warning", "disqualification")


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that reads otherwise; None for not known."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class UseChange:
    """A fuel's use in a normal year, in its own unit; None where it could not be told."""

    fuel: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure's place and yearly bill effect (low and high, CAD, positive saves) before and after."""

    measure: str
    rank_before: int
    rank_after: int
    bill_before: tuple[float, float]
    bill_after: tuple[float, float]

    @property
    def moved(self) -> bool:
        return abs(self.rank_after - self.rank_before) >= DIVERGED_RANKS


@dataclass(frozen=True, slots=True)
class Since:
    """What is different from an assessment made at `at`. Codes are of findings that came or went."""

    at: datetime
    facts: tuple[FactChange, ...] = ()
    uses: tuple[UseChange, ...] = ()
    appeared: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()
    doubts: tuple[Mapping[str, object], ...] = ()
    settled: tuple[Mapping[str, object], ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Nothing a coach would act on: prices and figures may be newer."""
        return not (
            self.facts or self.uses or self.appeared or self.gone or self.standing or self.doubts or self.settled
        )


def since_last(session: Session, opened: Sequence[LiveConsent], assessment_id: uuid.UUID) -> Since | None:
    """What changed up to this assessment of the home whose permissions these are; None where there is no last time.

    Nor is there where the earlier one rests on more than these permissions open.
    """
    after = session.get_one(Assessment, assessment_id)
    before = _last(session, after)
    if before is None:
        return None
    try:
        require_opened(before, opened)
    except Refusal:
        return None
    return compared(before, _opportunities(session, before.id), after, _opportunities(session, after.id))


def compared(
    before: Assessment, put_before: Mapping[str, Opportunity], after: Assessment, put_after: Mapping[str, Opportunity]
) -> Since:
    """The material differences between two assessments of a home."""
    both = [name for name in put_after if name in put_before]
    doubts_before, doubts_after = _doubts(before), _doubts(after)
    return Since(
        at=before.created_at,
        facts=tuple(_facts(before, after)),
        uses=tuple(_uses(before, after)),
        appeared=tuple(name for name in put_after if name not in put_before),
        gone=tuple(name for name in put_before if name not in put_after),
        standing=tuple(
            _standing(put_before[name], put_after[name])
            for name in both
            if diverged(put_before[name].rank, put_before[name].numbers, put_after[name].rank, put_after[name].numbers)
        ),
        doubts=tuple(found for code, found in doubts_after.items() if code not in doubts_before),
        settled=tuple(found for code, found in doubts_before.items() if code not in doubts_after),
    )


def _last(session: Session, after: Assessment) -> Assessment | None:
    earlier = (Assessment.home_id == after.home_id, col(Assessment.id) < after.id)
    newest_first = col(Assessment.id).desc()
    decided = session.exec(
        select(Assessment)
        .join(Review, col(Review.assessment_id) == Assessment.id)
        .where(*earlier, col(Review.state).in_(list(DECIDED)))
        .order_by(newest_first)
        .limit(1)
    ).first()
    return decided or session.exec(select(Assessment).where(*earlier).order_by(newest_first).limit(1)).first()


def _facts(before: Assessment, after: Assessment) -> list[FactChange]:
    was, now = _mapping(before.evidence.get("facts")), _mapping(after.evidence.get("facts"))
    names = sorted({*was, *now})
    return [FactChange(name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name)]


def _uses(before: Assessment, after: Assessment) -> list[UseChange]:
    was, now = _totals(before), _totals(after)
    found = [UseChange(fuel, was.get(fuel), now.get(fuel)) for fuel in sorted({*was, *now})]
    return [
        use
        for use in found
        if use.before is None or use.after is None or abs(use.after - use.before) > USE_SHARE * max(use.before, 1.0)
    ]


def _totals(assessed: Assessment) -> dict[str, float]:
    measured = assessed.evidence.get("measured")
    return {
        str(use["fuel"]): float(use["total"])
        for use in (measured if isinstance(measured, list) else [])
        if isinstance(use, Mapping) and "fuel" in use and isinstance(use.get("total"), int | float)
    }


def _standing(before: Opportunity, after: Opportunity) -> Standing:
    return Standing(before.measure, before.rank, after.rank, _bill(before), _bill(after))


def _bill(row: Opportunity) -> tuple[float, float]:
    found = _mapping(row.numbers.get(BILL))
    low, high = (found.get(end) for end in ("p10", "p90"))
    return (
        float(low) if isinstance(low, int | float) else 0.0,
        float(high) if isinstance(high, int | float) else 0.0,
    )


def _doubts(assessed: Assessment) -> dict[str, Mapping[str, object]]:
    return {str(one.get("code")): one for one in assessed.findings if one.get("severity") in SERIOUS}


def _opportunities(session: Session, assessment_id: uuid.UUID) -> dict[str, Opportunity]:
    rows = session.exec(
        select(Opportunity).where(Opportunity.assessment_id == assessment_id).order_by(col(Opportunity.rank))
    )
    return {row.measure: row for row in rows}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
