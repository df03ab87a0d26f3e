"""Changes to programmes and offers on their way into use: proposed, looked at, approved by a second person, in force.

Whether a change can be read is not known here: `coach.fleet_wide.incentive_proposals` asks the engine before anything
is written or approved. Only approved changes count, from their first day on, later numbers over earlier ones of the
same day. Nothing is edited: a change is undone by another.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import Session, col, func, select

from greener_homes import audit, db, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.page_questions import plain
from greener_homes.people import Audience
from greener_homes.tables.incentive import ChangeAct as ChangeAct
from greener_homes.tables.incentive import ChangedPart as ChangedPart
from greener_homes.tables.incentive import ChangeState as ChangeState
from greener_homes.tables.incentive import IncentiveChange
from models.findings import Code, Severity

LISTED: Final = 200
_LOCK: Final = 7_340_034
"""One proposal or decision at a time: numbers have no holes by chance, and two approvals see each other."""

OWN_PROPOSAL = Code(
    "incentive_change.own_proposal",
    Severity.REFUSAL,
    "Somebody else must approve what you proposed. A second pair of eyes is the rule for money.",
    "Une autre personne doit approuver ce que vous avez proposé. Pour l’argent, il faut une deuxième paire d’yeux.",
)
DECIDED = Code(
    "incentive_change.decided",
    Severity.REFUSAL,
    "This change was decided about already. Propose another one.",
    "Cette modification a déjà fait l’objet d’une décision. Proposez-en une autre.",
)
TOO_SOON = Code(
    "incentive_change.too_soon",
    Severity.REFUSAL,
    "You are the only member of staff: you may approve what you proposed {hours} hours after you wrote it down.",
    "Vous êtes la seule personne de l’équipe\u00a0: vous pourrez approuver ce que vous avez proposé {hours} heures "
    "après l’avoir écrit.",
)
CODES = (OWN_PROPOSAL, DECIDED, TOO_SOON)
ALONE_AFTER: Final = timedelta(hours=24)
"""After which somebody who is alone may approve their own proposal: a night to see it with other eyes
(docs/decisions/0032)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody looked up: which fields become what, from which day, seen when and where, and why.

    Or what is there from that day on with these fields (`act` ADD), or no more (REMOVE, without any).
    """

    part: ChangedPart
    target: str
    fields: Mapping[str, object]
    effective_from: date
    seen_on: date
    review_on: date
    source: str
    why: str
    why_fr: str
    undoes_id: uuid.UUID | None = None
    act: ChangeAct = ChangeAct.CHANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView(Proposal):
    """A proposal as staff see it: under its number, with what became of it."""

    id: uuid.UUID
    number: int
    state: ChangeState
    proposed_by: uuid.UUID | None
    proposed_at: datetime
    decided_by: uuid.UUID | None
    decided_at: datetime | None

    @property
    def approved_alone(self) -> bool:
        """Whether the one who proposed it approved it too, as the only member of staff."""
        mine = self.proposed_by is not None and self.decided_by == self.proposed_by
        return mine and self.state is ChangeState.APPROVED

    def said(self, language: str) -> str:
        """What changed, in "en" or "fr"."""
        return self.why_fr if language == "fr" else self.why


_PROPOSED: Final = tuple(each.name for each in fields(Proposal))


def propose(session: Session, proposal: Proposal, *, number: int, by: uuid.UUID | None, now: datetime) -> ChangeView:
    """The change waits for a decision, under the number that `next_number` gave. `by` None: the command line."""
    said = {name: getattr(proposal, name) for name in _PROPOSED}
    row = IncentiveChange(**said, number=number, proposed_by=by, proposed_at=now)
    session.add(row)
    session.flush()
    audit.record(session, _actor(by), audit.Action.INCENTIVE_PROPOSED, at=now, object_id=row.id, number=number)
    return view(row)


def next_number(session: Session) -> int:
    """The number of the next proposal; until this transaction ends nobody else proposes or decides."""
    one_at_a_time(session)
    return (session.exec(select(func.max(col(IncentiveChange.number)))).one() or 0) + 1


def one_at_a_time(session: Session) -> None:
    """Until this transaction ends nobody else proposes or decides."""
    db.one_at_a_time(session, _LOCK)


def approve(session: Session, change_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> ChangeView:
    """The change counts from its first day on. Raises NotFound; Refusal for one's own, or one decided about.

    `by` None: whoever has the command line of the machine, who proposes in nobody's name and approves nobody's. Where
    nobody else is on the staff, the one who proposed it may approve it a day later (`alone_from`).
    """
    return _decide(session, change_id, ChangeState.APPROVED, by, now)


def decline(session: Session, change_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> ChangeView:
    """The change never counts; its proposer may take it back like this too. Raises NotFound; Refusal when decided."""
    return _decide(session, change_id, ChangeState.DECLINED, by, now)


def alone_from(session: Session, change: ChangeView) -> datetime | None:
    """From when on the one who proposed it may approve it; None while there is anybody else who could."""
    staff = {one for one, _ in people.everybody(session, Audience.PROGRAMME)}
    return change.proposed_at + ALONE_AFTER if staff == {change.proposed_by} else None


def get(session: Session, change_id: uuid.UUID) -> ChangeView:
    """One change. Raises NotFound."""
    row = session.get(IncentiveChange, change_id)
    if row is None:
        raise NotFound
    return view(row)


def listed(session: Session, target: str | None = None) -> Sequence[ChangeView]:
    """The newest changes, of everything or of one programme, offer or limit."""
    query = select(IncentiveChange).order_by(col(IncentiveChange.number).desc()).limit(LISTED)
    if target is not None:
        query = query.where(IncentiveChange.target == target)
    return [view(row) for row in session.exec(query)]


def in_force(session: Session, on: date) -> Sequence[ChangeView]:
    """What counts on a day, in the order in which it is laid over the files."""
    return [view(row) for row in session.exec(_APPROVED_BY, params={"on": on})]


_CHANGE: Final = plain(IncentiveChange)
_COUNTS: Final = _CHANGE.c.state == ChangeState.APPROVED, _CHANGE.c.effective_from <= bindparam("on")
_IN_ORDER: Final = _CHANGE.c.effective_from, _CHANGE.c.number
_APPROVED_BY: Final = select(IncentiveChange).where(*_COUNTS).order_by(*_IN_ORDER)
_NUMBERS_BY: Final = select(IncentiveChange.number).where(*_COUNTS).order_by(*_IN_ORDER)
"""Put together once, for the pages that ask them."""


def ids_in_force(session: Session, on: date) -> tuple[uuid.UUID, ...]:
    """The ids of what counts on a day, in the same order. What they say never changes: it need not be read again."""
    return tuple(session.execute(_IDS_BY, {"on": on}).scalar_one() or ())


IN_FORCE: Final = (
    sqlalchemy_select(func.array_agg(aggregate_order_by(_CHANGE.c.id, *_IN_ORDER))).where(*_COUNTS).scalar_subquery()
)
"""The same as one value, None where nothing counts: asked together with more."""
_IDS_BY: Final = sqlalchemy_select(IN_FORCE)


def approved(session: Session) -> Sequence[ChangeView]:
    """Everything approved, also what begins later, in that order."""
    return in_force(session, date.max)


def numbered(session: Session, numbers: Sequence[int]) -> Sequence[ChangeView]:
    """These changes, whatever became of them, in the order of the numbers given; without those that never were."""
    rows = session.exec(select(IncentiveChange).where(col(IncentiveChange.number).in_(numbers)))
    found = {row.number: view(row) for row in rows}
    return [found[number] for number in numbers if number in found]


def edition(session: Session, on: date) -> str:
    """A short text that differs whenever what counts does: what is worked out from it is worked out anew."""
    return "".join(f"C{number}" for number in session.exec(_NUMBERS_BY, params={"on": on}))


def _decide(
    session: Session, change_id: uuid.UUID, state: ChangeState, by: uuid.UUID | None, now: datetime
) -> ChangeView:
    one_at_a_time(session)
    row = session.exec(select(IncentiveChange).where(IncentiveChange.id == change_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    if row.state is not ChangeState.PROPOSED:
        raise Refusal(DECIDED)
    act = audit.Action.INCENTIVE_APPROVED if state is ChangeState.APPROVED else audit.Action.INCENTIVE_DECLINED
    if state is ChangeState.APPROVED and row.proposed_by == by:
        free = alone_from(session, view(row))
        if free is None:
            raise Refusal(OWN_PROPOSAL)
        if now < free:
            raise Refusal(TOO_SOON, hours=int(ALONE_AFTER.total_seconds()) // 3600)
        act = audit.Action.INCENTIVE_APPROVED_ALONE
    row.state, row.decided_by, row.decided_at = state, by, now
    session.add(row)
    session.flush()
    audit.record(session, _actor(by), act, at=now, object_id=row.id, number=row.number)
    return view(row)


def _actor(by: uuid.UUID | None) -> audit.Actor:
    return audit.Actor(by, Audience.PROGRAMME.value) if by else audit.OPERATOR


def view(row: IncentiveChange) -> ChangeView:
    """A row as others see it."""
    return ChangeView(
        **{name: getattr(row, name) for name in _PROPOSED},
        id=row.id,
        number=row.number,
        state=row.state,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
