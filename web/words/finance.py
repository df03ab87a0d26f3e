"""The words of ways to pay: what an offer is, what it costs, what it asks, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

KINDS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "loan": Phrase("Loan", "Prêt"),
        "on_bill": Phrase("Paid with your utility bill", "Payé avec votre facture de services publics"),
        "local_improvement_charge": Phrase("Paid with your property tax", "Payé avec votre impôt foncier"),
    }
)
"""By greener_homes.finance_offers_terms.FinanceKind."""
EACH: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "weekly": Phrase("You pay each week", "Vous payez chaque semaine"),
        "every_two_weeks": Phrase("You pay every two weeks", "Vous payez toutes les deux semaines"),
        "monthly": Phrase("You pay each month", "Vous payez chaque mois"),
        "yearly": Phrase("You pay each year", "Vous payez chaque année"),
    }
)
"""By PaymentFrequency."""
EACH_BY_COUNT: Final[Mapping[int, str]] = MappingProxyType(
    {52: "weekly", 26: "every_two_weeks", 12: "monthly", 1: "yearly"}
)
LIKELY: Final = Phrase("Likely", "Probable")
MAYBE: Final = Phrase("Maybe", "Peut-être")
TRUE_COST: Final = Phrase("True annual cost", "Coût annuel réel")
TRUE_NOTE: Final = Phrase(
    "interest and fees together, a year, as Canadian law counts it",
    "intérêts et frais ensemble, par an, comme la loi canadienne les compte",
)
NOTHING_EXTRA: Final = Phrase("it costs nothing extra", "cela ne coûte rien de plus")
IN_ALL: Final = Phrase("Paid in all", "Payé en tout")
EXTRA: Final = Phrase("{cad} more than you borrow", "{cad} de plus que l’emprunt")
HOW_LONG: Final = Phrase("How long", "Durée")
BORROWED: Final = Phrase("You borrow", "Vous empruntez")
YEARS: Final = Phrase("{years} years", "{years} ans")
A_YEAR: Final = Phrase("1 year", "1 an")
MONTHS: Final = Phrase("{months} months", "{months} mois")
A_MONTH: Final = Phrase("1 month", "1 mois")
RATE: Final = Phrase("Interest a year", "Intérêt par an")
PERCENT: Final = Phrase("{percent} %", "{percent} %")
PERCENTS: Final = Phrase("{low} to {high} %", "{low} à {high} %")
FEES: Final = Phrase("Fees", "Frais")
NO_FEES: Final = Phrase("none for you", "aucuns pour vous")
FEES_AT_START: Final = Phrase("{cad} at the start", "{cad} au début")
FEES_ADDED: Final = Phrase("{cad}, lent along", "{cad}, ajoutés au prêt")
EARLY: Final = Phrase("If you pay it back early", "Si vous remboursez plus tôt")
EARLY_WORDS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "free": Phrase("any time, at no cost", "n’importe quand, sans frais"),
        "months_of_interest": Phrase("costs {much} months of interest", "coûte {much} mois d’intérêt"),
        "percent_of_owed": Phrase("costs {much} % of what is left", "coûte {much} % de ce qui reste"),
        "not_possible": Phrase("not possible", "pas possible"),
    }
)
HALFWAY: Final = Phrase("All of it after half the time", "Tout après la moitié du temps")
HALFWAY_SAID: Final = Phrase(
    "{spared} of interest spared, {penalty} to pay for it", "{spared} d’intérêts évités, {penalty} à payer pour cela"
)
MOVING: Final = Phrase("If you move", "Si vous déménagez")
MOVING_WORDS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "settled": Phrase("it is paid back then", "la somme due se rembourse alors"),
        "stays_with_home": Phrase(
            "it stays with the home: whoever lives there next pays on",
            "la somme due reste avec le logement\u00a0: le suivant continue de payer",
        ),
        "follows_borrower": Phrase("it goes with you", "la somme due vous suit"),
    }
)
MOVING_SENTENCE: Final = Phrase("If you move: {what}.", "Si vous déménagez\u00a0: {what}.")
MOVING_UNSAID: Final = Phrase(
    "no offer says it, so ask before you move", "aucune offre ne le dit\u00a0: demandez avant de déménager"
)
SECURITY: Final = Phrase("What stands behind it", "Ce qui la garantit")
SECURITY_WORDS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "none": Phrase("nothing of yours", "rien de vos biens"),
        "lien": Phrase("a lien on your home", "un privilège sur votre logement"),
        "property_tax_bill": Phrase("your property tax bill", "votre compte d’impôt foncier"),
        "utility_bill": Phrase("your utility bill", "votre facture de services publics"),
    }
)
UNTIL: Final = Phrase("Offered until", "Offert jusqu’au")
GONE: Final = Phrase(
    "That offer is no longer there. Choose another one.", "Cette offre n’existe plus. Choisissez-en une autre."
)
YEARS_HINT: Final = Phrase("With the offer you chose, if it has them.", "Avec l’offre choisie, si elle les permet.")
