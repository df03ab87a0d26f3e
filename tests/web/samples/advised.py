"""Made-up homes advised by the real engine, and approved: what the sample pages of a plan are made of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence, Opportunity
from coach.advising.explored import Given, explored
from coach.advising.figures import Figures
from coach.advising.roadmap_given import given_roadmap
from coach.advising.savings_in_use import RULE_ALONE
from coach.asking.published import LeftOut, Published
from coach.assessment import AssessmentView
from coach.cases.order import CaseOpportunity
from coach.cases.recommendation import RecommendationView
from coach.what_if import Asked, Tried
from models.house.facts import Goal, HomeFacts
from models.quantities import Fuel
from models.savings.evidence import MeasuredUse
from tests.models.example_homes import GAS_HOME, METERED, OIL_HOME, POWER, WEATHER
from tests.web.samples import offers
from web.desk import money_shown
from web.portal.recommended import Scene

AT = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)
ON = date(2026, 11, 12)
PLAIN = replace(GAS_HOME, goal=Goal.BILL, heating_year=2012, cooling_year=2016, roof_year=2015)
GREEN = replace(OIL_HOME, goal=Goal.CARBON, heating_year=2006, roof_year=2009)
CAREFUL = replace(PLAIN, income_qualified=True, heating_year=2005)
"""A home with little money whose furnace is at the end of its life."""
MEASURED: Mapping[HomeFacts, Mapping[Fuel, MeasuredUse]] = {
    PLAIN: METERED,
    CAREFUL: METERED,
    GREEN: {Fuel.ELECTRICITY: POWER},
}
SHOWN = 8
SHAPE = {
    "trace": [
        {"label": "trace.shape_days", "value": 352, "unit": "days", "origin": "measured"},
        {"label": "trace.shape_hours_evening", "value": "17-21", "unit": "hours", "origin": "rule"},
    ]
}


class Approved(NamedTuple):
    """A plan as a coach approved it, and the advice it is of."""

    scene: Scene
    advice: Advice


@cache
def advised(facts: HomeFacts) -> Advice:
    """The engine's word on a home."""
    return advise(HomeEvidence("sample", facts, MEASURED[facts], WEATHER), Figures(ON), savings=RULE_ALONE)


def numbers_of(one: Opportunity) -> dict[str, object]:
    """An opportunity's numbers as an assessment keeps them."""
    return {
        **one.as_json(),
        "reason_facts": {reason.code: dict(reason.facts) for reason in one.reasons},
        "incentives": [offer.as_json() for offer in one.offers],
        "cash_flow": None if one.cash is None else one.cash.as_json(),
    }


def approved(facts: HomeFacts, *, later: tuple[str, ...] = (), shown: int = SHOWN, said: str = "") -> Approved:
    """The first so many in the machine's order, `later` after them, as a coach may decide."""
    advice = advised(facts)
    known = {one.measure.id: one for one in advice.opportunities}
    kept = [each for each in known if each not in later][:shown]
    given = [*kept, *(each for each in later if each in known)]
    items = [
        RecommendationView(
            id=uuid.UUID(int=place),
            assessment_id=uuid.UUID(int=99),
            measure=measure,
            rank=place,
            later=measure in later,
            note="",
            numbers=numbers_of(known[measure]),
            trace=[dict(item.as_json()) for item in known[measure].trace],
            reviewed_by=None,
            reviewed_at=AT,
            coach_said=said or None,
        )
        for place, measure in enumerate(given, start=1)
    ]
    plans = {**advice.price_plans.as_json(), "trace": [dict(each.as_json()) for each in advice.price_plans.trace]}
    rests_on = Published(
        assessed_at=AT,
        decided_at=AT,
        facts={},
        roadmap=given_roadmap(advice.plan.as_json(), set(kept)),
        price_plans=plans,
        about_plans=[each.as_json() for each in advice.findings if each.code.startswith(("plan.", "heat_pump."))],
        about_prices=[each.as_json() for each in advice.findings if "older_than" in each.code],
        not_advised=[each.as_json() for each in advice.not_advised],
        left_out=[LeftOut(each, "") for each in known if each not in given][:1],
    )
    facts_known = {name: value for name, value in asdict(facts).items() if value is not None}
    return Approved(Scene(items, rests_on, facts_known, AT.year), advice)


def tried(facts: HomeFacts, scene: Scene, asked: Asked) -> Tried:
    """What the plan of these would be, worked out by the same engine."""
    now = [item.measure for item in scene.items if not item.later]
    planned = [step.measure for step in scene.roadmap.steps if step.measure]
    home = HomeEvidence("sample", facts, MEASURED[facts], WEATHER)
    plan = explored(home, Figures(ON), Given(now, planned), asked.wish(), savings=RULE_ALONE)
    assert plan.money is not None
    return Tried(plan, plan.money, ON, agrees=True)


def case_item(one: Opportunity, place: int) -> CaseOpportunity:
    """An opportunity as a case has it, unchanged."""
    trace = [dict(item.as_json()) for item in one.trace]
    numbers = numbers_of(one)
    return CaseOpportunity(
        id=uuid.UUID(int=place),
        measure=one.measure.id,
        place=place,
        machine_rank=place,
        numbers=numbers,
        machine_numbers=numbers,
        trace=trace,
    )


def opportunity_money(place: int) -> money_shown.OpportunityMoney:
    """The money of the opportunity that the sample case has at this place, in the green home."""
    measure = ("ENV-ATTIC-MID", "ENV-AIR", "ENV-HEADER", "HVAC-GSHP")[place - 1]
    one = next(each for each in advised(GREEN).opportunities if each.measure.id == measure)
    return money_shown.opportunity_money(case_item(one, place))


def case_plan(_language: str, *, with_offers: bool = False) -> money_shown.CasePlan:
    """What the green home's assessment says beside its opportunities, and what lenders offer for it."""
    advice = advised(GREEN)
    plans = {**advice.price_plans.as_json(), "trace": [dict(each.as_json()) for each in advice.price_plans.trace]}
    assessed = AssessmentView(
        id=uuid.UUID(int=99),
        home_id=uuid.UUID(int=1),
        created_at=AT,
        evidence={"roadmap": advice.plan.as_json(), "price_plans": plans, "load_shape": SHAPE},
        baselines=(),
        not_advised=[each.as_json() for each in advice.not_advised],
        findings=[each.as_json() for each in advice.findings],
        versions=advice.versions,
    )
    shown = [case_item(one, place) for place, one in enumerate(advice.opportunities, start=1)]
    assert advice.plan.money is not None
    found = offers.ways(advice.plan.money.at_once_cad, GREEN) if with_offers else ()
    return money_shown.case_plan(assessed, shown, {"price_plan": "tou"}, found)
