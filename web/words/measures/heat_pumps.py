"""What is said about heat pumps and about keeping cool."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import LOAD_AND_PERMIT, OWN_QUOTES, REBATE_THEN_QUOTES, SIZED_FOR_THE_HOUSE
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "HVAC-ASHP-D": MeasureWords(
            title=Phrase(
                "Heat the whole house with a heat pump",
                "Chauffer toute la maison avec une thermopompe",
            ),
            line=Phrase(
                "One machine heats and cools the house through its ducts, and burns no fuel.",
                "Un seul appareil chauffe et rafraîchit la maison par ses conduits, sans rien brûler.",
            ),
            lead=Phrase(
                "A cold-climate heat pump works well below zero, with electric backup for the worst nights. Where gas "
                "is cheap it may cost more to run, so look at the range before you decide.",
                "Une thermopompe pour climat froid fonctionne bien sous zéro, avec un appoint électrique pour les "
                "pires nuits. Là où le gaz est bon marché, l’usage peut coûter plus cher: regardez la fourchette "
                "avant de décider.",
            ),
            start=(
                SIZED_FOR_THE_HOUSE,
                LOAD_AND_PERMIT,
                Phrase(
                    "For a rebate, the model has to be on the list of Natural Resources Canada. Ask us if you must "
                    "apply before the work.",
                    "Pour une remise, le modèle doit être sur la liste de Ressources naturelles Canada. Demandez-nous "
                    "s’il faut s’inscrire avant les travaux.",
                ),
                OWN_QUOTES,
            ),
            comfort=Phrase(
                "Steady, even heat, cooling in summer and no flame in the house.",
                "Une chaleur égale, de la fraîcheur l’été et aucune flamme dans la maison.",
            ),
            disruption=Phrase(
                "Two or three days, one of them without heat. A unit then stands outside.",
                "Deux ou trois jours, dont un sans chauffage. Un appareil reste ensuite dehors.",
            ),
        ),
        "HVAC-ASHP-HYB": MeasureWords(
            title=Phrase("Think about a hybrid heat pump", "Penser à une thermopompe hybride"),
            line=Phrase(
                "A heat pump takes over on mild days and cools in summer. The furnace you have stays for the coldest "
                "hours.",
                "La thermopompe chauffe par temps doux et rafraîchit l’été. Votre fournaise reste pour les grands "
                "froids.",
            ),
            lead=Phrase(
                "It takes the place of the air conditioner, so the time is when that is due. It cuts carbon a lot, "
                "but may cost more to run while gas is cheap.",
                "Elle prend la place du climatiseur: le bon moment, c’est quand il est à changer. Elle réduit "
                "beaucoup le carbone, mais l’usage peut coûter plus cher tant que le gaz est bon marché.",
            ),
            start=(
                Phrase(
                    "Note the age of the air conditioner and of the furnace, and plan before one of them fails.",
                    "Notez l’âge du climatiseur et de la fournaise, et prévoyez avant que l’un d’eux lâche.",
                ),
                SIZED_FOR_THE_HOUSE,
                Phrase(
                    "Ask for controls that choose between gas and electricity by price and by outdoor temperature.",
                    "Demandez une commande qui choisit entre le gaz et l’électricité selon les prix et la température "
                    "dehors.",
                ),
                OWN_QUOTES,
            ),
            comfort=Phrase(
                "Gentler heat in spring and fall, and quiet cooling.",
                "Une chaleur plus douce au printemps et à l’automne, et une fraîcheur discrète.",
            ),
            disruption=Phrase(
                "One or two days, mostly outside and in the furnace room.",
                "Un ou deux jours, surtout dehors et près de la fournaise.",
            ),
        ),
        "HVAC-ASHP-DL": MeasureWords(
            title=Phrase(
                "Heat the main rooms with a ductless heat pump",
                "Chauffer les pièces principales par thermopompe murale",
            ),
            line=Phrase(
                "A home with baseboards can get the same heat from far less electricity, in the rooms you use most.",
                "Une maison à plinthes peut avoir la même chaleur avec bien moins d’électricité, dans les pièces les "
                "plus utilisées.",
            ),
            lead=Phrase(
                "A wall unit is joined to a small machine outside, and no ducts are needed. The baseboards stay as "
                "backup, set lower.",
                "Une unité au mur est reliée à un petit appareil dehors, sans conduits. Les plinthes restent en "
                "appoint, réglées plus bas.",
            ),
            start=(
                Phrase(
                    "On a low income, ask us about the free programs first.",
                    "Si votre revenu est modeste, demandez-nous d’abord les programmes gratuits.",
                ),
                Phrase(
                    "Choose the rooms. One open space is best, and closed bedrooms need a unit of their own.",
                    "Choisissez les pièces. Un espace ouvert est l’idéal, et chaque chambre fermée demande sa propre "
                    "unité.",
                ),
                Phrase(
                    "Agree on the place outside: away from bedrooms, from the neighbours and from drifting snow.",
                    "Convenez de l’endroit dehors: loin des chambres, des voisins et des bancs de neige.",
                ),
                REBATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Even heat in winter and cool rooms in summer.",
                "Une chaleur égale l’hiver et des pièces fraîches l’été.",
            ),
            disruption=Phrase(
                "One or two days, a few hours in each room.",
                "Un ou deux jours, quelques heures par pièce.",
            ),
        ),
        "HVAC-GSHP": MeasureWords(
            title=Phrase("Think about a ground-source heat pump", "Penser à une thermopompe géothermique"),
            line=Phrase(
                "It takes heat from the ground, which stays mild all winter, so it needs little electricity.",
                "Elle puise la chaleur du sol, doux tout l’hiver, et demande donc peu d’électricité.",
            ),
            lead=Phrase(
                "Pipes go deep into your yard and last for decades. It is the largest job here, and suits homes that "
                "now heat with electricity, oil or propane.",
                "Des tuyaux descendent loin sous votre terrain et durent des décennies. C’est le plus gros chantier, "
                "et il convient aux maisons chauffées à l’électricité, au mazout ou au propane.",
            ),
            start=(
                Phrase(
                    "Check that a drill rig can reach the yard. Ontario One Call marks buried lines for free before "
                    "anyone digs.",
                    "Vérifiez qu’une foreuse peut entrer dans la cour. Ontario One Call repère gratuitement les "
                    "conduites enfouies avant de creuser.",
                ),
                SIZED_FOR_THE_HOUSE,
                LOAD_AND_PERMIT,
                REBATE_THEN_QUOTES,
            ),
            comfort=Phrase(
                "Very quiet, even heat and cooling.",
                "Une chaleur et une fraîcheur égales, en silence.",
            ),
            disruption=Phrase(
                "One to two weeks. Part of the yard is dug up and seeded again.",
                "D’une à deux semaines. Une partie du terrain est creusée, puis ensemencée.",
            ),
        ),
        "HVAC-OIL-HP": MeasureWords(
            title=Phrase(
                "Replace the oil furnace with a heat pump",
                "Remplacer la fournaise au mazout par une thermopompe",
            ),
            line=Phrase(
                "Oil is a costly way to heat, and a tank can leak. A heat pump ends both worries.",
                "Le mazout coûte cher et un réservoir peut fuir. Une thermopompe règle les deux soucis.",
            ),
            lead=Phrase(
                "A cold-climate heat pump takes over all the heating and also cools the house. The tank is emptied "
                "and taken away.",
                "Une thermopompe pour climat froid prend tout le chauffage en charge et rafraîchit aussi la maison. "
                "Le réservoir est vidé et emporté.",
            ),
            start=(
                Phrase(
                    "Ask us first about programs for homes that heat with oil. Some must approve the work before it "
                    "starts.",
                    "Demandez-nous d’abord quels programmes aident les maisons au mazout. Certains doivent approuver "
                    "les travaux avant leur début.",
                ),
                SIZED_FOR_THE_HOUSE,
                Phrase(
                    "Have the tank and its fill pipe removed by a contractor registered with the TSSA, and keep the "
                    "papers for your insurer.",
                    "Faites enlever le réservoir et son tuyau de remplissage par un entrepreneur inscrit à la TSSA, "
                    "et gardez les papiers pour votre assureur.",
                ),
                OWN_QUOTES,
            ),
            comfort=Phrase(
                "No smell of oil, steady heat, and cooling in summer.",
                "Plus d’odeur de mazout, une chaleur égale et de la fraîcheur l’été.",
            ),
            disruption=Phrase(
                "Two to four days, one or two of them without heat.",
                "De deux à quatre jours, dont un ou deux sans chauffage.",
            ),
        ),
        "COOL-AC": MeasureWords(
            title=Phrase(
                "Replace the air conditioner when it is due",
                "Remplacer le climatiseur en fin de vie",
            ),
            line=Phrase(
                "A new air conditioner uses less power, but a heat pump in its place can heat as well.",
                "Un climatiseur neuf consomme moins, mais une thermopompe à sa place peut aussi chauffer.",
            ),
            lead=Phrase(
                "If yours is near its end, compare before you buy. A heat pump cools just as well and can do part of "
                "the heating.",
                "Si le vôtre achève, comparez avant d’acheter. Une thermopompe rafraîchit aussi bien et peut faire "
                "une partie du chauffage.",
            ),
            start=(
                Phrase(
                    "Note the age of the air conditioner, and plan before a heat wave does it for you.",
                    "Notez l’âge du climatiseur, et prévoyez avant qu’une canicule décide pour vous.",
                ),
                Phrase(
                    "Ask for sizing by CSA F280. Too large a machine leaves the air damp.",
                    "Demandez un calcul CSA F280. Un appareil trop gros laisse l’air humide.",
                ),
                Phrase(
                    "Ask each company for two quotes, one of them for a heat pump.",
                    "Demandez à chaque entreprise deux soumissions, dont une pour une thermopompe.",
                ),
            ),
            comfort=Phrase(
                "Drier, cooler air and less noise.",
                "Un air plus sec, plus frais, et moins de bruit.",
            ),
            disruption=Phrase("One day.", "Une journée."),
        ),
        "COOL-FAN": MeasureWords(
            title=Phrase("Keep the heat out in summer", "Garder la fraîcheur en été"),
            line=Phrase(
                "Shade, a fan and night air can replace many hours of air conditioning.",
                "De l’ombre, un ventilateur et l’air de la nuit remplacent bien des heures de climatisation.",
            ),
            lead=Phrase(
                "Close the blinds before the sun reaches them, and open windows when the night is cooler. With a fan "
                "in the room, 25 or 26 °C feels fine.",
                "Fermez les stores avant l’arrivée du soleil, et ouvrez les fenêtres quand la nuit est plus fraîche. "
                "Avec un ventilateur, on est bien à 25 ou 26 °C.",
            ),
            start=(
                Phrase(
                    "Close curtains on the sunny side by mid-morning. Shade outside the glass works best.",
                    "Fermez les rideaux du côté du soleil dès le milieu de la matinée. L’ombre à l’extérieur est la "
                    "plus efficace.",
                ),
                Phrase(
                    "Set the cooling to 25 or 26 °C, and run fans only in rooms with people in them.",
                    "Réglez la climatisation à 25 ou 26 °C, et n’utilisez un ventilateur que dans une pièce occupée.",
                ),
                Phrase(
                    "Keep it under 26 °C for babies, older people and anyone who is ill. Too much heat is dangerous "
                    "for them.",
                    "Gardez moins de 26 °C pour les bébés, les personnes âgées ou malades. Une trop grande chaleur "
                    "leur est dangereuse.",
                ),
            ),
            comfort=Phrase("Cooler bedrooms at night.", "Des chambres plus fraîches la nuit."),
            disruption=Phrase("A few minutes a day.", "Quelques minutes par jour."),
        ),
    }
)
"""By measure id."""
