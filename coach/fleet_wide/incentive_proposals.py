"""Proposing, approving and undoing changes to programmes: the engine reads the result before anything is kept.

What the loader would refuse in a file (a circle of prerequisites, work nobody knows, amounts out of order) is refused
here, when it is proposed and again when it is approved, beside all that was approved meanwhile. An approved change asks
for the work that tells households, for the moment it begins to count.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from coach.fleet_wide import codes_incentives as codes
from coach.fleet_wide.incentive_effect import Preview, drawn, effects, preview
from coach.homes.figures_in_use import as_change, as_laid
from greener_homes import incentive_changes, jobs, reference
from greener_homes.errors import NotFound, Refusal
from greener_homes.incentive_changes import ChangeAct, ChangedPart, ChangeState, ChangeView, Proposal
from greener_homes.local_days import LOCAL, begins
from models.incentives.codes_data import DataRefused
from models.incentives.graph import Graph
from models.incentives.overlay import Act, Change, Part, checked, fitting, ids, laid_over, values_of, whole
from models.incentives.reading import SOURCES

YEAR: Final = timedelta(days=366)
REVIEW_WITHIN: Final = timedelta(days=400)
ID_LENGTH: Final = 48
REVIEW_AFTER_UNDOING: Final = timedelta(days=30)
RULES: Final = frozenset({ChangedPart.CAP, ChangedPart.EXCLUSION})
"""What can be taken away; what households read of is closed instead."""
ADDRESS: Final = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(/[\x21-\x7e]*)?")
NO_SOURCE: Final = "U"
UNDONE: Final = "Taken back: {why}"
UNDONE_FR: Final = "Annulé\u00a0: {why}"


def propose(session: Session, proposal: Proposal, *, by: uuid.UUID | None, now: datetime) -> ChangeView:
    """The change waits for somebody else's decision. Raises Refusal for what cannot be read, or changes nothing."""
    today = now.astimezone(LOCAL).date()
    _look_over(proposal, today)
    number = incentive_changes.next_number(session)
    others = _others(session, proposal.effective_from)
    part, act = Part(proposal.part.value), Act(proposal.act.value)
    if act is Act.REMOVE and proposal.part not in RULES and proposal.undoes_id is None:
        raise Refusal(codes.CLOSE_INSTEAD)
    if act is Act.CHANGE:
        held = current(session, proposal.part, proposal.target, list(proposal.fields), proposal.effective_from)
        if held == dict(proposal.fields):
            raise Refusal(codes.NOTHING_CHANGES)
    fields = proposal.fields if act is Act.REMOVE else {"source_id": f"C{number}", **proposal.fields}
    _read((*others, Change.of(number, part, proposal.target, fields, act)))
    return incentive_changes.propose(session, proposal, number=number, by=by, now=now)


