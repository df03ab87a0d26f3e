"""What is known of two homes that are one household: facts of the building stand in both, with who said them and when.

Facts are copied, never moved: whoever told them keeps them on their own pages. Where both homes have the same source's
word on a thing, the newer one counts and the older stays in the history. What was told of the people who live there
(how many, what they can spend, what they want) is theirs, and goes nowhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes import moved_rows
from greener_homes.home_facts import FactValue
from greener_homes.tables.home import HomeFact, Provenance

OF_PEOPLE = frozenset(
    {
        "occupants",
        "setpoint_day_c",
        "setpoint_night_c",
        "smart_thermostat",
        "led_lighting",
        "goal",
        "priorities",
        "budget_cad",
        "income_qualified",
        "tenure",
        "price_plan",
    }
)
"""Facts of a household rather than of a building. Anything not known to the questionnaire is of neither, and stays."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The same source's word on one thing, in the home that stays and in the one that goes; None where it has none.

    `newer_goes` says that the word from the home that goes is the newer, and will count.
    """

    name: str
    provenance: Provenance
    kept: FactValue
    gone: FactValue
    kept_at: datetime | None
    gone_at: datetime
    newer_goes: bool

    @property
    def is_conflict(self) -> bool:
        return self.kept_at is not None and self.kept != self.gone


def meetings(session: Session, kept_id: uuid.UUID, gone_id: uuid.UUID, names: frozenset[str]) -> Sequence[Meeting]:
    """What would be copied, by name and source; what both say alike is not in it."""
    here = {(row.name, row.provenance): row for row in _current(session, kept_id)}
    found = []
    for row in _current(session, gone_id):
        if row.name not in names or row.name in OF_PEOPLE:
            continue
        kept = here.get((row.name, row.provenance))
        if kept is not None and kept.value == row.value:
            continue
        found.append(
            Meeting(
                name=row.name,
                provenance=row.provenance,
                kept=kept.value if kept else None,
                gone=row.value,
                kept_at=kept.stated_at if kept else None,
                gone_at=row.stated_at,
                newer_goes=kept is None or row.stated_at > kept.stated_at,
            )
        )
    return found


def staying(session: Session, gone_id: uuid.UUID, names: frozenset[str]) -> int:
    """How many facts stay with the people who told them."""
    return sum(row.name in OF_PEOPLE or row.name not in names for row in _current(session, gone_id))


def merge(
    session: Session,
    merge_id: uuid.UUID,
    kept_id: uuid.UUID,
    gone_id: uuid.UUID,
    names: frozenset[str],
    *,
    now: datetime,
) -> None:
    """The home that stays knows what the other knew of the building; the journal of the merge can take it back."""
    here = {(row.name, row.provenance): row for row in _current(session, kept_id)}
    there = {(row.name, row.provenance): row for row in _current(session, gone_id)}
    for one in meetings(session, kept_id, gone_id, names):
        source = there[(one.name, one.provenance)]
        kept = here.get((one.name, one.provenance))
        if kept is not None and one.newer_goes:
            moved_rows.change(session, merge_id, "home_fact", kept.id, ended_at=now)
        copy = HomeFact(
            home_id=kept_id,
            name=source.name,
            value=source.value,
            provenance=source.provenance,
            stated_by=source.stated_by,
            stated_at=source.stated_at,
            ended_at=None if one.newer_goes else now,
            known_how=source.known_how,
            known_on=source.known_on,
        )
        moved_rows.make(session, merge_id, copy)


def _current(session: Session, home_id: uuid.UUID) -> Sequence[HomeFact]:
    return session.exec(
        select(HomeFact)
        .where(HomeFact.home_id == home_id, col(HomeFact.ended_at).is_(None))
        .order_by(col(HomeFact.name), col(HomeFact.provenance))
    ).all()
