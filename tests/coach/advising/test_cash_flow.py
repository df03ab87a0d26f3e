"""Money in time: months and years are the draws of the worth, laid out; a loan is the engine's own, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence, Opportunity
from coach.advising.cash_flow import LONGEST, borrowed, month_cad, saved_by_month
from coach.advising.drafts import drafts_of
from coach.advising.figures import Figures
from coach.advising.market import Market
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import HomeFacts, PricePlanChoice
from models.money.loan import LoanTerms
from models.money.parts import stacked
from models.quantities import Fuel
from models.savings.rule import ranges_of
from tests.models.example_homes import BASEBOARD_HOME, GAS_HOME, METERED, OIL_HOME, WEATHER, belief_of

FIGURES = Figures(date(2026, 11, 21))
HOMES = (
    GAS_HOME,
    replace(GAS_HOME, price_plan=PricePlanChoice.TIERED),
    replace(GAS_HOME, price_plan=PricePlanChoice.ULO),
    OIL_HOME,
    BASEBOARD_HOME,
)


@cache
def advised(facts: HomeFacts, loan: LoanTerms | None = None) -> Advice:
    measured = METERED if facts.heating_fuel is Fuel.NATURAL_GAS else {}
    evidence = HomeEvidence("h", facts, measured, WEATHER)
    return advise(evidence, FIGURES, all_measures=True, savings=RULE_ALONE, loan=loan)


def one(facts: HomeFacts, measure: str, loan: LoanTerms | None = None) -> Opportunity:
    return next(each for each in advised(facts, loan).opportunities if each.measure.id == measure)


def kept(opportunity: Opportunity) -> dict[str, object]:
    assert opportunity.cash is not None
    return {**opportunity.as_json(), "cash_flow": opportunity.cash.as_json()}


@pytest.mark.parametrize("facts", HOMES)
def test_a_year_of_months_is_the_years_bill_in_every_draw(facts: HomeFacts) -> None:
    belief = belief_of(facts, METERED if facts.heating_fuel is Fuel.NATURAL_GAS else {})
    market = Market.of(FIGURES, belief)
    drafts, _ = drafts_of(belief, market, corrected=True, everything=True)
    months = [month_cad(each.measure, each.worth, market) for each in drafts]
    years = ranges_of([each.sum(axis=0) for each in months])
    for draft, year in zip(drafts, years, strict=True):
        said = draft.worth.bill_cad
        expected = pytest.approx((said.p10, said.p50, said.p90), abs=1e-6)
        assert (year.p10, year.p50, year.p90) == expected, draft.measure.id


def test_heat_is_saved_in_winter_and_cooling_in_summer() -> None:
    attic, panels = one(GAS_HOME, "ENV-ATTIC-MID").cash, one(GAS_HOME, "GEN-PV").cash
    assert attic is not None and panels is not None
    assert attic.months[0].p50 > 5 * attic.months[6].p50
    assert panels.months[6].p50 > 2 * panels.months[11].p50


def test_what_no_month_has_of_its_own_is_spread_evenly() -> None:
    switch = one(GAS_HOME, "PLAN-SWITCH").cash
    assert switch is not None
    assert len({each.p50 for each in switch.months}) == 1


@pytest.mark.parametrize("measure", ["ENV-AIR", "HVAC-TSTAT", "GEN-PV"])
def test_the_years_turn_where_it_has_paid_back(measure: str) -> None:
    found = one(OIL_HOME, measure)
    assert found.cash is not None and found.payback_years.p50 is not None
    year = int(found.payback_years.p50)
    assert found.cash.years[year].p50 <= 0.005 <= found.cash.years[year + 1].p50
    assert len(found.cash.years) == min(round(found.measure.life_years), LONGEST) + 1


def test_a_loan_is_the_same_loan_to_the_cent() -> None:
    terms = LoanTerms(6.5, 10)
    without, given = one(GAS_HOME, "ENV-AIR"), one(GAS_HOME, "ENV-AIR", terms)
    found = borrowed(kept(without), 6.5, 10)
    assert found is not None and given.loan is not None
    assert (found.amount_cad, found.monthly_cad) == (given.loan.amount_cad, given.loan.monthly_cad)
    assert (found.total_cad, found.interest_cad) == (given.loan.total_cad, given.loan.interest_cad)
    assert without.cash is not None
    for (low, high), month in zip(found.in_hand, without.cash.months, strict=True):
        assert low == pytest.approx(round(month.p10, 2) - found.monthly_cad)
        assert high == pytest.approx(round(month.p90, 2) - found.monthly_cad)


def test_with_a_loan_nothing_is_paid_at_the_start_and_all_of_it_in_the_end() -> None:
    given = one(GAS_HOME, "ENV-AIR", LoanTerms(6.5, 10))
    assert given.cash is not None and given.loan is not None
    assert given.cash.years[0].p90 == 0.0
    assert given.cash.years[10].p50 == pytest.approx(10 * given.bill_cad.p50 - given.loan.total_cad, rel=0.2)


def test_what_costs_nothing_needs_no_loan_and_terms_have_limits() -> None:
    free, work = kept(one(GAS_HOME, "HVAC-ZONE")), kept(one(GAS_HOME, "ENV-AIR"))
    assert borrowed(free, 5.0, 10) is None
    assert borrowed({}, 5.0, 10) is None
    for rate, years in ((-1.0, 10), (61.0, 10), (5.0, 0), (5.0, 41)):
        with pytest.raises(ValueError, match="loan"):
            borrowed(work, rate, years)


def test_bulk_work_keeps_no_months() -> None:
    evidence = HomeEvidence("h", GAS_HOME, METERED, WEATHER)
    advice = advise(evidence, FIGURES, traced=False, savings=RULE_ALONE)
    assert {each.cash for each in advice.opportunities} == {None}
    assert advice.price_plans.trace == ()


@pytest.mark.parametrize("facts", HOMES)
def test_many_savings_priced_at_once_are_priced_as_each_alone(facts: HomeFacts) -> None:
    belief = belief_of(facts, METERED if facts.heating_fuel is Fuel.NATURAL_GAS else {})
    market = Market.of(FIGURES, belief)
    drafts, _ = drafts_of(belief, market, corrected=True, everything=True)
    parts = [each.worth.parts for each in drafts]
    together = saved_by_month(stacked(parts), market)
    for row, each in enumerate(parts):
        assert together[:, row] == pytest.approx(saved_by_month(each, market), abs=1e-9), drafts[row].measure.id
