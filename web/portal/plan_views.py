"""What the pages of a resident's plan are told: frozen nouns that answer questions, as in `views`.

Money, roadmap, offers and refusals are those of `web.advice`, the same for every audience.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from web.advice.cash_flow import CashShown
from web.advice.honest_no import NoGroup, NoInShort, NoShown
from web.advice.incentives import AnswerGroup
from web.advice.money import Amount, MoneyLine
from web.advice.plan_money import PlanMoneyInShort, PlanMoneyShown
from web.advice.price_plans import PlansShown
from web.advice.roadmap import MomentShown, OtherShown, WorkShown
from web.advice.ways_to_pay import WayShown
from web.components import Basis, Chip, Choice, Fact, Field, FieldError, NextStep, Notice, StepState, Tag, Zone
from web.portal.views import CoachNote, NextAction
from web.ranges import RangeBar


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A recommendation on the plan; `deadline` is said with a clock beside it.

    `money` is its whole line, `short` what is said at once of it, after the `worst` case; `when` its moment where it
    has one, `works` what must go with it, `answers` how many offers of money have which answer.
    """

    zone: Zone
    title: str
    line: str
    money: MoneyLine
    href: str = ""
    deadline: str = ""
    when: str = ""
    works: tuple[str, ...] = ()
    answers: tuple[Chip, ...] = ()
    id: str = ""
    short: tuple[Amount, ...] = ()
    worst: Amount | None = None
    measure: str = ""
    start_url: str = ""
    """Where a project of it is begun; empty where there is one."""
    project_url: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the plan: a season, not a date, unless there is a deadline."""

    title: str
    state: StepState
    when: str = ""
    number: int = 0
    text: str = ""
    items: tuple[PlanItem, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The resident's plan, reviewed by a coach. Without stages the page says what it waits for."""

    finding: str
    lead: str
    reviewed_on: date | None = None
    stages: tuple[Stage, ...] = ()
    totals_heading: str = ""
    totals: tuple[RangeBar, ...] = ()
    notices: tuple[Notice, ...] = ()
    waiting: NextAction | None = None
    print_url: str = ""
    pdf_url: str = ""
    each_alone: bool = False
    """The totals are those of each step alone, not of all together."""
    more: tuple[PlanPart, ...] = ()
    coach_said: str = ""
    small_print: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPart:
    """Another page of the plan: what it answers, and one line of it."""

    icon: str
    title: str
    line: str
    href: str


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """When each step comes, and plans beside this one. Without moments the page says what it waits for."""

    finding: str
    lead: str
    moments: tuple[MomentShown, ...]
    about: tuple[str, ...] = ()
    others: tuple[OtherShown, ...] = ()
    later: tuple[NextStep, ...] = ()
    unplaced: tuple[NextStep, ...] = ()
    """What the coach gave and the roadmap does not hold: it is in no sum."""
    careful: str = ""
    plan_url: str = ""


@dataclass(frozen=True, slots=True)
class PricePlansPage:
    """A year of electricity on every price plan. Without `plans` the page says why there is none."""

    finding: str
    lead: str
    plans: PlansShown | None
    heat_pump: tuple[str, ...] = ()
    switch: NextStep | None = None
    plan_url: str = ""


@dataclass(frozen=True, slots=True)
class NotAdvisedPage:
    """What is not advised, by its kind of no."""

    finding: str
    lead: str
    groups: tuple[NoGroup, ...]
    plan_url: str = ""


@dataclass(frozen=True, slots=True)
class WhatIfForm:
    """What may be tried: a budget, a goal, the price of power, a loan. Asked for with GET at `url`."""

    url: str
    budget: Field
    goal_label: str
    goals: tuple[Choice, ...]
    power_label: str
    power: tuple[Choice, ...]
    loan: tuple[Field, ...]
    errors: tuple[FieldError, ...] = ()
    free_first: tuple[str, ...] = ()
    offer: str = ""
    """The lender's offer that is being tried, which the form asks for again."""


@dataclass(frozen=True, slots=True)
class PlanMoneyPage:
    """What the whole plan costs and brings; without `money` the page says what it waits for. `outside`: what the coach
    gave that is in no sum, because its moment is not known or the plan went without it."""

    finding: str
    lead: str
    money: PlanMoneyShown | None
    form: WhatIfForm
    steps: tuple[str, ...]
    is_tried: bool
    outside: tuple[str, ...]
    agrees: bool
    file_url: str
    plain_url: str
    plan_url: str
    ways: tuple[WayShown, ...] = ()
    """Lenders' offers that may be for this home, for the plan as it is shown."""
    to_borrow: bool = False
    """Whether the plan leaves anything to pay that could be borrowed."""


@dataclass(frozen=True, slots=True)
class LoanForm:
    """A loan to try out: its rate and years as typed, with what was wrong. Asked for with GET at `url`."""

    url: str
    fields: tuple[Field, ...]
    free_first: tuple[str, ...] = ()
    """Programmes that may do the work for nothing, named before anything is borrowed."""


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """One row of the printed plan; `money` None for a row that adds others up.

    `worst`: the worst case, where it is said first.
    """

    zone: Zone | None
    title: str
    when: str
    pay: Amount
    saving: Amount
    payback: str = ""
    money: MoneyLine | None = None
    worst: str = ""


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """The plan as a letter. `checks` are ticked by hand before signing with anyone."""

    reference: str
    on: date
    finding: str
    lead: str
    steps: tuple[PrintedStep, ...]
    small_print: str
    checks: tuple[str, ...]
    based_on: tuple[Tag, ...]
    coach_note: CoachNote | None = None
    plan_url: str = ""
    pdf_url: str = ""
    prices_of: str = ""
    """The month of the prices that all its figures are worked out with."""
    not_advised: tuple[NoInShort, ...] = ()
    whole: PlanMoneyInShort | None = None
    ways: tuple[WayShown, ...] = ()
    free_first: tuple[str, ...] = ()
    """The money of all steps together, in time; None where nothing is known of it."""


class Decision(StrEnum):
    """What a resident decided about a recommendation; always reversible. Posted as `decision`."""

    ROADMAP = "roadmap"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One measure a coach stands behind. Post `decision` to `decide_url`, `question` to `ask_url`."""

    zone: Zone
    title: str
    lead: str
    is_first: bool
    reviewed_on: date
    expect: tuple[RangeBar, ...]
    reasons: tuple[Basis, ...]
    review_note: str = ""
    warning: Notice | None = None
    doubts: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    trace: tuple[Fact, ...] = ()
    decide_url: str = ""
    decided: Decision | None = None
    ask_url: str = ""
    ask_errors: tuple[FieldError, ...] = ()
    beside: NextStep | None = None
    plan_url: str = ""
    money: MoneyLine | None = None
    answers: tuple[AnswerGroup, ...] = ()
    answer_url: str = ""
    when: str = ""
    works: tuple[WorkShown, ...] = ()
    cash: CashShown | None = None
    loan: LoanForm | None = None
    at_replacement: tuple[Fact, ...] = ()
    by_plan: tuple[RangeBar, ...] = ()
    instead: tuple[NoShown, ...] = ()
    money_file: str = ""
    measure: str = ""
    start_url: str = ""
    project_url: str = ""
