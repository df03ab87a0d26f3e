"""What each fact about a home is called: nouns for lists, forms and summaries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

FACT_NAMES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "municipality": Phrase("Municipality", "Municipalité"),
        "dwelling_type": Phrase("Kind of home", "Genre de maison"),
        "year_built": Phrase("Year built", "Année de construction"),
        "storeys": Phrase("Storeys above the ground", "Étages hors du sol"),
        "heated_area_m2": Phrase("Area, without the basement", "Surface, sans le sous-sol"),
        "basement_area_m2": Phrase("Area of the basement", "Surface du sous-sol"),
        "occupants": Phrase("People at home", "Personnes à la maison"),
        "heating_fuel": Phrase("Heating energy", "Énergie de chauffage"),
        "heating_system": Phrase("Heating system", "Système de chauffage"),
        "heating_efficiency_pct": Phrase("Heating efficiency", "Rendement du chauffage"),
        "heating_year": Phrase("Heating put in", "Installation du chauffage"),
        "hot_water_fuel": Phrase("Hot water energy", "Énergie de l’eau chaude"),
        "cooling": Phrase("Cooling", "Climatisation"),
        "attic_r": Phrase("Attic insulation", "Isolant du grenier"),
        "wall_r": Phrase("Wall insulation", "Isolant des murs"),
        "basement_insulation": Phrase("Insulated basement walls", "Murs isolés au sous-sol"),
        "window_type": Phrase("Windows", "Fenêtres"),
        "ach50": Phrase("Air leakage", "Fuites d’air"),
        "setpoint_day_c": Phrase("Winter temperature by day", "Température d’hiver, le jour"),
        "setpoint_night_c": Phrase("Winter temperature at night", "Température d’hiver, la nuit"),
        "price_plan": Phrase("Electricity price plan", "Tarif d’électricité"),
        "goal": Phrase("What matters most", "Ce qui compte le plus"),
        "priorities": Phrase("What matters, in their order", "Ce qui compte, dans leur ordre"),
        "budget_cad": Phrase("Budget for work", "Budget pour les travaux"),
        "tenure": Phrase("Owned or rented", "Propriétaire ou locataire"),
        "cooling_year": Phrase("Cooling put in", "Installation de la climatisation"),
        "window_year": Phrase("Windows put in", "Pose des fenêtres"),
        "roof_year": Phrase("Roof last redone", "Dernière réfection du toit"),
        "smart_thermostat": Phrase("Smart thermostat", "Thermostat intelligent"),
        "led_lighting": Phrase("LED lighting", "Éclairage au DEL"),
        "gas_range": Phrase("Gas stove", "Cuisinière au gaz"),
        "electric_dryer": Phrase("Electric dryer", "Sécheuse électrique"),
        "second_fridge": Phrase("Second fridge", "Deuxième réfrigérateur"),
        "old_freezer": Phrase("Old freezer", "Vieux congélateur"),
        "dehumidifier": Phrase("Dehumidifier", "Déshumidificateur"),
        "pool": Phrase("Pool", "Piscine"),
        "electric_vehicle": Phrase("Electric car", "Voiture électrique"),
        "solar_panels": Phrase("Solar panels", "Panneaux solaires"),
        "crawl_space": Phrase("Crawl space", "Vide sanitaire"),
        "floor_over_garage": Phrase("Room above the garage", "Pièce au-dessus du garage"),
        "cathedral_ceiling": Phrase("Sloped ceiling or flat roof", "Plafond cathédrale ou toit plat"),
        "vermiculite": Phrase("Vermiculite in the attic", "Vermiculite au grenier"),
        "knob_and_tube": Phrase("Knob-and-tube wiring", "Câblage à boutons et à tubes"),
        "damp_basement": Phrase("Damp basement", "Sous-sol humide"),
        "energuide_rating_gj": Phrase("EnerGuide rating", "Cote ÉnerGuide"),
        "energuide_evaluated_on": Phrase("EnerGuide evaluation", "Évaluation ÉnerGuide"),
        "panel_amps": Phrase("Electrical panel", "Panneau électrique"),
        "heating_nameplate": Phrase("Heating nameplate", "Plaque du chauffage"),
        "heating_capacity_kw": Phrase("Heating output", "Puissance du chauffage"),
        "cooling_nameplate": Phrase("Cooling nameplate", "Plaque de la climatisation"),
        "cooling_capacity_kw": Phrase("Cooling output", "Puissance de la climatisation"),
        "hot_water_nameplate": Phrase("Water heater nameplate", "Plaque du chauffe-eau"),
        "hot_water_year": Phrase("Water heater put in", "Installation du chauffe-eau"),
        "hot_water_capacity_kw": Phrase("Water heater input", "Puissance du chauffe-eau"),
        "income_qualified": Phrase("Income fits the free programs", "Revenu admissible aux programmes gratuits"),
    }
)
"""By fact name."""
