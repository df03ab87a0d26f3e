"""What can be said of a measure that is not put forward: what would have to change for it to be worth its cost."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.WARNING, en, fr)


DATA_CANNOT_SUPPORT = _warning(
    "no.data_cannot_support",
    "Your readings cannot support a number for this. It may gain or lose: ${low} to ${high} over its life.",
    "Vos relevés ne permettent pas de chiffre ici. Cela peut rapporter ou coûter\u00a0: de {low}\u00a0$ à "
    "{high}\u00a0$ sur sa vie.",
)
AT_POWER_PRICE = _note(
    "no.even_at_power_price",
    "Your bills would not rise if power cost {needed} cents per kWh or less; it costs about {now}.",
    "Vos factures n’augmenteraient pas si l’électricité coûtait {needed} cents le kWh ou moins; elle coûte environ "
    "{now}.",
)
AT_GAS_PRICE = _note(
    "no.even_at_gas_price",
    "Your bills would not rise if gas cost ${needed} per m³ or more; it costs about ${now}.",
    "Vos factures n’augmenteraient pas si le gaz coûtait {needed}\u00a0$ le m³ ou plus; il coûte environ {now}\u00a0$.",
)
AT_COP = _note(
    "no.even_at_cop",
    "Your bills would not rise if it gave {needed} units of heat per unit of power over the year; we expect about "
    "{expected}.",
    "Vos factures n’augmenteraient pas si elle donnait {needed} unités de chaleur par unité d’électricité sur l’année; "
    "nous attendons environ {expected}.",
)
NO_COP = _note(
    "no.even_at_no_cop",
    "No efficiency of the equipment would make up for the charges you would still pay.",
    "Aucun rendement de l’appareil ne compenserait les frais que vous paieriez encore.",
)
DUE_ANYWAY = _note(
    "no.due_anyway",
    "Replacing a sound one early would not pay for itself. When yours must go anyway, choose an efficient one.",
    "Remplacer d’avance un appareil sain ne se paierait pas. Quand le vôtre devra partir, choisissez-en un efficace.",
)
AT_COST = _note(
    "no.pays_at_cost",
    "It would pay for itself if you paid ${needed} or less for it; today you would pay about ${now}.",
    "Cela se paierait si vous le payiez {needed}\u00a0$ ou moins; aujourd’hui, vous paieriez environ {now}\u00a0$.",
)
AT_PRICES = _note(
    "no.pays_at_prices",
    "It would pay for itself if what it saves cost {times} times as much.",
    "Cela se paierait si l’énergie épargnée coûtait {times} fois plus cher.",
)
SAFE_AFTER = _note(
    "no.safe_after",
    "Once it is made safe, we can work it out again.",
    "Une fois le danger écarté, nous pourrons refaire le calcul.",
)

CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
"""Gathered by `coach.codes`."""
