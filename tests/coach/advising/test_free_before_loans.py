"""What is given comes before what must be paid back, and the worst case first where a household has little."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.figures import Figures
from coach.advising.rebates import alone, in_order, narrowed, profile
from coach.advising.savings_in_use import RULE_ALONE
from greener_homes import work_costs
from models.house.facts import HomeFacts
from models.incentives.graph import Kind
from models.incentives.load import graph
from models.incentives.said import Answer
from models.measures.catalogue import measures
from models.measures.codes import FREE_PROGRAMME
from models.measures.economics import Figure
from models.money.codes import LOAN_COSTS_MORE
from models.money.loan import LoanTerms
from models.quantities import Fuel
from tests.models.example_homes import BASEBOARD_HOME, GAS_HOME, METERED, WEATHER
from web.advice.incentives import answer_groups, free_first
from web.advice.money import money_line
from web.advice.plan_money import plan_money_shown

ON = date(2026, 11, 21)
MEASURES = sorted({each.id for each in measures()} & set(graph().by_measure))
HOUSEHOLDS = [
    replace(GAS_HOME, heating_fuel=fuel, hot_water_fuel=fuel, municipality=place, income_qualified=low, attic_r=8.0)
    for fuel, place, low in product((Fuel.NATURAL_GAS, Fuel.ELECTRICITY, None), ("Oshawa", None), (True, False, None))
]


def test_no_household_hears_of_a_loan_before_a_free_programme() -> None:
    loans = gifts = 0
    for facts, measure in product(HOUSEHOLDS, MEASURES):
        cost = work_costs.measure_cost(measure)
        figure = Figure(cost.low, cost.typical, cost.high, "CAD", cost.source_id, str(cost.year))
        held = alone(measure, figure, narrowed(measure, profile(facts)), ON).offers
        borrowed = [replace(each, kind=Kind.LOAN, is_free=False) for each in held[::2]]  # no loan names its work today
        offers = in_order([*borrowed, *held])
        assert in_order(held) == held
        to_borrow = [place for place, each in enumerate(offers) if each.kind is Kind.LOAN]
        others = [place for place, each in enumerate(offers) if each.kind is not Kind.LOAN]
        free = [place for place, each in enumerate(offers) if each.is_free and each.answer is not Answer.NOT]
        assert not to_borrow or not others or max(others) < min(to_borrow), measure
        assert not to_borrow or not free or max(free) < min(to_borrow), measure
        loans, gifts = loans + len(to_borrow), gifts + len(free)
        stored = {"incentives": [each.as_json() for each in offers]}
        groups = [group.answer for group in answer_groups(stored, "en")]
        assert "loan" not in groups[:-1]
        assert bool(free_first(stored, "fr")) is bool(free)
    assert loans > 50 and gifts > 50, "the combinations must hold both"


def advised(facts: HomeFacts) -> list[dict[str, object]]:
    found = advise(
        HomeEvidence("h", facts, METERED if facts.heating_fuel is Fuel.NATURAL_GAS else {}, WEATHER),
        Figures(ON),
        savings=RULE_ALONE,
        loan=LoanTerms(9.0, 5),
    )
    return [each.as_json() for each in found.opportunities]


def test_the_free_programme_is_said_before_what_the_loan_costs() -> None:
    both = 0
    for each in advised(replace(BASEBOARD_HOME, income_qualified=True)):
        findings = each["findings"]
        assert isinstance(findings, list)
        said = [one["code"] for one in findings]
        if FREE_PROGRAMME.code in said and LOAN_COSTS_MORE.code in said:
            both += 1
            assert said.index(FREE_PROGRAMME.code) < said.index(LOAN_COSTS_MORE.code)
    assert both


def test_the_worst_case_comes_first_only_where_income_is_low() -> None:
    low, other = (advised(replace(GAS_HOME, income_qualified=each)) for each in (True, None))
    for each in low:
        for language in ("en", "fr"):
            line = money_line(each, (), language)
            assert line.amounts[0].name == "worst"
            pay, bill = line.amounts[0].exact
            assert pay == line["pay"].exact[1] and bill == line["bill"].exact[0]
    assert all("worst" not in money_line(each, (), "en") for each in other)
    assert all("worst_first" not in each for each in other)


def test_the_whole_plan_says_the_worst_first_too() -> None:
    found = advise(HomeEvidence("h", GAS_HOME, METERED, WEATHER), Figures(ON), savings=RULE_ALONE).plan
    assert found.money is not None
    for first, name in ((True, "worst"), (False, "start")):
        shown = plan_money_shown(found.money.as_json(), "en", worst_first=first)
        assert shown is not None and shown.amounts[0].name == name
