"""The money of a case as a coach reads it: every line with its offers, the roadmap, the price plans and each no.

The same words and ends as residents read (`web.advice`), before anybody has approved them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coach.advising.roadmap_given import given_roadmap
from coach.assessment import AssessmentView
from coach.cases.order import CaseOpportunity
from coach.financing import WayToPay
from web import i18n
from web import opportunity as numbers
from web.advice import beside, cash_flow, honest_no, incentives, money, price_plans, roadmap
from web.advice.plan_money import PlanMoneyShown, plan_money_shown
from web.advice.ways_to_pay import WayShown, ways_shown
from web.components import Fact
from web.formatting import TORONTO
from web.ranges import RangeBar
from web.words.trace import trace_lines

ABOUT_PLANS = ("plan.", "heat_pump.")


@dataclass(frozen=True, slots=True)
class OpportunityMoney:
    """One opportunity's whole line, its offers in their three answers, and what stands beside it."""

    line: money.MoneyLine
    answers: tuple[incentives.AnswerGroup, ...]
    by_plan: tuple[RangeBar, ...]
    at_replacement: tuple[Fact, ...]
    months: str


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What an assessment says beside its opportunities, as the resident would be given it."""

    moments: tuple[roadmap.MomentShown, ...]
    about: tuple[str, ...]
    others: tuple[roadmap.OtherShown, ...]
    plans: price_plans.PlansShown | None
    refusals: tuple[honest_no.NoGroup, ...]
    shape_trace: tuple[Fact, ...]
    whole: PlanMoneyShown | None = None
    ways: tuple[WayShown, ...] = ()

    @property
    def is_careful(self) -> bool:
        """Whether any total is a careful sum."""
        return any(each.by_then.is_careful for each in self.moments)


def opportunity_money(item: CaseOpportunity) -> OpportunityMoney:
    """The money of one opportunity."""
    language = i18n.language()
    return OpportunityMoney(
        line=money.money_line(item.numbers, item.trace, language, item.measure, _coachs(item)),
        answers=incentives.answer_groups(item.numbers, language),
        by_plan=beside.by_plan(item.numbers, language),
        at_replacement=beside.at_replacement(item.numbers, language),
        months=cash_flow.months_said(item.numbers, language),
    )


def case_plan(
    assessed: AssessmentView,
    shown: Sequence[CaseOpportunity],
    facts: Mapping[str, object],
    offers: Sequence[WayToPay] = (),
) -> CasePlan:
    """The roadmap without what the coach took out or kept for later, the price plans, every no, and ways to pay."""
    language, evidence = i18n.language(), assessed.evidence
    kept = {item.measure for item in shown if not item.is_removed and not item.is_later}
    given = given_roadmap(_mapping(evidence.get("roadmap")), kept)
    about_plans = [each for each in assessed.findings if str(each.get("code")).startswith(ABOUT_PLANS)]
    shape = _mapping(evidence.get("load_shape"))
    return CasePlan(
        moments=roadmap.moments(
            given,
            facts,
            assessed.created_at.astimezone(TORONTO).year,
            language,
            costs={item.measure: item.numbers for item in shown},
        ),
        about=roadmap.about(given, language),
        others=roadmap.others(given, facts, language),
        plans=price_plans.plans_shown(
            _mapping(evidence.get("price_plans")),
            about_plans,
            language,
            known=facts.get("price_plan") is not None,
            for_coach=True,
        ),
        refusals=honest_no.no_groups(assessed.not_advised, facts, language),
        whole=(whole := _whole(evidence.get("roadmap"), kept, language)),
        ways=ways_shown(offers, language) if whole is not None else (),
        shape_trace=trace_lines(numbers.rows_of(shape.get("trace")), language, for_coach=True),
    )


def _whole(roadmap_kept: object, kept: Collection[str], language: str) -> PlanMoneyShown | None:
    """The money of the whole plan in time, as long as none of its steps is left out: then the resident's is worked out
    anew."""
    stored = _mapping(roadmap_kept)
    if not set(numbers.words_of(stored.get("measures"))) <= set(kept):
        return None
    return plan_money_shown(_mapping(stored.get("cash_flow")), language, for_coach=True)


def _coachs(item: CaseOpportunity) -> tuple[str, ...]:
    """The numbers that are a coach's own."""
    return tuple(name for name in money.OWN if item.numbers.get(name) != item.machine_numbers.get(name))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
