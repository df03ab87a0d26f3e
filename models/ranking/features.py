"""What a learned ranker looks at: one row of figures a candidate, made of the work, the wish and the list it stands in.

The people are not in it. Left out on purpose: names, notes, income and income-qualified programmes, tenure, number of
persons, municipality, dwelling type, age and size of the home, the plan they pay by. Some are protected, the others
stand in for something that is. They reach an order only through what the work saves, costs and adds. Left out as well:
which measure it is (a ranker learns what is wanted, not a liking for one trade), the coach, and how much budget there
is: whether it pays for the work is settled before, for every ranker, and who named one was asked about large sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.facts import Goal
from models.ranking.candidate import Candidate, is_large, yearly_cost
from models.ranking.rule import RuleRanker
from models.series import Floats


class About(StrEnum):
    """What a figure speaks of, in the words of reasons."""

    BILL = "bill"
    CARBON = "carbon"
    COMFORT = "comfort"
    COST = "cost"
    SURE = "sure"
    MOMENT = "moment"
    WISH = "wish"


COLUMNS: Final[Mapping[str, tuple[About, int]]] = MappingProxyType(
    {
        "bill_cad": (About.BILL, 1),
        "bill_share": (About.BILL, 1),
        "carbon_kg": (About.CARBON, 1),
        "carbon_share": (About.CARBON, 1),
        "comfort": (About.COMFORT, 1),
        "cost_cad": (About.COST, -1),
        "yearly_cost_cad": (About.COST, -1),
        "large": (About.COST, 0),
        "careful_bill_cad": (About.SURE, 1),
        "careful_carbon_kg": (About.SURE, 1),
        "measured": (About.SURE, 0),
        "due": (About.MOMENT, 1),
        "waits": (About.MOMENT, -1),
        "leads": (About.MOMENT, 0),
        "rule_standing": (About.WISH, 1),
        "wants_bill": (About.WISH, 0),
        "wants_carbon": (About.WISH, 0),
        "wants_comfort": (About.WISH, 0),
        "wants_upfront": (About.WISH, 0),
    }
)
"""Each column, what it speaks of, and which way it may move an order: 1 never down, -1 never up, 0 as learned."""
FEATURES: Final = tuple(COLUMNS)
DIRECTIONS: Final = tuple(direction for _, direction in COLUMNS.values())
_RULE: Final = RuleRanker()


def rows(candidates: Sequence[Candidate], goal: Goal, budget_cad: float | None) -> Floats:
    """The figures of each candidate among the others of its list [candidates, features]."""
    most_cad = max((each.bill.p50 for each in candidates), default=0.0)
    most_kg = max((each.carbon.p50 for each in candidates), default=0.0)
    places = {place: at for at, place in enumerate(_RULE.rank(candidates, goal, budget_cad))}
    wish = [1.0 if goal is each else 0.0 for each in (Goal.BILL, Goal.CARBON, Goal.COMFORT, Goal.UPFRONT)]
    return np.array(
        [
            [
                each.bill.p50,
                _share(each.bill.p50, most_cad),
                each.carbon.p50,
                _share(each.carbon.p50, most_kg),
                float(each.comfort),
                each.added_cost_cad,
                yearly_cost(each),
                float(is_large(each, budget_cad)),
                each.bill.careful,
                each.carbon.careful,
                float(each.measured),
                float(each.due),
                float(each.waits),
                float(each.leads),
                1.0 - places[place] / len(candidates),
                *wish,
            ]
            for place, each in enumerate(candidates)
        ]
    ).reshape(len(candidates), len(FEATURES))


def about(subject: About) -> list[int]:
    """The columns that speak of it."""
    return [place for place, (each, _) in enumerate(COLUMNS.values()) if each is subject]


def _share(value: float, most: float) -> float:
    """Of the most in the list, 0 to 1: what raises one never raises another."""
    return max(value, 0.0) / most if most > 0 else 0.0
