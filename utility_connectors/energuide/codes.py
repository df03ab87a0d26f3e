"""What reading an EnerGuide house file can say."""

from __future__ import annotations

from models.findings import Code, Severity

NOT_A_HOUSE = Code(
    "energuide.not_a_house_file",
    Severity.REFUSAL,
    "This is not a HOT2000 house file (.h2k). Ask your energy advisor for it; it is yours to have.",
    "Ce n’est pas un fichier de maison HOT2000 (.h2k). Demandez-le à votre conseiller en efficacité énergétique\u00a0: "
    "il vous revient.",
)
TOO_LARGE = Code(
    "energuide.too_large",
    Severity.REFUSAL,
    "A HOT2000 house file is never larger than {limit_mb} MB. This is something else.",
    "Un fichier de maison HOT2000 ne dépasse jamais {limit_mb}\u00a0Mo. C’est autre chose.",
)
NOTHING_KNOWN = Code(
    "energuide.nothing_known",
    Severity.REFUSAL,
    "We found nothing in this house file that we could use.",
    "Nous n’avons rien trouvé d’utilisable dans ce fichier de maison.",
)
NO_RATING = Code(
    "energuide.no_rating",
    Severity.NOTE,
    "This house file carries no EnerGuide rating. What it says of the home is used.",
    "Ce fichier de maison ne porte pas de cote ÉnerGuide. Ce qu’il dit de la maison est utilisé.",
)
OUTDATED = Code(
    "energuide.outdated",
    Severity.WARNING,
    "This evaluation was made on {on}. What was done to the home since then is not in it.",
    "Cette évaluation date du {on}. Ce qui a été fait depuis à la maison n’y figure pas.",
)
STEADY_STATE = Code(
    "energuide.steady_state_efficiency",
    Severity.NOTE,
    "The heating efficiency in this file is the one at full fire, which is a little better than that of a whole year.",
    "Le rendement du chauffage dans ce fichier est celui à pleine puissance, un peu meilleur que celui d’une année.",
)
TWO_HEAT_SOURCES = Code(
    "energuide.two_heat_sources",
    Severity.NOTE,
    "The home has a heat pump and another heating system behind it. We count the heat pump as the main one.",
    "La maison a une thermopompe et un autre système de chauffage en appoint. Nous comptons la thermopompe comme le "
    "principal.",
)
LEFT_OUT = Code(
    "energuide.left_out",
    Severity.WARNING,
    "{count} number[|s] in this file cannot be right, and [was|were] left out.",
    "{count} nombre[|s] de ce fichier [ne peut pas être juste et a été laissé|ne peuvent pas être justes et ont été "
    "laissés] de côté.",
)
CODES = (
    NOT_A_HOUSE,
    TOO_LARGE,
    NOTHING_KNOWN,
    NO_RATING,
    OUTDATED,
    STEADY_STATE,
    TWO_HEAT_SOURCES,
    LEFT_OUT,
)
