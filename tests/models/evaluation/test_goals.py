"""Goals are judged by the figures they name, and a loss to a plainer way is named wherever it happens."""

from __future__ import annotations

from models.evaluation.goals import losses, verdicts
from models.evaluation.scoreboard import Answers, error_rows, list_rows
from models.evaluation.truth import Evidence, Knowledge, UsageLevel
from tests.models.evaluation.cases import case_of, estimate

CASES = [case_of("a", ENV_AIR=100.0, HVAC_FURN=400.0), case_of("b", ENV_AIR=100.0, HVAC_FURN=400.0)]
SEEN = Evidence(UsageLevel.BILLS, Knowledge.QUESTIONNAIRE)
BLIND = Evidence(UsageLevel.NONE, Knowledge.QUESTIONNAIRE)


def answers(contender: str, evidence: Evidence | None, air: float, furnace: float, wide: float = 0.5) -> Answers:
    said = [
        estimate(home, name, middle * (1 - wide), middle, middle * (1 + wide))
        for home in ("a", "b")
        for name, middle in (("ENV-AIR", air), ("HVAC-FURN", furnace))
    ]
    return Answers.of(contender, evidence, ["a", "b"], said)


def judged(evidence: Evidence, air: float, furnace: float, wide: float = 0.5) -> dict[str, bool]:
    ours = answers("advice", evidence, air, furnace, wide)
    return {each.goal: each.met for each in verdicts("advice", error_rows(CASES, ours), list_rows(CASES, ours))}


def test_advice_near_the_truth_meets_the_goals_but_its_ranges_hold_too_much() -> None:
    found = judged(SEEN, 101.0, 404.0)
    assert found.pop("p10–p90 coverage") is False
    assert all(found.values())
    assert "NDCG@5 of lists by bill_cad" in found


def test_each_miss_is_a_miss_of_its_own() -> None:
    assert judged(SEEN, 130.0, 404.0)["median absolute error"] is True
    assert judged(SEEN, 130.0, 520.0)["median absolute error"] is False
    assert judged(SEEN, 90.0, 370.0)["bias"] is False
    assert judged(SEEN, 404.0, 101.0)["NDCG@5 of lists by bill_cad"] is False


def test_without_bills_only_the_ranges_are_judged() -> None:
    assert set(judged(BLIND, 300.0, 300.0)) == {"p10–p90 coverage"}


def test_a_plainer_way_that_does_better_is_named() -> None:
    ours, table = answers("advice", SEEN, 130.0, 404.0), answers("deemed table", None, 101.0, 600.0)
    errors = [*error_rows(CASES, ours), *error_rows(CASES, table)]
    lists = [*list_rows(CASES, ours), *list_rows(CASES, table)]
    found = {(each.group, each.winner) for each in losses("advice", errors, lists) if each.winner != "goal"}
    assert ("ENV-AIR", "deemed table") in found
    assert ("HVAC-FURN", "deemed table") not in found


def test_a_better_list_is_named() -> None:
    ours, other = answers("advice", SEEN, 400.0, 100.0), answers("degree-day rule", BLIND, 100.0, 400.0)
    lists = [*list_rows(CASES, ours), *list_rows(CASES, other)]
    assert {(each.figure, each.amount) for each in losses("advice", [], lists)} >= {
        ("NDCG@5", "bill_cad"),
        ("NDCG@5", "carbon_kg"),
    }


def test_nobody_is_compared_with_one_who_knew_the_house_better() -> None:
    ours = answers("advice", Evidence(UsageLevel.BILLS, Knowledge.FEW), 130.0, 404.0)
    better = answers("degree-day rule", BLIND, 100.0, 400.0)
    errors = [*error_rows(CASES, ours), *error_rows(CASES, better)]
    assert not [each for each in losses("advice", errors, []) if each.winner != "goal"]
