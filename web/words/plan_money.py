"""The words of a whole plan's money: whether bills are no higher, what the plan hangs on, and what can be tried."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

FINDING: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "yes": Phrase(
            "Your bills are likely lower from the first year", "Vos factures baissent sans doute dès la première année"
        ),
        "maybe": Phrase(
            "Your bills may be lower from the first year", "Vos factures baisseront peut-être dès la première année"
        ),
        "no": Phrase("Your bills are not lower in the first year", "Vos factures ne baissent pas la première année"),
    }
)
WITH_LOAN: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "yes": Phrase(
            "With this loan, you likely pay no more each year", "Avec ce prêt, vous ne payez sans doute pas plus par an"
        ),
        "maybe": Phrase(
            "With this loan, you may or may not pay more each year", "Avec ce prêt, vous paierez peut-être plus par an"
        ),
        "no": Phrase("With this loan, you pay more each year", "Avec ce prêt, vous payez plus par an"),
    }
)
CHANCE: Final = Phrase(
    "Bills and loan together are no higher than today in about {count} of 100 cases.",
    "Factures et prêt ensemble ne dépassent pas ceux d’aujourd’hui dans environ {count} cas sur 100.",
)
CHANCE_BILLS: Final = Phrase(
    "Bills are no higher than today in about {count} of 100 cases. What you pay at the start is not in this.",
    "Les factures ne dépassent pas celles d’aujourd’hui dans environ {count} cas sur 100. Ce que vous payez au début "
    "n’y est pas.",
)
ANSWERS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {"yes": Phrase("Yes", "Oui"), "maybe": Phrase("Maybe", "Peut-être"), "no": Phrase("No", "Non")}
)
WORST_LOSS: Final = Phrase("you lose {amount} in all", "vous perdez {amount} en tout")
WORST_GAIN: Final = Phrase("you gain only {amount} in all", "vous gagnez seulement {amount} en tout")
AT_THE_START: Final = Phrase("You pay at the start", "Vous payez au début")
BACK_AFTER: Final = Phrase("Pays back", "Se rembourse")
GAIN: Final = Phrase("Gain or loss over its life", "Gain ou perte pendant sa vie")
GAIN_NOTE: Final = Phrase(
    "in today’s dollars, 2\u00a0% a year discounted, prices as today",
    "en dollars d’aujourd’hui, actualisés de 2\u00a0% par an, prix inchangés",
)
START_NOTE: Final = Phrase("typical prices, after rebates", "prix typiques, après remises")
NOT_AT_ALL: Final = Phrase("does not pay back", "ne se rembourse pas")

MONTHS_SAID: Final = Phrase("The first year, month by month", "La première année, mois par mois")
MONTHS_CAPTION: Final = Phrase(
    "What you pay less each month than today. Eight times in ten it lies within the bar.",
    "Ce que vous payez de moins qu’aujourd’hui chaque mois. Huit fois sur dix, c’est dans la barre.",
)
MONTHS_CAPTION_LOAN: Final = Phrase(
    "What you pay less each month than today, after the loan’s payment. Eight times in ten it lies within the bar.",
    "Ce que vous payez de moins qu’aujourd’hui chaque mois, après le paiement du prêt. Huit fois sur dix, c’est dans "
    "la barre.",
)
YEARS_HEADING: Final = Phrase("In hand after each year", "En main après chaque année")
YEARS_CAPTION: Final = Phrase(
    "All that was saved and given so far, less all that was paid. The hatched part is still to come back.",
    "Tout ce qui a été épargné et reçu, moins tout ce qui a été payé. La partie hachurée reste à récupérer.",
)
YEARS_SAID: Final = Phrase("After {years} years: {amount}.", "Après {years} ans\u00a0: {amount}.")
START: Final = Phrase("At the start", "Au début")
AFTER: Final = Phrase("After year {year}", "Après l’an {year}")

HANGS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "price_electricity": Phrase("Price of power", "Prix de l’électricité"),
        "price_natural_gas": Phrase("Price of gas", "Prix du gaz"),
        "price_oil": Phrase("Price of oil", "Prix du mazout"),
        "price_propane": Phrase("Price of propane", "Prix du propane"),
        "price_wood": Phrase("Price of wood", "Prix du bois"),
        "realised_savings": Phrase("Savings that come true", "Économies qui se réalisent"),
        "cost_of_work": Phrase("Cost of the work", "Prix des travaux"),
    }
)
"""What a plan hangs on, by coach.advising.plan_money_types.Hangs.on."""
LESS: Final = Phrase("{percent}\u00a0% less", "{percent}\u00a0% de moins")
MORE: Final = Phrase("{percent}\u00a0% more", "{percent}\u00a0% de plus")
FROM_TO: Final = Phrase("tried: {low} to {high}", "essayé: {low} à {high}")
AS_EXPECTED: Final = Phrase("as expected", "comme prévu")

BUDGET: Final = Phrase("Most you want to pay", "Le plus que vous voulez payer")
GOAL: Final = Phrase("What matters most", "Ce qui compte le plus")
POWER: Final = Phrase("Price of power", "Prix de l’électricité")
AS_TODAY: Final = Phrase("as today", "comme aujourd’hui")
AS_I_SAID: Final = Phrase("as I said", "comme je l’ai dit")
RATE: Final = Phrase("Loan: interest a year", "Prêt\u00a0: intérêt par an")
YEARS: Final = Phrase("Loan: years to pay it back", "Prêt\u00a0: années de remboursement")
AMOUNT: Final = Phrase("Loan: amount", "Prêt\u00a0: montant")
AMOUNT_HINT: Final = Phrase("Empty: what you pay at the start.", "Vide\u00a0: ce que vous payez au début.")
WRONG_SUM: Final = Phrase("Write dollars from 0 to 1,000,000.", "Écrivez des dollars, de 0 à 1\u00a0000\u00a0000.")
WRONG_RATE: Final = Phrase(
    "Write a yearly rate from 0 to 60, such as 6.5.", "Écrivez un taux annuel de 0 à 60, comme 6,5."
)
WRONG_YEARS: Final = Phrase("Write whole years from 1 to 40.", "Écrivez des années entières, de 1 à 40.")

BORROWED: Final = Phrase("You borrow", "Vous empruntez")
A_MONTH: Final = Phrase("You pay each month", "Vous payez chaque mois")
INTEREST: Final = Phrase("Interest in all", "Intérêts en tout")
IN_ALL: Final = Phrase("Paid in all", "Payé en tout")
