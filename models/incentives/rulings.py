"""What each offer says to each measure in one home on one day, before anything about other offers is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from models.findings import Finding
from models.incentives.conditions import Work
from models.incentives.graph import Answers, Graph, Kind, Offer, Pay, Rule, Three
from models.incentives.profile import Profile
from models.incentives.truth import Says, Truth, every


@dataclass(frozen=True, slots=True)
class Ruling:
    """One offer for one measure: what the home's facts say, what the programme's state says, and both as one truth."""

    offer: Offer
    answers: Answers
    home: Says
    state: Truth
    said_of_state: tuple[Finding, ...]

    @property
    def truth(self) -> Truth:
        """How sure it is that this may be had, before other work and other money are looked at."""
        return min(self.home.truth, self.state)


@lru_cache(maxsize=4096)
def rulings(graph: Graph, profile: Profile, on: date) -> Mapping[str, tuple[Ruling, ...]]:
    """By measure, every offer that answers to it, refused ones included."""
    states = {key: offer.standing.on(on, offer.programme.name) for key, offer in graph.offers.items()}
    return MappingProxyType(
        {
            measure: tuple(_ruling(offer, measure, profile, states[offer.id]) for offer in offers)
            for measure, offers in graph.by_measure.items()
        }
    )


def _ruling(offer: Offer, measure_id: str, profile: Profile, state: tuple[Truth, tuple[Finding, ...]]) -> Ruling:
    answers = next(each for each in offer.answers if each.measure_id == measure_id)
    work = Work(answers.target_r)
    home = every((offer.when.ask(profile, work), answers.when.ask(profile, work)))
    return Ruling(offer, answers, home, *state)


def amounts(ruling: Ruling, cost: Three, units: float | None = None) -> Three:
    """What the offer pays for this job as low, typical and high, in cents, before anything shared with others.

    `units` is how many of the offer's units the job has, when that is known; the data's range otherwise.
    """
    offer, pay = ruling.offer, ruling.offer.pay
    if offer.kind is not Kind.MONEY:
        return 0, 0, 0
    counts = ruling.answers.units if units is None or pay.rule is not Rule.PER_UNIT else (units, units, units)
    low, typical, high = (_amount(pay, at, cost[at], counts[at]) for at in range(3))
    return low, typical, high


def _amount(pay: Pay, at: int, cost: int, units: float) -> int:
    if pay.rule is Rule.NO_COST:
        amount = cost if at == 2 else 0
    elif pay.rule is Rule.NOT_SEEN:
        amount = (pay.max_cents or 0) if at == 2 else 0
    elif pay.rule is Rule.PERCENT:
        amount = round(pay.share[at] * cost)
    else:
        prorated = pay.least_share if pay.least_share is not None and at == 0 else 1.0
        amount = round(pay.cents[at] * units * prorated)
    if pay.max_share_of_cost is not None:
        amount = min(amount, round(pay.max_share_of_cost * cost))
    return amount if pay.max_cents is None else min(amount, pay.max_cents)
