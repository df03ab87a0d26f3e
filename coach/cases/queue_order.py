"""Whose turn is next, as arithmetic: the promise date first, then how long a case has waited, and a small lift.

A case's turn is its promise date less its lift, at most `LIFT_MAXIMUM` days; cases of the same day go by how long they
have waited. Every case that joins is promised at least three days ahead, and a lift is at most three days, so nothing
that joins on a later day than a case's turn is ever put before it: nobody can be overtaken for ever. The reasons for a
lift are few, public, and said on every case that has one (docs/explanation/desk.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from greener_homes.tables.advice import WaitingReason

LIFT_MAXIMUM = 3
"""Days by which a case can be moved up in all."""


class Lift(StrEnum):
    """Why a case is moved up."""

    ANSWERED = "answered"
    BACK_FROM_HOLD = "back_from_hold"
    DIVERGED = "diverged"
    ESCALATED = "escalated"
    HANDED_BACK = "handed_back"
    RETURNED = "returned"
    INCOME_QUALIFIED = "income_qualified"
    NOT_CONTACTED = "not_contacted"


LIFTS: Mapping[Lift, int] = MappingProxyType(
    {
        Lift.ANSWERED: 1,
        Lift.BACK_FROM_HOLD: 1,
        Lift.DIVERGED: 2,
        Lift.ESCALATED: 1,
        Lift.HANDED_BACK: 1,
        Lift.RETURNED: 2,
        Lift.INCOME_QUALIFIED: 1,
        Lift.NOT_CONTACTED: 2,
    }
)
"""Days each reason is worth (our own judgement): most where published advice may be wrong, or a promise was broken."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A case's place: promised by, moved up by so many days, and the day that comes of both."""

    promised_on: date
    lift_days: int

    @property
    def on(self) -> date:
        """The day cases are sorted by."""
        return self.promised_on - timedelta(days=self.lift_days)


def lifts(reason: WaitingReason, income_qualified: bool | None, *, not_contacted: bool = False) -> Mapping[Lift, int]:
    """Why a case is moved up, and by how many days each; together never more than LIFT_MAXIMUM count."""
    found = {Lift(reason.value): LIFTS[Lift(reason.value)]} if reason.value in set(Lift) else {}
    if income_qualified:
        found[Lift.INCOME_QUALIFIED] = LIFTS[Lift.INCOME_QUALIFIED]
    if not_contacted:
        found[Lift.NOT_CONTACTED] = LIFTS[Lift.NOT_CONTACTED]
    return found


def turn(
    promised_on: date, reason: WaitingReason, income_qualified: bool | None, *, not_contacted: bool = False
) -> Turn:
    """The place of a case that is promised by a day and waits for a reason; `not_contacted` as its household said."""
    days = sum(lifts(reason, income_qualified, not_contacted=not_contacted).values())
    return Turn(promised_on, min(days, LIFT_MAXIMUM))
