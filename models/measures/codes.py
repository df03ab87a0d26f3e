"""What can be said about a measure in a home: why it fits, why it does not, what it is worth.

What stops it and what to check first: `codes_checks`.
"""

from __future__ import annotations

from models.findings import Code, Severity
from models.measures import codes_checks, codes_plan


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.WARNING, en, fr)


# Why it fits.
ATTIC_BELOW_TARGET = _note(
    "attic.below_target",
    "Your attic has about R-{r}. New homes in Ontario get R-{target}.",
    "Votre grenier a environ R-{r}. Les maisons neuves en Ontario ont R-{target}.",
)
WALLS_BELOW_TARGET = _note(
    "walls.below_target",
    "Your walls have about R-{r}. Adding insulation outside keeps more heat in.",
    "Vos murs ont environ R-{r}. De l’isolant à l’extérieur garde mieux la chaleur.",
)
WALLS_EMPTY = _note(
    "walls.likely_empty",
    "Your walls may be empty: insulation can be blown in.",
    "Vos murs sont peut-être vides\u00a0: on peut y souffler de l’isolant.",
)
BASEMENT_BELOW_TARGET = _note(
    "basement.below_target",
    "Your basement walls lose heat that insulation would keep in.",
    "Les murs de votre sous-sol perdent de la chaleur qu’un isolant garderait.",
)
AIR_LEAKS = _note(
    "air.leaks",
    "Homes like yours change about {ach50} times their air an hour in a blower door test.",
    "Les maisons comme la vôtre renouvellent leur air environ {ach50} fois par heure au test d’infiltrométrie.",
)
WINDOWS_OLD = _note(
    "windows.near_end_of_life",
    "Your windows are near the end of their life.",
    "Vos fenêtres arrivent en fin de vie.",
)
FURNACE_LOW_EFFICIENCY = _note(
    "heating.low_efficiency",
    "Your heating turns about {percent}\u00a0% of its fuel into heat. New equipment reaches about {best}\u00a0%.",
    "Votre chauffage transforme environ {percent}\u00a0% de son combustible en chaleur. Un appareil neuf atteint "
    "environ {best}\u00a0%.",
)
COSTLY_FUEL = _note(
    "heating.costly_fuel",
    "The way you heat now costs much more for the same heat than a heat pump does.",
    "Votre chauffage actuel coûte bien plus cher, pour la même chaleur, qu’une thermopompe.",
)
USES_HEATING = _note(
    "heating.large_use",
    "Heating is the largest part of what this home uses.",
    "Le chauffage est la plus grande part de la consommation de cette maison.",
)
USES_WATER = _note(
    "hot_water.use",
    "Hot water is a steady part of your bill.",
    "L’eau chaude est une part constante de votre facture.",
)
USES_PLUGS = _note(
    "electricity.use",
    "Lights and appliances use power all year.",
    "L’éclairage et les appareils consomment toute l’année.",
)
USES_COOLING = _note(
    "cooling.use",
    "Cooling adds to your electricity in summer.",
    "La climatisation s’ajoute à votre électricité en été.",
)
SUN_ON_ROOF = _note(
    "solar.yield",
    "In Durham, one kilowatt of panels makes about 1,160 kWh a year.",
    "À Durham, un kilowatt de panneaux produit environ 1\u00a0160\u00a0kWh par an.",
)
BILL_ONLY = _note(
    "bill.price_only",
    "This changes what you pay, not what you use.",
    "Cela change ce que vous payez, pas ce que vous consommez.",
)
ENABLING = _note(
    "measure.enabling",
    "This saves no energy itself. It makes other work possible.",
    "Cela n’économise pas d’énergie en soi, mais rend d’autres travaux possibles.",
)
SAFETY_ITEM = _note(
    "measure.safety",
    "This is for your health and safety, not for savings.",
    "C’est pour votre santé et votre sécurité, pas pour économiser.",
)

# Why it does not fit.
ATTIC_OTHER_BAND = _note(
    "attic.other_band",
    "Your attic starts from another level of insulation.",
    "Votre grenier part d’un autre niveau d’isolation.",
)
ATTIC_GOOD = _note(
    "attic.already_insulated",
    "Your attic is already well insulated.",
    "Votre grenier est déjà bien isolé.",
)
BASEMENT_NONE = _note("basement.none", "There is no basement to insulate.", "Il n’y a pas de sous-sol à isoler.")
BASEMENT_OTHER_STATE = _note(
    "basement.other_state",
    "Your basement walls start from another level of insulation.",
    "Les murs de votre sous-sol partent d’un autre niveau d’isolation.",
)
WALLS_FILLED = _note(
    "walls.already_filled", "Your walls already hold insulation.", "Vos murs contiennent déjà de l’isolant."
)
WINDOWS_GOOD = _note(
    "windows.already_good", "Your windows are already of this kind.", "Vos fenêtres sont déjà de ce type."
)
WINDOWS_NOT_DUE = _note(
    "windows.only_at_end_of_life",
    "New windows rarely pay for themselves in energy. Choose good ones when yours must be replaced.",
    "Des fenêtres neuves se paient rarement par l’énergie. Choisissez-en de bonnes quand il faudra les remplacer.",
)
OTHER_FUEL = _note("heating.other_fuel", "This home heats with another fuel.", "Cette maison chauffe autrement.")
NO_DUCTS = _note("heating.no_ducts", "This work needs ducts.", "Ces travaux demandent des conduits.")
HAS_DUCTS = _note(
    "heating.has_ducts",
    "This home has ducts; a heat pump through them fits better.",
    "Cette maison a des conduits; une thermopompe raccordée aux conduits convient mieux.",
)
ALREADY_HEAT_PUMP = _note(
    "heating.already_heat_pump",
    "This home already has a heat pump.",
    "Cette maison a déjà une thermopompe.",
)
ALREADY_EFFICIENT = _note(
    "heating.already_efficient", "Your heating is already efficient.", "Votre chauffage est déjà efficace."
)
NOT_DUE = _note(
    "heating.not_due",
    "Your heating is good enough to keep until it must be replaced.",
    "Votre chauffage est assez bon pour être gardé jusqu’à son remplacement.",
)
NOT_THIS_SYSTEM = _note(
    "heating.other_system", "This work is for another kind of heating.", "Ces travaux visent un autre chauffage."
)
WATER_OTHER_FUEL = _note(
    "hot_water.other_fuel", "Your water is heated with another fuel.", "Votre eau est chauffée autrement."
)
COOLING_NONE = _note(
    "cooling.none", "There is no such cooling to improve.", "Il n’y a pas de telle climatisation à améliorer."
)
ALREADY_DONE = _note("measure.already_done", "You told us this is done.", "Vous nous avez dit que c’est fait.")
VARIANT = _note(
    "measure.variant",
    "This is the same work as another line, for a home one step from your answer.",
    "Ce sont les mêmes travaux qu’une autre ligne, pour une maison à un pas de votre réponse.",
)

