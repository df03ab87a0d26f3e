"""The answers one can choose from, as a resident reads them, by fact and by the value that is kept.

Values are the stored words of the closed sets (models/house/facts.py); a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from web.words.phrase import NOTHING, Phrase


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its label, and under it what helps to recognise it."""

    label: Phrase
    hint: Phrase = NOTHING


YES: Final = Phrase("Yes", "Oui")
NO: Final = Phrase("No", "Non")
DONT_KNOW: Final = Phrase("I don’t know", "Je ne sais pas")
NOT_KNOWN: Final = Phrase("Not known", "Non précisé")
ANSWERS: Final[Mapping[str, Phrase]] = MappingProxyType({"yes": YES, "no": NO, "unknown": DONT_KNOW})
"""Answers that every question may have, by the value a form posts."""

_MUNICIPALITIES: Final = ("Ajax", "Brock", "Clarington", "Oshawa", "Pickering", "Scugog", "Uxbridge", "Whitby")
_FUELS: Final[Mapping[str, Option]] = MappingProxyType(
    {
        "electricity": Option(Phrase("Electricity", "Électricité")),
        "natural_gas": Option(Phrase("Natural gas", "Gaz naturel")),
        "oil": Option(Phrase("Oil", "Mazout"), Phrase("From a tank", "D’un réservoir")),
        "propane": Option(Phrase("Propane", "Propane"), Phrase("From a tank", "D’un réservoir")),
        "wood": Option(Phrase("Wood", "Bois"), Phrase("Logs or pellets", "En bûches ou en granules")),
    }
)

OPTIONS: Final[Mapping[str, Mapping[str, Option]]] = MappingProxyType(
    {
        "municipality": MappingProxyType({name: Option(Phrase(name, name)) for name in _MUNICIPALITIES}),
        "dwelling_type": MappingProxyType(
            {
                "detached": Option(
                    Phrase("Detached", "Maison individuelle"),
                    Phrase("Shares no wall", "Aucun mur commun"),
                ),
                "semi": Option(
                    Phrase("Semi-detached", "Maison jumelée"),
                    Phrase("Shares one wall with one neighbour", "Un mur commun avec un seul voisin"),
                ),
                "row_end": Option(
                    Phrase("End of a row", "Au bout d’une rangée"),
                    Phrase("A townhouse with one shared wall", "Maison en rangée, un mur commun"),
                ),
                "row_middle": Option(
                    Phrase("Middle of a row", "Au milieu d’une rangée"),
                    Phrase("A townhouse with two shared walls", "Maison en rangée, deux murs communs"),
                ),
                "mobile": Option(Phrase("Mobile home", "Maison mobile")),
            }
        ),
        "heating_fuel": _FUELS,
        "hot_water_fuel": _FUELS,
        "heating_system": MappingProxyType(
            {
                "furnace": Option(
                    Phrase("Furnace", "Fournaise"),
                    Phrase("Warm air from vents in each room", "De l’air chaud par des grilles dans chaque pièce"),
                ),
                "boiler": Option(
                    Phrase("Boiler", "Chaudière"),
                    Phrase("Hot water in radiators or floors", "De l’eau chaude dans des radiateurs ou planchers"),
                ),
                "baseboard": Option(
                    Phrase("Baseboards", "Plinthes"),
                    Phrase("Electric heaters along the walls", "Des appareils électriques le long des murs"),
                ),
                "heat_pump": Option(
                    Phrase("Heat pump", "Thermopompe"),
                    Phrase("Heats in winter, cools in summer", "Chauffe l’hiver, rafraîchit l’été"),
                ),
                "stove": Option(
                    Phrase("Stove", "Poêle"),
                    Phrase("One stove heats most of the home", "Un poêle chauffe l’essentiel de la maison"),
                ),
            }
        ),
        "cooling": MappingProxyType(
            {
                "none": Option(Phrase("No air conditioning", "Pas de climatisation")),
                "central": Option(
                    Phrase("Central air", "Climatisation centrale"),
                    Phrase("Through the ducts", "Par les conduits"),
                ),
                "room": Option(
                    Phrase("Room units", "Climatiseurs de pièce"),
                    Phrase("In a window or on wheels", "À la fenêtre ou sur roulettes"),
                ),
                "heat_pump": Option(Phrase("Heat pump", "Thermopompe")),
            }
        ),
        "price_plan": MappingProxyType(
            {
                "tou": Option(
                    Phrase("Time-of-use (TOU)", "Tarif selon l’heure (TOU)"),
                    Phrase("Three prices, by the hour of the day", "Trois prix, selon l’heure de la journée"),
                ),
                "ulo": Option(
                    Phrase("Ultra-low overnight (ULO)", "Tarif de nuit très bas (ULO)"),
                    Phrase(
                        "Very cheap at night, costly on weekday evenings",
                        "Très bas la nuit, élevé les soirs de semaine",
                    ),
                ),
                "tiered": Option(
                    Phrase("Tiered", "Tarif par paliers"),
                    Phrase(
                        "One price, higher after so many kWh a month", "Un prix, plus haut après tant de kWh par mois"
                    ),
                ),
            }
        ),
        "basement_insulation": MappingProxyType(
            {
                "none": Option(
                    Phrase("None", "Aucun"),
                    Phrase("You see bare concrete or block", "On voit le béton ou les blocs nus"),
                ),
                "partial": Option(
                    Phrase("Part of them", "Une partie"),
                    Phrase("Only the top of the walls, or some walls", "Seulement le haut des murs, ou certains murs"),
                ),
                "full": Option(
                    Phrase("All of them", "Tous"),
                    Phrase("From ceiling to floor, or a finished basement", "Du plafond au plancher, ou sous-sol fini"),
                ),
                "no_basement": Option(Phrase("There is no basement", "Il n’y a pas de sous-sol")),
            }
        ),
        "window_type": MappingProxyType(
            {
                "single": Option(
                    Phrase("Single glass", "Vitrage simple"),
                    Phrase("One pane, perhaps with storm windows", "Une vitre, parfois avec contre-fenêtres"),
                ),
                "double": Option(
                    Phrase("Double glass", "Double vitrage"),
                    Phrase("Two panes, mostly before 2000", "Deux vitres, surtout avant 2000"),
                ),
                "double_lowe": Option(
                    Phrase("Double glass with a low-e coating", "Double vitrage à faible émissivité"),
                    Phrase(
                        "Two panes, mostly after 2000, often ENERGY STAR",
                        "Deux vitres, surtout après 2000, souvent ENERGY STAR",
                    ),
                ),
                "triple": Option(Phrase("Triple glass", "Triple vitrage"), Phrase("Three panes", "Trois vitres")),
            }
        ),
        "goal": MappingProxyType(
            {
                "bill": Option(Phrase("A lower bill", "Une facture plus basse")),
                "carbon": Option(Phrase("Less carbon", "Moins de carbone")),
                "comfort": Option(Phrase("A more comfortable home", "Une maison plus confortable")),
                "upfront": Option(Phrase("Spending little to begin with", "Dépenser peu au départ")),
            }
        ),
        "tenure": MappingProxyType(
            {
                "owner": Option(Phrase("Owner", "Propriétaire")),
                "tenant": Option(Phrase("Tenant", "Locataire")),
            }
        ),
    }
)
"""By fact name, then by the value that is kept, in the order they are offered."""
