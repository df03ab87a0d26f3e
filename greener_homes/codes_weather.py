"""What can be doubted about measured weather, and what is refused of stations: codes with both sentences."""

from __future__ import annotations

from models.findings import Code, Severity

STATION_FAR = Code(
    "weather.station_far",
    Severity.WARNING,
    "The nearest weather station with enough data, {station}, is {km} km away. Your weather may differ from its.",
    "La station météo la plus proche qui a assez de données, {station}, est à {km}\u00a0km. Votre météo peut différer "
    "de la sienne.",
)
GAPPY = Code(
    "weather.gappy",
    Severity.WARNING,
    "No weather station near you knows nine days in ten of this period. {station} knows {percent}\u00a0% of them.",
    "Aucune station météo près de chez vous ne connaît neuf jours sur dix de cette période. {station} en connaît "
    "{percent}\u00a0%.",
)
GAPS_FILLED = Code(
    "weather.gaps_filled",
    Severity.NOTE,
    "{station} was silent on {days} day[|s]. We took [it|them] from {other}, corrected for how the two usually differ.",
    "{station} est restée muette {days} jour[|s]. Nous avons pris [celui|ceux] de {other}, corrigé[|s] de leur "
    "écart habituel.",
)
STATION_UNKNOWN = Code(
    "weather.station_unknown",
    Severity.REFUSAL,
    "We do not know this weather station. See docs/how-to/weather.md for the list and how to add one.",
    "Nous ne connaissons pas cette station météo. Voyez docs/how-to/weather.md pour la liste et pour en ajouter une.",
)
CODES = (STATION_FAR, GAPPY, GAPS_FILLED, STATION_UNKNOWN)
