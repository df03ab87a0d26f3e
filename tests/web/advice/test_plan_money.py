"""A whole plan's money in words: all that is stored has a name in both languages, and nothing is said to be certain."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence, Opportunity
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from models.house.facts import HomeFacts
from models.money.loan import LoanTerms
from models.quantities import Fuel
from tests.models.example_homes import GAS_HOME, METERED, OIL_HOME, PROPANE_HOME, WEATHER
from web.advice import beside, cash_flow, groups, money, roadmap
from web.advice.plan_money import plan_money_shown
from web.words import plan_money as words

FIGURES = Figures(date(2026, 11, 21))


def evidence(facts: HomeFacts) -> HomeEvidence:
    return HomeEvidence("h", facts, METERED if facts.heating_fuel is Fuel.NATURAL_GAS else {}, WEATHER)


def stored(facts: HomeFacts, loan: LoanTerms | None = None) -> dict[str, object]:
    plan = advise(evidence(facts), FIGURES, savings=RULE_ALONE, loan=loan).plan
    assert plan.money is not None
    return plan.money.as_json()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("facts", [GAS_HOME, OIL_HOME, PROPANE_HOME], ids=["gas", "oil", "propane"])
def test_every_line_has_words_and_nothing_is_certain(facts: HomeFacts, language: str) -> None:
    for loan in (None, LoanTerms(6.5, 15)):
        shown = plan_money_shown(stored(facts, loan), language)
        assert shown is not None
        said = [each.label for each in shown.trace] + [each.value for each in shown.trace]
        said += [*(each.label for each in shown.hangs), *shown.turns, shown.chance, shown.finding]
        assert all(each and "trace." not in each and "…" not in each for each in said)
        count = re.search(r"(\d+) (?:of|cas sur) 100", shown.chance)
        assert count is not None and 1 <= int(count[1]) <= 99
        assert bool(shown.loan) is (loan is not None)
        assert len(shown.months.rows) == 12 and shown.years is not None
        assert len(shown.bars) == len(shown.hangs)


def test_every_fuels_price_and_every_answer_has_its_words() -> None:
    assert {f"price_{fuel.value}" for fuel in Fuel} | {"realised_savings", "cost_of_work"} == set(words.HANGS)
    assert set(words.FINDING) == set(words.WITH_LOAN) == set(words.ANSWERS)


def test_a_plan_without_money_in_time_shows_none() -> None:
    assert plan_money_shown(None, "en") is None
    assert plan_money_shown({}, "en") is None


def furnace(facts: HomeFacts) -> Opportunity:
    found = advise(evidence(facts), FIGURES, savings=RULE_ALONE).opportunities
    return next(each for each in found if each.measure.id == "HVAC-FURN")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_must_be_bought_anyway_waits_for_its_moment_and_promises_no_payback(language: str) -> None:
    for year, around in ((2004, ""), (2010, "2028")):
        one = furnace(replace(GAS_HOME, heating_year=year))
        numbers = {**one.as_json(), "cash_flow": None if one.cash is None else one.cash.as_json()}
        assert groups.purse(numbers) is groups.Purse.MOMENT
        short, sentence = roadmap.own_moment(numbers, 2026, language)
        assert around in short and sentence.endswith(".")
        line = money.money_line(numbers, (), language)
        assert line["payback"].said == money.words.BOUGHT_ANYWAY(language)
        assert line["value"].exact == (0.0, 0.0)
        facts = beside.at_replacement(numbers, language)
        assert len(facts) == 4, "when, and three heat pumps"
        shown = cash_flow.cash_shown(numbers, (), language)
        assert shown is not None and shown.years is None
