"""The lines behind a number, in words: what went in, how much, where it came from and when.

Takes the plain entries an assessment keeps. Codes, field names and source ids never reach the page: a fact reads
as it does everywhere else, and a figure names who published it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from greener_homes import reference
from web import messages
from web.components import Fact, Provenance, Tag
from web.formatting import hour_name, money, number, percent, short_day, significant
from web.words import home_facts
from web.words.fact_values import spoken_day
from web.words.measures import MEASURES, measure_words
from web.words.phrase import Phrase
from web.words.worth import WORKS, word_for

UNCITED: Final = "U"
"""The id of figures the programme estimated itself."""
NAME_MAXIMUM: Final = 30
NO_NAMES: Final = ("github", "own ")
"""How publishers that mean nothing to a reader begin."""
FACT: Final = "trace.fact"
OF_MEASURES: Final = ("trace.like_cost", "trace.like_bill")
"""Lines that name a measure."""
OF_STEPS: Final = frozenset(
    f"trace.plan_{name}"
    for name in ("begins", "cost", "given", "given_after", "saves", "life", "spared", "spared_in", "spared_saves")
)
"""Lines that name a step of a plan: a measure, or a work that goes with one."""
_USES: Final = (
    ("heating", "while it heats", "pendant le chauffage"),
    ("heat_pump", "while a heat pump runs", "pendant qu’une thermopompe marche"),
    ("hybrid", "while a hybrid heat pump runs", "pendant qu’une thermopompe hybride marche"),
    ("heat_pump_night", "at night", "la nuit"),
    ("cooling", "while it cools", "pendant la climatisation"),
    ("water", "while water is heated", "pendant le chauffage de l’eau"),
    ("plugs", "for lights and appliances", "pour l’éclairage et les appareils"),
    ("solar", "while the sun shines", "pendant que le soleil brille"),
    ("steady", "at all hours", "à toute heure"),
)
LABELS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "trace.measured_total": Phrase("{fuel}, use in a normal year", "{fuel}, consommation d’une année normale"),
        "trace.measured_heating": Phrase("{fuel}, for heating", "{fuel}, pour le chauffage"),
        "trace.measured_base": Phrase("{fuel}, whatever the weather", "{fuel}, quel que soit le temps"),
        "trace.measured_cooling": Phrase("{fuel}, for cooling", "{fuel}, pour la climatisation"),
        "trace.left_out": Phrase("{fuel}, days a coach left out", "{fuel}, jours mis de côté par un coach"),
        "trace.price": Phrase("{fuel}, price of one unit more or less", "{fuel}, prix d’une unité de plus ou de moins"),
        "trace.fixed_charge": Phrase("{fuel}, fixed charges of the account", "{fuel}, frais fixes du compte"),
        "trace.emission_factor": Phrase("{fuel}, carbon of one unit", "{fuel}, carbone d’une unité"),
        "trace.incentive": Phrase("Rebate counted", "Remise comptée"),
        "trace.life": Phrase("How long the work lasts", "Durée de vie des travaux"),
        "trace.like_cost": Phrase("Like for like: {title}, typical cost", "À l’identique: {title}, coût typique"),
        "trace.like_bill": Phrase(
            "Like for like: {title}, what it saves", "À l’identique: {title}, ce que cela épargne"
        ),
        "trace.plan_use": Phrase("Electricity counted on each plan", "Électricité comptée à chaque tarif"),
        "trace.plan_year": Phrase("{plan}, a year without fixed charges", "{plan}, une année sans les frais fixes"),
        "trace.plan_spread": Phrase(
            "{plan}, how far one home in ten lies from these hours",
            "{plan}, écart d’une maison sur dix par rapport à ces heures",
        ),
        "trace.plan_pump": Phrase(
            "{plan}, one kWh while the heat pump runs", "{plan}, un kWh pendant que la thermopompe marche"
        ),
        "trace.plan_rest": Phrase(
            "{plan}, what all other power costs more", "{plan}, ce que le reste de l’électricité coûte de plus"
        ),
        "trace.plan_begins": Phrase("{title}: begun", "{title}: début"),
        "trace.plan_cost": Phrase("{title}: typical cost", "{title}: coût typique"),
        "trace.plan_given": Phrase("{title}: rebates in the plan", "{title}: remises dans le plan"),
        "trace.plan_given_after": Phrase("{title}: rebates paid", "{title}: remises payées"),
        "trace.plan_saves": Phrase(
            "{title}: added to the steps before, a year", "{title}: ajouté aux étapes précédentes, par an"
        ),
        "trace.plan_life": Phrase("{title}: how long it lasts", "{title}: durée de vie"),
        "trace.plan_spared": Phrase("Not bought again: {title}, typical cost", "Achat évité: {title}, coût typique"),
        "trace.plan_spared_in": Phrase("Not bought again: {title}, due", "Achat évité: {title}, prévu"),
        "trace.plan_spared_saves": Phrase(
            "Not bought again: {title}, what it would save a year",
            "Achat évité: {title}, ce que cela épargnerait par an",
        ),
        "trace.plan_price_low": Phrase("{fuel}, low price tried", "{fuel}, prix bas essayé"),
        "trace.plan_price_high": Phrase("{fuel}, high price tried", "{fuel}, prix élevé essayé"),
        "trace.emission_average": Phrase("{fuel}, carbon by the average", "{fuel}, carbone selon la moyenne"),
        **{
            f"trace.price_{use}": Phrase(f"{{fuel}}, price of one unit {en}", f"{{fuel}}, prix d’une unité {fr}")
            for use, en, fr in _USES
        },
        **{
            f"trace.emission_{use}": Phrase(f"{{fuel}}, carbon of one unit {en}", f"{{fuel}}, carbone d’une unité {fr}")
            for use, en, fr in _USES
        },
    }
)
"""By code, where the code's own sentence would have to name a field."""

