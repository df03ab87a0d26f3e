"""What a coach can change in a case, and why: the vocabulary, and a coach's own range in the machine's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from coach.cases.review_codes import RANGE_WRONG
from greener_homes.errors import Refusal
from greener_homes.tables.advice import Aspect as Aspect

BILL, COST = "bill_cad_per_year", "cost_cad"
BILL_MAXIMUM, COST_MAXIMUM = 20_000.0, 500_000.0
"""Dollars beyond which a coach's range is a slip of the pen (our own judgement)."""
WORKED_OUT = (
    "net_present_value_cad",
    "simple_payback_years",
    "monthly_cash_flow_cad",
    "cash_flow",
    "loan",
    "bill_cad_per_year_by_plan",
    "at_replacement",
)
"""What the machine worked out from its own range: left unsaid where a coach's range stands in its place."""


class ChangeAction(StrEnum):
    """What a coach can do with one opportunity."""

    MOVE = "move"
    LATER = "later"
    REMOVE = "remove"
    NOTE = "note"
    RANGE = "range"
    WORDING = "wording"
    ADD = "add"


ASPECT_OF: Mapping[ChangeAction, Aspect] = MappingProxyType(
    {
        ChangeAction.MOVE: Aspect.PLACE,
        ChangeAction.LATER: Aspect.PLACE,
        ChangeAction.REMOVE: Aspect.PLACE,
        ChangeAction.NOTE: Aspect.NOTE,
        ChangeAction.RANGE: Aspect.RANGE,
        ChangeAction.WORDING: Aspect.WORDING,
        ChangeAction.ADD: Aspect.ADDED,
    }
)
"""What of an opportunity each is about; a newer change of the same aspect stands in the place of the older."""
NOTE_FOR_RESIDENT = frozenset(
    {ChangeAction.LATER, ChangeAction.REMOVE, ChangeAction.NOTE, ChangeAction.RANGE, ChangeAction.ADD}
)
"""Changes that the resident must be told the why of."""


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
    SEEN_ON_SITE = "seen_on_site"
    A_QUOTE = "a_quote"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Range:
    """A coach's own range in dollars; both ends or none."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ranges:
    """What a coach expects of the yearly bill (positive saves) and of the cost; None leaves the machine's."""

    bill: Range | None = None
    cost: Range | None = None

    def as_numbers(self) -> dict[str, object]:
        """In the form of an opportunity's numbers; the middle of a coach's range is halfway. Raises Refusal."""
        found: dict[str, object] = {}
        for name, span, ends, limit in (
            (BILL, self.bill, ("p10", "p50", "p90"), BILL_MAXIMUM),
            (COST, self.cost, ("low", "typical", "high"), COST_MAXIMUM),
        ):
            if span is None:
                continue
            lowest = -limit if name == BILL else 0.0
            if not lowest <= span.low <= span.high <= limit:
                raise Refusal(RANGE_WRONG)
            found[name] = dict(zip(ends, (span.low, (span.low + span.high) / 2, span.high), strict=True))
        if not found:
            raise Refusal(RANGE_WRONG)
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a coach does with one measure.

    `rank` is the place wanted, from 1, when it is moved or added; `ranges` the coach's own when it is ranged or added;
    `wording` the sentence that stands in the place of ours when it is worded.
    """

    measure: str
    action: ChangeAction
    reason: Reason
    note: str = ""
    rank: int | None = None
    ranges: Ranges = field(default_factory=Ranges)
    wording: str = ""


def with_coachs(machine: Mapping[str, object], coachs: Mapping[str, object]) -> Mapping[str, object]:
    """The machine's numbers with the coach's ranges in their place, and without what followed from those replaced."""
    if not coachs:
        return machine
    return {**{name: value for name, value in machine.items() if name not in WORKED_OUT}, **coachs}
