"""What stops a measure until a home is made safe, and what to check or plan before the work."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.WARNING, en, fr)


# What stops it until it is made safe.
STOP_VERMICULITE = _warning(
    "stop.vermiculite",
    "Vermiculite may hold asbestos. Do not disturb the attic until it has been tested and made safe.",
    "La vermiculite peut contenir de l’amiante. Ne touchez pas au grenier avant une analyse et des travaux sûrs.",
)
STOP_KNOB_AND_TUBE = _warning(
    "stop.knob_and_tube",
    "Old knob-and-tube wiring must be replaced before insulation touches it.",
    "L’ancien câblage sur isolateurs doit être remplacé avant que de l’isolant ne le touche.",
)
STOP_DAMP_BASEMENT = _warning(
    "stop.damp_basement",
    "A damp basement must be dried first: insulation would trap the water.",
    "Un sous-sol humide doit d’abord être asséché\u00a0: l’isolant retiendrait l’eau.",
)

# What to check first.
CHECK_VERMICULITE = _warning(
    "check.vermiculite",
    "Homes of this age may have vermiculite in the attic. Look before anyone disturbs it.",
    "Les maisons de cet âge peuvent avoir de la vermiculite au grenier. Regardez avant d’y toucher.",
)
CHECK_KNOB_AND_TUBE = _warning(
    "check.knob_and_tube",
    "Homes of this age may have live knob-and-tube wiring. Have it checked before insulating.",
    "Les maisons de cet âge peuvent avoir un câblage sur isolateurs sous tension. Faites vérifier avant d’isoler.",
)
CHECK_ATTIC = _note(
    "check.attic_ready",
    "First seal air leaks into the attic, vent bath fans outdoors and mend roof leaks.",
    "D’abord, colmatez les fuites d’air vers le grenier, dirigez dehors les ventilateurs de salle de bain et réparez "
    "le toit.",
)
CHECK_VENTILATION = _note(
    "check.ventilation",
    "A tighter home needs fresh air: check fans or a ventilator.",
    "Une maison plus étanche a besoin d’air frais\u00a0: vérifiez les ventilateurs.",
)
CHECK_RADON = _note(
    "check.radon",
    "Test for radon before and after this work.",
    "Mesurez le radon avant et après ces travaux.",
)
CHECK_SPILLAGE = _warning(
    "check.spillage",
    "A combustion safety test is needed after sealing when a fuel-burning appliance draws air from the home.",
    "Un test de sécurité de combustion est nécessaire après le colmatage si un appareil prend son air dans la maison.",
)
CHECK_DRY_BASEMENT = _note(
    "check.dry_basement",
    "The basement must be dry: mend leaks and drainage first.",
    "Le sous-sol doit être sec\u00a0: réparez d’abord les fuites et le drainage.",
)
CHECK_OLD_MATERIALS = _note(
    "check.old_materials",
    "Homes of this age may have asbestos, old foam or lead paint. Ask before work disturbs them.",
    "Les maisons de cet âge peuvent avoir de l’amiante, de la vieille mousse ou de la peinture au plomb. "
    "Renseignez-vous avant les travaux.",
)
CHECK_CAVITY = _note(
    "check.wall_cavity",
    "A contractor must confirm that the walls are empty and dry.",
    "Un entrepreneur doit confirmer que les murs sont vides et secs.",
)
CHECK_SIDING = _note(
    "check.siding_due",
    "This makes sense when the siding must be replaced anyway.",
    "Cela a du sens quand le revêtement doit être remplacé de toute façon.",
)
CHECK_HEAT_LOAD = _note(
    "check.heat_load",
    "Have the heating load worked out (CSA F280) on the improved home, so the equipment is not too big.",
    "Faites calculer la charge de chauffage (CSA F280) de la maison améliorée pour éviter un appareil trop gros.",
)
CHECK_PANEL = _note(
    "check.electrical_panel",
    "Have the electrical load worked out. A bigger panel is often not needed.",
    "Faites calculer la charge électrique. Un plus gros panneau est souvent inutile.",
)
CHECK_DUCTS = _note(
    "check.duct_capacity",
    "The ducts must carry enough air for a heat pump.",
    "Les conduits doivent laisser passer assez d’air pour une thermopompe.",
)
CHECK_ORPHAN = _warning(
    "check.orphaned_water_heater",
    "When the furnace leaves the chimney, a gas water heater left alone there can spill fumes. Plan for it.",
    "Quand la fournaise quitte la cheminée, un chauffe-eau au gaz laissé seul peut refouler ses gaz. Prévoyez-le.",
)
CHECK_FOAM = _note(
    "check.foam_covered",
    "Foam insulation indoors must be covered, with drywall for example, because it burns.",
    "L’isolant en mousse à l’intérieur doit être couvert, par exemple de plaques de plâtre, car il brûle.",
)
CHECK_LISTED = _note(
    "check.listed_model",
    "Only models on the official list count for rebates. Electrical work needs a permit.",
    "Seuls les modèles de la liste officielle donnent droit aux remises. Les travaux électriques exigent un permis.",
)
CHECK_ALUMINIUM = _warning(
    "check.aluminium_wiring",
    "Homes of this age may have aluminium wiring. Have it checked before a large new load.",
    "Les maisons de cet âge peuvent avoir un câblage en aluminium. Faites-le vérifier avant d’ajouter une charge.",
)
SIZE_LAST = _note(
    "sequence.size_last",
    "Choose the size of the panels after other work on the home has changed what it uses.",
    "Choisissez la taille des panneaux après les autres travaux, qui changent la consommation.",
)
CHECK_OIL_TANK = _note(
    "check.oil_tank",
    "The oil tank must be removed by a registered contractor.",
    "Le réservoir de mazout doit être retiré par un entrepreneur inscrit.",
)
CHECK_GROUND = _note(
    "check.ground_loop",
    "The lot must have room for drilling.",
    "Le terrain doit permettre le forage.",
)
CHECK_STACK = _note(
    "check.drain_stack",
    "There must be about 1 metre of upright drain under the shower.",
    "Il faut environ 1\u00a0mètre de tuyau vertical sous la douche.",
)
CHECK_ROOM = _note(
    "check.tank_room",
    "The tank must stand in a large enough room that stays above 10\u00a0°C.",
    "Le réservoir doit être dans une pièce assez grande qui reste au-dessus de 10\u00a0°C.",
)
CHECK_ROOF = _note(
    "check.roof",
    "The roof should be young, sound and in the sun.",
    "Le toit doit être récent, solide et au soleil.",
)
CHECK_SWITCHOVER = _note(
    "check.switchover_control",
    "The control must choose the cheaper fuel hour by hour.",
    "La commande doit choisir l’énergie la moins chère à chaque heure.",
)
CHECK_INTERVALS = _note(
    "check.interval_data",
    "Twelve months of hourly readings would tell which plan is cheapest for you.",
    "Douze mois de relevés horaires diraient quel tarif vous coûte le moins.",
)
CHECK_WATER_SAFE = _note(
    "check.water_temperature",
    "Keep stored water at 60\u00a0°C against bacteria, and mixed to 49\u00a0°C or less at the tap.",
    "Gardez l’eau stockée à 60\u00a0°C contre les bactéries, et mélangée à 49\u00a0°C ou moins au robinet.",
)
CHECK_WARM_ENOUGH = _note(
    "check.warm_enough",
    "Keep rooms at 18\u00a0°C or more for babies, older or ill people.",
    "Gardez 18\u00a0°C ou plus pour les bébés et les personnes âgées ou malades.",
)
PLAN_AHEAD = _note(
    "heating.plan_ahead",
    "Your heating or cooling is {age} years old. Get heat pump quotes before it fails.",
    "Votre chauffage ou climatisation a {age} ans. Demandez des soumissions de thermopompe avant la panne.",
)
ENVELOPE_FIRST = _note(
    "sequence.envelope_first",
    "Insulate and seal first: the equipment can then be smaller.",
    "Isolez et colmatez d’abord\u00a0: l’appareil pourra être plus petit.",
)
OWNER_CONSENT = _warning(
    "tenant.owner_consent",
    "You rent: your landlord must agree to work that stays with the building.",
    "Vous êtes locataire\u00a0: le propriétaire doit accepter les travaux qui restent au bâtiment.",
)

_GUESSED = {
    "attic_r": ("how well the attic is insulated", "l’isolation du grenier"),
    "wall_r": ("what is in the walls", "ce que contiennent les murs"),
    "basement_insulation": ("how the basement walls are insulated", "l’isolation des murs du sous-sol"),
    "window_type": ("what kind of windows you have", "le type de vos fenêtres"),
    "heating_efficiency_pct": ("how efficient your heating is", "le rendement de votre chauffage"),
    "heating_fuel": ("which fuel heats your home", "l’énergie qui chauffe votre maison"),
    "heating_system": ("what kind of heating you have", "votre type de chauffage"),
    "hot_water_fuel": ("what heats your water", "ce qui chauffe votre eau"),
    "cooling": ("what cools your home", "ce qui climatise votre maison"),
}
CHECK_FACT = {
    fact: _note(
        f"check.{fact}",
        f"We do not know {en}, so we assumed what is common. Please check it first.",
        f"Nous ne connaissons pas {fr}; nous avons supposé ce qui est courant. Vérifiez d’abord.",
    )
    for fact, (en, fr) in _GUESSED.items()
}

CODES = (*(value for value in list(globals().values()) if isinstance(value, Code)), *CHECK_FACT.values())
