"""The lists of many homes at once: what advice would put forward in each, in which order, and what it refuses.

The same belief, physics, learned savings, prices and rules as for one home (`advice`), over homes in columns; a
test holds them to each other. A list has no plan, no reasons in words and no traces: those are worked out when somebody
opens the home. Pure: no clock, no database, no page.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from coach.advising import codes_advice
from coach.advising.advice_types import HomeEvidence
from coach.advising.drafts import LIKES, before_money, silent
from coach.advising.figures import Figures
from coach.advising.honest_no import spoiled
from coach.advising.market import Market
from coach.advising.rebates import bands_of_profiles, profile_for
from coach.advising.replacement import replaced_with, years_left
from coach.advising.savings_in_use import Savings, savings_in_use
from coach.advising.worth import leads_on_bills
from coach.fleet_wide.fleet_list import FUELS, Judged, Table, Wishes, judged
from coach.fleet_wide.fleet_worth import Homes, Money, Some, Valued, at_replacement, like_bill, valued_some
from greener_homes.tariffs import distributor_for
from models.findings import Severity
from models.house.alike import AlikeHomes, Read, Remembered
from models.house.facts import Goal, plausible
from models.house.many import ManyHomes, Numbered
from models.house.stock import Assumed, assumed
from models.incentives.profile import Profile
from models.measures.apply import applicability
from models.measures.catalogue import HEAT_PUMPS, Measure, measures
from models.measures.economics import Figure
from models.measures.occasions import occasion_of
from models.measures.rules import safety
from models.savings.belief import Belief
from models.savings.codes import HEATING_NOT_SEEN
from models.savings.cohort import Cohort, cohorts
from models.savings.columns import NotAlikeError
from models.savings.learned_homes import seen_of
from models.series import Floats, Ints

AT_ONCE: Final = 2_048
"""Homes of a cohort worked out together: more take memory and no less time."""
_OF_FUEL: Final = frozenset({codes_advice.USAGE_DISQUALIFIED.code, HEATING_NOT_SEEN.code})
_READ: Final[dict[Hashable, tuple[Read, ...]]] = {}
"""What rules have been seen to look at; it decides how often they are asked, never what they say."""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The lists of some homes: `places` among those that were asked for [homes], and what was judged of them.

    `before`: what stands against measures before money is looked at, by number among `codes` [homes, measures]; 0 for
    nothing.
    """

    places: Ints
    table: Table
    judged: Judged
    before: Ints
    codes: Sequence[str]

    @property
    def refused_before(self) -> list[dict[str, str]]:
        """The same of each home, by measure."""
        works = self.table.works
        return [
            {works[column].id: self.codes[row[column]] for column in np.flatnonzero(row).tolist()}
            for row in self.before
        ]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is known of a measure in a home before money: whether it is worked out, the code of what is told if not."""

    worked: bool
    told: str | None


@dataclass(frozen=True, slots=True)
class _Moment:
    """Whether a measure waits, and whether it is due: if it does not pay now, and if it does."""

    waits: tuple[bool, bool]
    due: tuple[bool, bool]


class _Replaced(NamedTuple):
    """Years until equipment must be replaced anyway, and the likes of what is replaced then."""

    years_left: int
    names: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Fleet:
    """The lists of homes with the figures of one day; keeps what homes have in common from one call to the next."""

    figures: Figures
    savings: Savings = field(default_factory=savings_in_use)
    corrected: bool = True
    remembered: Remembered = field(default_factory=Remembered)
    _given: dict[Profile, tuple[float, ...]] = field(default_factory=dict)
    _codes: dict[str, int] = field(default_factory=lambda: {"": 0})

    def lists(self, evidence: Sequence[HomeEvidence]) -> Iterator[Listed]:
        """The lists of all these homes, some at a time. Raises Refusal when no prices are held for the day."""
        if not evidence:
            return
        homes = ManyHomes.of([assumed(plausible(each.facts)[0]) for each in evidence])
        block = _Block(self, evidence, homes)
        weather = {each.facts.municipality: each.weather for each in evidence}
        for cohort in cohorts(homes, [each.measured for each in evidence], weather, distributor_for, AT_ONCE):
            for part, belief in cohort.believed():
                yield from block.lists(part, belief)

    def number_of(self, code: str | None) -> int:
        """A code's number; 0 for none."""
        return self._codes.setdefault(code or "", len(self._codes))

    @property
    def codes(self) -> Sequence[str]:
        """The codes by their numbers."""
        return tuple(self._codes)

    def costs(self) -> list[Figure]:
        """What each measure costs, whatever the home."""
        return [self.figures.money(work.id).cost.cost for work in measures()]

    def incentives(self, home: Assumed) -> tuple[float, ...]:
        """What each measure gets in a home."""
        profile = profile_for(home, self.figures.incentives)
        if profile not in self._given:
            moneys = (self.figures.money(work.id, profile) for work in measures())
            self._given[profile] = tuple(each.cost.incentive_cad for each in moneys)
        return self._given[profile]


