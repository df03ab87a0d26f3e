"""What can be said of a lender's offer for one home: what is missing, what it does not pay, and what to mind."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


NEEDS_TOWN = _note(
    "finance.needs_town",
    "It is for some towns only, and we do not know yours.",
    "Elle vaut pour certaines villes seulement, et nous ne connaissons pas la vôtre.",
)
NEEDS_TENURE = _note(
    "finance.needs_tenure",
    "We do not know whether you own your home.",
    "Nous ne savons pas si vous êtes propriétaire.",
)
NEEDS_INCOME = _note(
    "finance.needs_income",
    "It is for lower incomes only, and we do not know whether yours is.",
    "Elle vaut pour les revenus modestes seulement, et nous ne savons pas si c’est votre cas.",
)
PAYS_PART = _note(
    "finance.pays_part",
    "It does not pay for all of the work: {cad} dollars are left for you to pay.",
    "Elle ne paie pas tous les travaux\u00a0: il vous reste {cad} dollars à payer.",
)
MAY_RISE = _note(
    "finance.may_rise",
    "Its rate can change. We counted with the highest one the lender names.",
    "Son taux peut changer. Nous avons compté avec le plus élevé que le prêteur annonce.",
)
RANGE = _note(
    "finance.range",
    "The lender sets your own rate between two. We counted with the higher one.",
    "Le prêteur fixe votre taux entre deux. Nous avons compté avec le plus élevé.",
)
LIEN = _note(
    "finance.lien",
    "A lien is registered on your home until it is paid back.",
    "Un privilège est inscrit sur votre logement jusqu’au remboursement.",
)
TAX_BILL = _note(
    "finance.tax_bill",
    "It is paid with your property tax. Ask what happens if you sell, and whether your mortgage lender agrees.",
    "Elle se paie avec l’impôt foncier. Demandez ce qui arrive si vous vendez, et si votre prêteur hypothécaire "
    "accepte.",
)
CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
"""Gathered by `coach.codes`."""
