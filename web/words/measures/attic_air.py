"""What is said about keeping air and heat in from above: air sealing, the attic, the roof, the basement header."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import ATTIC_DRY, ATTIC_SAFE, ATTIC_SEAL_FIRST, EVALUATE_THEN_QUOTES
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "ENV-AIR": MeasureWords(
            title=Phrase("Seal the air leaks", "Colmater les fuites d’air"),
            line=Phrase(
                "Warm air slips out through many small gaps, and cold air comes in to take its place.",
                "L’air chaud s’échappe par une foule de petites fentes, et l’air froid prend sa place.",
            ),
            lead=Phrase(
                "A crew finds the leaks with a fan set in your front door, then closes them with foam, caulk and "
                "weatherstripping. A second test at the end shows how much tighter the house is.",
                "Une équipe repère les fuites avec un ventilateur posé dans la porte d’entrée, puis les ferme avec de "
                "la mousse, du scellant et des coupe-froid. Un second test, à la fin, montre combien la maison y a "
                "gagné.",
            ),
            start=(
                Phrase(
                    "Start a long-term radon test now, and press the button on every carbon monoxide alarm.",
                    "Commencez dès maintenant un test de radon de longue durée, et essayez chaque avertisseur de "
                    "monoxyde de carbone.",
                ),
                Phrase(
                    "Ask for a blower door test before and after, and for a check that the furnace and the water "
                    "heater still vent outdoors.",
                    "Demandez un test d’infiltrométrie avant et après, et une vérification de l’évacuation des gaz de "
                    "la fournaise et du chauffe-eau.",
                ),
                Phrase(
                    "Ask how the tighter house will get fresh air. Good bathroom and kitchen fans are often enough.",
                    "Demandez d’où viendra l’air frais dans une maison plus étanche. De bons ventilateurs à la salle "
                    "de bain et à la cuisine suffisent souvent.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Fewer draughts, less dust and a quieter house.",
                "Moins de courants d’air, moins de poussière et une maison plus calme.",
            ),
            disruption=Phrase(
                "One day, with people in every room and the heating off for an hour or so.",
                "Une journée, avec du monde dans chaque pièce et le chauffage coupé une heure environ.",
            ),
        ),
        "ENV-DIY-SEAL": MeasureWords(
            title=Phrase(
                "Seal the gaps around doors and windows",
                "Calfeutrer le tour des portes et des fenêtres",
            ),
            line=Phrase(
                "New weatherstripping and caulk close the gaps you can feel with your hand.",
                "Des coupe-froid neufs et du scellant ferment les fentes que l’on sent avec la main.",
            ),
            lead=Phrase(
                "Do the outside doors first, then the windows, the outlets on outside walls and the attic hatch. One "
                "person and a caulking gun can do it.",
                "Commencez par les portes extérieures, puis les fenêtres, les prises des murs extérieurs et la trappe "
                "du grenier. Une personne et un pistolet à calfeutrer suffisent.",
            ),
            start=(
                Phrase(
                    "On a windy day, hold a strip of tissue near doors, windows and outlets, and mark each place "
                    "where it moves.",
                    "Un jour de vent, tenez une bande de papier de soie près des portes, des fenêtres et des prises, "
                    "et marquez chaque endroit où elle bouge.",
                ),
                Phrase(
                    "Fit weatherstripping on the doors and the hatch, and caulk joints that do not move. Turn off the "
                    "breaker before you open an outlet.",
                    "Posez des coupe-froid aux portes et à la trappe, et du scellant aux joints fixes. Coupez le "
                    "disjoncteur avant d’ouvrir une prise.",
                ),
                Phrase(
                    "If you see loose grey or gold pebbles at the attic hatch, close it and tell us. It may be "
                    "vermiculite, which can hold asbestos.",
                    "Si vous voyez de petits cailloux gris ou dorés à la trappe du grenier, refermez-la et "
                    "écrivez-nous. La vermiculite peut contenir de l’amiante.",
                ),
            ),
            comfort=Phrase(
                "No more cold air at your ankles by the door.",
                "Plus d’air froid aux chevilles près de la porte.",
            ),
            disruption=Phrase("One weekend, a room at a time.", "Une fin de semaine, une pièce à la fois."),
        ),
        "ENV-ATTIC-LOW": MeasureWords(
            title=Phrase(
                "Insulate the attic",
                "Isoler le grenier",
                known=Phrase(
                    "Insulate the attic, from R-{attic_r} to R-60",
                    "Isoler le grenier, de R-{attic_r} à R-60",
                ),
            ),
            line=Phrase(
                "A thin attic lets the heat out all winter and lets the sun’s heat in all summer.",
                "Un grenier mal isolé laisse fuir la chaleur tout l’hiver et entrer celle du soleil tout l’été.",
            ),
            lead=Phrase(
                "A crew seals the holes around lights, pipes and walls, then blows in a deep layer of insulation. It "
                "is the base for everything else, and it makes the next steps smaller.",
                "Une équipe colmate le tour des luminaires, des tuyaux et des murs, puis souffle une épaisse couche "
                "d’isolant. C’est la base de tout le reste, et les étapes suivantes en deviennent plus petites.",
            ),
            start=(
                ATTIC_SAFE,
                ATTIC_DRY,
                ATTIC_SEAL_FIRST,
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Bedrooms that stay even in January and in July, and fewer icicles at the roof edge.",
                "Des chambres confortables en janvier comme en juillet, et moins de glaçons au bord du toit.",
            ),
            disruption=Phrase(
                "One day. The crew works through the hatch with a hose, and your rooms stay usable.",
                "Une journée. L’équipe passe par la trappe avec un tuyau, et vos pièces restent libres.",
            ),
        ),
        "ENV-ATTIC-MID": MeasureWords(
            title=Phrase(
                "Top up the attic insulation",
                "Compléter l’isolation du grenier",
                known=Phrase(
                    "Top up the attic, from R-{attic_r} to R-60",
                    "Mieux isoler le grenier, de R-{attic_r} à R-60",
                ),
            ),
            line=Phrase(
                "Your attic has some insulation, but far less than new homes in Ontario get.",
                "Votre grenier a de l’isolant, mais bien moins que celui des maisons neuves en Ontario.",
            ),
            lead=Phrase(
                "The leaks below are sealed, then new insulation is blown over what is there. One crew, one day, no "
                "mess inside.",
                "On colmate les fuites du dessous, puis on souffle de l’isolant neuf sur l’ancien. Une équipe, une "
                "journée, aucun dégât à l’intérieur.",
            ),
            start=(
                ATTIC_SAFE,
                ATTIC_DRY,
                ATTIC_SEAL_FIRST,
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Bedrooms more even from room to room, in winter and in summer.",
                "Des chambres plus égales d’une pièce à l’autre, l’hiver comme l’été.",
            ),
            disruption=Phrase(
                "One day. The crew works through the hatch with a hose, and your rooms stay usable.",
                "Une journée. L’équipe passe par la trappe avec un tuyau, et vos pièces restent libres.",
            ),
        ),
        "ENV-ATTIC-HI": MeasureWords(
            title=Phrase(
                "Add a last layer in the attic",
                "Ajouter une dernière couche au grenier",
                known=Phrase(
                    "Add a last attic layer, from R-{attic_r} to R-60",
                    "Ajouter une couche au grenier, de R-{attic_r} à R-60",
                ),
            ),
            line=Phrase(
                "Your attic is already fair, so a last layer helps a little.",
                "Votre grenier est déjà assez bien isolé: une dernière couche aide un peu.",
            ),
            lead=Phrase(
                "Sealing the leaks below may do more than the insulation itself. It makes most sense when a crew is "
                "coming anyway.",
                "Colmater les fuites du dessous peut faire plus que l’isolant lui-même. Cela vaut surtout la peine "
                "quand une équipe vient déjà.",
            ),
            start=(
                ATTIC_SAFE,
                ATTIC_DRY,
                ATTIC_SEAL_FIRST,
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Slightly cooler bedrooms in a heat wave.",
                "Des chambres un peu plus fraîches pendant les canicules.",
            ),
            disruption=Phrase(
                "Less than a day. The crew works through the hatch with a hose.",
                "Moins d’une journée. L’équipe passe par la trappe avec un tuyau.",
            ),
        ),
        "ENV-CATH": MeasureWords(
            title=Phrase(
                "Insulate the sloped ceiling or flat roof",
                "Isoler le plafond cathédrale ou le toit plat",
            ),
            line=Phrase(
                "A sloped ceiling or a flat roof has no attic above it, and its insulation is often thin.",
                "Un plafond cathédrale ou un toit plat n’a pas de grenier, et son isolant est souvent mince.",
            ),
            lead=Phrase(
                "The good moment is when the roofing is due: insulation can then go on from above. Done from inside, "
                "the ceiling comes down and is rebuilt.",
                "Le bon moment, c’est quand la toiture est à refaire: l’isolant se pose alors par le dessus. Par "
                "l’intérieur, il faut démonter puis refaire le plafond.",
            ),
            start=(
                Phrase(
                    "Find out how old the roof is, and look for stains on the ceiling. A leak is fixed first.",
                    "Renseignez-vous sur l’âge du toit et cherchez des taches au plafond. Une fuite se répare d’abord.",
                ),
                Phrase(
                    "Ask a roofer and an energy advisor how the roof will stay dry inside. A closed roof that cannot "
                    "dry will rot.",
                    "Demandez à un couvreur et à un conseiller en énergie comment le toit restera sec à l’intérieur. "
                    "Un toit fermé qui ne sèche pas pourrit.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Rooms under the roof that no longer swing with the weather.",
                "Des pièces sous le toit qui ne suivent plus les caprices du temps.",
            ),
            disruption=Phrase(
                "Two days to a week with the new roof. From inside, the room is out of use.",
                "De deux jours à une semaine, avec la nouvelle toiture. Par l’intérieur, la pièce est condamnée.",
            ),
        ),
        "ENV-HEADER": MeasureWords(
            title=Phrase("Insulate the basement header", "Isoler la solive de rive"),
            line=Phrase(
                "The rim where the house sits on its foundation is often bare wood, cold and full of small gaps.",
                "Là où la maison repose sur sa fondation, le bois est souvent nu, froid et plein de petites fentes.",
            ),
            lead=Phrase(
                "Each bay between the joists gets spray foam, or rigid board sealed at the edges. It is one of the "
                "easiest places to reach from the basement.",
                "Chaque espace entre les solives reçoit de la mousse giclée, ou un panneau rigide scellé sur les "
                "bords. C’est l’un des endroits les plus faciles à atteindre du sous-sol.",
            ),
            start=(
                Phrase(
                    "Look at the joist ends with a flashlight. Damp wood, sawdust or insects are dealt with first.",
                    "Regardez le bout des solives avec une lampe de poche. Bois humide, sciure ou insectes se règlent "
                    "d’abord.",
                ),
                Phrase(
                    "Choose spray foam from a certified installer, or board and sealant that you fit yourself.",
                    "Choisissez la mousse giclée d’un installateur certifié, ou des panneaux et du scellant que vous "
                    "posez vous-même.",
                ),
                Phrase(
                    "With spray foam, plan to sleep elsewhere for a night, and ask how the foam will be covered "
                    "against fire.",
                    "Avec la mousse giclée, prévoyez dormir ailleurs une nuit, et demandez comment la mousse sera "
                    "protégée du feu.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Warmer floors along the outside walls.",
                "Des planchers plus chauds le long des murs extérieurs.",
            ),
            disruption=Phrase(
                "Half a day in the basement. With spray foam, 24 hours out of the house.",
                "Une demi-journée au sous-sol. Avec la mousse giclée, 24 heures hors de la maison.",
            ),
        ),
    }
)
"""By measure id."""
