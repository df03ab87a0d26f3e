"""A home in one line, from whatever is known of it: “Detached, built 1978 · Oshawa · gas furnace · 3 people”.

What is not known is left out and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

BETWEEN: Final = " · "
NOTHING_KNOWN: Final = Phrase("A home we know little about yet", "Une maison que nous connaissons encore peu")

_DWELLINGS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "detached": Phrase("Detached", "Maison individuelle"),
        "semi": Phrase("Semi-detached", "Maison jumelée"),
        "row_end": Phrase("End-of-row townhouse", "Maison en rangée, au bout"),
        "row_middle": Phrase("Mid-row townhouse", "Maison en rangée, au milieu"),
        "mobile": Phrase("Mobile home", "Maison mobile"),
    }
)
_BUILT: Final = Phrase("{dwelling}, built {year}", "{dwelling}, construite en {year}")
_BUILT_ALONE: Final = Phrase("Built {year}", "Construite en {year}")
_APPLIANCES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "furnace": Phrase("furnace", "fournaise"),
        "boiler": Phrase("boiler", "chaudière"),
        "stove": Phrase("stove", "poêle"),
    }
)
_BY_FUEL: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "electricity": Phrase("electric {appliance}", "{appliance} électrique"),
        "natural_gas": Phrase("gas {appliance}", "{appliance} au gaz"),
        "oil": Phrase("oil {appliance}", "{appliance} au mazout"),
        "propane": Phrase("propane {appliance}", "{appliance} au propane"),
        "wood": Phrase("wood {appliance}", "{appliance} à bois"),
    }
)
_HEATING_BY_FUEL: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "electricity": Phrase("electric heating", "chauffage électrique"),
        "natural_gas": Phrase("gas heating", "chauffage au gaz"),
        "oil": Phrase("oil heating", "chauffage au mazout"),
        "propane": Phrase("propane heating", "chauffage au propane"),
        "wood": Phrase("wood heating", "chauffage au bois"),
    }
)
_WHOLE_SYSTEMS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "baseboard": Phrase("electric baseboards", "plinthes électriques"),
        "heat_pump": Phrase("heat pump", "thermopompe"),
    }
)
"""Systems whose name already says what they run on."""
_COOLING: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "none": Phrase("no air conditioning", "sans climatisation"),
        "central": Phrase("central air", "climatisation centrale"),
        "room": Phrase("room air conditioner", "climatiseur de pièce"),
        "heat_pump": Phrase("cooled by a heat pump", "rafraîchie par thermopompe"),
    }
)
_ONE_PERSON: Final = Phrase("1 person", "1 personne")
_PEOPLE: Final = Phrase("{count} people", "{count} personnes")


def home_sentence(facts: Mapping[str, object], language: str) -> str:
    """The home in one line from the facts by name; values that are missing or None are left out."""
    parts = (
        _house(facts, language),
        str(facts.get("municipality") or ""),
        ", ".join(filter(None, (_heating(facts, language), _cooling(facts, language)))),
        _people(facts, language),
    )
    line = BETWEEN.join(filter(None, parts))
    return line[:1].upper() + line[1:] if line else NOTHING_KNOWN(language)


def _house(facts: Mapping[str, object], language: str) -> str:
    dwelling = _said(_DWELLINGS, facts.get("dwelling_type"), language)
    year = facts.get("year_built")
    if year is None:
        return dwelling
    return _BUILT(language, dwelling=dwelling, year=year) if dwelling else _BUILT_ALONE(language, year=year)


def _heating(facts: Mapping[str, object], language: str) -> str:
    system, fuel = facts.get("heating_system"), facts.get("heating_fuel")
    whole = _said(_WHOLE_SYSTEMS, system, language)
    if whole:
        return whole
    appliance = _said(_APPLIANCES, system, language)
    if not appliance:
        return _said(_HEATING_BY_FUEL, fuel, language)
    by_fuel = _BY_FUEL.get(str(fuel))
    return by_fuel(language, appliance=appliance) if by_fuel else appliance


def _cooling(facts: Mapping[str, object], language: str) -> str:
    cooling = facts.get("cooling")
    if cooling == "heat_pump" and facts.get("heating_system") == "heat_pump":
        return ""
    return _said(_COOLING, cooling, language)


def _people(facts: Mapping[str, object], language: str) -> str:
    count = facts.get("occupants")
    if count is None:
        return ""
    return _ONE_PERSON(language) if count == 1 else _PEOPLE(language, count=count)


def _said(words: Mapping[str, Phrase], value: object, language: str) -> str:
    phrase = words.get(str(value))
    return phrase(language) if phrase else ""