def approve(session: Session, change_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> ChangeView:
    """The change counts from its first day on, and households it touches are told then. Raises NotFound, Refusal."""
    incentive_changes.one_at_a_time(session)
    change = incentive_changes.get(session, change_id)
    _read((*_others(session, change.effective_from), as_change(change)))
    approved = incentive_changes.approved(session)
    counted = {each.number for each in fitting(as_laid(approved))}
    kept = [each for each in approved if each.number in counted]
    _read(as_laid(sorted((*kept, change), key=_order)))
    made = incentive_changes.approve(session, change_id, by=by, now=now)
    jobs.enqueue(session, "incentives.tell", change_id, now=max(now, begins(made.effective_from)))
    return made


def undo(session: Session, change_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> ChangeView:
    """A change that puts back what stood before another one waits for a decision. Raises NotFound, Refusal."""
    undone, today = incentive_changes.get(session, change_id), now.astimezone(LOCAL).date()
    if undone.state is not ChangeState.APPROVED:
        raise NotFound
    on = max(today, undone.effective_from)
    act, fields = _back(session, undone, on)
    source = str(fields.pop("source_id", None) or (NO_SOURCE if fields else undone.source))
    proposal = Proposal(
        part=undone.part,
        target=undone.target,
        fields=fields,
        effective_from=on,
        seen_on=today,
        review_on=today + REVIEW_AFTER_UNDOING,
        source=source,
        why=UNDONE.format(why=undone.why),
        why_fr=UNDONE_FR.format(why=undone.why_fr),
        undoes_id=undone.id,
        act=act,
    )
    return propose(session, proposal, by=by, now=now)


def _back(session: Session, undone: ChangeView, on: date) -> tuple[ChangeAct, dict[str, object]]:
    """What puts back how things were without a change: its act, and its fields with their source."""
    if undone.act is ChangeAct.ADD:
        return ChangeAct.REMOVE, {}
    if undone.act is ChangeAct.REMOVE:
        return ChangeAct.ADD, dict(everything(session, undone.part, undone.target, on, undone.id))
    names = [*undone.fields, "source_id"]
    return ChangeAct.CHANGE, dict(current(session, undone.part, undone.target, names, on, undone.id))


def free_id(session: Session, stem: str) -> str:
    """An id that nothing has and nobody proposed: the words of `stem` in capitals, numbered where they are taken."""
    words = re.sub(r"[^A-Z0-9]+", "-", unicodedata.normalize("NFKD", stem).upper().encode("ascii", "ignore").decode())
    base = words.strip("-")[:ID_LENGTH].strip("-") or "PART"
    base = base if base[0].isalpha() else f"P-{base}"
    taken = ids(as_laid(incentive_changes.approved(session)))
    taken |= {each.target for each in incentive_changes.listed(session)}
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def looked_at(session: Session, change: ChangeView, *, now: datetime) -> Preview:
    """What the change does to plans: on its first day, or today where that has passed. To all there are, or to a sample
    of them by chance where they are many (`incentive_effect.SAMPLE`)."""
    on = max(change.effective_from, now.astimezone(LOCAL).date())
    before, after = both(session, change, on)
    sample, plans = drawn(session, change.id)
    found = list(effects(session, before, after, on, at=now, sample=sample))
    return preview(found, len(sample or ()), plans)


def both(session: Session, change: ChangeView, on: date) -> tuple[Graph, Graph]:
    """The programmes of a day without a change, and with it."""
    others = [each for each in incentive_changes.in_force(session, on) if each.id != change.id]
    without, beside = as_laid(others), as_laid(sorted((*others, change), key=_order))
    return laid_over(without).graph, laid_over(beside).graph


def current(
    session: Session, part: ChangedPart, target: str, names: list[str], on: date, without: uuid.UUID | None = None
) -> Mapping[str, object]:
    """What these fields are on a day, as a change would give them. Raises NotFound for what is not there."""
    return _values(part, target, names, _without(session, on, without))


def everything(
    session: Session, part: ChangedPart, target: str, on: date, without: uuid.UUID | None = None
) -> Mapping[str, object]:
    """All fields of it on a day, as a change would give them. Raises NotFound for what is not there."""
    try:
        return whole(Part(part.value), target, _without(session, on, without))
    except DataRefused:
        raise NotFound from None


def before(session: Session, change: ChangeView) -> Mapping[str, object]:
    """What the fields of a change are, or were, without it; of what it takes away, everything."""
    on = change.effective_from
    if change.act is ChangeAct.ADD:
        return {}
    if change.act is ChangeAct.REMOVE:
        return everything(session, change.part, change.target, on, change.id)
    earlier = [each for each in incentive_changes.in_force(session, on) if _order(each) < _order(change)]
    return _values(change.part, change.target, list(change.fields), as_laid(earlier))


def _values(part: ChangedPart, target: str, names: list[str], laid: tuple[Change, ...]) -> dict[str, object]:
    try:
        return values_of(Part(part.value), target, names, laid)
    except DataRefused:
        raise NotFound from None


def _without(session: Session, on: date, change_id: uuid.UUID | None) -> tuple[Change, ...]:
    """What counts on a day, but one change."""
    return as_laid(each for each in incentive_changes.in_force(session, on) if each.id != change_id)


def _others(session: Session, on: date) -> tuple[Change, ...]:
    return fitting(as_laid(incentive_changes.in_force(session, on)))


def _order(change: ChangeView) -> tuple[date, int]:
    return change.effective_from, change.number


def _read(changes: tuple[Change, ...]) -> None:
    try:
        checked(changes)
    except DataRefused as wrong:
        raise Refusal(wrong.code, **wrong.facts) from wrong


def _look_over(proposal: Proposal, today: date) -> None:
    if not proposal.why.strip() or not proposal.why_fr.strip():
        raise Refusal(codes.WHY_MISSING)
    if not is_source(proposal.source):
        raise Refusal(codes.SOURCE_WRONG)
    if not today - YEAR <= proposal.seen_on <= today:
        raise Refusal(codes.SEEN_WHEN)
    if not today < proposal.review_on <= today + REVIEW_WITHIN:
        raise Refusal(codes.REVIEW_WHEN, days=REVIEW_WITHIN.days)
    if not today - YEAR <= proposal.effective_from <= today + 2 * YEAR:
        raise Refusal(codes.FROM_WHEN)


def is_source(source: str) -> bool:
    """Whether it says where something was seen: an address, or ids of the list of sources."""
    if SOURCES.fullmatch(source):
        known = {row.source_id for row in reference.rows(reference.Source)} | {NO_SOURCE}
        return all(part in known or part.startswith("C") for part in source.split(";"))
    return ADDRESS.fullmatch(source) is not None
