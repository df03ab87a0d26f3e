"""What is said about cooking, cooling food and washing clothes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import LOAD_AND_PERMIT
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "APP-FRIDGE": MeasureWords(
            title=Phrase(
                "Retire the old or second fridge",
                "Se départir du vieux ou du deuxième réfrigérateur",
            ),
            line=Phrase(
                "A second fridge in the basement can use more than the one in the kitchen.",
                "Un deuxième réfrigérateur au sous-sol peut consommer plus que celui de la cuisine.",
            ),
            lead=Phrase(
                "If you can do without it, unplug it: that saves the most. If you need one, choose an ENERGY STAR "
                "model no larger than you need.",
                "Si vous pouvez vous en passer, débranchez-le: c’est ce qui économise le plus. S’il vous en faut un, "
                "choisissez un modèle ENERGY STAR, pas plus grand qu’il ne faut.",
            ),
            start=(
                Phrase(
                    "Unplug it for a month and see if you miss it. Take the door off, so that no child can be shut "
                    "inside.",
                    "Débranchez-le un mois et voyez s’il vous manque. Enlevez la porte, pour qu’aucun enfant ne s’y "
                    "enferme.",
                ),
                Phrase(
                    "Ask us about rebates and free programs before you buy another one.",
                    "Demandez-nous les remises et les programmes gratuits avant d’en acheter un autre.",
                ),
                Phrase(
                    "Have it picked up for recycling: trained people must drain the old refrigerant.",
                    "Faites-le ramasser pour le recyclage: des gens formés doivent vider le vieux fluide frigorigène.",
                ),
            ),
            disruption=Phrase("One pick-up or delivery.", "Un ramassage ou une livraison."),
        ),
        "APP-FREEZER": MeasureWords(
            title=Phrase("Retire or replace the old freezer", "Retirer ou remplacer le vieux congélateur"),
            line=Phrase(
                "An old freezer runs day and night, and uses far more than a new one of the same size.",
                "Un vieux congélateur tourne jour et nuit, et consomme bien plus qu’un neuf de même taille.",
            ),
            lead=Phrase(
                "If the kitchen freezer is enough, let the old one go. If not, choose an ENERGY STAR chest model that "
                "you can keep full.",
                "Si le congélateur de la cuisine suffit, laissez partir le vieux. Sinon, choisissez un coffre ENERGY "
                "STAR que vous garderez plein.",
            ),
            start=(
                Phrase(
                    "Eat it empty, unplug it and see if you miss it. Take the lid or the door off.",
                    "Videz-le en mangeant, débranchez-le et voyez s’il vous manque. Enlevez le couvercle ou la porte.",
                ),
                Phrase(
                    "Ask us about rebates and free programs before you buy another one.",
                    "Demandez-nous les remises et les programmes gratuits avant d’en acheter un autre.",
                ),
                Phrase(
                    "Have it picked up for recycling: trained people must drain the old refrigerant.",
                    "Faites-le ramasser pour le recyclage: des gens formés doivent vider le vieux fluide frigorigène.",
                ),
            ),
            disruption=Phrase("One pick-up or delivery.", "Un ramassage ou une livraison."),
        ),
        "APP-WASH": MeasureWords(
            title=Phrase(
                "Wash in cold, and choose an efficient next washer",
                "Laver à froid et choisir une laveuse efficace",
            ),
            line=Phrase(
                "Most of the energy of a wash goes to heating the water.",
                "L’essentiel de l’énergie d’une lessive sert à chauffer l’eau.",
            ),
            lead=Phrase(
                "Cold water and today’s soaps clean nearly everything. When the washer wears out, an ENERGY STAR "
                "model also spins the clothes drier.",
                "L’eau froide et les savons d’aujourd’hui nettoient presque tout. Quand la laveuse sera usée, un "
                "modèle ENERGY STAR essorera mieux aussi.",
            ),
            start=(
                Phrase(
                    "Make cold the usual choice. Keep warm water for greasy clothes and for when someone is ill.",
                    "Faites du froid le choix habituel. Gardez l’eau chaude pour le linge gras ou quand quelqu’un est "
                    "malade.",
                ),
                Phrase(
                    "Run full loads, in the cheaper hours if your price plan has them.",
                    "Faites des brassées pleines, aux heures moins chères si votre tarif en a.",
                ),
                Phrase(
                    "Next time, compare the kWh a year on the EnerGuide labels in the store.",
                    "La prochaine fois, comparez les kWh par an sur les étiquettes ÉnerGuide au magasin.",
                ),
            ),
            disruption=Phrase(
                "Nobody needs to come in until a new washer is delivered.",
                "Personne n’a besoin de venir avant la livraison d’une nouvelle laveuse.",
            ),
        ),
        "APP-HPDRY": MeasureWords(
            title=Phrase(
                "Choose a heat pump dryer next time",
                "Choisir une sécheuse thermopompe la prochaine fois",
            ),
            line=Phrase(
                "It dries with about half the electricity and sends no warm house air outside.",
                "Elle sèche avec environ la moitié de l’électricité et n’envoie pas l’air chaud de la maison dehors.",
            ),
            lead=Phrase(
                "It takes longer and is gentler on clothes. It needs no vent, so the old hole can be closed against "
                "draughts.",
                "Elle prend plus de temps et ménage le linge. Elle n’a pas besoin de sortie d’air: on peut fermer "
                "l’ancien trou.",
            ),
            start=(
                Phrase(
                    "Wait until your dryer is worn out, unless it runs every day.",
                    "Attendez que votre sécheuse soit usée, à moins qu’elle ne tourne tous les jours.",
                ),
                Phrase(
                    "Check for a drain nearby, or choose a model with a tray you empty by hand.",
                    "Vérifiez s’il y a un drain tout près, ou choisissez un modèle à bac que l’on vide.",
                ),
                Phrase(
                    "Close and insulate the old vent hole, inside and outside.",
                    "Fermez et isolez l’ancienne sortie d’air, dedans et dehors.",
                ),
            ),
            comfort=Phrase(
                "No cold draught from the dryer vent.",
                "Plus de courant d’air par la sortie de la sécheuse.",
            ),
            disruption=Phrase("One delivery.", "Une livraison."),
        ),
        "APP-LINE": MeasureWords(
            title=Phrase("Dry clothes on a line or rack", "Sécher le linge sur une corde ou un séchoir"),
            line=Phrase(
                "Sun and air do the work of the dryer.",
                "Le soleil et l’air font le travail de la sécheuse.",
            ),
            lead=Phrase(
                "Even half of the loads makes a difference. Use a line in summer, and a rack in winter when the house "
                "is dry.",
                "Même la moitié des brassées compte. La corde l’été, le séchoir l’hiver quand la maison est sèche.",
            ),
            start=(
                Phrase(
                    "Set up a folding rack or a line where air moves.",
                    "Installez un séchoir pliant ou une corde là où l’air circule.",
                ),
                Phrase(
                    "Indoors, watch the windows. If they run with water, use the dryer that day.",
                    "À l’intérieur, surveillez les fenêtres. Si elles ruissellent, utilisez la sécheuse ce jour-là.",
                ),
            ),
            comfort=Phrase("Clothes that last longer.", "Du linge qui dure plus longtemps."),
            disruption=Phrase("Ten minutes for each load.", "Dix minutes par brassée."),
        ),
        "APP-INDUCT": MeasureWords(
            title=Phrase("Cook with induction", "Cuisiner à l’induction"),
            line=Phrase(
                "It heats the pan and not the kitchen, and puts no gas fumes in the air.",
                "L’induction chauffe la casserole et non la cuisine, sans gaz brûlé dans l’air.",
            ),
            lead=Phrase(
                "It saves little energy. The gain is cleaner air if you cook with gas, and one step towards closing "
                "the gas account.",
                "Elle économise peu d’énergie. On y gagne un air plus sain si l’on cuisine au gaz, et un pas vers la "
                "fin du compte de gaz.",
            ),
            start=(
                Phrase(
                    "Try a plug-in burner first, and put a magnet to your pans. If it sticks, they will work.",
                    "Essayez d’abord une plaque portative, et posez un aimant sur vos casseroles. S’il colle, elles "
                    "conviennent.",
                ),
                Phrase(
                    "Someone with a pacemaker should ask their doctor first.",
                    "Une personne qui porte un stimulateur cardiaque doit d’abord en parler à son médecin.",
                ),
                LOAD_AND_PERMIT,
                Phrase(
                    "If you had gas, have the line capped by a technician from a company registered with the TSSA.",
                    "Si vous aviez le gaz, faites fermer la conduite par un technicien d’une entreprise inscrite à la "
                    "TSSA.",
                ),
            ),
            comfort=Phrase(
                "A cooler kitchen with cleaner air.",
                "Une cuisine plus fraîche et un air plus sain.",
            ),
            disruption=Phrase(
                "Half a day to a day without a stove.",
                "D’une demi-journée à une journée sans cuisinière.",
            ),
        ),
    }
)
"""By measure id."""
