"""The lists of many homes in columns: what is refused and why, what is put forward, in which order.

`coach.advising.advice` judges one draft after the other; here are the same rules over tables of homes and measures. A
test holds both to each other, home by home. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.advising import codes_no
from coach.advising.advice import NOTHING_CAD, NOTHING_KG, WORTH_COMFORT, WORTH_KG
from coach.advising.drafts import LIKES
from coach.advising.honest_no import SMALL_CAD
from coach.fleet_wide.fleet_worth import Valued
from models.house.facts import Goal
from models.measures import codes
from models.measures.catalogue import Measure
from models.money import codes as money_codes
from models.money.value import SOON_YEARS
from models.quantities import Fuel
from models.ranking.candidate import UNASKED_CAD, Span
from models.ranking.rule import MONEY, score
from models.savings.columns import Bools
from models.series import Floats, Ints

FUELS: Final = tuple(Fuel)
REFUSALS: Final = (
    None,
    codes_no.DATA_CANNOT_SUPPORT.code,
    codes.WORSE_OFF.code,
    codes.SAVES_NOTHING.code,
    money_codes.AT_REPLACEMENT.code,
    codes_no.DUE_ANYWAY.code,
    codes.NEVER_PAYS.code,
    codes.ALTERNATIVE.code,
)
"""Why a measure that was worked out is not put forward, by number; 0 when it is."""
_NUMBER: Final = {code: number for number, code in enumerate(REFUSALS)}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Figures of measures in homes [homes, measures], ranges with p10, p50, p90 last [homes, measures, 3]; NaN where a
    measure was not worked out. `fuels` [homes, measures, fuels, 3] in the order of `FUELS`."""

    works: Sequence[Measure]
    worked: Bools
    bill: Floats
    carbon: Floats
    value: Floats
    fuels: Floats
    cost: Floats
    incentive: Floats
    waits: Bools
    due: Bools
    due_cost: Floats
    replaced_later: Bools
    replaced_soon: Bools
    replaced_due: Bools
    value_then: Floats

    @classmethod
    def empty(cls, works: Sequence[Measure], worked: Bools) -> Table:
        """A table nothing was worked out for yet; measure after measure in memory, as it is filled."""
        homes, count = worked.shape

        def unknown(*more: int) -> Floats:
            return np.full((count, homes, *more), np.nan).swapaxes(0, 1)

        def no() -> Bools:
            return np.zeros((count, homes), dtype=np.bool_).swapaxes(0, 1)

        fuels = np.zeros((count, len(FUELS), homes, 3)).transpose(2, 0, 1, 3)
        spans = (unknown(3), unknown(3), unknown(3), fuels)
        return cls(works, worked, *spans, unknown(), unknown(), no(), no(), unknown(), no(), no(), no(), unknown(3))

    @property
    def net_cost(self) -> Floats:
        """What the household pays for a typical job."""
        return np.maximum(self.cost - self.incentive, 0.0)

    def fill(self, column: int, places: Ints, found: Valued) -> None:
        """One measure's figures stand in its column, for the homes at these places."""
        self.bill[places, column] = found.bill
        self.carbon[places, column] = found.carbon
        self.value[places, column] = found.value
        self.cost[places, column] = found.cost
        self.incentive[places, column] = found.incentive
        for fuel, span in found.fuels.items():
            self.fuels[places, column, FUELS.index(fuel)] = span

    def replace(self, column: int, places: Ints, years_left: int, cost: Floats, value: Floats) -> None:
        """What is due is valued against the like; what is not, and pays then, may wait for it."""
        if years_left == 0:
            self.value[places, column] = value
            self.due_cost[places, column] = cost[:, 1]
            self.replaced_due[places, column] = True
        else:
            pays = value[:, 1] >= 0.0
            self.replaced_later[places, column] = pays
            self.replaced_soon[places, column] = pays & (years_left <= SOON_YEARS)
            self.value_then[places, column] = value

    def at_their_moment(self, found: Judged) -> None:
        """What is put forward for the day the old one goes has the value it has then."""
        then = self.worked & (found.refused == 0) & self.replaced_soon & (self.value[..., 2] < 0.0)
        self.value[then] = self.value_then[then]


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """What households want [homes], which fuels' readings cannot support a number [homes, fuels], and which measures
    lead on bills here [measures]."""

    goals: Sequence[Goal]
    budgets: Sequence[float | None]
    broken: Bools
    leads: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """`order` of all measures, best first, those not worked out last; `refused` by number in `REFUSALS`
    [homes, measures]."""

    order: Ints
    refused: Ints

    def put_forward(self, table: Table) -> Bools:
        """Which measures are put forward, in `order` [homes, measures]."""
        forward = table.worked & (self.refused == 0)
        return np.take_along_axis(forward, self.order, axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """What a ranker may know, as `models.ranking.candidate.Candidate` names it, in columns."""

    bill: Span
    carbon: Span
    comfort: Floats
    life_years: Floats
    added_cost_cad: Floats


def judged(table: Table, wishes: Wishes) -> Judged:
    """Every measure in its order, and what is refused."""
    order = _order(table, wishes)
    refused = _refused(table, wishes)
    _only_the_best(table, order, refused)
    return Judged(order, refused)


def _order(table: Table, wishes: Wishes) -> Ints:
    """As `models.ranking.rule.RuleRanker` has it."""
    asked = np.array([budget is not None for budget in wishes.budgets])[:, None]
    budget = np.array([np.inf if each is None else each for each in wishes.budgets])[:, None]
    money, bills = (np.array([goal in wanted for goal in wishes.goals])[:, None] for wanted in (MONEY, {Goal.BILL}))
    net = table.net_cost
    pays = (table.bill[..., 0] > 0) & (table.value[..., 2] > 0)
    leads = pays & wishes.leads
    large = ~asked & (net > UNASKED_CAD) & ~leads & ~table.due
    below = (
        (~table.worked, 16),
        (net > budget, 8),
        (table.waits & money, 4),
        (large, 2),
        (~(leads & bills), 1),
    )
    flags = np.sum([said * weight for said, weight in below], axis=0)
    by_id = np.argsort(np.argsort([work.id for work in table.works]))
    return np.lexsort((np.broadcast_to(by_id, net.shape), -_scores(table, wishes.goals), flags), axis=-1)


def _scores(table: Table, goals: Sequence[Goal]) -> Floats:
    known = table.due & np.isfinite(table.due_cost)
    candidates = _Candidates(
        bill=Span(table.bill[..., 0], table.bill[..., 1]),  # type: ignore[arg-type]
        carbon=Span(table.carbon[..., 0], table.carbon[..., 1]),  # type: ignore[arg-type]
        comfort=np.array([float(work.comfort) for work in table.works]),
        life_years=np.array([work.life_years for work in table.works]),
        added_cost_cad=np.maximum(np.where(known, table.due_cost, table.net_cost), 0.0),
    )
    scores = np.empty(table.worked.shape)
    for goal in set(goals):
        here = np.array([each is goal for each in goals])
        scores[here] = np.broadcast_to(score(candidates, goal), scores.shape)[here]  # type: ignore[arg-type]
    return np.where(table.worked, scores, 0.0)


def _refused(table: Table, wishes: Wishes) -> Ints:
    """By each measure's own numbers, as `coach.advising.advice` does."""
    bill, carbon, value = table.bill, table.carbon[..., 1], table.value
    for_carbon = np.array([goal is Goal.CARBON for goal in wishes.goals])[:, None] & (carbon > WORTH_KG)
    comfort = np.array([work.comfort >= WORTH_COMFORT for work in table.works])
    for_comfort = np.array([goal is Goal.COMFORT for goal in wishes.goals])[:, None] & comfort
    likes = np.array([work.id in LIKES for work in table.works])
    unsure = (value[..., 0] < 0.0) & (value[..., 2] > 0.0) & (table.net_cost > SMALL_CAD)
    never = value[..., 2] < 0.0
    reasons = (
        (_on_broken(table, wishes) & unsure, codes_no.DATA_CANNOT_SUPPORT.code),
        ((bill[..., 1] <= -NOTHING_CAD) & for_carbon, None),
        (bill[..., 1] <= -NOTHING_CAD, codes.WORSE_OFF.code),
        ((bill[..., 1] < NOTHING_CAD) & (carbon < NOTHING_KG), codes.SAVES_NOTHING.code),
        (never & table.replaced_soon, None),
        (never & table.replaced_later & ~likes, money_codes.AT_REPLACEMENT.code),
        (never & (for_carbon | for_comfort), None),
        (never & likes, codes_no.DUE_ANYWAY.code),
        (never, codes.NEVER_PAYS.code),
    )
    return np.select([said for said, _ in reasons], [_NUMBER[code] for _, code in reasons], 0)


def _on_broken(table: Table, wishes: Wishes) -> Bools:
    """Whether a measure touches a fuel whose readings cannot support a number; in most homes there is none."""
    found = np.zeros(table.worked.shape, dtype=np.bool_)
    rows = np.flatnonzero(wishes.broken.any(axis=1))
    fuels = table.fuels[rows]
    touched = ((fuels[..., 0] != 0.0) | (fuels[..., 2] != 0.0)) & wishes.broken[rows, None, :]
    found[rows] = touched.any(axis=-1)
    return found


def _only_the_best(table: Table, order: Ints, refused: Ints) -> None:
    """Of a family only the first that is put forward stays; what is bought again anyway comes after all others."""
    works = table.works
    likes = np.array([work.id in LIKES for work in works])
    then = table.replaced_due | (table.replaced_soon & (table.value[..., 2] < 0.0))
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(order.shape[1]), order.shape), axis=1)
    for family in {work.family for work in works if work.family is not None}:
        columns = np.array([column for column, work in enumerate(works) if work.family is family])
        standing = table.worked[:, columns] & (refused[:, columns] == 0)
        behind = likes[columns] & then[:, columns]
        at = np.where(standing, place[:, columns] + len(works) * behind, 2 * len(works))
        other = standing & (at > at.min(axis=1, keepdims=True))
        refused[:, columns] = np.where(other, _NUMBER[codes.ALTERNATIVE.code], refused[:, columns])
