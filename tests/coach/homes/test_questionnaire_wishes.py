"""What a household wants, in its order: kept whole, and the list follows the first it can follow."""

from __future__ import annotations

from itertools import permutations

import pytest

from coach.homes.questionnaire_wishes import PRIORITIES, Wish, facts_of, goal_of, in_line, moved, order_of, read
from greener_homes.homes import FactValue
from models.house.facts import Goal

OFFERED = tuple(Wish)


@pytest.mark.parametrize("order", list(permutations(Wish)))
def test_an_order_is_kept_and_read_again(order: tuple[Wish, ...]) -> None:
    facts = facts_of(order)
    assert order_of(facts) == order
    assert Goal(str(facts["goal"])).value == goal_of(order)


def test_every_goal_is_a_wish() -> None:
    assert {goal.value for goal in Goal} == set(Wish) - {Wish.HEALTH}


@pytest.mark.parametrize(
    "text", ["", "bill", "bill,bill,comfort,carbon,health", "bill,comfort,carbon,health,upfront,x", "BILL", "\x00"]
)
def test_any_other_text_is_no_order(text: str) -> None:
    assert read(text) is None


def test_health_first_leaves_the_list_to_the_next() -> None:
    order = (Wish.HEALTH, Wish.CARBON, Wish.BILL, Wish.COMFORT, Wish.UPFRONT)
    assert facts_of(order) == {"goal": "carbon", PRIORITIES: "health,carbon,bill,comfort,upfront"}


def test_a_goal_somebody_named_since_comes_first() -> None:
    facts: dict[str, FactValue] = {**facts_of(OFFERED), "goal": "carbon"}
    assert order_of(facts) == (Wish.CARBON, Wish.BILL, Wish.COMFORT, Wish.HEALTH, Wish.UPFRONT)
    assert order_of({"goal": "comfort"}) == (Wish.COMFORT, Wish.BILL, Wish.CARBON, Wish.HEALTH, Wish.UPFRONT)


def test_facts_are_brought_in_line_with_the_goal_and_no_order_is_made_up() -> None:
    facts: dict[str, FactValue] = {**facts_of(OFFERED), "goal": "carbon"}
    assert in_line(facts) == {"goal": "carbon", PRIORITIES: "carbon,bill,comfort,health,upfront"}
    assert in_line({"goal": "carbon"}) == {"goal": "carbon"}
    assert in_line(facts_of(None)) == facts_of(None)


def test_who_does_not_mind_has_no_order() -> None:
    assert order_of(facts_of(None)) is None
    assert order_of({}) is None


def test_a_wish_moves_up_and_down_and_stops_at_the_ends() -> None:
    assert moved(OFFERED, Wish.COMFORT, -1)[:2] == (Wish.COMFORT, Wish.BILL)
    assert moved(OFFERED, Wish.COMFORT, 1)[1:3] == (Wish.CARBON, Wish.COMFORT)
    assert moved(OFFERED, Wish.BILL, -1) == OFFERED
    assert moved(OFFERED, Wish.UPFRONT, 1) == OFFERED