class _Block:
    """Homes about to be listed, with what rules that look at few facts say of each."""

    def __init__(self, fleet: Fleet, evidence: Sequence[HomeEvidence], homes: ManyHomes) -> None:
        self.fleet, self.evidence, self.homes = fleet, evidence, homes
        self.year = fleet.figures.on.year
        self.works = measures()
        alike = AlikeHomes(homes, _READ, fleet.remembered)
        verdicts = [alike.ask(("verdict", work.id), partial(self._verdict, work)) for work in self.works]
        moments = [alike.ask(("moment", work.id), partial(self._moment, work)) for work in self.works]
        self.moments = [
            (each.column(lambda said: said.waits, np.bool_), each.column(lambda said: said.due, np.bool_))
            for each in moments
        ]
        self.replaced: dict[int, Numbered[_Replaced | None]] = {
            place: alike.ask(("replaced", work.id), partial(self._replaced, work))
            for place, work in enumerate(self.works)
            if work.method in HEAT_PUMPS or work.id in LIKES
        }
        self.costs = fleet.costs()
        given = alike.ask("incentives", fleet.incentives, bands_of_profiles(fleet.figures.incentives))
        self.incentives = np.array(given.values)[given.of_each]
        self.worked = np.stack([each.column(lambda said: said.worked, np.bool_) for each in verdicts], axis=1)
        self.before = np.stack(
            [each.column(lambda said: fleet.number_of(said.told), np.int64) for each in verdicts], axis=1
        )

    def lists(self, cohort: Cohort, belief: Belief) -> Iterator[Listed]:
        """The lists of a cohort of them."""
        try:
            yield self._listed(cohort, belief)
        except NotAlikeError as differ:
            for rows in (np.flatnonzero(differ.rows), np.flatnonzero(~differ.rows)):
                for part, again in cohort.at(rows).believed():
                    yield from self.lists(part, again)

    def _listed(self, cohort: Cohort, belief: Belief) -> Listed:
        fleet, rows = self.fleet, cohort.rows
        market = Market.of(fleet.figures, belief, corrected=fleet.corrected)
        model = fleet.savings.model
        homes = Homes(belief, market, None if model is None else seen_of(model, cohort.homes, belief), model)
        table = Table.empty(self.works, self.worked[rows])
        some, likes = Some(homes), _Likes(homes, fleet.corrected)
        for column in np.flatnonzero(table.worked.any(axis=0)).tolist():
            places = np.flatnonzero(table.worked[:, column])
            money = Money(self.costs[column], self.incentives[rows, column])
            found = valued_some(self.works[column], some, places, money, corrected=fleet.corrected)
            table.fill(column, places, found)
            if column in self.replaced:
                self._at_replacement(column, places, rows[places], found, table, likes)
            self._moment_of(column, places, rows[places], table)
            if self.works[column].id in LIKES:
                table.due_cost[places, column] = 0.0
                table.waits[places, column] |= table.due[places, column]
        found_all = judged(table, self._wishes(cohort, belief))
        table.at_their_moment(found_all)
        return Listed(rows, table, found_all, self.before[rows], self.fleet.codes)

    def _moment_of(self, column: int, places: Ints, rows: Ints, table: Table) -> None:
        pays = (table.value[places, column, 1] >= 0.0).astype(np.int64)
        waits, due = self.moments[column]
        table.waits[places, column] = waits[rows, pays]
        table.due[places, column] = due[rows, pays]

    def _at_replacement(
        self, column: int, places: Ints, rows: Ints, found: Valued, table: Table, likes: _Likes
    ) -> None:
        """What the measure costs and is worth when what it replaces must be replaced, where its age is known."""
        said = self.replaced[column]
        for number, each in enumerate(said.values):
            here = np.flatnonzero(said.of_each[rows] == number)
            if each is None or not here.size:
                continue
            cost, value = at_replacement(
                self.works[column],
                found.at(here),
                {name: likes.bill(name)[places[here]] for name in each.names},
                likes.market,
            )
            table.replace(column, places[here], each.years_left, cost, value)

    def _wishes(self, cohort: Cohort, belief: Belief) -> Wishes:
        """What households want, and which of their readings cannot be relied on."""
        broken = np.zeros((len(cohort), len(FUELS)), dtype=np.bool_)
        for place, row in enumerate(cohort.rows.tolist()):
            found = (*self.evidence[row].findings, *belief.findings)
            if any(each.severity is Severity.DISQUALIFICATION or each.code in _OF_FUEL for each in found):
                spoilt = spoiled(found, self.homes[row], self.evidence[row].measured)
                broken[place] = [fuel in spoilt for fuel in FUELS]
        facts = belief.home.facts
        return Wishes(
            [home.facts.goal or Goal.BILL for home in cohort.homes],
            [home.facts.budget_cad for home in cohort.homes],
            broken,
            np.array([leads_on_bills(work, facts) for work in self.works]),
        )

    def _verdict(self, work: Measure, home: Assumed) -> _Verdict:
        verdict = applicability(work, home, self.year)
        reason = before_money(verdict, safety(work, home, self.year))
        if not verdict.fits or reason is None:
            return _Verdict(verdict.fits, None)
        return _Verdict(False, None if silent(work, reason) else reason.code)

    def _moment(self, work: Measure, home: Assumed) -> _Moment:
        both = [occasion_of(work, home, self.year, pays=pays) for pays in (False, True)]
        due = [each.year is not None and each.year <= self.year and not each.waits for each in both]
        return _Moment((both[0].waits, both[1].waits), (due[0], due[1]))

    def _replaced(self, work: Measure, home: Assumed) -> _Replaced | None:
        left = years_left(home.facts, self.year)
        lead, names = replaced_with(work, home.facts, left)
        return None if lead is None else _Replaced(left[lead], names)


class _Likes:
    """What buying the like again saves in the homes of a cohort, worked out when it is first asked for."""

    def __init__(self, homes: Homes, corrected: bool) -> None:
        self._homes, self._corrected = homes, corrected
        self._bills: dict[str, Floats] = {}

    @property
    def market(self) -> Market:
        return self._homes.market

    def bill(self, name: str) -> Floats:
        """CAD a year [homes, n]."""
        if name not in self._bills:
            self._bills[name] = like_bill(name, self._homes, corrected=self._corrected)
        return self._bills[name]
