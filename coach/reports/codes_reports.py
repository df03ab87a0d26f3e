"""What a month of one meter says beside the year before it, or why that cannot be said."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(f"report.{code}", Severity.NOTE, en, fr)


LESS = _note(
    "less",
    "In the same weather, about {percent} % less than in the year before: {avoided} {unit}. The true figure is likely "
    "between {low} and {high}.",
    "Par le même temps, environ {percent}\u00a0% de moins que l’année d’avant\u00a0: {avoided} {unit}. Le vrai chiffre "
    "est probablement entre {low} et {high}.",
)
MORE = _note(
    "more",
    "In the same weather, about {percent} % more than in the year before: {avoided} {unit}. The true figure is likely "
    "between {low} and {high}.",
    "Par le même temps, environ {percent}\u00a0% de plus que l’année d’avant\u00a0: {avoided} {unit}. Le vrai chiffre "
    "est probablement entre {low} et {high}.",
)
AS_BEFORE = _note(
    "as_before",
    "In the same weather, no difference from the year before stands out: between {more} {unit} more and {less} "
    "{unit} less.",
    "Par le même temps, aucune différence avec l’année d’avant ne ressort\u00a0: entre {more} {unit} de plus et "
    "{less} {unit} de moins.",
)
NO_MONTH = _note(
    "no_month",
    "We cannot say: too few readings of this month have come in.",
    "Nous ne pouvons le dire\u00a0: trop peu de relevés de ce mois sont arrivés.",
)
NO_YEAR = _note(
    "no_year",
    "We cannot compare yet: that takes readings of the whole year before this month.",
    "Nous ne pouvons pas encore comparer\u00a0: il y faut les relevés de toute l’année qui précède ce mois.",
)
NO_WEATHER = _note(
    "no_weather",
    "We cannot compare: we have no measured outdoor temperatures for these days, and will not guess them.",
    "Nous ne pouvons comparer\u00a0: nous n’avons pas les températures mesurées de ces jours, et ne les devinerons "
    "pas.",
)
SEVERAL_METERS = _note(
    "several_meters",
    "We cannot compare: this home has several meters of this fuel, and we do not add them up.",
    "Nous ne pouvons comparer\u00a0: cette maison a plusieurs compteurs de cette énergie, et nous ne les additionnons "
    "pas.",
)
SOLAR = _note(
    "solar",
    "We cannot compare: power that you send to the grid hides what the home uses.",
    "Nous ne pouvons comparer\u00a0: l’électricité que vous envoyez au réseau cache ce que la maison utilise.",
)
CODES = (LESS, MORE, AS_BEFORE, NO_MONTH, NO_YEAR, NO_WEATHER, SEVERAL_METERS, SOLAR)
BY_CODE = {each.code: each for each in CODES}
