"""What is said about lights, plugs, the pool, and the hours and prices of electricity."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import LOAD_AND_PERMIT
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "APP-LED": MeasureWords(
            title=Phrase("Switch the last old bulbs to LED", "Passer les dernières ampoules au DEL"),
            line=Phrase(
                "An LED gives the same light for a fraction of the power, and lasts for years.",
                "Une DEL donne la même lumière pour une fraction de l’électricité, et dure des années.",
            ),
            lead=Phrase(
                "Begin with the lights that are on the longest: kitchen, living room, outside. The rest can wait "
                "until they burn out.",
                "Commencez par les lumières le plus souvent allumées: cuisine, salon, extérieur. Le reste peut "
                "attendre de brûler.",
            ),
            start=(
                Phrase(
                    "Note which bulbs are not LED yet, and how long each one is on.",
                    "Notez quelles ampoules ne sont pas encore des DEL, et combien de temps chacune est allumée.",
                ),
                Phrase(
                    "Match the base and the lumens, choose 2,700 K for a warm light, and check that it suits a dimmer.",
                    "Gardez le même culot et les mêmes lumens, choisissez 2 700 K pour une lumière chaude, et "
                    "vérifiez la compatibilité avec un gradateur.",
                ),
                Phrase(
                    "Take old tubes and compact bulbs to the waste depot: they hold a little mercury.",
                    "Portez les vieux tubes et ampoules fluocompactes à l’écocentre: ils contiennent un peu de "
                    "mercure.",
                ),
            ),
            comfort=Phrase(
                "Full light at once, in the tone you choose.",
                "Une lumière immédiate, dans la teinte de votre choix.",
            ),
            disruption=Phrase("One evening.", "Une soirée."),
        ),
        "APP-STANDBY": MeasureWords(
            title=Phrase("Cut standby power", "Couper la consommation en veille"),
            line=Phrase(
                "Televisions, game consoles and chargers draw power day and night, even when nobody uses them.",
                "Téléviseurs, consoles et chargeurs tirent du courant jour et nuit, même quand personne ne s’en sert.",
            ),
            lead=Phrase(
                "A power bar that goes off with the television cuts everything that hangs on it. Start with the "
                "television corner and the desk.",
                "Une barre d’alimentation qui s’éteint avec le téléviseur coupe tout ce qui y est branché. Commencez "
                "par le coin télé et le bureau.",
            ),
            start=(
                Phrase(
                    "Borrow or buy a plug-in meter, and look for what draws power while it is off.",
                    "Empruntez ou achetez un wattmètre de prise, et cherchez ce qui consomme même éteint.",
                ),
                Phrase(
                    "Put the television, the console and the speakers on one bar. Leave the modem, alarms and medical "
                    "devices on.",
                    "Mettez téléviseur, console et haut-parleurs sur une même barre. Laissez allumés le modem, les "
                    "alarmes et les appareils médicaux.",
                ),
            ),
            disruption=Phrase("About an hour.", "Environ une heure."),
        ),
        "APP-DEHUM": MeasureWords(
            title=Phrase(
                "Replace the dehumidifier with an efficient one",
                "Remplacer le déshumidificateur par un modèle efficace",
            ),
            line=Phrase(
                "An old dehumidifier can be one of the largest users of power in summer.",
                "Un vieux déshumidificateur peut être l’un des plus gros consommateurs de l’été.",
            ),
            lead=Phrase(
                "Keep the water out first: gutters and sloping ground do more than any machine. Then choose an ENERGY "
                "STAR unit and set it to 50% humidity.",
                "Gardez d’abord l’eau dehors: gouttières et pente du terrain font plus que tout appareil. Choisissez "
                "ensuite un modèle ENERGY STAR et réglez-le à 50 % d’humidité.",
            ),
            start=(
                Phrase(
                    "Walk around the house in the rain. Water should run away from the walls.",
                    "Faites le tour de la maison sous la pluie. L’eau doit s’éloigner des murs.",
                ),
                Phrase(
                    "Look up your model on Canada’s recall site. Some older units can catch fire.",
                    "Cherchez votre modèle sur le site des rappels du Canada. Certains vieux appareils peuvent "
                    "prendre feu.",
                ),
                Phrase(
                    "Set it to 50% rather than “on”, and clean the filter each month.",
                    "Réglez-le à 50 % plutôt qu’en continu, et nettoyez le filtre chaque mois.",
                ),
            ),
            comfort=Phrase("A basement that smells dry.", "Un sous-sol qui sent le sec."),
            disruption=Phrase("Nobody needs to come in.", "Personne n’a besoin de venir."),
        ),
        "APP-POOL": MeasureWords(
            title=Phrase(
                "Run the pool on a variable-speed pump",
                "Poser une pompe à vitesse variable à la piscine",
            ),
            line=Phrase(
                "A pump that turns slowly moves the water with a fraction of the power.",
                "Une pompe qui tourne lentement brasse l’eau avec une fraction de l’électricité.",
            ),
            lead=Phrase(
                "The new pump runs longer but slower, and a timer keeps it to the cheaper hours. It is much quieter "
                "too.",
                "La nouvelle pompe tourne plus longtemps, mais plus lentement, et une minuterie la garde aux heures "
                "moins chères. Elle est aussi bien plus silencieuse.",
            ),
            start=(
                Phrase(
                    "This season, try shorter hours and a timer. Ask your pool store how long the water has to turn.",
                    "Cette saison, essayez moins d’heures et une minuterie. Demandez au marchand de piscines combien "
                    "de temps l’eau doit circuler.",
                ),
                LOAD_AND_PERMIT,
                Phrase(
                    "Get two or three written quotes.",
                    "Demandez deux ou trois soumissions écrites.",
                ),
            ),
            comfort=Phrase("A quieter yard.", "Une cour plus calme."),
            disruption=Phrase("Half a day outside.", "Une demi-journée dehors."),
        ),
        "PLAN-SWITCH": MeasureWords(
            title=Phrase("Try another electricity price plan", "Essayer un autre tarif d’électricité"),
            line=Phrase(
                "Ontario lets you choose between three price plans, and the best one depends on when you use power.",
                "L’Ontario vous laisse choisir entre trois tarifs, et le meilleur dépend des heures où vous consommez.",
            ),
            lead=Phrase(
                "We compare the plans on your own hourly readings. If the change does not suit you, you can switch "
                "back.",
                "Nous comparons les tarifs à l’aide de vos propres relevés horaires. Si le changement ne vous "
                "convient pas, vous pouvez revenir en arrière.",
            ),
            start=(
                Phrase(
                    "Share 12 months of hourly readings with us, so that winter and summer both count.",
                    "Donnez-nous accès à 12 mois de relevés horaires, pour que l’hiver et l’été comptent tous deux.",
                ),
                Phrase(
                    "Ask your electricity utility for the change. It is free.",
                    "Demandez le changement à votre distributeur d’électricité. C’est gratuit.",
                ),
                Phrase(
                    "Look again after a heat pump or an electric car.",
                    "Revoyez la question après une thermopompe ou une voiture électrique.",
                ),
            ),
            disruption=Phrase(
                "A short form, and no work in the house.",
                "Un court formulaire, et aucun travail dans la maison.",
            ),
        ),
        "BEH-SHIFT": MeasureWords(
            title=Phrase(
                "Run laundry and dishes in cheaper hours",
                "Faire lessive et vaisselle aux heures moins chères",
            ),
            line=Phrase(
                "On a plan with cheaper hours, the same load costs less at night and on weekends.",
                "Avec un tarif à heures creuses, la même brassée coûte moins cher la nuit et la fin de semaine.",
            ),
            lead=Phrase(
                "A delay button on the dishwasher or the washer makes it easy. An electric car is the largest load "
                "you can move.",
                "Le départ différé du lave-vaisselle ou de la laveuse rend la chose facile. La voiture électrique est "
                "la plus grosse charge à déplacer.",
            ),
            start=(
                Phrase(
                    "Write the cheaper hours of your plan on a note by the dishwasher.",
                    "Notez les heures creuses de votre tarif sur un papier près du lave-vaisselle.",
                ),
                Phrase(
                    "Do not run the dryer while everyone is asleep: lint can catch fire.",
                    "Ne faites pas tourner la sécheuse quand tout le monde dort: la charpie peut prendre feu.",
                ),
            ),
            disruption=Phrase(
                "A new habit, and nothing to install.",
                "Une habitude à prendre, et rien à installer.",
            ),
        ),
    }
)
"""By measure id."""
