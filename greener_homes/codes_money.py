"""What can be doubted about prices, rebates and costs: the codes, with their sentences in both languages."""

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

INCENTIVE_VERIFY = Code(
    "incentive.verify_status",
    Severity.WARNING,
    "{programme} was open when we last checked ({last_seen}). Check that it is still open before you count on it.",
    "{programme} était ouvert lors de notre dernière vérification ({last_seen}). Vérifiez qu’il l’est toujours avant "
    "d’y compter.",
)
INCENTIVE_OPEN = Code(
    "incentive.open",
    Severity.NOTE,
    "{programme} is open, as far as we know.",
    "{programme} est ouvert, à notre connaissance.",
)
INCENTIVE_ENDS = Code(
    "incentive.ends_on",
    Severity.WARNING,
    "One source says {programme} runs only until {ends}, or until its money is spent. Check before you plan with it.",
    "Selon une source, {programme} se termine le {ends}, ou dès que son budget est épuisé. Vérifiez avant d’en tenir "
    "compte.",
)
INCENTIVE_MAY_HAVE_ENDED = Code(
    "incentive.may_have_ended",
    Severity.WARNING,
    "{programme} may have ended on {ends}. We do not count its money until someone has checked.",
    "{programme} a peut-être pris fin le {ends}. Nous ne comptons pas cet argent tant que personne n’a vérifié.",
)
INCENTIVE_UNKNOWN = Code(
    "incentive.status_unknown",
    Severity.WARNING,
    "We do not know if {programme} is still open (last seen {last_seen}). We do not count its money until someone has "
    "checked.",
    "Nous ne savons pas si {programme} est encore ouvert (dernière information\u00a0: {last_seen}). Nous ne comptons "
    "pas cet argent tant que personne n’a vérifié.",
)
INCENTIVE_ASSESSMENT = Code(
    "incentive.needs_assessment",
    Severity.NOTE,
    "{programme} asks for a home energy assessment before and after the work, and may ask for two upgrades or more.",
    "{programme} demande une évaluation énergétique avant et après les travaux, parfois deux améliorations ou plus.",
)
INCENTIVE_INCOME = Code(
    "incentive.income_tested",
    Severity.NOTE,
    "{programme} is for households below an income limit. We do not count its money unless you tell us you qualify.",
    "{programme} s’adresse aux ménages dont le revenu est sous un seuil. Nous ne comptons pas cet argent à moins que "
    "vous nous disiez y avoir droit.",
)
INCENTIVE_NO_COST = Code(
    "incentive.no_cost_if_eligible",
    Severity.NOTE,
    "If your household qualifies for {programme}, this work may cost you nothing.",
    "Si votre ménage est admissible à {programme}, ces travaux pourraient ne rien vous coûter.",
)
INCENTIVE_NOT_SEEN = Code(
    "incentive.amount_not_seen",
    Severity.WARNING,
    "We have not seen how much {programme} pays for this work, so we count nothing for it.",
    "Nous n’avons pas vu combien {programme} verse pour ces travaux; nous ne comptons donc rien.",
)
INCENTIVE_DISAGREE = Code(
    "incentive.sources_disagree",
    Severity.WARNING,
    "Our sources disagree about this amount: one says ${amount}, another ${other}.",
    "Nos sources ne s’accordent pas sur ce montant\u00a0: l’une dit {amount}\u00a0$, l’autre {other}\u00a0$.",
)
INCENTIVE_NET_METERING = Code(
    "incentive.excludes_net_metering",
    Severity.NOTE,
    "You cannot have both the Home Renovation Savings solar rebate and net metering: you choose one.",
    "La remise solaire de Home Renovation Savings et la facturation nette ne vont pas ensemble\u00a0: vous choisissez "
    "l’une ou l’autre.",
)
INCENTIVE_FIRST_HEAT_PUMP = Code(
    "incentive.first_heat_pump_only",
    Severity.NOTE,
    "This rebate is for the first heat pump in a home.",
    "Cette remise vise la première thermopompe d’une maison.",
)
INCENTIVE_FUEL_UNKNOWN = Code(
    "incentive.depends_on_fuel",
    Severity.NOTE,
    "This rebate depends on how your home is heated. Tell us and we can say more.",
    "Cette remise dépend du chauffage de votre maison. Dites-le-nous et nous pourrons en dire plus.",
)
INCENTIVE_CAPPED = Code(
    "incentive.capped",
    Severity.NOTE,
    "{programme} pays at most ${cap} for one home, so we do not count more.",
    "{programme} verse au plus {cap}\u00a0$ par maison; nous ne comptons donc pas davantage.",
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
    INCENTIVE_VERIFY,
    INCENTIVE_OPEN,
    INCENTIVE_ENDS,
    INCENTIVE_MAY_HAVE_ENDED,
    INCENTIVE_UNKNOWN,
    INCENTIVE_ASSESSMENT,
    INCENTIVE_INCOME,
    INCENTIVE_NO_COST,
    INCENTIVE_NOT_SEEN,
    INCENTIVE_DISAGREE,
    INCENTIVE_NET_METERING,
    INCENTIVE_FIRST_HEAT_PUMP,
    INCENTIVE_FUEL_UNKNOWN,
    INCENTIVE_CAPPED,
    COST_UNCITED,
)
