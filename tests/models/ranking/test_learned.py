"""A learned ranker: a permutation, the budget first, never lower for saving more, and why in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.artifacts import Artifact
from models.findings import Finding
from models.house.facts import Goal
from models.ranking import codes
from models.ranking.candidate import Candidate, Span, candidate_of, within
from models.ranking.features import DIRECTIONS, FEATURES, rows
from models.ranking.fit import fitted
from models.ranking.learned import LearnedRanker
from models.ranking.rule import Ranker, RuleRanker, by_effect
from tests.models.ranking.simulated import STEADY, decisions

EARLY_OR_LATE = {code.code for code in codes.CODES if code.code.startswith(("rank.early_", "rank.late_"))}
PEOPLE = ("income", "tenure", "occupant", "municipal", "name", "area", "dwelling", "year", "budget", "coach", "note")


@st.composite
def spans(draw: st.DrawFn) -> Span:
    middle = draw(st.floats(-500, 3000))
    return Span(middle - draw(st.floats(0, 800)), middle)


@st.composite
def lists(draw: st.DrawFn) -> list[Candidate]:
    size = draw(st.integers(1, 9))
    return [
        Candidate(
            f"M-{place:02d}",
            draw(spans()),
            draw(spans()),
            draw(st.integers(0, 3)),
            draw(st.floats(0, 40_000)),
            draw(st.sampled_from([5.0, 15.0, 30.0])),
            leads=draw(st.booleans()),
            due=draw(st.booleans()),
            due_cost_cad=draw(st.none() | st.floats(0, 5000)),
            waits=draw(st.booleans()),
            measured=draw(st.booleans()),
        )
        for place in range(size)
    ]


BUDGETS = st.none() | st.floats(0, 30_000)


@pytest.fixture(scope="module")
def mixed() -> LearnedRanker:
    return LearnedRanker.fitted("test", fitted(decisions(STEADY, 120), seed=1))


@pytest.fixture(scope="module", params=["rule", "learned"])
def ranker(request: pytest.FixtureRequest, mixed: LearnedRanker) -> Ranker:
    return mixed if request.param == "learned" else RuleRanker()


@settings(deadline=None, max_examples=40)
@given(among=lists(), goal=st.sampled_from(Goal), budget=BUDGETS, data=st.data())
def test_an_order_is_of_the_candidates_alone_and_keeps_to_the_budget(
    ranker: Ranker, among: list[Candidate], goal: Goal, budget: float | None, data: st.DataObject
) -> None:
    order = ranker.rank(among, goal, budget)
    assert sorted(order) == list(range(len(among)))
    assert order == ranker.rank(among, goal, budget)
    shuffled = data.draw(st.permutations(among))
    assert [shuffled[at] for at in ranker.rank(shuffled, goal, budget)] == [among[at] for at in order]
    affordable = [within(among[at], budget) for at in order]
    assert affordable == sorted(affordable, reverse=True)


@settings(deadline=None, max_examples=40)
@given(
    among=lists(),
    goal=st.sampled_from(Goal),
    budget=BUDGETS,
    more=st.floats(0, 2000),
    of_carbon=st.booleans(),
    data=st.data(),
)
def test_saving_more_never_lowers_a_place(
    ranker: Ranker,
    among: list[Candidate],
    goal: Goal,
    budget: float | None,
    more: float,
    of_carbon: bool,
    data: st.DataObject,
) -> None:
    at = data.draw(st.integers(0, len(among) - 1))
    name = "carbon" if of_carbon else "bill"
    span = getattr(among[at], name)
    better = replace(among[at], **{name: Span(span.p10 + more, span.p50 + more)})
    raised = [*among[:at], better, *among[at + 1 :]]
    before, after = ranker.rank(among, goal, budget).index(at), ranker.rank(raised, goal, budget).index(at)
    assert after <= before


@settings(deadline=None, max_examples=40)
@given(among=lists(), goal=st.sampled_from(Goal))
def test_a_comparison_is_by_effect_alone(among: list[Candidate], goal: Goal) -> None:
    order = by_effect(among, goal)
    assert sorted(order) == list(range(len(among)))
    if goal is Goal.BILL:
        assert [among[at].bill.p50 for at in order] == sorted((each.bill.p50 for each in among), reverse=True)


@settings(deadline=None, max_examples=40)
@given(lists())
def test_what_a_ranker_saw_can_be_kept_and_read_again(among: list[Candidate]) -> None:
    for each in among:
        assert candidate_of(each.as_json()) == each


@pytest.mark.parametrize("kept", [None, {}, {"measure_id": "X"}, {"bill": {"p10": "much"}}, ["ENV-AIR"]])
def test_an_older_opportunity_has_no_such_figures(kept: object) -> None:
    assert candidate_of(kept) is None


def test_no_figure_speaks_of_the_people() -> None:
    said = " ".join(FEATURES)
    assert not [word for word in PEOPLE if word in said.replace("yearly", "").replace("careful", "")]
    assert len(FEATURES) == len(DIRECTIONS) == rows([ONE], Goal.BILL, None).shape[1]


ONE = Candidate("ENV-AIR", Span(20, 60), Span(100, 300), 2, 800, 20)


def test_nothing_to_rank_is_no_trouble(mixed: LearnedRanker) -> None:
    assert mixed.rank([], Goal.BILL, None) == mixed.because([], Goal.BILL, None) == []


def test_every_place_is_explained_in_figures_of_the_work(mixed: LearnedRanker) -> None:
    told: list[Finding] = []
    for each in decisions(STEADY, 40):
        found = mixed.because(each.candidates, each.goal, each.budget_cad)
        assert len(found) == len(each.candidates)
        by_code = {code.code: code for code in codes.CODES}
        for candidate, why in zip(each.candidates, found, strict=True):
            assert why
            learned = [finding for finding in why if finding.code in EARLY_OR_LATE]
            assert len(learned) <= 1
            assert not learned or within(candidate, each.budget_cad)
            for finding in learned:
                for language in ("en", "fr"):
                    sentence = by_code[finding.code].sentence(language, finding.facts)
                    assert "…" not in sentence and "model" not in sentence
            told += learned
    assert {"rank.early_comfort", "rank.early_carbon"} <= {finding.code for finding in told}
    assert sum(finding.code.startswith("rank.late_") for finding in told) > 20


def test_the_same_decisions_give_the_same_trees_in_whatever_order() -> None:
    some = decisions(STEADY, 20)
    one, other = fitted(some, seed=3), fitted(some[::-1], seed=3)
    table = rows(some[0].candidates, Goal.BILL, None)
    assert (one.predict(table) == other.predict(table)).all()


def test_a_ranker_of_other_columns_is_none() -> None:
    artifact = Artifact("ranking", "x-1", 1, "ab", {"features": ["income"]}, {})
    with pytest.raises(ValueError, match="columns"):
        LearnedRanker.of(artifact)
    with pytest.raises(ValueError, match="decided"):
        fitted([], seed=1)