_YEARS: Final = Phrase("{count} years", "{count} ans")
_ONE_YEAR: Final = Phrase("1 year", "1 an")
_A_YEAR: Final = Phrase("a year", "par an")
_AT_ONCE: Final = Phrase("at once", "tout de suite")
_IN_MONTHS: Final = Phrase("after {count} months", "après {count} mois")
_DAYS: Final = Phrase("{count} days", "{count} jours")
_FROM_TO: Final = Phrase("{start} to {end}", "de {start} à {end}")
_RULE: Final = Phrase("rule {version}", "règle {version}")
_STOCK: Final = Phrase("Homes like this", "Maisons semblables")
_RESIDENT: Final = Phrase("The resident", "La personne")
_SAID: Final = Phrase("Resident, {day}", "Personne résidente, {day}")
_REFERENCE: Final = Phrase("Our reference", "Notre référence")
_STAFF: Final = Phrase("Looked up by the program’s staff", "Vérifié par le personnel du programme")
_CHANGED: Final = re.compile(r"C[0-9]+")
_OURS: Final = Phrase("Our estimate", "Notre estimation")
_STUDY: Final = Phrase("Study: {name}", "Étude\u00a0: {name}")
_KINDS: Final = MappingProxyType(
    {
        "resident": Provenance.TOLD,
        "coach": Provenance.COACH,
        "energuide": Provenance.ENERGUIDE,
        "measured": Provenance.MEASURED,
        "utility": Provenance.MEASURED,
    }
)
_SYMBOLS: Final = (("kg CO2e", "kg CO₂e"), ("m3", "m³"), ("m2", "m²"), ("CAD", "$"))


def trace_lines(entries: Iterable[Mapping[str, object]], language: str, *, for_coach: bool = False) -> tuple[Fact, ...]:
    """The inputs behind one opportunity's numbers, in order; parts of a year's use that are nothing are left out."""
    return tuple(
        Fact(
            _label(str(entry.get("label")), str(entry.get("name")), language),
            _amount(entry, language),
            _tag(entry, language, for_coach),
        )
        for entry in entries
        if not (str(entry.get("label")).startswith("trace.measured_") and not entry.get("value"))
    )


def told_by_resident(on: date | None, language: str) -> Tag:
    """The tag of what a resident said, as a coach reads it."""
    return Tag(Provenance.TOLD, on, _SAID(language, day=short_day(on, language)) if on else _RESIDENT(language))


def origin_of_fact(entries: Iterable[Mapping[str, object]], name: str) -> Provenance | None:
    """Where a fact of the home came from, as the trace has it; None when the trace does not name it."""
    found = next((one for one in entries if one.get("label") == FACT and one.get("name") == name), None)
    return _KINDS.get(str(found.get("origin")), Provenance.ESTIMATED) if found else None


