"""A whole plan's money in time, as it is told: months, years, a loan, when bills are no higher, and what it hangs on.

Plain values; `as_json` gives the shape that is stored and that the contract's roadmap holds. Most months nobody asks
for: their ranges and middles are worked out from the draws for a file that holds them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from coach.advising.trace_types import TraceItem
from models.findings import Finding
from models.money.credit import Credit
from models.money.in_time import Answer, Months
from models.money.loan import Loan
from models.money.value import Payback
from models.savings.rule import Range, ranges_of

KINDS: Final = ("saved", "paid", "given", "spared", "brought", "repaid")
"""What a month's money is made of."""
KEPT_MONTHS: Final = 24
"""Months that are stored one by one; a file to keep holds all of them."""


@dataclass(frozen=True, slots=True)
class Hangs:
    """One thing the plan's worth hangs on: `low` and `high` as times what is expected, and the middle worth then, CAD.

    `on` is "price_…" with a fuel, "realised_savings" or "cost_of_work".
    """

    on: str
    low: float
    high: float
    at_low_cad: float
    at_high_cad: float
    source_id: str

    def as_json(self) -> dict[str, object]:
        """The line in plain values."""
        return {
            "on": self.on,
            "low": round(self.low, 3),
            "high": round(self.high, 3),
            "at_low_cad": round(self.at_low_cad),
            "at_high_cad": round(self.at_high_cad),
            "source_id": self.source_id,
        }


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the plan hangs on, the largest first, and what would have to be true for it to lose."""

    middle_cad: float
    hangs: tuple[Hangs, ...]
    turns: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """All of it in plain values."""
        return {
            "middle_cad": round(self.middle_cad),
            "hangs": [each.as_json() for each in self.hangs],
            "turns": [{"code": each.code, "facts": dict(each.facts)} for each in self.turns],
        }


@dataclass(frozen=True, slots=True)
class PlanMoney:
    """The plan in time. `first` is its first month (YYYY-MM); `bills` what is less to pay in each of the first year, a
    loan's payment taken off; `first_months` what is left in hand in each of those that are stored; `years` what is in
    hand when so many are over, nothing at first; `drawn` every month's money as draws.

    `undated` are measures whose moment nobody knows: they are in none of it. `neutral` says whether bills and the
    loan's payments of the first year are no more than now, in the `share` of draws in which they are.
    """

    first: str
    undated: tuple[str, ...]
    bills: tuple[Range, ...]
    first_months: tuple[Range, ...]
    years: tuple[Range, ...]
    neutral: Answer
    share: float
    value_cad: Range
    payback: Payback
    upfront_cad: float
    loan: Loan | Credit | None
    sensitivity: Sensitivity
    trace: tuple[TraceItem, ...]
    drawn: Months = field(repr=False, compare=False)
    at_once_cad: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """What each piece of work begun at once leaves to pay at typical prices, by its name."""

    @property
    def months(self) -> tuple[Range, ...]:
        """What is left in hand in every month."""
        return tuple(ranges_of(self.drawn.in_hand))

    @property
    def typical(self) -> Mapping[str, tuple[float, ...]]:
        """What that is made of, by kind: the middle of the draws in every month."""
        middles = {kind: np.median(getattr(self.drawn, kind), axis=1).tolist() for kind in KINDS}
        return {kind: tuple(each) for kind, each in middles.items()}

    def as_json(self) -> dict[str, object]:
        """The plan's money in plain values, to the cent; its first months one by one."""
        return {
            "first_month": self.first,
            "undated": list(self.undated),
            "bill_month_cad": [_three(each) for each in self.bills],
            "month_cad": [_three(each) for each in self.first_months],
            "in_hand_after_year_cad": [_three(each) for each in self.years],
            "bill_neutral_first_year": {"answer": self.neutral.value, "share": round(self.share, 3)},
            "net_present_value_cad": self.value_cad.as_json(0),
            "simple_payback_years": self.payback.as_json(),
            "upfront_cad": round(self.upfront_cad, 2),
            "at_once_cad": dict(self.at_once_cad),
            "loan": None if self.loan is None else self.loan.as_json(),
            "sensitivity": self.sensitivity.as_json(),
            "trace": [dict(item.as_json()) for item in self.trace],
        }


def _three(span: Range) -> list[float]:
    return [round(span.p10, 2) + 0.0, round(span.p50, 2) + 0.0, round(span.p90, 2) + 0.0]
