"""The plan of one home: the best of what is put forward, its moments, running totals and the plans beside it.

Also the same again for whoever wants to see what if: other limits, another wish, a loan, always of the same work.
How a home is searched and a plan valued: `plan_home`. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from coach.advising.drafts import Draft
from coach.advising.market import Market
from coach.advising.plan_home import PlannedHome
from coach.advising.plan_inputs import may_enter
from coach.advising.plan_money import Borrowing
from coach.advising.plan_types import Plan
from models.house.facts import Goal
from models.measures.roadmap import Limits
from models.ranking.rule import UNASKED_CAD
from models.savings.belief import Belief

TARGET_SHARE: Final = 0.4
"""The cut of a home's carbon that the plan to a target aims at: Canada's own for 2030, 40 to 45 % (our choice)."""


def plan_of(
    put_forward: Sequence[Draft],
    worked: Sequence[Draft],
    belief: Belief,
    market: Market,
    goal: Goal,
    *,
    timed: bool = False,
) -> Plan:
    """The best plan of what is put forward, and beside it the cheapest to a carbon target, the best for the budget and
    what is free.

    `worked` is everything that was worked out: what another measure requires may enter the plan, and for the target all
    that is safe may, whatever it is worth alone. With its money in time where that is wanted (`timed`).
    """
    home = PlannedHome.of([each for each in worked if may_enter(each)], belief, market, goal)
    budget = belief.home.facts.budget_cad
    wanted = home.only(each.measure.id for each in put_forward)
    main = home.search(wanted, home.objective, Limits(budget_cad=budget)) or home.nothing()
    limited = main if budget is not None else home.search(wanted, home.objective, Limits(UNASKED_CAD))
    aim = TARGET_SHARE * home.carbon_now()
    beside = {
        "target": (home.to_target(aim), aim),
        "budget": (limited, UNASKED_CAD if budget is None else budget),
        "free": (home.search(home.free(wanted), home.objective, Limits(0.0)), None),
    }
    others = home.others(list(beside.values()))
    if beside["target"][0] is None:
        others[0] = replace(others[0], finding=home.out_of_reach(aim))
    return home.plan(main, dict(zip(beside, others, strict=True)), Borrowing(market.loan) if timed else None)


def plan_again(
    worked: Sequence[Draft],
    among: Collection[str],
    kept: Collection[str] | None,
    belief: Belief,
    market: Market,
    borrowing: Borrowing,
) -> Plan:
    """The plan of a home with its money in time: exactly what is `kept`, or where that is None the best `among` these
    measures for the household's goal and within its budget, looked for anew. Nothing else enters, required or not."""
    goal = belief.home.facts.goal or Goal.BILL
    home = PlannedHome.of([each for each in worked if may_enter(each)], belief, market, goal)
    if kept is not None:
        return home.plan(home.exactly(kept), {}, borrowing)
    limits = Limits(budget_cad=belief.home.facts.budget_cad)
    found = home.search(home.strictly(among), home.objective, limits)
    return home.plan(found or home.nothing(), {}, borrowing)
