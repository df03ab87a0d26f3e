"""What is said about hot water: tanks, pipes, showers, drains."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import EVALUATE_THEN_QUOTES, GAS_LICENCE, OWN_QUOTES, TANK_PLACE, TANK_RENTED
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "DHW-HPWH": MeasureWords(
            title=Phrase("Heat your water with a heat pump", "Chauffer l’eau avec une thermopompe"),
            line=Phrase(
                "It takes heat from the basement air, so it needs about a third of the electricity of your tank.",
                "Un chauffe-eau thermopompe prend la chaleur de l’air du sous-sol et demande environ le tiers de "
                "l’électricité de votre réservoir.",
            ),
            lead=Phrase(
                "A heat pump water heater looks like a tall tank with a small machine on top. It dries the basement "
                "air, cools the room a little, and hums.",
                "Il ressemble à un grand réservoir coiffé d’un petit appareil. Il assèche l’air du sous-sol, "
                "refroidit un peu la pièce et ronronne.",
            ),
            start=(
                TANK_PLACE,
                TANK_RENTED,
                Phrase(
                    "On a low income, ask us about the free programs first.",
                    "Si votre revenu est modeste, demandez-nous d’abord les programmes gratuits.",
                ),
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase("A drier basement in summer.", "Un sous-sol plus sec l’été."),
            disruption=Phrase(
                "Half a day, with no hot water for a few hours.",
                "Une demi-journée, sans eau chaude pendant quelques heures.",
            ),
        ),
        "DHW-HPWH-GAS": MeasureWords(
            title=Phrase(
                "Heat your water with a heat pump instead of gas",
                "Chauffer l’eau par thermopompe plutôt qu’au gaz",
            ),
            line=Phrase(
                "It makes hot water without gas, from the heat in the basement air.",
                "Un chauffe-eau thermopompe se passe de gaz: il chauffe l’eau avec la chaleur de l’air du sous-sol.",
            ),
            lead=Phrase(
                "It cuts carbon, dries the basement air and hums a little. What it does to your bill depends on the "
                "price of gas, so look at the range.",
                "Il réduit le carbone, assèche l’air du sous-sol et ronronne un peu. L’effet sur la facture dépend du "
                "prix du gaz: regardez la fourchette.",
            ),
            start=(
                TANK_PLACE,
                Phrase(
                    "Ask an electrician about a 240 V circuit, and ask how a furnace left alone on the chimney will "
                    "vent.",
                    "Demandez à un électricien si un circuit de 240 V est possible, et comment la fournaise restée "
                    "seule à la cheminée évacuera ses gaz.",
                ),
                TANK_RENTED,
                EVALUATE_THEN_QUOTES,
            ),
            comfort=Phrase("A drier basement in summer.", "Un sous-sol plus sec l’été."),
            disruption=Phrase(
                "Most of a day, with no hot water for a few hours.",
                "Presque une journée, sans eau chaude pendant quelques heures.",
            ),
        ),
        "DHW-DWHR": MeasureWords(
            title=Phrase("Recover heat from the shower drain", "Récupérer la chaleur de l’eau de douche"),
            line=Phrase(
                "While you shower, the warm water going down the drain heats the cold water coming in.",
                "Pendant la douche, l’eau chaude qui s’en va réchauffe l’eau froide qui arrive.",
            ),
            lead=Phrase(
                "A copper coil takes the place of a piece of upright drain below the shower. It has no moving parts "
                "and needs no care.",
                "Un serpentin de cuivre remplace un bout de drain vertical sous la douche. Rien n’y bouge, et il ne "
                "demande aucun entretien.",
            ),
            start=(
                Phrase(
                    "In the basement, find the upright drain below the shower you use most. At least 1 m of it must "
                    "be free.",
                    "Au sous-sol, trouvez le drain vertical sous la douche la plus utilisée. Il en faut au moins 1 m "
                    "de libre.",
                ),
                Phrase(
                    "It helps showers, not baths. Count the showers in a week before you decide.",
                    "Cela aide pour les douches, pas pour les bains. Comptez les douches d’une semaine avant de "
                    "décider.",
                ),
                Phrase(
                    "Ask two or three licensed plumbers for a quote, and your town if it needs a permit.",
                    "Demandez une soumission à deux ou trois plombiers qualifiés, et à votre municipalité s’il faut "
                    "un permis.",
                ),
            ),
            comfort=Phrase(
                "Longer warm showers from the same tank.",
                "De plus longues douches chaudes avec le même réservoir.",
            ),
            disruption=Phrase(
                "Half a day, with the water off for some hours.",
                "Une demi-journée, avec l’eau coupée quelques heures.",
            ),
        ),
        "DHW-TANKLESS": MeasureWords(
            title=Phrase(
                "Replace the gas tank with a tankless heater",
                "Remplacer le réservoir par un chauffe-eau instantané",
            ),
            line=Phrase(
                "It heats water only when you open a tap, so no gas goes to keeping a tank warm.",
                "Il ne chauffe l’eau que lorsqu’on ouvre le robinet: aucun gaz ne sert à garder un réservoir chaud.",
            ),
            lead=Phrase(
                "A condensing model turns nearly all of its gas into hot water. It ties you to gas for many years, so "
                "compare it with a heat pump water heater first.",
                "Un modèle à condensation change presque tout son gaz en eau chaude. Il vous lie au gaz pour "
                "longtemps: comparez-le d’abord à un chauffe-eau thermopompe.",
            ),
            start=(
                TANK_RENTED,
                Phrase(
                    "Ask if the gas line is large enough, and what stays on the old chimney. A furnace left alone on "
                    "it may not vent well.",
                    "Demandez si la conduite de gaz suffit, et ce qui reste à la vieille cheminée. Une fournaise "
                    "laissée seule peut mal évacuer ses gaz.",
                ),
                GAS_LICENCE,
                OWN_QUOTES,
            ),
            comfort=Phrase("Hot water that does not run out.", "De l’eau chaude qui ne manque pas."),
            disruption=Phrase(
                "Half a day to a day, without hot water.",
                "D’une demi-journée à une journée, sans eau chaude.",
            ),
        ),
        "DHW-SHOWER": MeasureWords(
            title=Phrase(
                "Fit low-flow showerheads and tap aerators",
                "Poser des pommes de douche à débit réduit",
            ),
            line=Phrase(
                "Less water through the shower means less water to heat, and a good head feels the same.",
                "Moins d’eau à la douche, c’est moins d’eau à chauffer, et une bonne pomme de douche ne change rien "
                "au plaisir.",
            ),
            lead=Phrase(
                "A WaterSense head shapes the spray so that less water does the job. It screws on by hand in a few "
                "minutes.",
                "Une pomme de douche WaterSense façonne le jet pour faire autant avec moins d’eau. Elle se visse à la "
                "main en quelques minutes.",
            ),
            start=(
                Phrase(
                    "Time your shower with a pail. If 4 L take less than 30 seconds, a new head will help.",
                    "Chronométrez votre douche avec un seau. Si 4 L coulent en moins de 30 secondes, une nouvelle "
                    "pomme aidera.",
                ),
                Phrase(
                    "Choose heads with the WaterSense mark, 6.6 L a minute or less, and aerators for the taps.",
                    "Choisissez des pommes marquées WaterSense, de 6,6 L à la minute ou moins, et des aérateurs pour "
                    "les robinets.",
                ),
                Phrase(
                    "Old shower valve? Have someone open a tap while you test with your hand. If the water turns hot, "
                    "ask a plumber for an anti-scald valve.",
                    "Un vieux robinet de douche? Faites ouvrir un autre robinet pendant que vous essayez de la main. "
                    "Si l’eau devient brûlante, demandez à un plombier un robinet anti-brûlure.",
                ),
            ),
            comfort=Phrase("The same shower, with less water.", "La même douche, avec moins d’eau."),
            disruption=Phrase("Ten minutes each.", "Dix minutes chacune."),
        ),
        "DHW-PIPE": MeasureWords(
            title=Phrase(
                "Wrap the first metres of hot-water pipe",
                "Isoler les premiers mètres de tuyau d’eau chaude",
            ),
            line=Phrase(
                "Bare pipe near the tank loses heat day and night.",
                "Près du réservoir, un tuyau nu perd de la chaleur jour et nuit.",
            ),
            lead=Phrase(
                "Foam sleeves slip over the pipe and are taped at the joints. Do the first 2 or 3 m of the hot pipe, "
                "and of the cold one as well.",
                "Des gaines de mousse se glissent sur le tuyau et se collent aux joints. Faites les 2 ou 3 m les plus "
                "près du réservoir, à l’eau chaude comme à l’eau froide.",
            ),
            start=(
                Phrase(
                    "Measure across the pipe, and buy sleeves of that size.",
                    "Mesurez le diamètre du tuyau, et achetez des gaines de cette taille.",
                ),
                Phrase(
                    "With a gas tank, keep the foam at least 15 cm from the vent.",
                    "Avec un réservoir au gaz, gardez la mousse à au moins 15 cm de l’évacuation.",
                ),
            ),
            comfort=Phrase("Hot water arrives a little sooner.", "L’eau chaude arrive un peu plus vite."),
            disruption=Phrase("Half an hour.", "Une demi-heure."),
        ),
        "DHW-TEMP": MeasureWords(
            title=Phrase("Set the hot-water tank to 60 °C", "Régler le chauffe-eau à 60 °C"),
            line=Phrase(
                "Hotter than that wastes heat, and cooler lets bacteria grow in the tank.",
                "Plus chaud, on gaspille. Moins chaud, des bactéries poussent dans le réservoir.",
            ),
            lead=Phrase(
                "In the tank, 60 °C keeps Legionella bacteria away. At the tap that is too hot, so a mixing valve "
                "brings it down to 49 °C.",
                "Dans le réservoir, 60 °C éloignent la bactérie Legionella. Au robinet, c’est trop chaud: un mitigeur "
                "thermostatique ramène l’eau à 49 °C.",
            ),
            start=(
                Phrase(
                    "Run a hot tap for two minutes and measure the water with a kitchen thermometer.",
                    "Faites couler l’eau chaude deux minutes et mesurez-la avec un thermomètre de cuisine.",
                ),
                Phrase(
                    "Above 49 °C at the tap, ask a plumber for a mixing valve. Children and older people scald fast.",
                    "Au-dessus de 49 °C au robinet, demandez un mitigeur à un plombier. Les enfants et les personnes "
                    "âgées se brûlent vite.",
                ),
                Phrase(
                    "On an electric tank, turn off the breaker before you open the cover, or ask an electrician.",
                    "Sur un réservoir électrique, coupez le disjoncteur avant d’ouvrir le couvercle, ou demandez à un "
                    "électricien.",
                ),
            ),
            disruption=Phrase(
                "A few minutes, or an hour if a valve is fitted.",
                "Quelques minutes, ou une heure s’il faut un mitigeur.",
            ),
        ),
    }
)
"""By measure id."""
