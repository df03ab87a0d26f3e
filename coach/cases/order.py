"""The coach's order: the machine's opportunities with a coach's changes applied and kept beside them.

A change survives recomputation, and is raised again when the machine has moved far from what the coach saw.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coach.cases.changes import BILL, COST, Aspect, with_coachs
from coach.cases.changes import Change as Change
from coach.cases.changes import ChangeAction as ChangeAction
from coach.cases.changes import Reason as Reason
from greener_homes.tables.advice import Opportunity, Override

DIVERGED_SHARE = 0.25
DIVERGED_RANKS = 3
SMALL_CAD = 20.0
"""Dollars a year below which an end of a range may move without anybody being called (our own judgement)."""
SHOWN_AT_MOST = 8
"""Recommendations a resident is given to do now; what a coach ranks below them stays in the case, unless the coach
said something of it: that is given too. Our own judgement. Where a coach adds work without saying where, it is the last
of these.
"""
NOT_PUT_FORWARD = 0
"""The machine's rank of a measure that only a coach put forward."""


@dataclass(frozen=True, slots=True)
class OverrideView:
    """A coach's change beside what the machine said when it was made."""

    measure: str
    aspect: Aspect
    action: ChangeAction
    rank: int | None
    numbers: Mapping[str, object]
    wording: str
    machine_rank: int
    machine_numbers: Mapping[str, object]
    reason: Reason
    note: str
    made_at: datetime
    diverged: bool


@dataclass(frozen=True, slots=True)
class CaseOpportunity:
    """One opportunity in the coach's order, with the machine's place and every change beside it.

    `numbers` are the machine's with the coach's ranges in their place, `machine_numbers` the machine's alone. `id` is
    None, and the machine's rank 0, for work that only the coach put forward.
    """

    id: uuid.UUID | None
    measure: str
    place: int
    machine_rank: int
    numbers: Mapping[str, object]
    machine_numbers: Mapping[str, object]
    trace: Sequence[Mapping[str, object]]
    overrides: tuple[OverrideView, ...] = ()

    def change_of(self, aspect: Aspect) -> OverrideView | None:
        """The coach's change of one aspect."""
        return next((one for one in self.overrides if one.aspect is aspect), None)

    @property
    def override(self) -> OverrideView | None:
        """The change that is said first: of its place, else any other."""
        return self.change_of(Aspect.PLACE) or next(iter(self.overrides), None)

    @property
    def is_removed(self) -> bool:
        return self._placed(ChangeAction.REMOVE)

    @property
    def is_later(self) -> bool:
        return self._placed(ChangeAction.LATER)

    @property
    def is_added(self) -> bool:
        """The coach put it forward, not the machine."""
        return self.id is None

    @property
    def diverged(self) -> bool:
        """The machine has moved far from what the coach saw at any of the changes."""
        return any(one.diverged for one in self.overrides)

    @property
    def note(self) -> str:
        """What the coach wrote to the resident about it, each sentence once."""
        return "\n".join(dict.fromkeys(one.note for one in self.overrides if one.note))

    @property
    def wording(self) -> str:
        """The coach's own sentence in the place of ours; empty where ours stands."""
        worded = self.change_of(Aspect.WORDING)
        return worded.wording if worded else ""

    @property
    def coach_numbers(self) -> Mapping[str, object]:
        """The coach's own ranges; empty where the machine's stand."""
        return {name: value for one in self.overrides for name, value in one.numbers.items()}

    def _placed(self, action: ChangeAction) -> bool:
        placed = self.change_of(Aspect.PLACE)
        return placed is not None and placed.action is action


def worked_order(session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID) -> Sequence[CaseOpportunity]:
    """The machine's opportunities, and those a coach added, in the coach's order: moves applied, removed ones last."""
    opportunities = {row.measure: row for row in _opportunities(session, assessment_id)}
    overrides = _overrides(session, home_id)
    added = [measure for measure, changes in overrides.items() if Aspect.ADDED in changes]
    machine = [*opportunities, *(measure for measure in added if measure not in opportunities)]
    order = ordered(
        machine, {name: wish for name in machine if (wish := _place_wanted(overrides.get(name, {}))) is not None}
    )
    return [
        _case_opportunity(place, measure, opportunities.get(measure), tuple(overrides.get(measure, {}).values()))
        for place, measure in enumerate(order, start=1)
    ]


def vanished(session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID) -> Sequence[str]:
    """Measures a coach moved, ranged or worded that the machine does not put forward any more."""
    there = {row.measure for row in _opportunities(session, assessment_id)}
    return [
        measure
        for measure, changes in _overrides(session, home_id).items()
        if measure not in there
        and Aspect.ADDED not in changes
        and any(ChangeAction(row.action) is not ChangeAction.REMOVE for row in changes.values())
    ]


def has_diverged(session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID) -> bool:
    """Whether the machine has moved far from any change that a coach made, or dropped what it was about."""
    if any(item.diverged for item in worked_order(session, home_id, assessment_id)):
        return True
    return bool(vanished(session, home_id, assessment_id))


