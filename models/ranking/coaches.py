"""SIMULATED coaches and SIMULATED homes, to show that what coaches want can be learned. Nobody here is real.

A policy says what a coach weighs; noise says how steadily. The candidates are drawn around the catalogue's own figures,
not from homes. What comes out is marked `Origin.SIMULATED` for ever: the gate says so, and no home is ranked by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.facts import Goal
from models.measures.catalogue import Category, Measure, measures
from models.measures.economics import annuity
from models.ranking.candidate import Candidate, Span, yearly_cost
from models.ranking.decided import GIVEN, Adoption, Decided, Group, Origin
from models.ranking.rule import RuleRanker

WORK: Final = tuple(each for each in measures() if each.category in (Category.ENVELOPE, Category.HVAC, Category.DHW))
IN_A_LIST: Final = (5, 14)
LATER_SHARE: Final = 0.15
LEFT_OUT_SHARE: Final = 0.10
ANSWERED_SHARE: Final = 0.30
_GROUPS: Final[Mapping[Group, tuple[str, ...]]] = MappingProxyType(
    {
        Group.TENURE: ("owner", "tenant"),
        Group.VINTAGE: ("before 1960", "1960 to 1979", "1980 or later"),
        Group.FUEL: ("natural_gas", "electricity", "oil"),
        Group.MUNICIPALITY: ("Oshawa", "Whitby", "Brock"),
    }
)


class Policy(StrEnum):
    """What a simulated coach goes by."""

    AS_THE_RULE = "as_the_rule"
    COMFORT_FIRST = "comfort_first"
    COST_CAUTIOUS = "cost_cautious"
    CARBON_FIRST = "carbon_first"
    SNUG = "snug"


@dataclass(frozen=True, slots=True)
class SimulatedCoach:
    """A simulated coach: a policy, and how far chance moves a list (0 never; 1 as far as the list is wide)."""

    name: str
    policy: Policy
    noise: float


def simulated_decisions(seed: int, homes: int, coaches: tuple[SimulatedCoach, ...]) -> tuple[Decided, ...]:
    """What simulated coaches decide over so many simulated homes; the same for a seed. ValueError without coaches."""
    if not coaches:
        raise ValueError("somebody must decide")
    return tuple(_decisions(seed, homes, coaches))


def _decisions(seed: int, homes: int, coaches: tuple[SimulatedCoach, ...]) -> Iterator[Decided]:
    random = np.random.default_rng(seed)
    goals = tuple(Goal)
    for place in range(homes):
        coach = coaches[place % len(coaches)]
        count = int(random.integers(*IN_A_LIST))
        chosen = random.choice(len(WORK), size=count, replace=False)
        candidates = tuple(_candidate(WORK[at], random) for at in sorted(chosen.tolist()))
        goal = goals[int(random.integers(len(goals)))]
        budget = float(random.choice([2_000.0, 8_000.0, 20_000.0])) if random.random() < 0.5 else None
        yield _decided(f"simulated-home-{seed}-{place}", coach, candidates, goal, budget, random)


def _candidate(work: Measure, random: np.random.Generator) -> Candidate:
    """Figures of the right size for such work, not of any home."""
    size = float(random.lognormal(0.0, 0.6))
    bill = 90.0 * size * (3.0 if work.category is Category.HVAC else 1.0)
    cost = bill * annuity(work.life_years) * float(random.lognormal(-0.3, 0.8))
    unsure = float(random.uniform(0.2, 1.3))
    carbon = bill * float(random.lognormal(1.2, 0.5))
    due = bool(random.random() < 0.1)
    return Candidate(
        measure_id=work.id,
        bill=Span(bill * (1.0 - unsure), bill),
        carbon=Span(carbon * (1.0 - unsure), carbon),
        comfort=work.comfort,
        net_cost_cad=round(cost, 2),
        life_years=work.life_years,
        due=due,
        waits=not due and bool(random.random() < 0.15),
        measured=bool(random.random() < 0.6),
    )


def _decided(
    home: str,
    coach: SimulatedCoach,
    candidates: tuple[Candidate, ...],
    goal: Goal,
    budget: float | None,
    random: np.random.Generator,
) -> Decided:
    liking = _liking(coach.policy, candidates, goal, budget)
    ranks = np.empty(len(candidates))
    ranks[np.argsort(liking, kind="stable")] = np.arange(len(candidates)) / max(len(candidates) - 1, 1)
    wanted = ranks + coach.noise * random.normal(size=len(candidates))
    affordable = [budget is None or each.net_cost_cad <= budget for each in candidates]
    order = sorted(range(len(candidates)), key=lambda at: (not affordable[at], -wanted[at], at))
    names = [candidates[at].measure_id for at in order]
    left_out = names[len(names) - int(LEFT_OUT_SHARE * len(names)) :] if len(names) > 5 else []
    kept = [each for each in names if each not in left_out]
    later = kept[len(kept) - int(LATER_SHARE * len(kept)) :] if int(LATER_SHARE * len(kept)) else []
    given = [each for each in kept if each not in later][:GIVEN]
    return Decided(
        home=home,
        coach=coach.name,
        goal=goal,
        budget_cad=budget,
        candidates=candidates,
        order=tuple(given),
        later=frozenset(later),
        left_out=frozenset(left_out),
        adopted=MappingProxyType(_answers(given, random)),
        groups=MappingProxyType({by: words[int(random.integers(len(words)))] for by, words in _GROUPS.items()}),
        origin=Origin.SIMULATED,
    )


def _liking(policy: Policy, candidates: tuple[Candidate, ...], goal: Goal, budget: float | None) -> np.ndarray:
    if policy is not Policy.AS_THE_RULE:
        return np.array([_WEIGHED[policy](each) for each in candidates])
    liking = np.empty(len(candidates))
    liking[RuleRanker().rank(candidates, goal, budget)] = -np.arange(len(candidates))
    return liking


def _answers(given: list[str], random: np.random.Generator) -> dict[str, Adoption]:
    """A few residents answer, sooner yes to what stands first."""
    answers = {}
    for place, each in enumerate(given):
        if random.random() < ANSWERED_SHARE:
            yes = random.random() < 0.8 - 0.08 * place
            answers[each] = Adoption.ACCEPTED if yes else Adoption.NOT_FOR_ME
    return answers


_WEIGHED: Final[Mapping[Policy, Callable[[Candidate], float]]] = MappingProxyType(
    {
        Policy.COMFORT_FIRST: lambda each: 400.0 * each.comfort + each.bill.careful - 0.3 * yearly_cost(each),
        Policy.COST_CAUTIOUS: lambda each: each.bill.careful - 0.02 * each.net_cost_cad - 300.0 * each.waits,
        Policy.CARBON_FIRST: lambda each: each.carbon.p50 + 0.1 * each.bill.p50,
        Policy.SNUG: lambda each: 250.0 * each.comfort + 0.3 * each.carbon.p50,
    }
)
