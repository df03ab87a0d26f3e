"""The words of an offer's terms for its lender and for programme staff."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

KIND: Final = Phrase("Kind", "Genre")
NAME_EN: Final = Phrase("Name in English", "Nom en anglais")
NAME_FR: Final = Phrase("Name in French", "Nom en français")
PAYMENTS: Final = Phrase("How often", "Fréquence")
COMPOUNDING: Final = Phrase("Interest is added", "L’intérêt s’ajoute")
COMPOUNDED: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "each_payment": Phrase("with each payment", "à chaque versement"),
        "half_yearly": Phrase("twice a year", "deux fois par an"),
        "yearly": Phrase("once a year", "une fois par an"),
    }
)
AMOUNT: Final = Phrase("Amount", "Montant")
WHERE: Final = Phrase("Where", "Où")
EVERYWHERE: Final = Phrase("everywhere in the region", "partout dans la région")
WORK: Final = Phrase("For which work", "Pour quels travaux")
ANY: Final = Phrase("any work of a plan", "tous les travaux d’un plan")
WHO: Final = Phrase("Who may ask", "Qui peut la demander")
OWNERS: Final = Phrase("owners", "propriétaires")
TENANTS: Final = Phrase("tenants", "locataires")
BOTH: Final = Phrase("owners and tenants", "propriétaires et locataires")
LOW_INCOME: Final = Phrase("lower incomes only", "revenus modestes seulement")
VALID: Final = Phrase("In force", "En vigueur")
SINCE: Final = Phrase("from {day}", "à partir du {day}")
PAGE: Final = Phrase("Page", "Page")
FROM_TO: Final = Phrase("{low} to {high}", "{low} à {high}")
VARIABLE: Final = Phrase("{rate}, can change", "{rate}, peut changer")
ADMIN: Final = Phrase("administration {cad}", "administration {cad}")
ADMIN_SHARE: Final = Phrase("administration {percent} %", "administration {percent} %")
REGISTRATION: Final = Phrase("registration {cad}", "inscription {cad}")
NO_FEES: Final = Phrase("none", "aucuns")
PAID_AT_START: Final = Phrase("the household pays at the start", "le ménage paie au début")
PAID_ADDED: Final = Phrase("lent along", "ajoutés au prêt")
PAID_BY_LENDER: Final = Phrase("the lender pays", "le prêteur paie")
