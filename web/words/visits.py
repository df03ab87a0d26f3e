"""A visit in words: parts of the home, what is seen there, what is measured, who does the next step."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

PARTS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "attic": Phrase("Attic", "Grenier"),
        "walls": Phrase("Walls", "Murs"),
        "windows": Phrase("Windows and doors", "Fenêtres et portes"),
        "basement": Phrase("Basement", "Sous-sol"),
        "heating": Phrase("Heating and cooling", "Chauffage et climatisation"),
        "hot_water": Phrase("Hot water", "Eau chaude"),
        "ventilation": Phrase("Air leaks and ventilation", "Fuites d’air et ventilation"),
        "panel": Phrase("Electrical panel", "Panneau électrique"),
        "safety": Phrase("Moisture and safety", "Humidité et sécurité"),
    }
)
"""The parts of a home, in the order of the walk."""

SEEN: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "attic.thin": Phrase("Thin insulation", "Isolant mince"),
        "attic.patchy": Phrase("Patchy insulation", "Isolant inégal"),
        "attic.well_insulated": Phrase("Well insulated", "Bien isolé"),
        "attic.hatch_leaks": Phrase("The hatch leaks air", "La trappe laisse passer l’air"),
        "attic.frost_or_stains": Phrase("Frost or water stains", "Givre ou taches d’eau"),
        "attic.vents_blocked": Phrase("Roof vents blocked", "Aérations du toit bouchées"),
        "walls.drafts": Phrase("Drafts at outlets or trim", "Courants d’air aux prises ou aux moulures"),
        "walls.cold_to_touch": Phrase("Cold to the touch", "Froids au toucher"),
        "walls.insulation_seen": Phrase("Insulation seen", "Isolant vu"),
        "walls.no_insulation_seen": Phrase("No insulation found", "Aucun isolant trouvé"),
        "walls.damp_marks": Phrase("Damp marks", "Traces d’humidité"),
        "windows.drafts": Phrase("Drafts around frames", "Courants d’air autour des cadres"),
        "windows.fogged": Phrase("Fog between the panes", "Buée entre les vitres"),
        "windows.frames_worn": Phrase("Frames worn", "Cadres usés"),
        "windows.good_order": Phrase("In good order", "En bon état"),
        "basement.bare_walls": Phrase("Bare walls", "Murs nus"),
        "basement.header_open": Phrase("Header not insulated", "Solive de rive sans isolant"),
        "basement.cracks": Phrase("Cracks", "Fissures"),
        "basement.finished": Phrase("Finished rooms", "Pièces finies"),
        "basement.good_order": Phrase("In good order", "En bon état"),
        "heating.near_its_end": Phrase("Near the end of its life", "Près de sa fin de vie"),
        "heating.ducts_leak": Phrase("Ducts leak", "Conduits qui fuient"),
        "heating.filter_dirty": Phrase("Dirty filter", "Filtre sale"),
        "heating.rooms_uneven": Phrase("Some rooms too cold or too warm", "Des pièces trop froides ou trop chaudes"),
        "heating.serviced": Phrase("Serviced every year", "Entretenu chaque année"),
        "hot_water.near_its_end": Phrase("Near the end of its life", "Près de sa fin de vie"),
        "hot_water.rusty": Phrase("Rust or leaks", "Rouille ou fuites"),
        "hot_water.pipes_bare": Phrase("Bare hot pipes", "Tuyaux chauds sans isolant"),
        "hot_water.rented": Phrase("Rented", "En location"),
        "hot_water.good_order": Phrase("In good order", "En bon état"),
        "ventilation.fans_weak": Phrase("Fans move little air", "Ventilateurs faibles"),
        "ventilation.fans_good": Phrase("Fans work well", "Ventilateurs efficaces"),
        "ventilation.hrv_runs": Phrase("Heat recovery unit runs", "Échangeur d’air en marche"),
        "ventilation.hrv_off": Phrase("Heat recovery unit is off", "Échangeur d’air arrêté"),
        "ventilation.dryer_inside": Phrase("Dryer blows indoors", "Sécheuse qui souffle à l’intérieur"),
        "panel.full": Phrase("No free space", "Aucun espace libre"),
        "panel.room_for_more": Phrase("Room for more circuits", "De la place pour d’autres circuits"),
        "panel.fuses": Phrase("Fuses instead of breakers", "Des fusibles, pas de disjoncteurs"),
        "panel.aluminium_wires": Phrase("Aluminium wiring", "Fils d’aluminium"),
        "safety.mould": Phrase("Mould", "Moisissure"),
        "safety.standing_water": Phrase("Standing water", "Eau stagnante"),
        "safety.backdraft": Phrase("Soot, or exhaust coming back", "Suie, ou gaz de combustion refoulés"),
        "safety.no_co_alarm": Phrase("No carbon monoxide alarm", "Pas d’avertisseur de monoxyde de carbone"),
        "safety.smell_of_gas": Phrase("Smell of gas", "Odeur de gaz"),
        "safety.old_tiles_or_wrap": Phrase(
            "Old tiles or pipe wrap that may hold asbestos", "Vieux carreaux ou gaines, amiante possible"
        ),
    }
)
"""What can be seen, by part and choice."""

FIELDS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "held_on": Phrase("Day", "Jour"),
        "attic_depth": Phrase("Depth of the insulation", "Épaisseur de l’isolant"),
        "attic_material": Phrase("Kind of insulation", "Genre d’isolant"),
        "attic_value": Phrase("Or its value, from a label or plan", "Ou sa valeur, sur une étiquette ou un plan"),
        "wall_value": Phrase("Insulation value", "Valeur d’isolation"),
        "window_year": Phrase("Year put in", "Année de pose"),
        "heating_make": Phrase("Heating: make", "Chauffage : marque"),
        "heating_model": Phrase("Heating: model", "Chauffage : modèle"),
        "heating_year": Phrase("Heating: year", "Chauffage : année"),
        "heating_capacity": Phrase("Heating: output", "Chauffage : puissance"),
        "heating_afue": Phrase("Efficiency (AFUE)", "Rendement (AFUE)"),
        "cooling_make": Phrase("Cooling: make", "Climatisation : marque"),
        "cooling_model": Phrase("Cooling: model", "Climatisation : modèle"),
        "cooling_year": Phrase("Cooling: year", "Climatisation : année"),
        "cooling_capacity": Phrase("Cooling: output", "Climatisation : puissance"),
        "hot_water_make": Phrase("Water heater: make", "Chauffe-eau : marque"),
        "hot_water_model": Phrase("Water heater: model", "Chauffe-eau : modèle"),
        "hot_water_year": Phrase("Water heater: year", "Chauffe-eau : année"),
        "hot_water_capacity": Phrase("Water heater: input", "Chauffe-eau : puissance"),
        "blower": Phrase("Blower door, at 50 Pa", "Infiltromètre, à 50 Pa"),
        "volume_m3": Phrase("Heated volume, basement included", "Volume chauffé, sous-sol compris"),
        "panel_amps": Phrase("Main breaker", "Disjoncteur principal"),
        "summary": Phrase("What we saw, in a few sentences", "Ce que nous avons vu, en quelques phrases"),
        "changes": Phrase("What this changes in the advice", "Ce que cela change aux conseils"),
    }
)
"""What the form asks beyond facts that have a name already."""

UNITS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "cm": Phrase("cm", "cm"),
        "in": Phrase("inches", "pouces"),
        "r": Phrase("R", "R"),
        "rsi": Phrase("RSI", "RSI"),
        "btu_h": Phrase("BTU/h", "BTU/h"),
        "kw": Phrase("kW", "kW"),
        "ach50": Phrase("air changes an hour", "renouvellements à l’heure"),
        "cfm50": Phrase("CFM", "pi³/min"),
        "ls50": Phrase("L/s", "L/s"),
    }
)
SUFFIXES: Final[Mapping[str, str]] = MappingProxyType({"heating_afue": "%", "volume_m3": "m³", "panel_amps": "A"})
"""The unit of numbers that have only one."""
MATERIALS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "cellulose": Phrase("Cellulose, grey flakes", "Cellulose, flocons gris"),
        "fibreglass": Phrase("Loose fibreglass", "Fibre de verre en vrac"),
        "mineral_wool": Phrase("Mineral wool", "Laine minérale"),
        "batts": Phrase("Batts", "Matelas"),
        "vermiculite": Phrase("Vermiculite", "Vermiculite"),
        "mixed": Phrase("Several kinds", "Plusieurs genres"),
    }
)
WHO: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "household": Phrase("You, the household", "Vous, le ménage"),
        "coach": Phrase("Your coach", "Votre coach"),
        "contractor": Phrase("A contractor", "Un entrepreneur"),
        "programme": Phrase("The program", "Le programme"),
    }
)
"""Who does a next step, as the household reads it."""
CONCERN: Final = Phrase("Concern {place}", "Préoccupation {place}")
STEP_WHAT: Final = Phrase("Step {place}: what", "Étape {place} : quoi")
STEP_WHO: Final = Phrase("Step {place}: who", "Étape {place} : qui")
STEP_BY: Final = Phrase("Step {place}: by when", "Étape {place} : pour quand")
NOTE_ON: Final = Phrase("Notes: {part}", "Notes : {part}")


def part(name: str, language: str) -> str:
    """What the part of the home is called."""
    return PARTS[name](language)


def seen(name: str, choice: str, language: str) -> str:
    """What was chosen of a part, in words."""
    return SEEN[f"{name}.{choice}"](language)