# What it is worth.
WORSE_OFF = _warning(
    "bill.worse_off",
    "At today’s prices this would raise your bills by about ${cad} a year.",
    "Aux prix d’aujourd’hui, vos factures augmenteraient d’environ {cad}\u00a0$ par an.",
)
NEVER_PAYS = _note(
    "payback.never",
    "At today’s prices this is unlikely to pay for itself within its life of {years} years.",
    "Aux prix d’aujourd’hui, cela a peu de chances de se payer pendant sa vie de {years} ans.",
)
SLOW_PAYBACK = _note(
    "payback.slow",
    "This may not pay for itself within its life of {years} years.",
    "Cela pourrait ne pas se payer pendant sa vie de {years} ans.",
)
BREAK_EVEN = _note(
    "heat_pump.break_even",
    "At today’s prices a heat pump must give {break_even} units of heat per unit of power to cost the same as your "
    "fuel. We expect about {expected}.",
    "Aux prix d’aujourd’hui, une thermopompe doit donner {break_even} unités de chaleur par unité d’électricité pour "
    "coûter autant que votre énergie. Nous attendons environ {expected}.",
)
GAS_KEPT = _warning(
    "bill.gas_account_kept",
    "You would still pay the fixed gas charge of about ${cad} a year, because gas does other work in the home.",
    "Vous paieriez encore les frais fixes de gaz d’environ {cad}\u00a0$ par an, car le gaz sert à autre chose.",
)
GAS_CLOSED = _note(
    "bill.gas_account_closed",
    "Closing the gas account saves its fixed charge of about ${cad} a year.",
    "Fermer le compte de gaz épargne ses frais fixes d’environ {cad}\u00a0$ par an.",
)
NET_METERING = _note(
    "solar.net_metering",
    "We count on net metering, which credits the power you send out. It cannot be joined with the solar rebate.",
    "Nous comptons sur la facturation nette, qui crédite l’électricité que vous envoyez. Elle ne se combine pas avec "
    "la remise solaire.",
)
ALTERNATIVE = _note(
    "measure.alternative",
    "Another way to do the same job suits this home better.",
    "Une autre façon de faire convient mieux à cette maison.",
)
SAVES_NOTHING = _note(
    "savings.none",
    "We expect no saving here in this home.",
    "Nous n’attendons aucune économie ici pour cette maison.",
)
FREE_PROGRAMME = _note(
    "programme.free_first",
    "You may qualify for free help with this. Ask before you pay for anything.",
    "Vous pourriez avoir droit à une aide gratuite. Renseignez-vous avant de payer.",
)

_THINGS = {
    "pool": ("a pool", "une", "piscine"),
    "second_fridge": ("a second or old fridge", "un", "deuxième ou vieux réfrigérateur"),
    "old_freezer": ("an old freezer", "un", "vieux congélateur"),
    "dehumidifier": ("a dehumidifier", "un", "déshumidificateur"),
    "crawl_space": ("a crawl space", "un", "vide sanitaire"),
    "floor_over_garage": ("a floor over a garage", "un", "plancher au-dessus d’un garage"),
    "cathedral_ceiling": ("a cathedral or flat roof", "un", "toit cathédrale ou plat"),
    "electric_dryer": ("an electric dryer", "une", "sécheuse électrique"),
    "electric_vehicle": ("an electric car", "une", "voiture électrique"),
}
ASK = {
    fact: _note(
        f"ask.{fact}",
        f"Tell us if you have {en}: then we can say what this saves.",
        f"Dites-nous si vous avez {article} {fr}\u00a0: nous pourrons alors dire ce que cela économise.",
    )
    for fact, (en, article, fr) in _THINGS.items()
}
ABSENT = {
    fact: _note(f"absent.{fact}", f"You do not have {en}.", f"Vous n’avez pas de {fr}.")
    for fact, (en, _, fr) in _THINGS.items()
}

CODES = (
    *(value for value in list(globals().values()) if isinstance(value, Code)),
    *ASK.values(),
    *ABSENT.values(),
    *codes_checks.CODES,
    *codes_plan.CODES,
)
