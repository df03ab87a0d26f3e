"""What a visit refuses, in one sentence each that says what to do."""

from __future__ import annotations

from models.findings import Code, Severity


def _refusal(name: str, english: str, french: str) -> Code:
    return Code(f"visit.{name}", Severity.REFUSAL, english, french)


NO_HOME = _refusal(
    "no_home",
    "This resident has no home with us yet, so there is no form. Their words stand in the appointment.",
    "Cette personne n’a pas encore de maison chez nous, donc pas de formulaire. Ses mots figurent au rendez-vous.",
)
SIGNED = _refusal(
    "signed",
    "This visit was signed off meanwhile. Begin a correction to write more; what you wrote is still on your device.",
    "Cette visite a été signée entre-temps. Commencez une correction pour en écrire plus\u00a0; ce que vous avez écrit "
    "est encore sur votre appareil.",
)
NOT_SIGNED = _refusal(
    "not_signed",
    "This visit is not signed off yet. Sign it off first.",
    "Cette visite n’est pas encore signée. Signez-la d’abord.",
)
OF_ANOTHER = _refusal(
    "of_another",
    "A colleague is writing this visit down. Take it over first, if you two agreed on that.",
    "Une collègue ou un collègue note cette visite. Reprenez-la d’abord, si vous en avez convenu.",
)
CHANGED = _refusal(
    "changed",
    "The form has changed since you opened this page. Look at what stands there now, then sign it off.",
    "Le formulaire a changé depuis que vous avez ouvert cette page. Voyez ce qui y figure, puis signez.",
)
TWO_VERSIONS = _refusal(
    "two_versions",
    "Two devices wrote different answers. Choose between them first.",
    "Deux appareils ont écrit des réponses différentes. Choisissez d’abord entre elles.",
)
TOO_MANY_PHOTOS = _refusal(
    "photos",
    "A visit holds at most {maximum} photos. Remove one first.",
    "Une visite compte au plus {maximum} photos. Retirez-en une d’abord.",
)

NUMBER = _refusal("number", "Write this as a number, for example 12.5.", "Écrivez un nombre, par exemple 12,5.")
DAY_NEEDED = _refusal(
    "day",
    "Say on which day it took place: today or earlier, and not more than a year ago.",
    "Dites quel jour elle a eu lieu\u00a0: aujourd’hui ou avant, et il y a un an au plus.",
)
YEAR = _refusal(
    "year",
    "A year on a nameplate lies between {low_year} and {high_year}. Look at the plate again.",
    "Une année sur une plaque se situe entre {low_year} et {high_year}. Relisez la plaque.",
)
DEPTH = _refusal(
    "depth",
    "An attic holds 0 to {high} cm of insulation (30 in). Check the number, or its unit.",
    "Un grenier contient de 0 à {high}\u00a0cm d’isolant (30\u00a0po). Vérifiez le nombre, ou son unité.",
)
MATERIAL = _refusal(
    "material",
    "Choose what the insulation is: its depth alone does not say how well it insulates.",
    "Choisissez le genre d’isolant\u00a0: l’épaisseur seule ne dit pas combien il isole.",
)
INSULATION = _refusal(
    "insulation",
    "This is not an insulation value: R goes from 0 to {high}. RSI is R divided by 5.678.",
    "Ce n’est pas une valeur d’isolation\u00a0: R va de 0 à {high}. RSI est R divisé par 5,678.",
)
BLOWER = _refusal(
    "blower_door",
    "A blower door finds {low} to {high} air changes an hour; this reading would be {found}. Check it, its unit and "
    "the volume.",
    "Un infiltromètre trouve de {low} à {high} renouvellements à l’heure\u00a0; cette lecture en donnerait {found}. "
    "Vérifiez-la, son unité et le volume.",
)
VOLUME_NEEDED = _refusal(
    "volume_needed",
    "Write the heated volume too: a flow becomes air changes only with it.",
    "Écrivez aussi le volume chauffé\u00a0: sans lui, un débit ne donne pas de renouvellements d’air.",
)
VOLUME = _refusal(
    "volume",
    "A home’s heated volume lies between {low} and {high} m³, basement included.",
    "Le volume chauffé d’une maison se situe entre {low} et {high}\u00a0m³, sous-sol compris.",
)
EFFICIENCY = _refusal(
    "efficiency",
    "An AFUE lies between {low} and {high} percent. A heat pump has none: leave it empty.",
    "Un AFUE se situe entre {low} et {high} pour cent. Une thermopompe n’en a pas\u00a0: laissez vide.",
)
CAPACITY = _refusal(
    "capacity",
    "A machine of a home gives {low} to {high} kW; this would be {found}. Check the number, or its unit.",
    "Un appareil de maison donne de {low} à {high}\u00a0kW\u00a0; celui-ci en donnerait {found}. Vérifiez le nombre, "
    "ou son unité.",
)
AMPS = _refusal(
    "amps",
    "A home’s panel carries {low} to {high} amperes: the number stands on the main breaker.",
    "Le panneau d’une maison porte de {low} à {high} ampères\u00a0: le nombre figure sur le disjoncteur principal.",
)
CODES = (
    NO_HOME,
    SIGNED,
    NOT_SIGNED,
    OF_ANOTHER,
    CHANGED,
    TWO_VERSIONS,
    TOO_MANY_PHOTOS,
    NUMBER,
    DAY_NEEDED,
    YEAR,
    DEPTH,
    MATERIAL,
    INSULATION,
    BLOWER,
    VOLUME_NEEDED,
    VOLUME,
    EFFICIENCY,
    CAPACITY,
    AMPS,
)
