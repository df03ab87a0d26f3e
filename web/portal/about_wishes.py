"""What a household wants, put in order: five rows, each moved up or down by a button of its own, without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coach.homes.questionnaire_assumed import assumption
from coach.homes.questionnaire_wishes import PRIORITIES, Wish, moved, order_of, read
from web import i18n
from web.portal.about_told import Told
from web.portal.about_views import Known, Ordered, Row, Walk
from web.provenance import tag_of
from web.words import about_home as words
from web.words import assumed, home_facts
from web.words.answers_change import CHANGES
from web.words.wishes import WISHES

GOAL = "goal"
"""The question that is answered with an order."""
MOVES = {"up": -1, "down": 1}


def page(told: Told, walk: Walk, asked: Mapping[str, str]) -> Ordered:
    """The wishes in the order the address names, else in the household's own, else as they are offered."""
    language = i18n.language()
    order = read(asked.get("order", "")) or order_of(_own(told)) or order_of(told.facts) or tuple(Wish)
    return Ordered(
        heading=home_facts.question(GOAL).legend(language),
        hint=words.ORDER_HINT(language),
        note=words.ORDER_NOTE(language),
        walk=walk,
        rows=tuple(_row(wish, asked.get("moved", ""), language) for wish in order),
        unsure=assumed.assumed(assumption(told.facts, GOAL), language),
        unsure_label=words.ORDER_UNSURE(language),
        save=words.ORDER_SAVE(language),
        changes=CHANGES[GOAL](language),
        known=_known(told, language),
    )


def sent(form: Mapping[str, str]) -> tuple[Wish, ...] | None:
    """The order a form holds; None for what is no order."""
    return read(form.get("order", ""))


def after_move(form: Mapping[str, str], order: Sequence[Wish]) -> tuple[tuple[Wish, ...], Wish] | None:
    """The order once the button that was pressed has moved its wish, and that wish; None when no arrow was pressed."""
    for name, by in MOVES.items():
        if form.get(name) in list(Wish):
            wish = Wish(form[name])
            return moved(order, wish, by), wish
    return None


def _row(wish: Wish, last_moved: str, language: str) -> Row:
    said = WISHES[wish]
    label = said.label(language)
    return Row(
        value=wish.value,
        label=label,
        hint=said.hint(language),
        up=words.MOVE_UP(language, name=label),
        down=words.MOVE_DOWN(language, name=label),
        moved=wish.value == last_moved,
    )


def _own(told: Told) -> dict[str, str | float | bool | None]:
    return {name: fact.value for name, fact in told.own.items() if name in (GOAL, PRIORITIES)}


def _known(told: Told, language: str) -> Known | None:
    fact = told.known.get(PRIORITIES) or told.known.get(GOAL)
    if fact is None or fact.value is None:
        return None
    said = home_facts.describe_fact(fact.name, fact.value, language)
    return Known(words.WE_HAVE(language, value=said), tag_of(fact, dated=True))
