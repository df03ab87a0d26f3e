"""The coach's order: the machine's opportunities with a coach's changes applied and kept beside them.

A change survives recomputation, and is raised again when the machine has moved far from what the coach saw.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from greener_homes.tables.advice import Opportunity, Override

DIVERGED_SHARE = 0.25
DIVERGED_RANKS = 3


class ChangeAction(StrEnum):
    """What a coach can do with one opportunity."""

    MOVE = "move"
    LATER = "later"
    REMOVE = "remove"
    NOTE = "note"


class Reason(StrEnum):
    """Why a coach changed something."""

    HOUSEHOLD_PRIORITY = "household_priority"
    BILL_MUST_NOT_RISE = "bill_must_not_rise"
    COST_TOO_HIGH = "cost_too_high"
    NOT_SUITABLE = "not_suitable"
    SAFETY_FIRST = "safety_first"
    FACT_IS_WRONG = "fact_is_wrong"
    ALREADY_DONE = "already_done"
    BETTER_TIMING = "better_timing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a coach does with one measure. `rank` is the place wanted, from 1, when it is moved."""

    measure: str
    action: ChangeAction
    reason: Reason
    note: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class OverrideView:
    """A coach's change beside what the machine said when it was made."""

    measure: str
    action: ChangeAction
    rank: int | None
    machine_rank: int
    reason: Reason
    note: str
    made_at: datetime
    diverged: bool


@dataclass(frozen=True, slots=True)
class CaseOpportunity:
    """One opportunity in the coach's order, with the machine's place and any change beside it."""

    id: uuid.UUID
    measure: str
    place: int
    machine_rank: int
    numbers: Mapping[str, object]
    trace: Sequence[Mapping[str, object]]
    override: OverrideView | None

    @property
    def is_removed(self) -> bool:
        return self.override is not None and self.override.action is ChangeAction.REMOVE

    @property
    def is_later(self) -> bool:
        return self.override is not None and self.override.action is ChangeAction.LATER


def worked_order(session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID) -> Sequence[CaseOpportunity]:
    """The machine's opportunities in the coach's order: moves applied, removed ones last."""
    opportunities = session.exec(
        select(Opportunity)
        .where(Opportunity.assessment_id == assessment_id)
        .order_by(col(Opportunity.rank), col(Opportunity.measure))
    ).all()
    overrides = {row.measure: row for row in session.exec(select(Override).where(Override.home_id == home_id))}
    order = ordered(
        [row.measure for row in opportunities],
        {name: (ChangeAction(row.action), row.rank) for name, row in overrides.items()},
    )
    by_measure = {row.measure: row for row in opportunities}
    return [
        CaseOpportunity(
            id=by_measure[measure].id,
            measure=measure,
            place=place,
            machine_rank=by_measure[measure].rank,
            numbers=by_measure[measure].numbers,
            trace=by_measure[measure].trace,
            override=_override_view(overrides.get(measure), by_measure[measure]),
        )
        for place, measure in enumerate(order, start=1)
    ]


def ordered(machine: Sequence[str], changes: Mapping[str, tuple[ChangeAction, int | None]]) -> list[str]:
    """Measures in the coach's order: moved ones at the place asked for, then later ones, removed ones last."""
    acts = {measure: changes[measure] for measure in machine if measure in changes}
    moved = [(rank, measure) for measure, (act, rank) in acts.items() if act is ChangeAction.MOVE and rank]
    later = [measure for measure, (act, _) in acts.items() if act is ChangeAction.LATER]
    removed = [measure for measure, (act, _) in acts.items() if act is ChangeAction.REMOVE]
    aside = {measure for _, measure in moved} | set(later) | set(removed)
    order = [measure for measure in machine if measure not in aside]
    for rank, measure in sorted(moved):
        order.insert(min(rank - 1, len(order)), measure)
    return order + later + removed


def _override_view(row: Override | None, opportunity: Opportunity) -> OverrideView | None:
    if row is None:
        return None
    return OverrideView(
        measure=row.measure,
        action=ChangeAction(row.action),
        rank=row.rank,
        machine_rank=row.machine_rank,
        reason=Reason(row.reason),
        note=row.note,
        made_at=row.made_at,
        diverged=diverged(row.machine_rank, row.machine_numbers, opportunity.rank, opportunity.numbers),
    )


def diverged(
    rank_then: int, numbers_then: Mapping[str, object], rank_now: int, numbers_now: Mapping[str, object]
) -> bool:
    """Whether the machine has moved so far since a coach's change that the coach should look again.

    Three places in the order, or a quarter of the yearly bill effect.
    """
    if abs(rank_now - rank_then) >= DIVERGED_RANKS:
        return True
    then, now = _middle(numbers_then), _middle(numbers_now)
    return abs(now - then) > DIVERGED_SHARE * max(abs(then), 1.0)


def _middle(numbers: Mapping[str, object]) -> float:
    bill = numbers.get("bill_cad_per_year")
    value = bill.get("p50") if isinstance(bill, Mapping) else None
    return float(value) if isinstance(value, int | float) else 0.0
