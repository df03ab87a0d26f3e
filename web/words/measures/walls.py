"""What is said about walls and floors: main walls, basement, crawl space, the floor above a garage."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import BASEMENT_DRY, BASEMENT_FIRE, BASEMENT_RADON, EVALUATE_THEN_QUOTES
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "ENV-WALL-CAV": MeasureWords(
            title=Phrase("Fill the empty walls with insulation", "Remplir d’isolant les murs vides"),
            line=Phrase(
                "Older homes often have hollow outside walls, and a hollow wall loses far more heat than a filled one.",
                "Les vieilles maisons ont souvent des murs extérieurs creux, et un mur creux perd bien plus de "
                "chaleur qu’un mur rempli.",
            ),
            lead=Phrase(
                "The crew drills small holes, blows insulation into the hollow, then plugs the holes and touches them "
                "up. It works from outside or from inside.",
                "L’équipe perce de petits trous, souffle l’isolant dans le vide, puis bouche les trous et les "
                "retouche. Cela se fait de l’extérieur ou de l’intérieur.",
            ),
            start=(
                Phrase(
                    "Have one wall looked into with a small camera. Only an empty wall can be filled.",
                    "Faites regarder dans un mur avec une petite caméra. Seul un mur vide peut être rempli.",
                ),
                Phrase(
                    "Old wires on knobs, foam blown in long ago, asbestos siding or lead paint: have them checked "
                    "before anyone drills.",
                    "Vieux fils sur isolateurs, mousse injectée autrefois, revêtement d’amiante ou peinture au plomb: "
                    "faites-les vérifier avant qu’on perce.",
                ),
                Phrase(
                    "Fix any water that gets into the walls from the roof, the gutters or the windows.",
                    "Réparez toute entrée d’eau dans les murs par le toit, les gouttières ou les fenêtres.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Walls that no longer feel cold, and less noise from the street.",
                "Des murs qui ne sont plus froids, et moins de bruit de la rue.",
            ),
            disruption=Phrase(
                "Two or three days, mostly outside. Some dust if it is done from inside.",
                "Deux ou trois jours, surtout dehors. Un peu de poussière si cela se fait de l’intérieur.",
            ),
        ),
        "ENV-WALL-EXT": MeasureWords(
            title=Phrase(
                "Add insulation when you replace the siding",
                "Isoler par l’extérieur au prochain revêtement",
            ),
            line=Phrase(
                "When the siding comes off anyway, a layer of insulation underneath is a small extra.",
                "Quand le revêtement est à refaire, une couche d’isolant dessous ne demande qu’un petit effort de "
                "plus.",
            ),
            lead=Phrase(
                "Rigid boards wrap the house under the new siding. On energy alone it is slow to pay back, so we tie "
                "it to siding that is worn out.",
                "Des panneaux rigides enveloppent la maison sous le nouveau revêtement. Pour l’énergie seule, c’est "
                "long à rentabiliser: nous le proposons donc quand le revêtement est usé.",
            ),
            start=(
                Phrase(
                    "Look at your siding. If it has ten good years left, keep this for later.",
                    "Regardez votre revêtement. S’il est bon pour dix ans encore, gardez ces travaux pour plus tard.",
                ),
                Phrase(
                    "Before old siding is cut or scraped, have it checked for asbestos and lead paint.",
                    "Avant de couper ou de gratter un vieux revêtement, faites-y chercher l’amiante et la peinture au "
                    "plomb.",
                ),
                Phrase(
                    "Ask your town if you need a permit, and plan the windows at the same time so that the details "
                    "fit.",
                    "Demandez à votre municipalité s’il faut un permis, et prévoyez les fenêtres en même temps pour "
                    "que tout s’accorde.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Even walls, a quieter house and fewer cold corners.",
                "Des murs égaux, une maison plus calme et moins de coins froids.",
            ),
            disruption=Phrase(
                "Two to four weeks of work outside, with scaffolding. You can stay home.",
                "De deux à quatre semaines de travaux dehors, avec des échafaudages. Vous pouvez rester chez vous.",
            ),
        ),
        "ENV-BSMT": MeasureWords(
            title=Phrase("Insulate the basement walls", "Isoler les murs du sous-sol"),
            line=Phrase(
                "Bare basement walls let a lot of heat out, even below the ground.",
                "Des murs de sous-sol nus laissent fuir beaucoup de chaleur, même sous terre.",
            ),
            lead=Phrase(
                "Insulation covers the walls from floor to ceiling, and the rim of the floor above is done in the "
                "same go. It is a good moment to finish the room, if you want to.",
                "L’isolant couvre les murs du plancher au plafond, et la solive de rive se fait du même coup. C’est "
                "le bon moment pour finir la pièce, si vous le voulez.",
            ),
            start=(
                BASEMENT_DRY,
                BASEMENT_RADON,
                BASEMENT_FIRE,
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "A basement you can sit in, and warmer floors above it.",
                "Un sous-sol où l’on peut s’asseoir, et des planchers plus chauds au-dessus.",
            ),
            disruption=Phrase(
                "Three days to two weeks in the basement. Things along the walls have to move.",
                "De trois jours à deux semaines au sous-sol. Il faut déplacer ce qui longe les murs.",
            ),
        ),
        "ENV-BSMT-PART": MeasureWords(
            title=Phrase(
                "Finish insulating the basement walls",
                "Terminer l’isolation des murs du sous-sol",
            ),
            line=Phrase(
                "Part of your basement walls is covered. The bare part still lets the heat out.",
                "Une partie des murs de votre sous-sol est isolée. La partie nue laisse encore fuir la chaleur.",
            ),
            lead=Phrase(
                "The insulation is carried down to the floor and all the way around. The rim of the floor above is "
                "done at the same time.",
                "On prolonge l’isolant jusqu’au plancher et sur tout le tour. La solive de rive se fait en même temps.",
            ),
            start=(
                BASEMENT_DRY,
                BASEMENT_RADON,
                BASEMENT_FIRE,
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase("A warmer, drier basement.", "Un sous-sol plus chaud et plus sec."),
            disruption=Phrase(
                "Two to ten days in the basement. Things along the walls have to move.",
                "De deux à dix jours au sous-sol. Il faut déplacer ce qui longe les murs.",
            ),
        ),
        "ENV-BSMT-UP": MeasureWords(
            title=Phrase(
                "Add insulation to the basement walls",
                "Ajouter de l’isolant aux murs du sous-sol",
            ),
            line=Phrase(
                "Your basement walls have some insulation. More helps a little, mostly when you renovate.",
                "Les murs de votre sous-sol ont déjà de l’isolant. En ajouter aide un peu, surtout lors d’une "
                "rénovation.",
            ),
            lead=Phrase(
                "A second layer goes over what is there, or takes its place. It is seldom worth it alone, so wait for "
                "the day the walls are open.",
                "Une seconde couche couvre l’ancienne, ou la remplace. Seule, elle en vaut rarement la peine: "
                "attendez le jour où les murs seront ouverts.",
            ),
            start=(
                Phrase(
                    "No renovation in sight? Do the basement header and the air leaks first.",
                    "Pas de rénovation en vue? Faites d’abord la solive de rive et les fuites d’air.",
                ),
                BASEMENT_DRY,
                BASEMENT_RADON,
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Basement walls that feel a little warmer.",
                "Des murs de sous-sol un peu moins froids.",
            ),
            disruption=Phrase(
                "One to two weeks in the basement, as part of a renovation.",
                "Une ou deux semaines au sous-sol, au cours d’une rénovation.",
            ),
        ),
        "ENV-FLOOR": MeasureWords(
            title=Phrase("Insulate the floor above the garage", "Isoler le plancher au-dessus du garage"),
            line=Phrase(
                "A room over a garage sits on cold air all winter.",
                "Une pièce au-dessus d’un garage repose sur de l’air froid tout l’hiver.",
            ),
            lead=Phrase(
                "Insulation fills the whole floor from below, and the garage ceiling is closed and sealed. The seal "
                "also keeps car fumes out of the house.",
                "L’isolant remplit tout le plancher par-dessous, puis le plafond du garage est refermé et scellé. Le "
                "scellement garde aussi les gaz d’auto hors de la maison.",
            ),
            start=(
                Phrase(
                    "Put a carbon monoxide alarm near the room above the garage.",
                    "Placez un avertisseur de monoxyde de carbone près de la pièce au-dessus du garage.",
                ),
                Phrase(
                    "Ask that pipes and ducts in that floor stay on the warm side, so that they do not freeze.",
                    "Demandez que les tuyaux et conduits de ce plancher restent du côté chaud, pour qu’ils ne gèlent "
                    "pas.",
                ),
                Phrase(
                    "The garage ceiling has to hold back fire. Ask what will close it.",
                    "Le plafond du garage doit retenir le feu. Demandez ce qui le fermera.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Warm feet in the room above the garage.",
                "Les pieds au chaud dans la pièce au-dessus du garage.",
            ),
            disruption=Phrase(
                "One or two days in the garage. The room above stays usable.",
                "Un ou deux jours dans le garage. La pièce du dessus reste utilisable.",
            ),
        ),
        "ENV-CRAWL": MeasureWords(
            title=Phrase("Insulate the crawl space", "Isoler le vide sanitaire"),
            line=Phrase(
                "A cold, damp crawl space chills the floor and sends moist air up into the house.",
                "Un vide sanitaire froid et humide refroidit le plancher et envoie de l’air humide dans la maison.",
            ),
            lead=Phrase(
                "A thick sheet covers the ground and the outside walls are insulated. The space becomes part of the "
                "dry, warm house.",
                "Une toile épaisse couvre le sol et les murs extérieurs sont isolés. L’espace fait dès lors partie de "
                "la maison, au sec et au chaud.",
            ),
            start=(
                Phrase(
                    "Do not crawl in alone, and not at all if you see water, bare wires or signs of animals.",
                    "N’y entrez pas sans quelqu’un à côté, et pas du tout s’il y a de l’eau, des fils nus ou des "
                    "traces d’animaux.",
                ),
                Phrase(
                    "Water first: drains, gutters and leaks are fixed before any insulation.",
                    "L’eau d’abord: drains, gouttières et fuites se réparent avant d’isoler.",
                ),
                Phrase(
                    "Run a long-term radon test before and after. Ask that the ground sheet be sealed with radon in "
                    "mind.",
                    "Faites un test de radon de longue durée avant et après. Demandez que la toile au sol soit "
                    "scellée contre le radon.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Warmer floors and no musty smell.",
                "Des planchers plus chauds et plus d’odeur de renfermé.",
            ),
            disruption=Phrase(
                "Two or three days. Nobody works in your rooms.",
                "Deux ou trois jours. Personne ne travaille dans vos pièces.",
            ),
        ),
    }
)
"""By measure id."""
