"""Where a household goes on with the questions about its home."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from coach.homes import questionnaire_order
from greener_homes.home_facts import FactValue


def first_question(facts: Mapping[str, FactValue], answered: frozenset[str]) -> str:
    """The address of the first question nobody has answered; of all answers when there is none."""
    following = questionnaire_order.first_open(facts, answered)
    return url_for("portal.about", key=following) if following else url_for("portal.about_all")
