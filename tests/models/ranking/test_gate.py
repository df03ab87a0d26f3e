"""The gate: what coaches want is recovered and beats the rule on homes held out; the rule stays in every other case."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from models.house.facts import Goal
from models.ranking.coaches import Policy, SimulatedCoach, simulated_decisions
from models.ranking.decided import Adoption, Decided, Group, Origin, digest_of, mark_of
from models.ranking.fit import fitted
from models.ranking.gate import LEAST_HOMES, Gate, closed, judged, may_rank, parts, too_little
from models.ranking.learned import LearnedRanker
from models.ranking.rule import RuleRanker
from tests.models.ranking.simulated import STEADY, as_if_real, decisions, three

ENOUGH = LEAST_HOMES + 20


def gate(decided: list[Decided] | tuple[Decided, ...]) -> Gate:
    train, held = parts(decided)
    return judged(train, held, LearnedRanker.fitted("test", fitted(train, seed=1)), RuleRanker())


def said(found: Gate) -> set[str]:
    return {finding.code for finding in found.because}


@pytest.fixture(scope="module")
def decided() -> tuple[Decided, ...]:
    """What three coaches who mind comfort decided."""
    return decisions(three(Policy.SNUG, 0.15), ENOUGH)


@pytest.fixture(scope="module")
def learned(decided: tuple[Decided, ...]) -> LearnedRanker:
    return LearnedRanker.fitted("test", fitted(parts(decided)[0], seed=1))


@pytest.fixture(scope="module")
def snug(learned: LearnedRanker, decided: tuple[Decided, ...]) -> Gate:
    return judged(*parts(as_if_real(decided)), learned, RuleRanker())


def test_what_coaches_want_is_recovered_on_homes_never_seen(snug: Gate) -> None:
    assert snug.passed and said(snug) == {"ranker.beaten"}
    assert snug.learned is not None and snug.rule is not None and snug.better is not None
    assert snug.learned.ndcg > 0.88 > 0.80 > snug.rule.ndcg
    assert snug.learned.regret < 0.5 * snug.rule.regret
    assert snug.better[0] > 0.05


def test_groups_are_reported_with_both_rankers(snug: Gate) -> None:
    kinds = {row.by for row in snug.groups}
    assert kinds == {group.value for group in Group}
    assert all(row.homes >= 15 and row.rule.ndcg > 0 and row.learned.ndcg > 0 for row in snug.groups)


def test_coaches_who_follow_the_rule_do_not_unseat_it() -> None:
    found = gate(as_if_real(decisions(three(Policy.AS_THE_RULE, 0.2), ENOUGH)))
    assert not found.passed and "ranker.not_better" in said(found)


def test_a_group_that_is_served_worse_keeps_the_rule() -> None:
    """Most coaches go by comfort, those of oil homes by the rule; what is learned of the many must not rank there."""
    many, few = decisions(three(Policy.SNUG, 0.05), ENOUGH), decisions(three(Policy.AS_THE_RULE, 0.0), ENOUGH, 9)
    mixed = [
        replace(few[place] if place % 5 < 2 else each, groups=MappingProxyType({Group.FUEL: fuel}))
        for place, each in enumerate(many)
        for fuel in ["oil" if place % 5 < 2 else "natural_gas"]
    ]
    found = gate(as_if_real(mixed))
    assert found.learned is not None and found.rule is not None and found.learned.ndcg > found.rule.ndcg
    assert not found.passed and "ranker.group_harmed" in said(found)


def test_simulated_coaches_never_rank_a_home(learned: LearnedRanker, decided: tuple[Decided, ...]) -> None:
    found = judged(*parts(decided), learned, RuleRanker())
    assert found.passed and found.origin == Origin.SIMULATED.value and "ranker.simulated" in said(found)
    assert not may_rank({"gate": found.as_json()})
    one_of_them = as_if_real(decisions(STEADY, 20))
    one_of_them[0] = replace(one_of_them[0], origin=Origin.SIMULATED)
    assert closed(*parts(one_of_them)).origin == Origin.SIMULATED.value


def test_only_a_passed_gate_of_real_coaches_may_rank(snug: Gate) -> None:
    assert may_rank({"gate": snug.as_json()})
    assert not may_rank({"gate": {**snug.as_json(), "passed": False}})
    assert not may_rank({}) and not may_rank({"gate": None})


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        pytest.param((), "ranker.no_decisions", id="nothing"),
        pytest.param(decisions(STEADY, LEAST_HOMES - 30), "ranker.few_homes", id="few homes"),
        pytest.param(decisions((STEADY[0],), ENOUGH), "ranker.few_coaches", id="one coach"),
        pytest.param(parts(decisions(STEADY, 400))[0], "ranker.few_held_out", id="nobody to judge by"),
    ],
)
def test_with_too_little_the_rule_stays_and_says_why(decided: tuple[Decided, ...], code: str) -> None:
    train, held = parts(decided)
    found = closed(train, held)
    assert code in {each.code for each in too_little(train, held)} & said(found)
    assert not found.passed and found.learned is None


def test_a_home_is_always_on_the_same_side_and_never_on_both() -> None:
    decided = decisions(STEADY, 100)
    train, held = parts(decided)
    assert {each.home for each in train} | {each.home for each in held} == {each.home for each in decided}
    assert [each.home for each in parts(decided[::-1])[1]] == [each.home for each in held][::-1]
    with pytest.raises(ValueError, match="judge"):
        judged(decided, held, RuleRanker(), RuleRanker())


def test_places_later_removed_and_adopted_are_worth_different_things() -> None:
    each = decisions(STEADY, 30)[7]
    first, second, third, fourth, *_ = (one.measure_id for one in each.candidates)
    told = replace(
        each,
        order=(second, first),
        later=frozenset({third}),
        left_out=frozenset({fourth}),
        adopted={first: Adoption.NOT_FOR_ME},
    )
    worth = dict(zip((one.measure_id for one in told.candidates), told.worths, strict=True))
    assert worth[second] == 1.0 > worth[first] > worth[third] > worth[fourth] == 0.0
    liked = replace(told, adopted={first: Adoption.ACCEPTED})
    assert liked.worths[0] > told.worths[0]


def test_simulated_homes_are_the_same_for_a_seed_and_say_what_they_are() -> None:
    one, other = simulated_decisions(5, 12, STEADY), simulated_decisions(5, 12, STEADY)
    assert one == other and digest_of(one) == digest_of(other[::-1]) != digest_of(one[1:])
    assert {each.origin for each in one} == {Origin.SIMULATED}
    assert all(each.home.startswith("simulated-") for each in one)
    assert {each.goal for each in simulated_decisions(5, 60, STEADY)} == set(Goal)
    with pytest.raises(ValueError, match="decide"):
        simulated_decisions(1, 3, ())


def test_a_mark_is_of_one_home_and_does_not_show_it() -> None:
    assert mark_of("a") != mark_of("b") and "a-home" not in mark_of("a-home")


def test_a_coach_with_many_homes_does_not_drown_the_others() -> None:
    """Nine homes in ten are one coach's; the others' taste still moves what is learned."""
    loud = SimulatedCoach("loud", Policy.COST_CAUTIOUS, 0.0)
    quiet = SimulatedCoach("quiet", Policy.SNUG, 0.0)
    many = (*decisions((loud,), 90), *decisions((quiet,), 10, 4))
    alone = LearnedRanker.fitted("alone", fitted(decisions((loud,), 90), seed=1))
    both = LearnedRanker.fitted("both", fitted(many, seed=1))
    moved = [
        alone.rank(each.candidates, each.goal, None) != both.rank(each.candidates, each.goal, None)
        for each in decisions((quiet,), 20, 8)
    ]
    assert sum(moved) > 10
