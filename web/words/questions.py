"""What the short questionnaire asks, and why it asks. What is assumed when nobody knows: `assumed`.

Names are those of coach/homes/questionnaire.py, which keeps the groups and the order of asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from web.words.phrase import NOTHING, Phrase


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """One question: what is asked, how to find the answer, and why it is asked."""

    legend: Phrase
    help: Phrase
    hint: Phrase = NOTHING


QUESTIONS: Final[Mapping[str, QuestionWords]] = MappingProxyType(
    {
        "municipality": QuestionWords(
            legend=Phrase("Which municipality is it in?", "Dans quelle municipalité se trouve-t-elle?"),
            help=Phrase(
                "Winters are colder in the north than by the lake, and utilities differ. You can leave this out.",
                "Les hivers sont plus froids au nord qu’au bord du lac, et les distributeurs diffèrent. Vous pouvez ne "
                "pas répondre.",
            ),
        ),
        "dwelling_type": QuestionWords(
            legend=Phrase("What kind of home is it?", "De quel genre de maison s’agit-il?"),
            help=Phrase("A shared wall loses almost no heat.", "Un mur commun ne perd presque pas de chaleur."),
        ),
        "year_built": QuestionWords(
            legend=Phrase("When was it built?", "En quelle année a-t-elle été construite?"),
            hint=Phrase("Within ten years is good enough.", "À dix ans près, c’est assez."),
            help=Phrase(
                "The building rules of the time tell us much about walls, windows and air leaks.",
                "Les règles de l’époque nous en disent long sur les murs, les fenêtres et les fuites d’air.",
            ),
        ),
        "storeys": QuestionWords(
            legend=Phrase("How many storeys are above the ground?", "Combien d’étages y a-t-il hors du sol?"),
            hint=Phrase(
                "Leave out the basement. Count a half storey as 0.5.",
                "Sans le sous-sol. Un demi-étage compte pour 0,5.",
            ),
            help=Phrase(
                "Warm air rises, so a tall house leaks more.", "L’air chaud monte: une maison haute fuit davantage."
            ),
        ),
        "heated_area_m2": QuestionWords(
            legend=Phrase("How large is it, without the basement?", "Quelle est sa surface, sans le sous-sol?"),
            hint=Phrase("In m². 1,000 square feet is about 93 m².", "En m². 1 000 pieds carrés font environ 93 m²."),
            help=Phrase("A larger home has more to heat.", "Une plus grande maison a plus à chauffer."),
        ),
        "tenure": QuestionWords(
            legend=Phrase("Do you own it or rent it?", "En êtes-vous propriétaire ou locataire?"),
            help=Phrase(
                "Work that stays with the building needs the owner’s agreement. You can leave this out.",
                "Des travaux qui restent dans la maison demandent l’accord du propriétaire. Vous pouvez ne pas "
                "répondre.",
            ),
        ),
        "heating_fuel": QuestionWords(
            legend=Phrase("What does your heating run on?", "À quoi fonctionne votre chauffage?"),
            hint=Phrase("If there are several, the main one.", "S’il y en a plusieurs, la principale énergie."),
            help=Phrase(
                "It decides what a saving is worth, and which rebates you may get.",
                "Cela décide de la valeur d’une économie et des remises possibles.",
            ),
        ),
        "heating_system": QuestionWords(
            legend=Phrase("How does the heat reach the rooms?", "Comment la chaleur arrive-t-elle aux pièces?"),
            help=Phrase(
                "Some work needs ducts, and some is for homes without them.",
                "Certains travaux demandent des conduits, d’autres conviennent aux maisons sans conduits.",
            ),
        ),
        "heating_year": QuestionWords(
            legend=Phrase("When was the heating put in?", "En quelle année le chauffage a-t-il été installé?"),
            hint=Phrase("A sticker on its side often says.", "Une étiquette sur le côté l’indique souvent."),
            help=Phrase(
                "Older equipment wastes more, and it is better replaced before it fails.",
                "Un vieil appareil gaspille plus, et mieux vaut le remplacer avant la panne.",
            ),
        ),
        "hot_water_fuel": QuestionWords(
            legend=Phrase("What heats your hot water?", "Qu’est-ce qui chauffe votre eau?"),
            hint=Phrase(
                "A gas tank has a pipe that goes to a chimney or a wall.",
                "Un réservoir au gaz a un tuyau qui va à la cheminée ou au mur.",
            ),
            help=Phrase("Hot water comes right after heating.", "L’eau chaude vient juste après le chauffage."),
        ),
        "cooling": QuestionWords(
            legend=Phrase("How do you cool your home?", "Comment rafraîchissez-vous votre maison?"),
            help=Phrase(
                "An air conditioner that is due is the moment to think about a heat pump.",
                "Un climatiseur à remplacer, c’est le moment de penser à une thermopompe.",
            ),
        ),
        "price_plan": QuestionWords(
            legend=Phrase("Which electricity price plan do you have?", "Quel est votre tarif d’électricité?"),
            hint=Phrase("Your electricity bill names it.", "Il est nommé sur votre facture d’électricité."),
            help=Phrase(
                "It sets what each hour costs.",
                "Il fixe ce que coûte chaque heure.",
            ),
        ),
        "attic_r": QuestionWords(
            legend=Phrase("How much insulation is in the attic?", "Combien y a-t-il d’isolant au grenier?"),
            hint=Phrase(
                "An R number. 10 cm of loose fill is about R-10 to R-14.",
                "Un nombre R. 10 cm d’isolant en vrac font environ de R-10 à R-14.",
            ),
            help=Phrase(
                "A thin attic is often the best place to start. Only look from the hatch, and touch nothing.",
                "Un grenier mal isolé est souvent le meilleur point de départ. Regardez seulement par la trappe, sans "
                "rien toucher.",
            ),
        ),
        "basement_insulation": QuestionWords(
            legend=Phrase("Which basement walls are insulated?", "Quels murs du sous-sol sont isolés?"),
            help=Phrase(
                "Bare basement walls can lose as much heat as the walls above.",
                "Des murs de sous-sol nus peuvent perdre autant de chaleur que ceux d’en haut.",
            ),
        ),
        "window_type": QuestionWords(
            legend=Phrase("What are most of your windows?", "Comment sont la plupart de vos fenêtres?"),
            hint=Phrase(
                "Hold a light to the glass: each pane shows its own reflection.",
                "Approchez une lumière de la vitre: chaque verre donne son reflet.",
            ),
            help=Phrase(
                "Good windows can stay until they wear out.", "De bonnes fenêtres peuvent rester jusqu’à l’usure."
            ),
        ),
        "vermiculite": QuestionWords(
            legend=Phrase("Is there vermiculite in the attic?", "Y a-t-il de la vermiculite au grenier?"),
            hint=Phrase(
                "Loose, light pebbles, grey, brown or gold. Look from the hatch and do not touch.",
                "De petits cailloux légers, gris, bruns ou dorés. Regardez par la trappe, sans toucher.",
            ),
            help=Phrase(
                "It can hold asbestos, so a lab test comes before any attic work.",
                "Elle peut contenir de l’amiante: une analyse passe avant tout travail au grenier.",
            ),
        ),
        "knob_and_tube": QuestionWords(
            legend=Phrase("Is there old knob-and-tube wiring?", "Y a-t-il du vieux câblage à boutons et à tubes?"),
            hint=Phrase(
                "Separate wires on white china knobs, in homes from before about 1950.",
                "Des fils séparés sur isolateurs de porcelaine blanche, dans les maisons d’avant 1950 environ.",
            ),
            help=Phrase(
                "Under insulation it can overheat, so an electrician comes first.",
                "Sous l’isolant, il peut surchauffer: un électricien passe d’abord.",
            ),
        ),
        "occupants": QuestionWords(
            legend=Phrase("How many people live here?", "Combien de personnes y habitent?"),
            hint=Phrase("Those who sleep here most nights.", "Celles qui y dorment la plupart des nuits."),
            help=Phrase(
                "More people use more hot water and more power.",
                "Plus on est nombreux, plus on prend d’eau chaude et d’électricité.",
            ),
        ),
        "setpoint_day_c": QuestionWords(
            legend=Phrase("How warm do you keep it by day in winter?", "Quelle chaleur gardez-vous le jour en hiver?"),
            hint=Phrase("What the thermostat says while you are up.", "Ce qu’indique le thermostat quand on est levé."),
            help=Phrase(
                "Each degree counts.",
                "Chaque degré compte.",
            ),
        ),
        "setpoint_night_c": QuestionWords(
            legend=Phrase(
                "How warm do you keep it at night in winter?", "Quelle chaleur gardez-vous la nuit en hiver?"
            ),
            hint=Phrase("While everyone is asleep.", "Quand tout le monde dort."),
            help=Phrase(
                "If you already turn it down, there is less to gain.",
                "Si vous le baissez déjà, il reste moins à gagner.",
            ),
        ),
        "smart_thermostat": QuestionWords(
            legend=Phrase("Do you have a smart thermostat?", "Avez-vous un thermostat intelligent?"),
            hint=Phrase("One that you can set from a phone.", "Un thermostat que l’on peut régler d’un téléphone."),
            help=Phrase(
                "So that we do not suggest what you already have.",
                "Pour ne pas vous proposer ce que vous avez déjà.",
            ),
        ),
        "led_lighting": QuestionWords(
            legend=Phrase("Are most of your bulbs LED?", "La plupart de vos ampoules sont-elles au DEL?"),
            help=Phrase(
                "So that we do not suggest what you already have.",
                "Pour ne pas vous proposer ce que vous avez déjà.",
            ),
        ),
        "goal": QuestionWords(
            legend=Phrase("What matters most to you?", "Qu’est-ce qui compte le plus pour vous?"),
            help=Phrase(
                "It changes the order of the advice and never the numbers.",
                "Cela change l’ordre des conseils, jamais les chiffres.",
            ),
        ),
        "budget_cad": QuestionWords(
            legend=Phrase("About how much could you spend on work?", "Combien pourriez-vous dépenser, à peu près?"),
            hint=Phrase("You can leave this out.", "Vous pouvez ne pas répondre."),
            help=Phrase(
                "It helps your coach keep the plan within reach.",
                "Cela aide votre coach à garder le plan à votre portée.",
            ),
        ),
    }
)
"""By the name of the fact a question fills."""
