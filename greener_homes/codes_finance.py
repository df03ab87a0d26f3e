"""What can be wrong with an offer of money, in codes. Facts name columns and limits, never what somebody wrote."""

from __future__ import annotations

from models.findings import Code, Severity

RANGE = Code(
    "offer.range",
    Severity.REFUSAL,
    "In {column}, the smaller value is larger than the larger one.",
    "Dans {column}, la plus petite valeur dépasse la plus grande.",
)
RATE = Code(
    "offer.rate",
    Severity.REFUSAL,
    "A yearly rate is between 0 and {percent} percent: above that, the Criminal Code forbids it.",
    "Un taux annuel se situe entre 0 et {percent} pour cent\u00a0: au-delà, le Code criminel l’interdit.",
)
TERM = Code(
    "offer.term",
    Severity.REFUSAL,
    "A term is between 1 and {months} months.",
    "Une durée va de 1 à {months} mois.",
)
WHOLE_PAYMENTS = Code(
    "offer.whole_payments",
    Severity.REFUSAL,
    "The term does not hold a whole number of payments.",
    "La durée ne contient pas un nombre entier de versements.",
)
AMOUNT = Code(
    "offer.amount",
    Severity.REFUSAL,
    "An amount is above 0 and at most {cad} dollars.",
    "Un montant est supérieur à 0 et d’au plus {cad} dollars.",
)
FEES = Code(
    "offer.fees",
    Severity.REFUSAL,
    "The fees are more than half of the smallest amount.",
    "Les frais dépassent la moitié du plus petit montant.",
)
SECURITY = Code(
    "offer.security",
    Severity.REFUSAL,
    "This security does not go with this kind of offer.",
    "Cette garantie ne va pas avec ce genre d’offre.",
)
TENANTS = Code(
    "offer.tenants",
    Severity.REFUSAL,
    "A local improvement charge is on the property tax bill: tenants cannot take it.",
    "Une redevance d’amélioration locale figure sur l’impôt foncier\u00a0: un locataire ne peut pas la prendre.",
)
NOBODY = Code(
    "offer.nobody",
    Severity.REFUSAL,
    "Say who may apply: owners, tenants or both.",
    "Dites qui peut la demander\u00a0: propriétaires, locataires ou les deux.",
)
EARLY = Code(
    "offer.early",
    Severity.REFUSAL,
    "Early repayment that costs months of interest or a percentage needs its number in early_amount; other kinds "
    "have none.",
    "Un remboursement anticipé qui coûte des mois d’intérêt ou un pourcentage exige son nombre dans "
    "early_amount\u00a0; les autres n’en ont pas.",
)
FUTURE = Code(
    "offer.future",
    Severity.REFUSAL,
    "These terms are stated at a moment that has not come yet.",
    "Ces conditions sont énoncées à un moment qui n’est pas encore venu.",
)
KIND = Code(
    "offer.kind",
    Severity.REFUSAL,
    "Your organisation cannot offer this kind of money: utilities offer on-bill repayment, municipalities local "
    "improvement charges, lenders loans and such charges.",
    "Votre organisation ne peut pas offrir ce genre de financement\u00a0: les services publics offrent le "
    "remboursement sur facture, les municipalités les redevances d’améliorations locales, les prêteurs des prêts et de "
    "telles redevances.",
)
SAME_MOMENT = Code(
    "offer.same_moment",
    Severity.REFUSAL,
    "Other terms of this offer are stated at the same moment. Give the newer ones a later stated_at.",
    "D’autres conditions de cette offre portent le même moment. Donnez aux plus récentes un stated_at plus tardif.",
)
TOO_MANY = Code(
    "offer.too_many",
    Severity.REFUSAL,
    "One organisation has at most {most} offers. Withdraw some, or use their keys again.",
    "Une organisation a au plus {most} offres. Retirez-en, ou réutilisez leurs clés.",
)
CODES = (
    RANGE,
    RATE,
    TERM,
    WHOLE_PAYMENTS,
    AMOUNT,
    FEES,
    SECURITY,
    TENANTS,
    NOBODY,
    EARLY,
    FUTURE,
    KIND,
    SAME_MOMENT,
    TOO_MANY,
)
