"""What we assume of a home while the answer to a question is "I don't know", in words."""

from __future__ import annotations

from typing import Final

from coach.homes.questionnaire_assumed import Assumption
from web.formatting import money, number
from web.words import home_facts
from web.words.phrase import Phrase

_VALUE: Final = Phrase("Then we assume: {value}.", "Nous supposons alors: {value}.")
_SPREAD: Final = Phrase(
    "Then we assume {value}. Eight in ten homes like yours have {low} to {high}.",
    "Nous supposons alors {value}. Huit maisons sur dix comme la vôtre ont de {low} à {high}.",
)
_EFFICIENCY: Final = Phrase(
    "Then we assume that it makes {value} of its fuel into heat.",
    "Nous supposons alors qu’il change {value} de son énergie en chaleur.",
)
_BUDGET: Final = Phrase(
    "Then nothing above {value} comes first on your list.",
    "Rien au-dessus de {value} ne vient alors en tête de votre liste.",
)
_PLACE: Final = Phrase("Then we use the weather of {value}.", "Nous prenons alors la météo de {value}.")
_LOOK: Final = Phrase(
    "Then somebody looks before any work starts there.",
    "Quelqu’un regarde alors avant que tout travail y commence.",
)
_NO_LOOK: Final = Phrase(
    "Then we assume nothing. Homes of this age seldom have it.",
    "Nous ne supposons alors rien. Les maisons de cet âge en ont rarement.",
)
_NONE: Final = Phrase("Then we assume that you have none.", "Nous supposons alors que vous n’en avez pas.")
_ORDER: Final = Phrase(
    "Then the lowest bills come first, as for most people.",
    "Les factures les plus basses viennent alors en premier.",
)


def assumed(found: Assumption, language: str) -> str:
    """What we do while the answer is "I don't know", as one or two sentences."""
    if found.name in ("vermiculite", "knob_and_tube"):
        return (_LOOK if found.look_first else _NO_LOOK)(language)
    if found.name in ("smart_thermostat", "led_lighting"):
        return _NONE(language)
    if found.name == "goal":
        return _ORDER(language)
    said = value(found.name, found.value, language)
    if found.low is not None and found.high is not None:
        low, high = (value(found.name, each, language) for each in (found.low, found.high))
        return _SPREAD(language, value=said, low=low, high=high)
    return {"heating_efficiency_pct": _EFFICIENCY, "budget_cad": _BUDGET, "municipality": _PLACE}.get(
        found.name, _VALUE
    )(language, value=said)


def value(name: str, given: object, language: str) -> str:
    """A fact's value in words, as sure as a guess is: whole numbers, and dollars without cents."""
    if name == "budget_cad" and isinstance(given, int | float):
        return money(float(given), language)
    if name in ("attic_r", "wall_r") and isinstance(given, int | float):
        return f"R-{number(round(float(given)), language)}"
    return home_facts.describe_fact(name, given, language)