@lru_cache(maxsize=4_096)
def _label(code: str, name: str, language: str) -> str:
    if code == FACT:
        return home_facts.label(name, language)
    words = LABELS.get(code)
    if words is None:
        return messages.sentence(code, {"name": name}, language)
    return words(
        language,
        fuel=home_facts.option_label("heating_fuel", name, language),
        plan=home_facts.option_label("price_plan", name, language),
        title=_title(code, name, language),
    )


def _title(code: str, name: str, language: str) -> str | None:
    if code in OF_MEASURES or (code in OF_STEPS and name in MEASURES):
        return measure_words(name).title(language)
    return word_for(WORKS, name, language) if code in OF_STEPS else None


def _amount(entry: Mapping[str, object], language: str) -> str:
    code, value, unit = str(entry.get("label")), entry.get("value"), str(entry.get("unit") or "")
    if code == FACT:
        return home_facts.describe_fact(str(entry.get("name")), value, language)
    if unit == "hours" and isinstance(value, str):
        start, _, end = value.partition("-")
        return _FROM_TO(language, start=hour_name(int(start), language), end=hour_name(int(end), language))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _RULE(language, version=str(value).removeprefix("rule-"))
    if unit == "CAD":
        return money(significant(value) if code in ("trace.cost", "trace.like_cost") else value, language)
    if unit == "CAD/year":
        return f"{money(value, language)} {_A_YEAR(language)}"
    if unit == "months":
        return _AT_ONCE(language) if value == 0 else _IN_MONTHS(language, count=number(value, language))
    if unit == "days":
        return _DAYS(language, count=number(value, language))
    if unit == "years":
        return _ONE_YEAR(language) if value == 1 else _YEARS(language, count=number(value, language))
    if unit == "1/year":
        return f"{_share(value, language)} {_A_YEAR(language)}"
    if not unit:
        return percent(value, language)
    return _with_unit(value, unit, language)


def _with_unit(value: float, unit: str, language: str) -> str:
    for plain, symbol in _SYMBOLS:
        unit = unit.replace(plain, symbol)
    decimals = 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2
    written = number(value if abs(value) >= 10 else significant(value, 2), language, decimals)
    if unit.startswith("$/") and language == "en":
        return f"${written}{unit[1:]}"
    return f"{written}\u00a0{unit}"


def _share(value: float, language: str) -> str:
    """A small share with its tenths: 0.025 is “2.5%”."""
    tenths = 0 if round(1000 * value) % 10 == 0 else 1
    return number(100 * value, language, tenths) + ("\u00a0%" if language == "fr" else "%")


def _tag(entry: Mapping[str, object], language: str, for_coach: bool) -> Tag:
    origin, source = str(entry.get("origin") or ""), str(entry.get("source_id") or "")
    when = str(entry.get("date") or "")
    kind = _KINDS.get(origin)
    if kind is Provenance.TOLD and for_coach:
        return told_by_resident(_day(when), language)
    if kind is not None:
        return Tag(kind, on=_day(when))
    if origin == "stock":
        return Tag(Provenance.ESTIMATED, text=_STOCK(language))
    if origin == "study":
        return Tag(Provenance.ESTIMATED, text=_STUDY(language, name=source.partition(":")[0]))
    if not source:
        return Tag(Provenance.ESTIMATED)
    said = [publisher(source, language), spoken_day(when, language)]
    return Tag(Provenance.ESTIMATED, text=", ".join(filter(None, said)))


@lru_cache(maxsize=4_096)
def publisher(source_id: str, language: str) -> str:
    """Who published the figure, where that is a short name; our own estimate where nobody is cited.

    What staff looked up themselves is cited as the number of their change.
    """
    cited = [part for part in source_id.split(";") if part and part != UNCITED]
    if not cited:
        return _OURS(language)
    if any(_CHANGED.fullmatch(part) for part in cited):
        return _STAFF(language)
    names = (_publishers().get(part, "") for part in cited)
    short = (name for name in names if 0 < len(name) <= NAME_MAXIMUM and not name.startswith(NO_NAMES))
    return next(short, _REFERENCE(language))


@cache
def _publishers() -> Mapping[str, str]:
    return {row.source_id: row.publisher.partition(" (")[0] for row in reference.rows(reference.Source)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
