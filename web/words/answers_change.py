"""What each answer changes, in one honest sentence beside its question. Names are those of the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

CHANGES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "municipality": Phrase(
            "It sets whose weather and delivery charges we use, and which local money you can get.",
            "Cela fixe la météo et les frais de livraison utilisés, et l’aide locale à laquelle vous avez droit.",
        ),
        "dwelling_type": Phrase(
            "It sets how much heat your walls can lose, and so what every job on them saves.",
            "Cela fixe la chaleur que vos murs peuvent perdre, et donc ce que chaque travail y économise.",
        ),
        "year_built": Phrase(
            "It sets what we think of your walls, attic and air leaks until somebody looks.",
            "Cela fixe ce que nous pensons des murs, du grenier et des fuites d’air avant qu’on y regarde.",
        ),
        "storeys": Phrase(
            "It splits your area between roof and walls: a low house has more roof to insulate.",
            "Cela partage votre surface entre toit et murs: une maison basse a plus de toit à isoler.",
        ),
        "heated_area_m2": Phrase(
            "It scales what every job on the house saves and costs. Few answers change your list more.",
            "Cela met à l’échelle l’économie et le coût de chaque travail. Peu de réponses changent plus votre liste.",
        ),
        "tenure": Phrase(
            "It decides what else we ask, and which jobs need your landlord’s yes.",
            "Cela décide de la suite des questions, et des travaux qui demandent l’accord du propriétaire.",
        ),
        "heating_fuel": Phrase(
            "It sets what a unit of heat costs you, and which rebates are open to you.",
            "Cela fixe ce que vous coûte une unité de chaleur, et les remises qui vous sont ouvertes.",
        ),
        "heating_system": Phrase(
            "It decides which heat pumps and controls fit your home.",
            "Cela décide des thermopompes et des commandes qui conviennent à votre maison.",
        ),
        "heating_year": Phrase(
            "It tells us when the old one is due, and so whether to plan for a new one now.",
            "Cela nous dit quand l’ancien appareil arrive au bout, et donc s’il faut prévoir le prochain.",
        ),
        "hot_water_fuel": Phrase(
            "It decides which water heaters are on your list.",
            "Cela décide des chauffe-eau de votre liste.",
        ),
        "cooling": Phrase(
            "It decides whether a heat pump would replace an air conditioner or add to your bill in summer.",
            "Cela décide si une thermopompe remplacerait un climatiseur ou ajouterait à votre facture d’été.",
        ),
        "price_plan": Phrase(
            "It sets what each hour of power costs you, and whether another plan would cost less.",
            "Cela fixe ce que vous coûte chaque heure d’électricité, et si un autre tarif coûterait moins.",
        ),
        "attic_r": Phrase(
            "It decides whether attic work is on your list, and how much it can save.",
            "Cela décide si le grenier est sur votre liste, et combien ce travail peut économiser.",
        ),
        "basement_insulation": Phrase(
            "It decides whether the basement walls are on your list.",
            "Cela décide si les murs du sous-sol sont sur votre liste.",
        ),
        "window_type": Phrase(
            "It decides whether new windows are worth a look, or yours should stay.",
            "Cela décide si de nouvelles fenêtres valent la peine, ou si les vôtres peuvent rester.",
        ),
        "vermiculite": Phrase(
            "A yes puts a lab test before any attic work.",
            "Un oui place une analyse en laboratoire avant tout travail au grenier.",
        ),
        "knob_and_tube": Phrase(
            "A yes puts an electrician before any work on the attic or the walls.",
            "Un oui place un électricien avant tout travail au grenier ou aux murs.",
        ),
        "occupants": Phrase(
            "It sets how much hot water you use, and so what a shower head or a tank can save.",
            "Cela fixe votre eau chaude, et donc ce que peuvent économiser une pomme de douche ou un réservoir.",
        ),
        "setpoint_day_c": Phrase(
            "It sets how much heat your home asks for, and so what every job on it saves.",
            "Cela fixe la chaleur que demande la maison, et donc ce que chaque travail économise.",
        ),
        "setpoint_night_c": Phrase(
            "It decides how much is left to gain by turning the heat down at night.",
            "Cela décide de ce qu’il reste à gagner en baissant le chauffage la nuit.",
        ),
        "smart_thermostat": Phrase(
            "A yes takes a new thermostat off your list.",
            "Un oui retire le nouveau thermostat de votre liste.",
        ),
        "led_lighting": Phrase(
            "A yes takes new bulbs off your list.",
            "Un oui retire les nouvelles ampoules de votre liste.",
        ),
        "goal": Phrase(
            "It sets the order of your list, more than any other answer. It never changes the numbers.",
            "Cela fixe l’ordre de votre liste, plus que toute autre réponse. Les chiffres, jamais.",
        ),
        "budget_cad": Phrase(
            "What costs more than this comes later on your list.",
            "Ce qui coûte plus vient plus loin sur votre liste.",
        ),
        "moved_in": Phrase(
            "We keep no reading from before that day, because it belongs to whoever lived here then.",
            "Nous ne gardons aucun relevé d’avant ce jour, car il appartient à ceux qui y vivaient alors.",
        ),
    }
)
"""By the name of the fact a question fills, and the day of moving in."""
