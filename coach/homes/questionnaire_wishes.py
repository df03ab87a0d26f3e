"""What a household wants from the work, in its own order. The first that a list can be ranked by is its goal.

The order is kept as one fact beside the goal, for people to read: nothing is computed from it. No list of ours is
ranked by health, so where that comes first the next wish orders the list, and the coach sees what came first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from greener_homes.homes import FactValue
from models.house.facts import Goal

PRIORITIES: Final = "priorities"
"""The fact that holds the order: the wishes' words, first first, with commas between them."""


class Wish(StrEnum):
    """What one can want from work on a home, in the order it is offered."""

    BILL = "bill"
    COMFORT = "comfort"
    CARBON = "carbon"
    HEALTH = "health"
    UPFRONT = "upfront"


_GOALS: Final = frozenset(goal.value for goal in Goal)


def read(text: str) -> tuple[Wish, ...] | None:
    """The order that `text` spells, every wish once; None for any other text."""
    words = text.split(",")
    return tuple(Wish(word) for word in words) if sorted(words) == sorted(Wish) else None


def order_of(facts: Mapping[str, FactValue]) -> tuple[Wish, ...] | None:
    """The household's order, its goal before any other that a list is ranked by; None when it named neither."""
    order, goal = read(str(facts.get(PRIORITIES) or "")), facts.get("goal")
    if goal not in _GOALS:
        return order
    first, offered = Wish(str(goal)), order or tuple(Wish)
    if order and goal_of(order) == first:
        return order
    return (first, *(wish for wish in offered if wish is not first))


def goal_of(order: Sequence[Wish]) -> str:
    """The first wish that a list can be ranked by."""
    return next(wish.value for wish in order if wish in _GOALS)


def facts_of(order: Sequence[Wish] | None) -> dict[str, FactValue]:
    """The two facts to keep for an order; for None, that the household does not mind."""
    if order is None:
        return {"goal": None, PRIORITIES: None}
    return {"goal": goal_of(order), PRIORITIES: ",".join(order)}


def in_line(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The facts, with the order that stands in them begun by the goal where somebody named another since."""
    order = order_of(facts)
    return {**facts, **facts_of(order)} if order and facts.get(PRIORITIES) else dict(facts)


def moved(order: Sequence[Wish], wish: Wish, by: int) -> tuple[Wish, ...]:
    """The order with that wish so many places further down, or up where `by` is negative; never beyond its ends."""
    place = order.index(wish)
    others = [each for each in order if each is not wish]
    others.insert(max(0, min(len(others), place + by)), wish)
    return tuple(others)
