"""What is said about windows and outside doors."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import EVALUATE_THEN_QUOTES, NOBODY_COMES
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "ENV-WIN-ES": MeasureWords(
            title=Phrase(
                "Replace worn windows with ENERGY STAR ones",
                "Remplacer les fenêtres usées par des modèles ENERGY STAR",
            ),
            line=Phrase(
                "Good windows are warm to sit beside. They pay back slowly, so wait until yours are worn.",
                "De bonnes fenêtres sont agréables à côtoyer. Elles se rentabilisent lentement: attendez que les "
                "vôtres soient usées.",
            ),
            lead=Phrase(
                "New windows with a clear coating lose less than half the heat of old double glass. The time is when "
                "frames rot, glass fogs between the panes, or they no longer close.",
                "Des fenêtres neuves à pellicule claire perdent moins de la moitié de la chaleur d’un vieux double "
                "vitrage. Le moment venu: cadres pourris, buée entre les vitres, ou fenêtres qui ferment mal.",
            ),
            start=(
                Phrase(
                    "Look at each window: fog between the panes, soft wood, a draught that weatherstripping cannot "
                    "stop. Sound ones can stay.",
                    "Examinez chaque fenêtre: buée entre les vitres, bois mou, courant d’air qu’un coupe-froid "
                    "n’arrête pas. Les bonnes peuvent rester.",
                ),
                Phrase(
                    "In an older home, have paint and putty checked for lead and asbestos before frames are cut out.",
                    "Dans une vieille maison, faites chercher le plomb et l’amiante dans la peinture et le mastic "
                    "avant de découper les cadres.",
                ),
                EVALUATE_THEN_QUOTES,
                NOBODY_COMES,
            ),
            comfort=Phrase(
                "No more cold glass beside the sofa, and less noise from the street.",
                "Plus de vitre froide près du sofa, et moins de bruit de la rue.",
            ),
            disruption=Phrase(
                "One to three days, about an hour for each window. Clear the space in front.",
                "D’un à trois jours, environ une heure par fenêtre. Libérez l’espace devant.",
            ),
        ),
        "ENV-WIN-TRI": MeasureWords(
            title=Phrase(
                "Choose triple glass for the next windows",
                "Choisir le triple vitrage aux prochaines fenêtres",
            ),
            line=Phrase(
                "When windows are due anyway, a third pane keeps more heat in and makes the glass warmer still.",
                "Quand les fenêtres sont à changer, une troisième vitre garde plus de chaleur et rend le verre moins "
                "froid encore.",
            ),
            lead=Phrase(
                "Triple glass saves a little more than good double glass. The gain is mostly comfort, so think of the "
                "rooms where you sit near a window.",
                "Le triple vitrage économise un peu plus qu’un bon double. On y gagne surtout en confort: pensez aux "
                "pièces où vous vous tenez près d’une fenêtre.",
            ),
            start=(
                Phrase(
                    "Look at each window: sound ones can stay until they fog, rot or no longer close.",
                    "Examinez chaque fenêtre: les bonnes peuvent rester tant qu’elles ne s’embuent pas, ne "
                    "pourrissent pas et ferment bien.",
                ),
                Phrase(
                    "In an older home, have paint and putty checked for lead and asbestos before frames are cut out.",
                    "Dans une vieille maison, faites chercher le plomb et l’amiante dans la peinture et le mastic "
                    "avant de découper les cadres.",
                ),
                Phrase(
                    "Ask each company to quote double and triple glass side by side, with the U-factor of each.",
                    "Demandez à chaque entreprise le double et le triple vitrage côte à côte, avec le facteur U de "
                    "chacun.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "You can sit by the window in January.",
                "On peut s’asseoir près de la fenêtre en janvier.",
            ),
            disruption=Phrase(
                "One to three days, about an hour for each window. Clear the space in front.",
                "D’un à trois jours, environ une heure par fenêtre. Libérez l’espace devant.",
            ),
        ),
        "ENV-DOOR": MeasureWords(
            title=Phrase("Replace a draughty outside door", "Remplacer une porte qui laisse passer l’air"),
            line=Phrase(
                "A door that no longer closes well lets cold air in all winter.",
                "Une porte qui ferme mal laisse entrer l’air froid tout l’hiver.",
            ),
            lead=Phrase(
                "An insulated door that seals on all four sides stops the draught. Try new weatherstripping first, "
                "because it is often enough.",
                "Une porte isolée, étanche sur ses quatre côtés, arrête le courant d’air. Essayez d’abord des "
                "coupe-froid neufs: souvent, cela suffit.",
            ),
            start=(
                Phrase(
                    "Close the door on a strip of paper. If it slides out easily, the seal is worn.",
                    "Fermez la porte sur une bande de papier. Si elle glisse sans effort, le joint est usé.",
                ),
                Phrase(
                    "Fit new weatherstripping and a door sweep, and see if that stops the draught.",
                    "Posez des coupe-froid neufs et un bas de porte, et voyez si le courant d’air cesse.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase("A front hall without a cold draught.", "Une entrée sans courant d’air froid."),
            disruption=Phrase("Half a day for one door.", "Une demi-journée par porte."),
        ),
        "ENV-FILM": MeasureWords(
            title=Phrase("Cover the windows for winter", "Couvrir les fenêtres pour l’hiver"),
            line=Phrase(
                "A clear film, an inside storm panel or a cellular shade adds a layer of still air to the glass.",
                "Une pellicule claire, un panneau intérieur ou un store alvéolé ajoute au vitrage une couche d’air "
                "immobile.",
            ),
            lead=Phrase(
                "Film goes on with tape and a hair dryer and comes off in spring. Cellular shades stay up, and keep "
                "out the summer sun too.",
                "La pellicule se pose avec du ruban et un sèche-cheveux, et s’enlève au printemps. Les stores "
                "alvéolés restent, et arrêtent aussi le soleil d’été.",
            ),
            start=(
                Phrase(
                    "Begin with the rooms where you feel the cold most.",
                    "Commencez par les pièces où vous sentez le plus le froid.",
                ),
                Phrase(
                    "Leave a window in each bedroom free to open, so that you can get out in a fire.",
                    "Laissez dans chaque chambre une fenêtre qui s’ouvre, pour pouvoir sortir en cas de feu.",
                ),
                Phrase(
                    "Skip windows with water or mould on them, and find the cause of the damp first.",
                    "Laissez de côté les fenêtres mouillées ou moisies, et cherchez d’abord d’où vient l’humidité.",
                ),
            ),
            comfort=Phrase("Less cold coming off the glass.", "Moins de froid près des vitres."),
            disruption=Phrase("About 20 minutes for each window.", "Environ 20 minutes par fenêtre."),
        ),
    }
)
"""By measure id."""
