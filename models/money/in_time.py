"""A plan's money in time: what is paid, given, saved and paid back in each month, and what all of it is worth.

Work begins in a month (0 is the first), costs its price then, and lowers the calendar months that follow for as long as
it lasts. What would have been bought anyway, and no longer is, counts as spared when it would have been due, and what
it would have saved no longer counts as saved. One value a draw [n]; prices stay what they are. No home is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from models.measures.economics import REAL_DISCOUNT_RATE, annuity
from models.money.credit import Credit
from models.money.loan import Loan
from models.series import Floats

YEAR: Final = 12
SURE: Final = 0.8
"""What holds so often is said to hold: as wide as every range."""
UNSURE: Final = 0.2
"""What holds no more often is said not to."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Work begun in `month`: its price and what others give toward it (CAD [n]; given `given_after` so many months
    later), and what it lowers each calendar month by, January first [12, n], for `life_years`."""

    month: int
    cost_cad: Floats
    given_cad: Floats
    given_after: int
    saves_cad: Floats
    life_years: float


@dataclass(frozen=True, slots=True)
class Spared:
    """What would have been bought in `month` anyway: its price [n], and what it would have lowered each calendar month
    by [12, n] for so many years."""

    month: int
    cost_cad: Floats
    saves_cad: Floats
    years: float


class Answer(StrEnum):
    """Whether something holds: in eight draws of ten, in two or fewer, or between."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, eq=False)
class Months:
    """Every month's money [months, n], CAD: `paid` for work, `given` by others, `saved` on the bills, `spared`, and
    what a loan `brought` and takes back (`repaid`). Outgoings are below zero."""

    saved: Floats
    paid: Floats
    given: Floats
    spared: Floats
    brought: Floats
    repaid: Floats

    @cached_property
    def in_hand(self) -> Floats:
        """What is left in hand in each month."""
        total: Floats = self.saved + self.paid
        for more in (self.given, self.spared, self.brought, self.repaid):
            total += more
        return total

    @property
    def first_bills(self) -> Floats:
        """What is less to pay in each of the first twelve months: bills and the loan's payments."""
        found: Floats = self.saved[:YEAR] + self.repaid[:YEAR]
        return found

    @property
    def after_years(self) -> Floats:
        """What is in hand when so many years are over, nothing at first [years + 1, n]."""
        summed = np.cumsum(self.in_hand, axis=0)[YEAR - 1 :: YEAR]
        found: Floats = np.concatenate([np.zeros((1, summed.shape[1])), summed])
        return found


def months_of(
    begun: Sequence[Begun],
    spared: Sequence[Spared],
    months: int,
    january: int,
    n: int,
    loan: Loan | Credit | None = None,
) -> Months:
    """So many months of it; `january` is the place of the first January among them (0 when the first month is one)."""
    flows = {name: np.zeros((months, n)) for name in ("saved", "paid", "given", "spared", "brought", "repaid")}
    calendar = (np.arange(months) - january) % YEAR
    for each in begun:
        _spread(flows["saved"], calendar, each.month, each.life_years, each.saves_cad)
        if each.month < months:
            flows["paid"][each.month] -= each.cost_cad
        if each.month + each.given_after < months:
            flows["given"][each.month + each.given_after] += each.given_cad
    for like in spared:
        _spread(flows["saved"], calendar, like.month, like.years, -like.saves_cad)
        if like.month < months:
            flows["spared"][like.month] += like.cost_cad
    if loan is not None:
        flows["brought"][0] += float(loan.amount_cad)
        flows["paid"][0] -= float(loan.at_start_cad)
        for place, paid in enumerate(loan.by_month()[:months]):
            flows["repaid"][place] -= float(paid)
    return Months(**flows)


def horizon(begun: Sequence[Begun], most_years: int) -> int:
    """Months until the last of the work is worn out, no more than so many years."""
    ends = [each.month + round(YEAR * each.life_years) for each in begun]
    return min(YEAR * most_years, YEAR * -(-max(ends, default=YEAR) // YEAR))


def worth(begun: Sequence[Begun], spared: Sequence[Spared], n: int) -> Floats:
    """CAD gained over the lives of the work, in dollars of the first month [n]; what is given counts as it begins."""
    total: Floats = np.zeros(n)
    for each in begun:
        total = total + since(each.month) * (annuity(each.life_years) * each.saves_cad.sum(axis=0) - net(each))
    for like in spared:
        total = total + since(like.month) * (like.cost_cad - annuity(like.years) * like.saves_cad.sum(axis=0))
    return total


def net(each: Begun) -> Floats:
    """What the household pays for it in the end [n]."""
    return np.maximum(each.cost_cad - each.given_cad, 0.0)


def since(month: int) -> float:
    """What a dollar of that month is worth in the first one."""
    return float((1.0 + REAL_DISCOUNT_RATE) ** (-month / YEAR))


def neutral_share(months: Months) -> float:
    """In which share of the draws the first twelve months leave no more to pay than now: bills and the loan's payments,
    not what is paid at the start."""
    first = months.first_bills.sum(axis=0)
    return float(np.mean(first >= -0.005))


def answer(share: float) -> Answer:
    """The share in a word."""
    if share >= SURE:
        return Answer.YES
    return Answer.NO if share <= UNSURE else Answer.MAYBE


def _spread(flow: Floats, calendar: np.ndarray, first: int, years: float, by_month: Floats) -> None:
    end = min(first + round(YEAR * years), len(flow))
    if first < end:
        turned = by_month[calendar[first : first + YEAR]]
        whole = (end - first) // YEAR
        rest = first + YEAR * whole
        flow[first:rest].reshape(whole, YEAR, flow.shape[1])[:] += turned
        flow[rest:end] += turned[: end - rest]
