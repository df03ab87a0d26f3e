"""What can be said of a plan: the work that must go with a measure, when each step comes, and what steps do to others.

Why a measure is not put forward: `codes_no`.
"""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.WARNING, en, fr)


# Work that must go with a measure.
ENABLE_DRY_FOUNDATION = _warning(
    "enable.dry_foundation",
    "Dry the basement first: mend leaks and drainage. Insulation over damp walls traps the water.",
    "Asséchez d’abord le sous-sol\u00a0: réparez les fuites et le drainage. L’isolant sur des murs humides retient "
    "l’eau.",
)
ENABLE_RADON_TEST = _note(
    "enable.radon_test",
    "Test for radon over three months, before and after this work.",
    "Mesurez le radon pendant trois mois, avant et après ces travaux.",
)
ENABLE_VENTILATION = _warning(
    "enable.ventilation",
    "Sealed this well, the home needs a quiet fan that runs all the time, or a ventilator.",
    "Aussi étanche, la maison a besoin d’un ventilateur silencieux en continu ou d’un échangeur d’air.",
)
ENABLE_SPILLAGE_TEST = _warning(
    "enable.spillage_test",
    "After sealing, have a combustion safety test done: an appliance here takes its air from the rooms.",
    "Après le colmatage, faites faire un test de sécurité de combustion\u00a0: un appareil prend son air dans les "
    "pièces.",
)
ENABLE_CHIMNEY_LINER = _warning(
    "enable.chimney_liner",
    "Line the chimney for the gas water heater that stays there alone, or replace that heater.",
    "Gainez la cheminée pour le chauffe-eau au gaz qui y reste seul, ou remplacez-le.",
)
ENABLE_HEAT_LOAD = _note(
    "enable.heat_load",
    "Have the heating load worked out (CSA F280) after the work on the building, for equipment of the right size.",
    "Faites calculer la charge de chauffage (CSA F280) après les travaux sur le bâtiment, pour un appareil de la bonne "
    "taille.",
)
ENABLE_PANEL = _note(
    "enable.panel",
    "Homes of this age often need a bigger electrical panel for a heat pump with electric backup.",
    "Les maisons de cet âge ont souvent besoin d’un plus gros panneau pour une thermopompe avec appoint électrique.",
)

# When a step comes.
WHEN_NOW = _note("when.now", "This can be done now.", "Cela peut se faire maintenant.")
WHEN_TOGETHER = _note(
    "when.together", "This goes with the step it makes possible.", "Cela accompagne l’étape que cela rend possible."
)
WHEN_HEATING_DUE = _note(
    "when.heating_due",
    "The time for this is when the heating reaches the end of its life, about {year}.",
    "Le bon moment est la fin de vie du chauffage, vers {year}.",
)
WHEN_HEATING_OVERDUE = _warning(
    "when.heating_overdue",
    "Now: the heating is {age} years old and may fail. Get quotes before it does.",
    "Maintenant\u00a0: le chauffage a {age} ans et peut tomber en panne. Demandez des soumissions avant.",
)
WHEN_HEATING_FAILS = _note(
    "when.heating_fails",
    "The time for this is when the heating must be replaced. Tell us its year and we can say about when.",
    "Le bon moment est le remplacement du chauffage. Dites-nous son année et nous dirons vers quand.",
)
WHEN_COOLING_DUE = _note(
    "when.cooling_due",
    "The time for this is when the air conditioner reaches the end of its life, about {year}.",
    "Le bon moment est la fin de vie du climatiseur, vers {year}.",
)
WHEN_COOLING_OVERDUE = _note(
    "when.cooling_overdue",
    "Now: the air conditioner is {age} years old and near its end.",
    "Maintenant\u00a0: le climatiseur a {age} ans et approche de sa fin.",
)
WHEN_COOLING_FAILS = _note(
    "when.cooling_fails",
    "The time for this is when the air conditioner must be replaced.",
    "Le bon moment est le remplacement du climatiseur.",
)
WHEN_WATER_HEATER_FAILS = _note(
    "when.water_heater_fails",
    "The time for this is when the water heater must be replaced. Tanks last about {years} years.",
    "Le bon moment est le remplacement du chauffe-eau. Un réservoir dure environ {years} ans.",
)
WHEN_WINDOWS_DUE = _note(
    "when.windows_due",
    "The time for this is when the windows reach the end of their life, about {year}.",
    "Le bon moment est la fin de vie des fenêtres, vers {year}.",
)
WHEN_WINDOWS_OVERDUE = _note(
    "when.windows_overdue",
    "Now: the windows are {age} years old.",
    "Maintenant\u00a0: les fenêtres ont {age} ans.",
)
WHEN_WINDOWS_FAIL = _note(
    "when.windows_fail",
    "The time for this is when the windows must be replaced.",
    "Le bon moment est le remplacement des fenêtres.",
)
WHEN_ROOF_DUE = _note(
    "when.roof_due",
    "The time for this is the next roof, about {year}.",
    "Le bon moment est la prochaine toiture, vers {year}.",
)
WHEN_ROOF_UNKNOWN = _note(
    "when.roof_unknown",
    "The time for this is when the roof is redone, or now if it is young.",
    "Le bon moment est la réfection du toit, ou maintenant s’il est récent.",
)
WHEN_SIDING = _note(
    "when.siding",
    "The time for this is when the siding is replaced anyway.",
    "Le bon moment est le prochain remplacement du revêtement.",
)
WHEN_APPLIANCE_FAILS = _note(
    "when.appliance_fails",
    "The time for this is when the old appliance must be replaced.",
    "Le bon moment est le remplacement de l’ancien appareil.",
)
WHEN_MONEY = _note(
    "when.money",
    "This comes in year {place} of the plan, when the yearly sum has grown to its cost.",
    "Cela vient à l’an {place} du plan, quand la somme annuelle aura atteint son coût.",
)

