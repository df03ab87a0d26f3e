"""What can be said of a bill that is not what our prices make of it: by how much, and where that may lie."""

from __future__ import annotations

from models.findings import Code, Severity

_FUELS = {
    "electricity": ("electricity", "d’électricité"),
    "natural_gas": ("gas", "de gaz"),
}
_PLANS = {
    "tou": ("time-of-use", "selon l’heure de consommation"),
    "ulo": ("ultra-low overnight", "de nuit ultra-bas"),
    "tiered": ("tiered", "par paliers"),
}


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


DISAGREES = {
    fuel: Code(
        f"bill.disagrees_{fuel}",
        Severity.WARNING,
        f"Your last {en} bill was ${{theirs}}; our prices make ${{ours}} of the same use, {{percent}}\u00a0% off. "
        "Until we know why, take dollars here with care.",
        f"Votre dernière facture {fr} était de {{theirs}}\u00a0$; nos prix donnent {{ours}}\u00a0$ pour la même "
        "consommation, {percent}\u00a0% d’écart. D’ici à savoir pourquoi, prenez les dollars avec prudence.",
    )
    for fuel, (en, fr) in _FUELS.items()
}
OLD_PRICES = _note(
    "bill.maybe_old_prices",
    "It may be the prices: the newest we hold are of {effective_from}, and were known to hold until {known_until}.",
    "Ce sont peut-être les prix\u00a0: les plus récents que nous avons datent du {effective_from} et valaient jusqu’au "
    "{known_until}.",
)
OTHER_PLAN = {
    plan: _note(
        f"bill.maybe_plan_{plan}",
        f"It may be the price plan: on the {en} plan the same use would come to ${{cad}}, close to your bill.",
        f"C’est peut-être le tarif\u00a0: au tarif {fr}, la même consommation ferait {{cad}}\u00a0$, près de votre "
        "facture.",
    )
    for plan, (en, fr) in _PLANS.items()
}
HOURS = _note(
    "bill.maybe_hours",
    "It may be the hours: at other times of day the same use costs from ${low} to ${high} on your plan.",
    "Ce sont peut-être les heures\u00a0: à d’autres moments, la même consommation coûte de {low}\u00a0$ à "
    "{high}\u00a0$ à votre tarif.",
)
DAYS = _note(
    "bill.maybe_days",
    "It may be the days: {days} days were typed. Look at the first and last day on the bill again.",
    "Ce sont peut-être les dates\u00a0: {days} jours ont été saisis. Vérifiez le premier et le dernier jour de la "
    "facture.",
)
DELIVERY = _note(
    "bill.maybe_delivery",
    "It may be the delivery charges: ${cad} of our sum are typical ones, because we do not hold your distributor’s "
    "own.",
    "C’est peut-être la livraison\u00a0: {cad}\u00a0$ de notre somme sont des frais typiques, car nous n’avons pas "
    "ceux de votre distributeur.",
)
BEFORE_TAX = _note(
    "bill.maybe_before_tax",
    "It may be the tax: without HST our sum is ${cad}, close to your bill.",
    "C’est peut-être la taxe\u00a0: sans TVH, notre somme est de {cad}\u00a0$, près de votre facture.",
)
BEFORE_REBATE = _note(
    "bill.maybe_before_rebate",
    "It may be the rebate: without the Ontario Electricity Rebate our sum is ${cad}, close to your bill.",
    "C’est peut-être la remise\u00a0: sans la remise de l’Ontario pour l’électricité, notre somme est de "
    "{cad}\u00a0$, près de votre facture.",
)
UNKNOWN = _note(
    "bill.maybe_other",
    "Nothing we tried explains it. A rental, a late payment or another charge on the bill may be in it.",
    "Rien de ce que nous avons essayé ne l’explique. Une location, un retard ou d’autres frais y sont peut-être.",
)

CODES = (
    *(value for value in list(globals().values()) if isinstance(value, Code)),
    *DISAGREES.values(),
    *OTHER_PLAN.values(),
)
"""Gathered by `greener_homes.codes`."""
