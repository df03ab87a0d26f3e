"""What a meter says of work that was done: how much less was used, or why that cannot be said, or not yet."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(f"outcome.{code}", Severity.NOTE, en, fr)


LESS = _note(
    "less",
    "Over {days} days your home used {avoided} {unit} less than it would have without the work, in the same weather. "
    "The true figure is likely between {low} and {high}.",
    "En {days} jours, votre maison a utilisé {avoided} {unit} de moins qu’elle ne l’aurait fait sans les travaux, par "
    "le même temps. Le vrai chiffre est probablement entre {low} et {high}.",
)
MORE = _note(
    "more",
    "Over {days} days your home used {avoided} {unit} more than it would have without the work, in the same weather. "
    "The true figure is likely between {low} and {high}. Your coach looks at it with you.",
    "En {days} jours, votre maison a utilisé {avoided} {unit} de plus qu’elle ne l’aurait fait sans les travaux, par "
    "le même temps. Le vrai chiffre est probablement entre {low} et {high}. Votre coach l’examine avec vous.",
)
NOT_CLEAR = _note(
    "not_clear",
    "Over {days} days no difference stands out from the ups and downs of a household: between {low} and {high} {unit} "
    "less. That does not mean that nothing was saved.",
    "En {days} jours, aucune différence ne ressort des hauts et des bas d’un ménage\u00a0: entre {low} et {high} "
    "{unit} de moins. Cela ne veut pas dire que rien n’a été économisé.",
)
TOO_EARLY = _note(
    "too_early",
    "Too early to say until {day}. It takes {needed} days with weather that tells something; there are {counted}.",
    "Trop tôt pour le dire avant le {day}. Il faut {needed} jours d’un temps qui en dit quelque chose; il y en a "
    "{counted}.",
)
NO_YEAR_BEFORE = _note(
    "no_year_before",
    "We cannot say: there is less than a whole year of readings from before the work.",
    "Nous ne pouvons le dire\u00a0: il y a moins d’une année entière de relevés d’avant les travaux.",
)
NO_READINGS = _note(
    "no_readings",
    "We cannot say: no readings of this fuel are open to us for these days.",
    "Nous ne pouvons le dire\u00a0: aucun relevé de cette énergie ne nous est ouvert pour ces jours.",
)
NO_WEATHER = _note(
    "no_weather",
    "We cannot say: we have no measured outdoor temperatures for these days, and will not guess them.",
    "Nous ne pouvons le dire\u00a0: nous n’avons pas les températures mesurées de ces jours, et ne les devinerons pas.",
)
SEVERAL_METERS = _note(
    "several_meters",
    "We cannot say yet: this home has several meters of this fuel, and we do not add them up.",
    "Nous ne pouvons le dire\u00a0: cette maison a plusieurs compteurs de cette énergie, et nous ne les additionnons "
    "pas.",
)
SOLAR = _note(
    "solar",
    "We cannot say: power that you send to the grid hides what the home uses.",
    "Nous ne pouvons le dire\u00a0: l’électricité que vous envoyez au réseau cache ce que la maison utilise.",
)
WHOLE_HOME = _note(
    "whole_home",
    "More than one thing changed in these days, so this is the whole home: none of it is counted for one work alone.",
    "Plus d’une chose a changé pendant ces jours\u00a0: ceci vaut pour toute la maison, et rien n’en est attribué à "
    "une seule.",
)
HALF_YEAR = _note(
    "part_of_a_year",
    "This is part of a year, and is not stretched to a whole one. After a year we hold it against what was predicted.",
    "Ceci est une partie d’année, et n’est pas étiré à une année entière. Après un an, nous le comparons à ce qui "
    "était prédit.",
)
AS_PREDICTED = _note(
    "as_predicted",
    "That is {percent} % of what the home used, within the {low} to {high} % that was predicted.",
    "C’est {percent}\u00a0% de ce que la maison utilisait, dans les {low} à {high}\u00a0% qui étaient prédits.",
)
MORE_THAN_PREDICTED = _note(
    "more_than_predicted",
    "That is {percent} % of what the home used: more than the {low} to {high} % that was predicted.",
    "C’est {percent}\u00a0% de ce que la maison utilisait\u00a0: plus que les {low} à {high}\u00a0% prédits.",
)
LESS_THAN_PREDICTED = _note(
    "less_than_predicted",
    "That is {percent} % of what the home used: less than the {low} to {high} % that was predicted. We were too "
    "hopeful, or the work falls short; your coach can look at it with you.",
    "C’est {percent}\u00a0% de ce que la maison utilisait\u00a0: moins que les {low} à {high}\u00a0% qui étaient "
    "prédits. Nous étions trop optimistes, ou les travaux sont insuffisants; votre coach peut l’examiner avec vous.",
)

CODES = (
    LESS, MORE, NOT_CLEAR, TOO_EARLY, NO_YEAR_BEFORE, NO_READINGS, NO_WEATHER, SEVERAL_METERS, SOLAR, WHOLE_HOME,
    HALF_YEAR, AS_PREDICTED, MORE_THAN_PREDICTED, LESS_THAN_PREDICTED,
)  # fmt: skip
BY_CODE = {each.code: each for each in CODES}
