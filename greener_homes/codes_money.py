"""What can be doubted about prices and costs: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

ELECTRICITY_OLDER = Code(
    "price.electricity_older_than_date",
    Severity.WARNING,
    "We used the electricity prices that started on {effective_from}. We know they held until {known_until}; "
    "newer prices may apply on {on}.",
    "Nous avons utilisé les prix de l’électricité en vigueur depuis le {effective_from}. Nous savons qu’ils étaient "
    "valables jusqu’au {known_until}; de nouveaux prix peuvent s’appliquer le {on}.",
)
GAS_OLDER = Code(
    "price.gas_older_than_date",
    Severity.WARNING,
    "We used the gas prices that started on {effective_from}. We know they held until {known_until}; newer prices "
    "may apply on {on}.",
    "Nous avons utilisé les prix du gaz en vigueur depuis le {effective_from}. Nous savons qu’ils étaient valables "
    "jusqu’au {known_until}; de nouveaux prix peuvent s’appliquer le {on}.",
)
DELIVERY_STAND_IN = Code(
    "price.delivery_stand_in",
    Severity.WARNING,
    "We do not hold {distributor}’s own delivery prices yet, so typical ones stand in. The fixed part of the bill "
    "may differ by a few dollars a month; the cost of one kWh more or less hardly does.",
    "Nous n’avons pas encore les prix de livraison de votre distributeur ({distributor}); des prix typiques les "
    "remplacent. La partie fixe de la facture peut différer de quelques dollars par mois, mais le coût d’un kWh de "
    "plus ou de moins change à peine.",
)
GENERAL_RANGE = Code(
    "price.general_range",
    Severity.WARNING,
    "We found no recent price for this fuel, so we used a general range for {as_of}. The price on your last invoice "
    "is better: tell us and we will use it.",
    "Nous n’avons pas trouvé de prix récent pour ce combustible et avons utilisé une fourchette générale pour "
    "{as_of}. Le prix de votre dernière facture est meilleur\u00a0: donnez-le-nous et nous l’utiliserons.",
)
UNCITED_PRICE = Code(
    "price.uncited",
    Severity.NOTE,
    "Some of the prices used for this date come from general knowledge, not from a document we saw.",
    "Certains des prix utilisés pour cette date viennent de connaissances générales et non d’un document consulté.",
)
NO_PRICE = Code(
    "price.no_price_for_date",
    Severity.REFUSAL,
    "We hold no price for this on {on}. Choose a later date.",
    "Nous n’avons pas de prix pour le {on}. Choisissez une date plus récente.",
)
NO_DISTRIBUTOR = Code(
    "price.distributor_unknown",
    Severity.REFUSAL,
    "We do not know the electricity distributor “{distributor}”. Choose one from the list.",
    "Nous ne connaissons pas le distributeur d’électricité «\u00a0{distributor}\u00a0». Choisissez-en un "
    "dans la liste.",
)

COST_UNCITED = Code(
    "cost.uncited",
    Severity.NOTE,
    "This cost is a general range for Ontario in {year}. Only quotes from contractors can tell the price of your job.",
    "Ce coût est une fourchette générale pour l’Ontario en {year}. Seules des soumissions d’entrepreneurs diront le "
    "prix de vos travaux.",
)

CODES = (
    ELECTRICITY_OLDER,
    GAS_OLDER,
    DELIVERY_STAND_IN,
    GENERAL_RANGE,
    UNCITED_PRICE,
    NO_PRICE,
    NO_DISTRIBUTOR,
    COST_UNCITED,
)