def ordered(machine: Sequence[str], changes: Mapping[str, tuple[ChangeAction, int | None]]) -> list[str]:
    """Measures in the coach's order: moved ones at the place asked for, then later ones, removed ones last."""
    acts = {measure: changes[measure] for measure in machine if measure in changes}
    moving = (ChangeAction.MOVE, ChangeAction.ADD)
    moved = [(rank, measure) for measure, (act, rank) in acts.items() if act in moving and rank]
    later = [measure for measure, (act, _) in acts.items() if act is ChangeAction.LATER]
    removed = [measure for measure, (act, _) in acts.items() if act is ChangeAction.REMOVE]
    aside = {measure for _, measure in moved} | set(later) | set(removed)
    order = [measure for measure in machine if measure not in aside]
    for rank, measure in sorted(moved):
        order.insert(min(rank - 1, len(order)), measure)
    return order + later + removed


def diverged(
    rank_then: int, numbers_then: Mapping[str, object], rank_now: int, numbers_now: Mapping[str, object]
) -> bool:
    """Whether the machine has moved so far since a coach's change that the coach should look again.

    Three places in the order; a quarter of the yearly bill effect; or an end of its range, of the bill or the cost, by
    more than a quarter of what it was, or of the range's width where that is more.
    """
    if rank_then != NOT_PUT_FORWARD and abs(rank_now - rank_then) >= DIVERGED_RANKS:
        return True
    then, now = _number(numbers_then, BILL, "p50"), _number(numbers_now, BILL, "p50")
    if abs(now - then) > DIVERGED_SHARE * max(abs(then), 1.0):
        return True
    return any(_end_moved(numbers_then, numbers_now, name, ends) for name, ends in _ENDS)


_ENDS = ((BILL, ("p10", "p90")), (COST, ("low", "high")))


def _end_moved(then: Mapping[str, object], now: Mapping[str, object], name: str, ends: tuple[str, str]) -> bool:
    low, high = (_number(then, name, end) for end in ends)
    return any(
        abs(_number(now, name, end) - was) > max(DIVERGED_SHARE * max(abs(was), high - low), SMALL_CAD)
        for end, was in zip(ends, (low, high), strict=True)
    )


def _place_wanted(changes: Mapping[Aspect, Override]) -> tuple[ChangeAction, int | None] | None:
    placed = changes.get(Aspect.PLACE)
    if placed is not None:
        return ChangeAction(placed.action), placed.rank
    added = changes.get(Aspect.ADDED)
    return (ChangeAction.ADD, added.rank or SHOWN_AT_MOST) if added is not None else None


def _case_opportunity(
    place: int, measure: str, found: Opportunity | None, changes: tuple[Override, ...]
) -> CaseOpportunity:
    coachs = {name: value for row in changes for name, value in row.numbers.items()}
    machine = found.numbers if found else {}
    return CaseOpportunity(
        id=found.id if found else None,
        measure=measure,
        place=place,
        machine_rank=found.rank if found else NOT_PUT_FORWARD,
        numbers=with_coachs(machine, coachs),
        machine_numbers=machine,
        trace=found.trace if found else (),
        overrides=tuple(_override_view(row, found) for row in changes),
    )


def _override_view(row: Override, found: Opportunity | None) -> OverrideView:
    if found is None:
        far = False
    elif row.aspect is Aspect.ADDED:  # the machine puts it forward itself now: does it expect what the coach did?
        far = diverged(NOT_PUT_FORWARD, row.numbers, found.rank, found.numbers)
    else:
        far = diverged(row.machine_rank, row.machine_numbers, found.rank, found.numbers)
    return OverrideView(
        measure=row.measure,
        aspect=row.aspect,
        action=ChangeAction(row.action),
        rank=row.rank,
        numbers=row.numbers,
        wording=row.wording,
        machine_rank=row.machine_rank,
        machine_numbers=row.machine_numbers,
        reason=Reason(row.reason),
        note=row.note,
        made_at=row.made_at,
        diverged=far,
    )


def _opportunities(session: Session, assessment_id: uuid.UUID) -> Sequence[Opportunity]:
    return session.exec(
        select(Opportunity)
        .where(Opportunity.assessment_id == assessment_id)
        .order_by(col(Opportunity.rank), col(Opportunity.measure))
    ).all()


def _overrides(session: Session, home_id: uuid.UUID) -> dict[str, dict[Aspect, Override]]:
    """The home's changes by measure and aspect, the range last so that it stands over what was added."""
    rows = session.exec(select(Override).where(Override.home_id == home_id)).all()
    found: dict[str, dict[Aspect, Override]] = {}
    for row in sorted(rows, key=lambda one: (one.made_at, one.id)):
        found.setdefault(row.measure, {})[row.aspect] = row
    ranks = list(Aspect)
    return {name: dict(sorted(changes.items(), key=lambda one: ranks.index(one[0]))) for name, changes in found.items()}


def _number(numbers: Mapping[str, object], name: str, end: str) -> float:
    found = numbers.get(name)
    value = found.get(end) if isinstance(found, Mapping) else None
    return float(value) if isinstance(value, int | float) else 0.0
