"""Rows of the scoreboard: who is compared on what, unanswered questions last, lists by their true worth."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest

from models.evaluation.estimate import Amount
from models.evaluation.scoreboard import (
    ALL,
    ALL_HOMES,
    AS_LISTED,
    SHELL_AND_FURNACE,
    Answers,
    By,
    ErrorRow,
    ListRow,
    Standard,
    error_rows,
    kind_of,
    list_rows,
)
from models.evaluation.truth import Evidence, Knowledge, UsageLevel
from models.house.facts import DwellingType
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from tests.models.evaluation.cases import WORTH, case_of, estimate
from tests.models.example_homes import GAS_HOME

SEEN = Evidence(UsageLevel.BILLS, Knowledge.QUESTIONNAIRE)
GAS_KWH = KWH_PER_UNIT[Fuel.NATURAL_GAS]
ROW = replace(GAS_HOME, dwelling_type=DwellingType.ROW_END, year_built=2005)
CASES = [
    case_of("a", ENV_AIR=100.0, HVAC_FURN=400.0, HVAC_ZONE=200.0),
    case_of("b", ROW, ENV_AIR=50.0, HVAC_FURN=100.0, HVAC_ZONE=150.0),
]
ANSWERS = Answers.of(
    "somebody",
    SEEN,
    ["a", "b"],
    [
        estimate("a", "ENV-AIR", 80.0, 120.0, 140.0, place=1),
        estimate("a", "HVAC-FURN", 300.0, 360.0, 420.0, place=3),
        estimate("a", "HVAC-ZONE", 100.0, 220.0, 300.0, place=2),
        estimate("b", "ENV-AIR", 40.0, 60.0, 80.0, place=1),
        estimate("b", "HVAC-ZONE", 100.0, 120.0, 130.0, place=2),
    ],
)


def errors(by: By, group: str, amount: Amount = Amount.HEATING_FUEL) -> ErrorRow:
    (row,) = (each for each in error_rows(CASES, ANSWERS) if (each.by, each.group, each.amount) == (by, group, amount))
    return row


def lists(standard: Standard, ordered_by: str, by: By = By.POOL, group: str = ALL_HOMES) -> ListRow:
    wanted = (standard, ordered_by, by, group)
    rows = list_rows(CASES, ANSWERS)
    (row,) = (each for each in rows if (each.standard, each.ordered_by, each.by, each.group) == wanted)
    return row


def test_savings_become_heat_bills_and_carbon() -> None:
    amounts = WORTH.amounts({Fuel.NATURAL_GAS: 100.0, Fuel.ELECTRICITY: -200.0})
    assert amounts == {
        Amount.HEATING_FUEL: pytest.approx(100.0 * GAS_KWH),
        Amount.ELECTRICITY: -200.0,
        Amount.BILL: pytest.approx(30.0),
        Amount.CARBON: pytest.approx(100.0),
    }
    electric = replace(WORTH, heating_fuel=Fuel.ELECTRICITY)
    assert Amount.ELECTRICITY not in electric.amounts({Fuel.ELECTRICITY: 10.0})


def test_rows_are_gathered_by_measure_pool_and_group() -> None:
    assert errors(By.MEASURE, "ENV-AIR").score.median_absolute == pytest.approx(0.2)
    assert errors(By.POOL, ALL).score.pairs == 6
    assert errors(By.POOL, SHELL_AND_FURNACE).score.pairs == 4
    assert errors(By.DWELLING, "row_end").score.pairs == 2
    assert errors(By.VINTAGE, "2001+").score.homes == 1
    assert errors(By.FUEL, "natural_gas").score.pairs == 4
    assert errors(By.POOL, ALL).spread is not None
    assert errors(By.MEASURE, "ENV-AIR").spread is None


def test_an_unanswered_question_stands_in_its_row() -> None:
    assert errors(By.MEASURE, "HVAC-FURN").score.unanswered == 1
    assert errors(By.MEASURE, "HVAC-FURN").score.median_absolute == pytest.approx(0.1)


def test_a_home_that_was_not_shown_is_in_no_row() -> None:
    only_a = replace(ANSWERS, homes=frozenset({"a"}))
    assert {row.score.homes for row in error_rows(CASES, only_a)} == {1}
    assert {row.homes for row in list_rows(CASES, only_a)} == {1}


def test_attics_of_all_depths_are_one_kind() -> None:
    assert {kind_of(f"ENV-ATTIC-{depth}") for depth in ("LOW", "MID", "HI")} == {"ENV-ATTIC"}
    assert kind_of("ENV-BSMT-UP") == "ENV-BSMT-UP"


def test_a_list_by_bills_puts_the_unanswered_last() -> None:
    """Home a in the right order (200, 100, 50 $); home b: 75, 25, then the furnace it did not answer, 50 $."""
    wrong = (75 + 25 / log2(3) + 50 / log2(4)) / (75 + 50 / log2(3) + 25 / log2(4))
    row = lists(Standard.BILL, "bill_cad")
    assert row.ndcg == pytest.approx((1.0 + wrong) / 2)
    assert row.worst_ndcg == pytest.approx(wrong)
    assert row.regret == 0.0
    assert row.regret_share == 0.0


def test_regret_is_what_the_first_three_lose() -> None:
    case = case_of("c", ENV_AIR=100.0, HVAC_FURN=80.0, HVAC_ZONE=60.0, ENV_WIN_ES=300.0)
    said = Answers.of("x", SEEN, ["c"], [estimate("c", name, 10.0) for name in ("ENV-AIR", "HVAC-FURN", "HVAC-ZONE")])
    (row,) = (each for each in list_rows([case], said) if each.standard is Standard.BILL and each.by is By.POOL)
    assert row.regret == pytest.approx(0.5 * (300 - 60))
    assert row.regret_share == pytest.approx((300 - 60) / (300 + 100 + 80))


def test_the_list_of_advice_is_judged_in_its_own_order() -> None:
    """Listed: air sealing, setpoint, furnace."""
    a = (50 + 100 / log2(3) + 200 / log2(4)) / (200 + 100 / log2(3) + 50 / log2(4))
    b = (25 + 75 / log2(3) + 50 / log2(4)) / (75 + 50 / log2(3) + 25 / log2(4))
    assert lists(Standard.BILL, AS_LISTED).ndcg == pytest.approx((a + b) / 2)
    unlisted = Answers.of("x", SEEN, ["a"], [replace(each, place=None) for each in ANSWERS.estimates.values()])
    assert {row.ordered_by for row in list_rows(CASES, unlisted)} == {standard.value for standard in Standard}


def test_lists_are_judged_by_group_of_homes_too() -> None:
    row = lists(Standard.BILL, "bill_cad", By.DWELLING, "row_end")
    assert row.homes == 1
    assert row.ndcg == lists(Standard.BILL, "bill_cad").worst_ndcg
    assert lists(Standard.BILL, "bill_cad", By.DWELLING, "detached").ndcg == 1.0


def test_worth_counts_the_yearly_cost() -> None:
    """After 40, 10 and 0 $ a year: a is worth 10, 190, 100; b −15, 40, 75. Said: the same order but b's furnace."""
    row = lists(Standard.WORTH, "bill_less_cost_cad")
    wrong = (75 + 40 / log2(4)) / (75 + 40 / log2(3))
    assert row.ndcg == pytest.approx((1.0 + wrong) / 2)
    assert row.regret_share is None
