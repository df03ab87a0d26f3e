"""The money other people give toward a home’s measures: its facts put to the incentive engine, one answer for all.

What a page shows and what advice counts are the same `Stack`. Nothing here adds money up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from greener_homes import tariffs
from models.findings import Finding
from models.house.facts import HomeFacts
from models.house.stock import Assumed
from models.incentives import codes
from models.incentives.load import graph
from models.incentives.profile import Profile, profile_of
from models.incentives.said import Answer, Verdict
from models.incentives.stack import Stack, best_stack
from models.measures.economics import Figure


@dataclass(frozen=True, slots=True)
class Rebates:
    """The stack for one measure alone, with what to mind; `free_programmes` may do the work for nothing."""

    stack: Stack
    free_programmes: tuple[str, ...]
    findings: tuple[Finding, ...]


def profile_for(home: Assumed) -> Profile:
    """The facts incentives ask of this home; what the stock filled makes an offer likely at most.

    Advice counts on net metering for solar (R13), and a profile says so.
    """
    return profile(home.facts, home.names)


def profile(facts: HomeFacts, assumed: frozenset[str] = frozenset()) -> Profile:
    """The same of facts of which the names in `assumed` were filled by somebody who does not know."""
    place = facts.municipality
    utility = None if place is None else tariffs.distributor_for(place)
    return graph().bands.narrowed(profile_of(facts, assumed, electricity_utility=utility, net_metering=True))


def narrowed(measure_id: str, home: Profile) -> Profile:
    """What of a home the offers for one measure look at: homes that are alike in that share one answer."""
    return graph().bands.only(home, (measure_id,))


@lru_cache(maxsize=100_000)
def alone(measure_id: str, cost: Figure, home: Profile, on: date) -> Rebates:
    """The best money for one measure when other work may still join it, at this cost, applied for on that day."""
    stack = best_stack([measure_id], {measure_id: cost}, home, on, more_work=True)
    possible = [each for each in stack.verdicts if each.answer is not Answer.NOT]
    return Rebates(
        stack,
        tuple(each.offer.id for each in possible if each.offer.income_tested),
        (*stack.findings, *(finding for each in possible for finding in _to_mind(each))),
    )


def _to_mind(verdict: Verdict) -> tuple[Finding, ...]:
    """What stands beside the number: doubts and rules. Facts that are missing are asked for elsewhere."""
    wanting = (each for each in verdict.because if each.code == codes.NEEDS_UPGRADES.code)
    return (*verdict.mind, *wanting)
