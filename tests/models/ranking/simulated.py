"""SIMULATED coaches for tests of the ranking: nobody here is real, and nothing learned from them ranks a home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from models.ranking.coaches import Policy, SimulatedCoach, simulated_decisions
from models.ranking.decided import Decided, Origin

STEADY = tuple(
    SimulatedCoach(f"coach-{policy.value}", policy, 0.15)
    for policy in (Policy.COMFORT_FIRST, Policy.CARBON_FIRST, Policy.SNUG)
)


@cache
def decisions(coaches: tuple[SimulatedCoach, ...], homes: int, seed: int = 3) -> tuple[Decided, ...]:
    """What these coaches decide over so many homes."""
    return simulated_decisions(seed, homes, coaches)


def three(policy: Policy, noise: float) -> tuple[SimulatedCoach, ...]:
    """Three coaches of one mind."""
    return tuple(SimulatedCoach(f"coach-{place}", policy, noise) for place in range(3))


def as_if_real(decided: Sequence[Decided]) -> list[Decided]:
    """The same under the mark of real coaches, to test what only they may open. Never outside tests."""
    return [replace(each, origin=Origin.COACHES) for each in decided]
