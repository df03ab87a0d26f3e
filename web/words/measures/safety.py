"""What is said about the two checks that come before everything else: radon and carbon monoxide."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "HS-RADON": MeasureWords(
            title=Phrase("Test for radon", "Mesurer le radon"),
            line=Phrase(
                "Radon is a gas from the ground that you cannot see or smell, and it can cause lung cancer.",
                "Le radon est un gaz du sol, invisible et sans odeur, qui peut causer le cancer du poumon.",
            ),
            lead=Phrase(
                "A small detector sits in the home for at least three months of the cold season. Above 200 Bq/m³, a "
                "pipe and a fan bring the level down.",
                "Un petit détecteur reste dans la maison au moins trois mois pendant la saison froide. Au-dessus de "
                "200 Bq/m³, un tuyau et un ventilateur font baisser le niveau.",
            ),
            start=(
                Phrase(
                    "Get a long-term detector, for 91 days or more, and start it while the heating is on.",
                    "Procurez-vous un détecteur de longue durée, pour 91 jours ou plus, et commencez pendant la "
                    "saison de chauffage.",
                ),
                Phrase(
                    "Put it in the lowest room where someone spends four hours a day, away from windows and draughts.",
                    "Placez-le dans la pièce la plus basse où quelqu’un passe quatre heures par jour, loin des "
                    "fenêtres et des courants d’air.",
                ),
                Phrase(
                    "Above 200 Bq/m³, call a mitigator certified by the national radon program (C-NRPP).",
                    "Au-dessus de 200 Bq/m³, appelez un spécialiste certifié par le programme national sur le radon "
                    "(PNCR-C).",
                ),
                Phrase(
                    "Test again after air sealing or work in the basement.",
                    "Mesurez de nouveau après un colmatage ou des travaux au sous-sol.",
                ),
            ),
            disruption=Phrase(
                "A detector on a shelf for three months. If a fix is needed, about a day, and then a fan that runs "
                "all the time.",
                "Un détecteur sur une tablette pendant trois mois. S’il faut corriger, environ une journée, puis un "
                "ventilateur qui tourne toujours.",
            ),
        ),
        "HS-CO": MeasureWords(
            title=Phrase(
                "Check the carbon monoxide alarms",
                "Vérifier les avertisseurs de monoxyde de carbone",
            ),
            line=Phrase(
                "Anything that burns fuel can make carbon monoxide, which has no smell and can kill.",
                "Tout ce qui brûle un combustible peut dégager du monoxyde de carbone, un gaz sans odeur qui peut "
                "tuer.",
            ),
            lead=Phrase(
                "Ontario’s Fire Code asks for alarms in homes that burn fuel or have a garage attached. We ask for "
                "this check before any air sealing.",
                "Le Code de prévention des incendies de l’Ontario exige des avertisseurs dans les maisons qui brûlent "
                "un combustible ou ont un garage attenant. Nous demandons cette vérification avant tout colmatage.",
            ),
            start=(
                Phrase(
                    "If an alarm sounds, go outside at once and call 911.",
                    "Si un avertisseur sonne, sortez aussitôt et appelez le 911.",
                ),
                Phrase(
                    "Press the button on every alarm and read the end date on its back.",
                    "Appuyez sur le bouton de chaque avertisseur et lisez la date de fin au dos.",
                ),
                Phrase(
                    "Have a working alarm outside every bedroom and on each storey.",
                    "Ayez un avertisseur qui fonctionne près de chaque chambre et à chaque étage.",
                ),
                Phrase(
                    "Have a technician certified by the TSSA check that furnace, water heater and fireplace vent "
                    "outdoors.",
                    "Faites vérifier par un technicien certifié par la TSSA que la fournaise, le chauffe-eau et le "
                    "foyer évacuent bien leurs gaz dehors.",
                ),
            ),
            disruption=Phrase(
                "Ten minutes for the alarms, about an hour for the technician.",
                "Dix minutes pour les avertisseurs, environ une heure pour le technicien.",
            ),
        ),
    }
)
"""By measure id."""
