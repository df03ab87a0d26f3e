"""What a saving is worth against what the work costs: payback, money each month, and against doing it later.

One value a draw [n] in, ranges or draws out. Prices stay what they are today in real terms: no growth is assumed, and
the discount rate is real (`models.measures.economics`). No home and no date is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.savings.rule import Range, ranges_of
from models.series import Floats

LONGEST_YEARS: Final = 200.0
"""A payback longer than this is none."""
_SMALLEST_COST: Final = 0.005
"""Half a cent: what costs nothing pays back at once."""


@dataclass(frozen=True, slots=True)
class Payback:
    """Years until the savings have paid for the work: a tenth is faster than `p10`; None where it never does."""

    p10: float | None
    p50: float | None
    p90: float | None

    def as_json(self) -> dict[str, float | None]:
        """The three figures to a tenth of a year; null for never."""
        return {name: _tenth(getattr(self, name)) for name in ("p10", "p50", "p90")}


def paybacks(bill_cad: Floats, net_cost_cad: Floats) -> list[Payback]:
    """Simple paybacks of several measures, both [measures, n], CAD a year and CAD.

    Read off the share of the cost that comes back each year, which has no gap where savings turn into losses.
    """
    returned = bill_cad / np.maximum(net_cost_cad, _SMALLEST_COST)
    return [Payback(_years(each.p90), _years(each.p50), _years(each.p10)) for each in ranges_of(returned)]


def monthly_cash(bill_cad: Floats, net_cost_cad: Floats, payment_per_dollar: float) -> Floats:
    """CAD a month in hand: a twelfth of the year's saving less the payment of a loan for the cost [measures, n].

    Without a loan `payment_per_dollar` is 0, and the cost was paid at the start.
    """
    cash: Floats = bill_cad / 12.0 - np.maximum(net_cost_cad, 0.0) * payment_per_dollar
    return cash


SOON_YEARS: Final = 3
"""What must be replaced within so many years is planned for now (our judgement, uncited)."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What may be bought when the old one goes, in the place of its like or `beside` it: what it costs above the like,
    the year's bill against the bill with the like, and the value over its life, CAD."""

    measure: str
    beside: bool
    cost_difference_cad: Range
    bill_cad: Range
    net_present_value_cad: Range

    def as_json(self) -> dict[str, object]:
        """The comparison in plain values."""
        return {
            "measure": self.measure,
            "beside": self.beside,
            "cost_difference_cad": self.cost_difference_cad.as_json(0),
            "bill_cad_per_year": self.bill_cad.as_json(2),
            "net_present_value_cad": self.net_present_value_cad.as_json(0),
        }


@dataclass(frozen=True, slots=True)
class AtReplacement:
    """A measure done when what it replaces must be replaced anyway, against buying the like of that again.

    `years_left` until then; the cost above a like-for-like replacement and what that buys: a year's bill against the
    bill with the like, and the value over the life, CAD. `like` names the catalogue's measures that stand for the like;
    a like against itself costs and brings nothing, and `instead` says what else may be bought then.
    """

    years_left: int
    like: tuple[str, ...]
    cost_difference_cad: Range
    bill_cad: Range
    net_present_value_cad: Range
    instead: tuple[Instead, ...] = ()

    @property
    def is_soon(self) -> bool:
        """Whether that is near enough to plan for."""
        return self.years_left <= SOON_YEARS

    @property
    def is_due(self) -> bool:
        """Whether what it replaces has reached the end of its life."""
        return self.years_left == 0

    @property
    def pays(self) -> bool:
        """Whether it is more likely than not to pay for itself against the like."""
        return self.net_present_value_cad.p50 >= 0.0

    def as_json(self) -> dict[str, object]:
        """The comparison in plain values."""
        return {
            "years_left": self.years_left,
            "like": list(self.like),
            "cost_difference_cad": self.cost_difference_cad.as_json(0),
            "bill_cad_per_year": self.bill_cad.as_json(2),
            "net_present_value_cad": self.net_present_value_cad.as_json(0),
            **({"instead": [each.as_json() for each in self.instead]} if self.instead else {}),
        }


def _years(returned_a_year: float) -> float | None:
    if returned_a_year <= 1.0 / LONGEST_YEARS:
        return None
    return 1.0 / returned_a_year


def _tenth(years: float | None) -> float | None:
    return None if years is None else round(years, 1)