# What steps do to others.
WHY_OPENS = _note(
    "why.opens",
    "It makes the next step safe or possible.",
    "Cela rend l’étape suivante sûre ou possible.",
)
WHY_LOWERS_LOAD = _note(
    "why.lowers_load",
    "Heating equipment chosen later can be smaller, because less heat is lost.",
    "Le chauffage choisi plus tard pourra être plus petit, car moins de chaleur se perd.",
)
WHY_SIZED_AFTER = _note(
    "why.sized_after",
    "The steps before it cut the heat it must give by about {percent}\u00a0%, so it can be smaller.",
    "Les étapes d’avant réduisent d’environ {percent}\u00a0% la chaleur à fournir\u00a0: l’appareil peut être plus "
    "petit.",
)
WHY_SHARES = _note(
    "why.shares",
    "Alone it would spare about ${alone} a year; after the steps before it, about ${here}.",
    "Seul, cela épargnerait environ {alone}\u00a0$ par an; après les étapes d’avant, environ {here}\u00a0$.",
)
WHY_SOLAR_LAST = _note(
    "why.solar_last",
    "Last, so the roof is sized for the power the home will use by then.",
    "En dernier, pour dimensionner les panneaux selon l’électricité que la maison utilisera alors.",
)

# About the plan as a whole.
PLAN_OUT_OF_REACH = _warning(
    "roadmap.out_of_reach",
    "The work we know of would cut at most about {most}\u00a0kg a year, less than the {target}\u00a0kg aimed at.",
    "Les travaux que nous connaissons réduiraient au plus d’environ {most}\u00a0kg par an, moins que les "
    "{target}\u00a0kg visés.",
)
PLAN_EMPTY = _note(
    "roadmap.empty",
    "Nothing we know of is worth its cost in this home today.",
    "Rien de ce que nous connaissons ne vaut son coût dans cette maison aujourd’hui.",
)
PLAN_NEAR = _note(
    "roadmap.near_best",
    "There may be a plan better by at most {gap} a year. We stopped looking.",
    "Il existe peut-être un plan meilleur d’au plus {gap} par an. Nous avons arrêté de chercher.",
)
PLAN_ASSESSMENT = _warning(
    "roadmap.assessment_first",
    "Book the home energy assessment before any work: rebates counted here need it first.",
    "Réservez l’évaluation énergétique avant tout travail\u00a0: des remises comptées ici l’exigent d’abord.",
)

CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
