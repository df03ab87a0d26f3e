"""One home about to be planned: its candidates, searched within limits, and what is found valued on all draws.

The search is `models.measures.roadmap`'s; here it gets the home's prices and costs. Money is counted per measure while
searching and by the best legal stack for the plan that was found. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from coach.advising.dated_steps import Planned
from coach.advising.drafts import Draft
from coach.advising.market import Market, pump_hours
from coach.advising.plan_found import Found, Year, changes_use, closes_gas_account, other_plan, possible
from coach.advising.plan_inputs import account_cad, candidates_of, enabling_works, objective_of, steps_of
from coach.advising.plan_money import Borrowing, plan_money
from coach.advising.plan_money_types import PlanMoney
from coach.advising.plan_types import Added, OtherPlan, Plan, PlanStep, Running
from coach.advising.plan_words import why
from coach.advising.rebates import months_until_paid, profile_for
from models.findings import Finding
from models.house.facts import Goal
from models.incentives.codes import ASSESSMENT
from models.incentives.profile import Profile
from models.incentives.stack import best_stack
from models.measures import codes_plan
from models.measures.catalogue import HEAT_PUMPS, Method
from models.measures.end_uses import saved
from models.measures.plan_aims import Choice, Objective
from models.measures.plan_numbers import Packed
from models.measures.plan_search import most_carbon
from models.measures.roadmap import Limits, Placed, Roadmap, in_order, laid_out
from models.money.hours import EndUse
from models.money.parts import Part, Parts, difference, stacked, yearly_parts
from models.savings.belief import Belief
from models.savings.draws import DRAWS, Chance, between
from models.savings.rule import middle_of, ranges_of
from models.series import Floats

ATTEMPTS: Final = 5
"""How often a plan is looked for when its incentives together are less than one by one; at last, only what is free."""
TO_THE_DOLLAR: Final = 0.5


@dataclass(frozen=True)
class PlannedHome:
    """One home about to be planned: what was worked out by measure, and all candidates as the search wants them."""

    drafts: Mapping[str, Draft]
    belief: Belief
    market: Market
    goal: Goal
    before: Mapping[Part, Floats]
    profile: Profile
    year: int

    @classmethod
    def of(cls, drafts: Sequence[Draft], belief: Belief, market: Market, goal: Goal) -> PlannedHome:
        return cls(
            drafts={each.measure.id: each for each in drafts},
            belief=belief,
            market=market,
            goal=goal,
            before=yearly_parts(belief.uses),
            profile=profile_for(belief.home, market.figures.incentives),
            year=market.figures.on.year,
        )

    @cached_property
    def objective(self) -> Objective:
        """What the household wants of a search."""
        return objective_of(self.belief, self.market, self.goal)

    @cached_property
    def candidates(self) -> Packed:
        """All that was worked out, packed for the search: a plan whose steps are given needs none."""
        return candidates_of(list(self.drafts.values()), self.belief, self.objective, self.year)

    def only(self, wanted: Iterable[str]) -> Packed:
        """These candidates and what they require."""
        held = set(wanted)
        steps = {step.measure.id: step for step in self.candidates.steps}
        held |= {need for each in held if each in steps for need in steps[each].requires}
        return self.candidates.only([step for step in self.candidates.steps if step.measure.id in held])

    def strictly(self, wanted: Iterable[str]) -> Packed:
        """These candidates alone; what else they require is not asked for."""
        held = set(wanted)
        steps = [step for step in self.candidates.steps if step.measure.id in held]
        return self.candidates.only([replace(s, requires=tuple(n for n in s.requires if n in held)) for s in steps])

    def free(self, found: Packed) -> Packed:
        """Those that cost nothing."""
        return found.only([step for step in found.steps if step.net_cost_cad == 0.0])

    def search(self, found: Packed, objective: Objective, limits: Limits) -> Found | None:
        """The best plan whose cost after the incentives for all of it keeps to the budget."""
        held = limits
        for attempt in range(ATTEMPTS):
            roadmap = in_order(found, self.belief.uses, objective, held, self.year, found.steps)
            if roadmap is None:
                return None
            result = self._with_incentives(roadmap)
            over = result.net_cost_cad - limits.most_cad
            if over <= TO_THE_DOLLAR:
                return result
            room = min(held.most_cad, roadmap.net_cost_cad) - over
            held = replace(held, budget_cad=0.0 if attempt == ATTEMPTS - 2 else max(room, 0.0))
        return None

    def exactly(self, wanted: Collection[str]) -> Found:
        """The plan of these measures and no others, whatever it costs, in the order of work."""
        drafts = [self.drafts[each] for each in self.drafts if each in wanted]
        choice = Choice(tuple(steps_of(drafts, self.belief.home, self.year)), 0.0, 0.0, 0.0, 0.0, 0)
        return self._with_incentives(laid_out(choice, self.belief.uses, self.year, works=enabling_works()))

    def nothing(self) -> Found:
        """The plan that does nothing."""
        empty = Choice((), 0.0, 0.0, 0.0, 0.0, 0)
        return self._with_incentives(Roadmap((), empty, self.belief.uses))

    def _with_incentives(self, roadmap: Roadmap) -> Found:
        ids = [step.measure.id for step in roadmap.steps]
        figures = {each: self.drafts[each].worth.cost for each in ids}
        given, later = dict.fromkeys(ids, 0.0), dict[str, int]()
        held = self.market.figures.incentives
        for used in best_stack(ids, figures, self.profile, self.market.figures.on, graph=held).used:
            given[used.measure_id] += used.cad
            if used.cad > 0:
                later[used.measure_id] = max(later.get(used.measure_id, 0), months_until_paid(used.offer_id, held))
        works = sum(each.cost_cad for each in roadmap.placed if each.work is not None)
        net = sum(max(figures[each].typical - given[each], 0.0) for each in ids)
        return Found(roadmap, given, net + works, later)

    def plan(self, found: Found, alternatives: Mapping[str, OtherPlan], borrowing: Borrowing | None = None) -> Plan:
        """The plan as it is told; with its money in time where `borrowing` is given, even nothing."""
        placed, years = found.roadmap.placed, self._years(found)
        less = self._less(years)
        valued = [row for row, each in enumerate(placed) if changes_use(each)]
        worths = self._worths([years[row + 1] for row in valued], [less[row + 1] for row in valued])
        worth = dict(zip(valued, zip(*worths, strict=True), strict=True))
        bills, kilograms = [np.zeros(DRAWS)], [np.zeros(DRAWS)]
        for row, each in enumerate(placed):
            bill, carbon = worth.get(row) or (bills[-1] + self._beside(each), kilograms[-1])
            bills.append(bill)
            kilograms.append(carbon)
        after = found.roadmap.uses
        gone = possible(saved(self.belief.use_by_fuel, after.by_fuel()), after, self.belief.measured)
        fuels = [fuel for fuel, amount in gone.items() if amount.any()]
        added = [*np.diff(np.array(bills), axis=0), *np.diff(np.array(kilograms), axis=0)]
        count, paid, steps = len(placed), 0.0, []
        last = [bills[-1], kilograms[-1], *(gone[fuel] for fuel in fuels)]
        spans = ranges_of(np.array([*bills[1:], *kilograms[1:], *added, *last]))
        for place, each in enumerate(placed):
            cost = self._net(each, found)
            paid += cost
            adds = Added(spans[2 * count + place], spans[3 * count + place])
            running = Running(paid, spans[place], spans[count + place])
            steps.append(self._step(each, cost, adds, running, placed[:place]))
        return Plan(
            measures=tuple(step.measure.id for step in found.roadmap.steps),
            savings=dict(zip(fuels, spans[4 * count + 2 :], strict=True)),
            bill_cad=spans[4 * count],
            carbon_kg=spans[4 * count + 1],
            net_cost_cad=found.net_cost_cad,
            incentive_cad=sum(found.given.values()),
            steps=tuple(steps),
            alternatives=alternatives,
            findings=self._findings(found),
            money=None if borrowing is None else self._money(found, years, less, borrowing),
        )

    def _money(self, found: Found, years: Sequence[Year], less: Sequence[Parts], borrowing: Borrowing) -> PlanMoney:
        planned = Planned(found, years, less, self._closing(years), self.drafts, enabling_works())
        return plan_money(planned, self.belief, self.market, borrowing)

    def _step(
        self,
        each: Placed,
        cost: float,
        adds: Added,
        running: Running,
        earlier: Sequence[Placed],
    ) -> PlanStep:
        measure = each.measure
        alone_cad = None if measure is None else self.drafts[measure.id].worth.bill_cad.p50
        return PlanStep(
            measure=None if measure is None else measure.id,
            work=None if each.work is None else each.work.value,
            goes_with=each.for_ids,
            stage=each.stage,
            trigger=each.occasion.trigger,
            year=each.year,
            when=each.occasion.when,
            why=why(each, self.belief.uses, earlier, alone_cad, adds.bill_cad.p50),
            net_cost_cad=cost,
            adds_bill_cad=adds.bill_cad.p50,
            adds_carbon_kg=adds.carbon_kg.p50,
            running=running,
            adds=adds,
        )

    def _findings(self, found: Found) -> tuple[Finding, ...]:
        said = []
        if not found.roadmap.placed:
            said.append(codes_plan.PLAN_EMPTY.finding())
        counted = (self.drafts[name].worth.money.findings for name, cad in found.given.items() if cad > 0)
        if any(finding.code == ASSESSMENT.code for each in counted for finding in each):
            said.append(codes_plan.PLAN_ASSESSMENT.finding())
        if found.roadmap.choice.gap > 0.0:
            said.append(codes_plan.PLAN_NEAR.finding(gap=round(found.roadmap.choice.gap)))
        return tuple(said)

    def _pump(self, each: Placed, now: EndUse) -> EndUse:
        """The hours in which the plan's heat pump runs."""
        method = None if each.step is None else each.step.measure.method
        return pump_hours(method, self.market.plan) if method in HEAT_PUMPS else now

    def _years(self, found: Found) -> list[Year]:
        """The year before the plan, and the one after each of its steps."""
        years = [Year(self.belief.uses, np.zeros(DRAWS), EndUse.HEAT_PUMP)]
        for each in found.roadmap.placed:
            before = years[-1]
            years.append(Year(each.uses, before.beside_cad + self._beside(each), self._pump(each, before.pump)))
        return years

    def _less(self, years: Sequence[Year]) -> list[Parts]:
        """What each of these years takes less than now."""
        return [difference(self.before, yearly_parts(year.uses, year.pump)) for year in years]

    def _worths(self, years: Sequence[Year], taken: Sequence[Parts]) -> tuple[Floats, Floats]:
        """CAD and kg CO₂e less than now in each of these years [years, n], which take so much less."""
        less = stacked(taken)
        beside = np.array([year.beside_cad for year in years]).reshape(-1, DRAWS)
        bills = self.market.saved_cad(less) + beside + np.array(self._closing(years))[:, None]
        return bills, np.broadcast_to(self.market.carbon_kg(less)[1], bills.shape)

    def _closing(self, years: Sequence[Year]) -> list[float]:
        """What a closed account saves in each of these years."""
        now = self.belief.use_by_fuel
        saved = account_cad(self.belief, self.market)
        return [saved if closes_gas_account(year.uses, now) else 0.0 for year in years]

    def to_target(self, aim: float) -> Found | None:
        """The plan that cuts so much carbon at the least cost over the years, bills counted; None out of reach."""
        return self.search(self.candidates, self._for_target(), Limits(carbon_kg=aim))

    def out_of_reach(self, aim: float) -> Finding:
        """How far from the target everything together stays."""
        most = most_carbon(self.candidates, self._for_target())
        return codes_plan.PLAN_OUT_OF_REACH.finding(most=round(most), target=round(aim))

    def _for_target(self) -> Objective:
        return replace(self.objective, per_cad=1.0, per_kg=0.0, per_comfort=0.0, years=None)

    def others(self, beside: Sequence[tuple[Found | None, float | None]]) -> list[OtherPlan]:
        """Plans beside the main one with what each aims at, without their steps' moments."""
        plans = [found or self.nothing() for found, _ in beside]
        last = [self._years(found)[-1] for found in plans]
        bills, kilograms = self._worths(last, self._less(last))
        spans = ranges_of(np.concatenate([bills, kilograms]))
        aims = [aim for _, aim in beside]
        return list(map(other_plan, plans, aims, spans[: len(plans)], spans[len(plans) :]))

    def _net(self, each: Placed, found: Found) -> float:
        if each.step is None:
            return each.cost_cad
        name = each.step.measure.id
        return max(self.drafts[name].worth.cost.typical - found.given[name], 0.0)

    def _beside(self, each: Placed) -> Floats | float:
        """What a measure that saves no energy saves on the bill [n]; the rest is in the fuels."""
        if each.step is None or each.step.measure.method is not Method.BILL:
            return 0.0
        bill = self.drafts[each.step.measure.id].worth.bill_cad
        return between(Chance.EFFECT, bill.p10, bill.p50, bill.p90)

    def carbon_now(self) -> float:
        """kg CO₂e a year by the marginal factors, as the savings are counted."""
        now = {part: amount for part, amount in self.before.items() if part[1] is not EndUse.SOLAR}
        return middle_of(self.market.carbon_kg(now)[1])
