"""What can be said of a whole plan's money: when it would turn into a loss, and what its trace's lines are called."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


_FUELS = {
    "electricity": ("power", "l’électricité", "kWh"),
    "natural_gas": ("gas", "le gaz", "m³"),
    "oil": ("oil", "le mazout", "L"),
    "propane": ("propane", "le propane", "L"),
    "wood": ("wood", "le bois", "cord"),
}
_CORD_FR = {"cord": "la corde"}

LOSES_BELOW_PRICE = {
    fuel: _note(
        f"plan_money.loses_below_{fuel}",
        f"More likely than not it would lose money if {en} cost less than {{needed}} cents per {unit} for good; today "
        "it costs about {now}.",
        f"Il ferait sans doute perdre de l’argent si {fr} coûtait pour de bon moins de {{needed}} cents "
        f"{_CORD_FR.get(unit, 'le ' + unit)}; c’est environ {{now}} aujourd’hui.",
    )
    for fuel, (en, fr, unit) in _FUELS.items()
}
LOSES_ABOVE_PRICE = {
    fuel: _note(
        f"plan_money.loses_above_{fuel}",
        f"More likely than not it would lose money if {en} cost more than {{needed}} cents per {unit} for good; today "
        "it costs about {now}.",
        f"Il ferait sans doute perdre de l’argent si {fr} coûtait pour de bon plus de {{needed}} cents "
        f"{_CORD_FR.get(unit, 'le ' + unit)}; c’est environ {{now}} aujourd’hui.",
    )
    for fuel, (en, fr, unit) in _FUELS.items()
}
PAYS_ABOVE_PRICE = {
    fuel: _note(
        f"plan_money.pays_above_{fuel}",
        f"It more likely loses than gains today; it would gain if {en} cost more than {{needed}} cents per {unit} for "
        "good, not about {now}.",
        f"Aujourd’hui il coûte sans doute plus qu’il ne rapporte; il rapporterait si {fr} coûtait pour de bon plus de "
        f"{{needed}} cents {_CORD_FR.get(unit, 'le ' + unit)}, au lieu d’environ {{now}}.",
    )
    for fuel, (en, fr, unit) in _FUELS.items()
}
PAYS_BELOW_PRICE = {
    fuel: _note(
        f"plan_money.pays_below_{fuel}",
        f"It more likely loses than gains today; it would gain if {en} cost less than {{needed}} cents per {unit} for "
        "good, not about {now}.",
        f"Aujourd’hui il coûte sans doute plus qu’il ne rapporte; il rapporterait si {fr} coûtait pour de bon moins de "
        f"{{needed}} cents {_CORD_FR.get(unit, 'le ' + unit)}, au lieu d’environ {{now}}.",
    )
    for fuel, (en, fr, unit) in _FUELS.items()
}
ANY_PRICE = _note(
    "plan_money.any_price",
    "No price of energy we looked at turns its gain into a loss.",
    "Aucun prix de l’énergie que nous avons essayé ne change son gain en perte.",
)
NO_PRICE = _note(
    "plan_money.no_price",
    "No price of energy we looked at turns its loss into a gain.",
    "Aucun prix de l’énergie que nous avons essayé ne change sa perte en gain.",
)
LOSES_BELOW_SHARE = _note(
    "plan_money.loses_below_share",
    "It would lose money if less than {percent}\u00a0% of the savings we expect came true.",
    "Il ferait perdre de l’argent si moins de {percent}\u00a0% des économies attendues se réalisaient.",
)
PAYS_ABOVE_SHARE = _note(
    "plan_money.pays_above_share",
    "It would gain only if {percent}\u00a0% of the savings we expect came true.",
    "Il rapporterait seulement si {percent}\u00a0% des économies attendues se réalisaient.",
)
ANY_SHARE = _note(
    "plan_money.any_share",
    "Even if nothing were saved, it would not cost you more than going on as you are.",
    "Même sans rien épargner, il ne vous coûterait pas plus que de continuer comme avant.",
)
NO_SHARE = _note(
    "plan_money.no_share",
    "Even several times the savings we expect would not make it gain.",
    "Même plusieurs fois les économies attendues ne le rendraient pas rentable.",
)

TRACE_BEGINS = _note("trace.plan_begins", "Begun in month ({name})", "Commencé au mois ({name})")
TRACE_STEP_COST = _note("trace.plan_cost", "Typical cost, {name}", "Coût typique, {name}")
TRACE_STEP_GIVEN = _note("trace.plan_given", "Rebates in the plan, {name}", "Remises dans le plan, {name}")
TRACE_STEP_LATER = _note(
    "trace.plan_given_after",
    "Months until rebates are paid, {name}",
    "Mois avant que les remises soient payées, {name}",
)
TRACE_STEP_SAVES = _note(
    "trace.plan_saves",
    "Added to what the steps before save a year, {name}",
    "Ajouté à ce que les étapes précédentes épargnent par an, {name}",
)
TRACE_STEP_LIFE = _note("trace.plan_life", "How long it lasts, {name}", "Durée de vie, {name}")
TRACE_SPARED = _note(
    "trace.plan_spared", "Typical cost of what need not be bought then, {name}", "Coût typique de l’achat évité, {name}"
)
TRACE_SPARED_IN = _note("trace.plan_spared_in", "When that would be due, {name}", "Quand il serait nécessaire, {name}")
TRACE_SPARED_SAVES = _note(
    "trace.plan_spared_saves",
    "What that would save a year anyway, {name}",
    "Ce que cet achat aurait épargné par an, {name}",
)
TRACE_PATH_LOW = _note("trace.plan_price_low", "Low price looked at ({name})", "Prix bas essayé ({name})")
TRACE_PATH_HIGH = _note("trace.plan_price_high", "High price looked at ({name})", "Prix élevé essayé ({name})")
TRACE_LOAN_AMOUNT = _note("trace.loan_amount", "Amount of the loan", "Montant du prêt")
TRACE_LOAN_FEES = _note("trace.loan_fees", "Fees of the loan, once", "Frais du prêt, une fois")
TRACE_LOAN_EACH = _note("trace.loan_each", "Each payment of the loan", "Chaque versement du prêt")
TRACE_LOAN_TRUE = _note("trace.loan_true", "True annual cost, fees included", "Coût annuel réel, frais compris")

CODES = (
    *(value for value in list(globals().values()) if isinstance(value, Code)),
    *LOSES_BELOW_PRICE.values(),
    *LOSES_ABOVE_PRICE.values(),
    *PAYS_ABOVE_PRICE.values(),
    *PAYS_BELOW_PRICE.values(),
)
"""Gathered by `coach.codes`."""
