"""A home in words: what a fact is called, what its value reads as, and the home itself in one line.

Takes the plain values that services hand out (words, numbers, yes or no, None); never a row or a request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from web.formatting import money, number, percent
from web.words.fact_names import FACT_NAMES
from web.words.fact_values import spoken_day
from web.words.home_sentence import home_sentence as home_sentence
from web.words.options import ANSWERS, NO, NOT_KNOWN, OPTIONS, YES
from web.words.phrase import NOTHING, Phrase, plain_number
from web.words.questions import QUESTIONS, QuestionWords
from web.words.wishes import PRIORITIES, spoken

_AREA: Final = Phrase("{value} m²", "{value} m²")
_CELSIUS: Final = Phrase("{value} °C", "{value} °C")
_RATING: Final = Phrase("{value} GJ a year", "{value} GJ par année")
_R_VALUE: Final = Phrase("R-{value}", "R-{value}")
_LEAKAGE: Final = Phrase("{value} air changes an hour at 50 Pa", "{value} renouvellements d’air à l’heure à 50 Pa")
_AMPERES: Final = Phrase("{value} A", "{value} A")
_KILOWATTS: Final = Phrase("{value} kW", "{value} kW")
_ONE_STOREY: Final = Phrase("{value} storey", "{value} étage")
_STOREYS: Final = Phrase("{value} storeys", "{value} étages")
_ONE_PERSON: Final = Phrase("1 person", "1 personne")
_PEOPLE: Final = Phrase("{value} people", "{value} personnes")


def label(name: str, language: str) -> str:
    """What the fact is called; its own name when it has no words."""
    words = FACT_NAMES.get(name)
    return words(language) if words else name


def has_label(name: str) -> bool:
    """Whether the fact has a name in words, as every fact of a home has."""
    return name in FACT_NAMES


def question(name: str) -> QuestionWords:
    """The words of the question that fills this fact: its name, where no resident is asked. KeyError for no fact."""
    return QUESTIONS.get(name) or QuestionWords(legend=FACT_NAMES[name], help=NOTHING)


def option_label(name: str, value: str, language: str) -> str:
    """What an answer to the question of that name reads as, "yes", "no" and "unknown" among them.

    The answer itself when it has no words.
    """
    option = OPTIONS.get(name, {}).get(value)
    words = option.label if option else ANSWERS.get(value)
    return words(language) if words else value


def option_hint(name: str, value: str, language: str) -> str:
    """What helps to recognise an answer; empty for most."""
    option = OPTIONS.get(name, {}).get(value)
    return option.hint(language) if option else ""


def describe_fact(name: str, value: object, language: str) -> str:
    """The value in words, with its unit: “R-20”, “1978”, “172 m²”, “Natural gas”, “Yes”, “Not known”."""
    if value is None:
        return NOT_KNOWN(language)
    if isinstance(value, bool):
        return (YES if value else NO)(language)
    if isinstance(value, int | float):
        return _NUMBERS.get(name, plain_number)(float(value), language)
    if name == PRIORITIES:
        return spoken(str(value), language)
    return option_label(name, spoken_day(str(value), language), language)


def _area(value: float, language: str) -> str:
    return _AREA(language, value=number(value, language))


def _money(value: float, language: str) -> str:
    return money(value, language)


def _percent(value: float, language: str) -> str:
    return percent(value / 100, language)


def _storeys(value: float, language: str) -> str:
    singular = value < 2 if language == "fr" else value == 1
    return (_ONE_STOREY if singular else _STOREYS)(language, value=value)


def _people(value: float, language: str) -> str:
    return _ONE_PERSON(language) if value == 1 else _PEOPLE(language, value=value)


def _in(words: Phrase) -> Callable[[float, str], str]:
    return lambda value, language: words(language, value=value)


_NUMBERS: Final[Mapping[str, Callable[[float, str], str]]] = MappingProxyType(
    {
        "storeys": _storeys,
        "heated_area_m2": _area,
        "basement_area_m2": _area,
        "occupants": _people,
        "heating_efficiency_pct": _percent,
        "energuide_rating_gj": _in(_RATING),
        "attic_r": _in(_R_VALUE),
        "wall_r": _in(_R_VALUE),
        "ach50": _in(_LEAKAGE),
        "setpoint_day_c": _in(_CELSIUS),
        "setpoint_night_c": _in(_CELSIUS),
        "budget_cad": _money,
        "panel_amps": _in(_AMPERES),
        "heating_capacity_kw": _in(_KILOWATTS),
        "cooling_capacity_kw": _in(_KILOWATTS),
        "hot_water_capacity_kw": _in(_KILOWATTS),
    }
)
"""How a number of that name reads. Years need no entry: a plain number is one."""
