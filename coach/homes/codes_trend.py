"""What is said of a fuel's use this year beside the year before, once the weather is taken out."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(f"trend.{code}", Severity.NOTE, en, fr)


LESS = _note(
    "less",
    "Over the last {days} days you used {low} to {high} {unit} less than in the year before, at the same weather.",
    "Depuis {days} jours, vous avez utilisé de {low} à {high} {unit} de moins que l’année précédente, à météo égale.",
)
MORE = _note(
    "more",
    "Over the last {days} days you used {low} to {high} {unit} more than in the year before, at the same weather.",
    "Depuis {days} jours, vous avez utilisé de {low} à {high} {unit} de plus que l’année précédente, à météo égale.",
)
SAME = _note(
    "same",
    "Over the last {days} days no change stands out: the weather and the ups and downs of a household explain it all.",
    "Depuis {days} jours, aucun changement ne ressort\u00a0: le temps qu’il a fait et les hauts et les bas d’un ménage "
    "expliquent tout.",
)
TOO_EARLY = _note(
    "too_early",
    "Too early to say until {day}: it takes a whole year, and after it {needed} days of weather that tells something.",
    "Trop tôt pour le dire avant le {day}\u00a0: il faut une année entière, puis {needed} jours d’un temps qui en dit "
    "quelque chose.",
)
NO_YEAR_BEFORE = _note(
    "no_year_before",
    "We cannot say: the readings of the year before do not follow the weather well enough to hold this year to them.",
    "Nous ne pouvons le dire\u00a0: les relevés de l’année précédente ne suivent pas assez le temps pour servir de "
    "mesure.",
)
NO_WEATHER = _note(
    "no_weather",
    "We cannot say: we have no measured outdoor temperatures for these days, and will not guess them.",
    "Nous ne pouvons le dire\u00a0: nous n’avons pas les températures mesurées de ces jours, et ne les devinerons pas.",
)
SEVERAL_METERS = _note(
    "several_meters",
    "We cannot say: this home has several meters of this fuel, and we do not add them up.",
    "Nous ne pouvons le dire\u00a0: cette maison a plusieurs compteurs de cette énergie, et nous ne les additionnons "
    "pas.",
)
SOLAR = _note(
    "solar",
    "We cannot say: solar panels send power back, and the meter does not see what the home itself uses of them.",
    "Nous ne pouvons le dire\u00a0: des panneaux solaires renvoient du courant, et le compteur ne voit pas ce que la "
    "maison en utilise.",
)
CODES = (LESS, MORE, SAME, TOO_EARLY, NO_YEAR_BEFORE, NO_WEATHER, SEVERAL_METERS, SOLAR)
