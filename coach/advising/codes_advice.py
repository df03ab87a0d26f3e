"""What can be said about advice as a whole, about a file of homes, and what a trace's lines are called."""

from __future__ import annotations

from models.findings import Code, Severity


def _refusal(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.REFUSAL, en, fr)


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.WARNING, en, fr)


# A file of homes.
NOT_UTF8 = _refusal(
    "homes.not_utf8",
    "We could not read this file: its text is not UTF-8. Nothing was stored.",
    "Nous n’avons pas pu lire ce fichier\u00a0: son texte n’est pas en UTF-8. Rien n’a été enregistré.",
)
TOO_LARGE = _refusal(
    "homes.too_large",
    "This file is larger than {limit_mb}\u00a0MB. Split it and try again.",
    "Ce fichier dépasse {limit_mb}\u00a0Mo. Divisez-le et réessayez.",
)
TOO_DEEP = _refusal(
    "homes.too_deep",
    "This file nests values far deeper than a list of homes does. We do not read that.",
    "Ce fichier imbrique des valeurs bien plus qu’une liste de maisons. Nous ne le lisons pas.",
)
NOT_A_NUMBER = _refusal(
    "homes.not_a_number",
    "“{value}” is not a number we can use.",
    "«\u00a0{value}\u00a0» n’est pas un nombre utilisable.",
)
NOT_JSON = _refusal(
    "homes.not_json",
    "This is not strict JSON (near line {line}, column {column}).",
    "Ce n’est pas du JSON strict (près de la ligne {line}, colonne {column}).",
)
DUPLICATE_KEY = _refusal(
    "homes.duplicate_key",
    "A home says the same thing twice (“{key}”). We do not guess which one holds.",
    "Une maison dit deux fois la même chose («\u00a0{key}\u00a0»). Nous ne devinons pas laquelle vaut.",
)
NOT_A_LIST = _refusal(
    "homes.not_a_list",
    "The file should hold a list of homes.",
    "Le fichier devrait contenir une liste de maisons.",
)
BAD_ID = _refusal(
    "homes.bad_id",
    "Home number {place} has no usable “id”. Each home needs its own, as text of 1 to {limit} characters.",
    "La maison numéro {place} n’a pas d’«\u00a0id\u00a0» utilisable. Chacune doit avoir le sien, un texte de 1 à "
    "{limit} caractères.",
)
BAD_FIELD = _refusal(
    "homes.bad_field",
    "Home number {place}: “{field}” is not something we can read there.",
    "Maison numéro {place}\u00a0: nous ne pouvons pas lire «\u00a0{field}\u00a0».",
)
BAD_USAGE = _refusal(
    "homes.bad_usage",
    "Home number {place}: period {period} of “{field}” should be [start date, end date, amount].",
    "Maison numéro {place}\u00a0: la période {period} de «\u00a0{field}\u00a0» devrait être [début, fin, quantité].",
)
USAGE_OVERLAP = _refusal(
    "homes.usage_overlap",
    "Home number {place}: periods of “{field}” overlap. We never count use twice.",
    "Maison numéro {place}\u00a0: des périodes de «\u00a0{field}\u00a0» se chevauchent. Nous ne comptons jamais deux "
    "fois.",
)
TOO_MANY = _refusal(
    "homes.too_many_periods",
    "Home number {place}: “{field}” has more than {limit} periods.",
    "Maison numéro {place}\u00a0: «\u00a0{field}\u00a0» a plus de {limit} périodes.",
)
BAD_LOAN = _refusal(
    "homes.bad_loan",
    "A loan needs both a yearly rate from 0 to {percent}\u00a0% and a time from 1 to {years} years.",
    "Un prêt demande à la fois un taux annuel de 0 à {percent}\u00a0% et une durée de 1 à {years} ans.",
)
UNKNOWN_FIELD = _note(
    "home.unknown_field",
    "We do not know “{field}”, so it has no effect.",
    "Nous ne connaissons pas «\u00a0{field}\u00a0»; cela n’a aucun effet.",
)

# Evidence.
USAGE_DISQUALIFIED = _warning(
    "usage.disqualified",
    "Some readings cannot support a number, so we used what is typical of similar homes.",
    "Certains relevés ne permettent pas de donner un chiffre; nous avons pris ce qui est typique de maisons "
    "semblables.",
)
TEMPERATURE_ASSUMED = _warning(
    "temperature.assumed_typical",
    "We had no outdoor temperatures for these days, so we took those of a typical year. Ranges are wider.",
    "Nous n’avions pas les températures extérieures de ces jours; nous avons pris celles d’une année typique. Les "
    "fourchettes sont plus larges.",
)
FACTS_ASSUMED = _note(
    "home.facts_assumed",
    "{count} fact[|s] about this home [is|are] not known. We took what is common in similar homes.",
    "{count} détail[|s] de cette maison [n’est pas connu|ne sont pas connus]. Nous avons pris ce qui est courant "
    "dans des maisons "
    "semblables.",
)
SAFETY_CO = _warning(
    "safety.co_alarm",
    "You burn fuel at home: have a working carbon monoxide alarm on every floor where people sleep.",
    "Vous brûlez un combustible à la maison\u00a0: ayez un avertisseur de monoxyde de carbone à chaque étage où l’on "
    "dort.",
)
SAFETY_RADON = _note(
    "safety.radon_test",
    "Test for radon for three months in winter. About one home in six has too much.",
    "Mesurez le radon pendant trois mois en hiver. Environ une maison sur six en a trop.",
)
MODEL_REFUSED = _warning(
    "savings.model_refused",
    "The trained model of savings could not be verified ({code}), so these savings come from the rule alone.",
    "Le modèle d’économies entraîné n’a pas pu être vérifié ({code}); ces économies viennent donc de la règle seule.",
)
DOOR_TO_DOOR = _note(
    "conduct.door_to_door",
    "Nobody may sell heating, cooling or water heaters at your door unasked. You have 10 days to change your mind.",
    "Personne ne peut vendre à votre porte, sans invitation, du chauffage, de la climatisation ou un chauffe-eau. "
    "Vous avez 10 jours pour changer d’avis.",
)

# What the lines of a trace are called.
TRACE_FACT = _note("trace.fact", "What is known of the home: {name}", "Ce que l’on sait de la maison\u00a0: {name}")
TRACE_TOTAL = _note(
    "trace.measured_total", "Use in a normal year ({name})", "Consommation d’une année normale ({name})"
)
TRACE_LEFT_OUT = _note(
    "trace.left_out",
    "Days of readings a coach left out ({name})",
    "Jours de relevés qu’un coach a mis de côté ({name})",
)
TRACE_HEATING = _note(
    "trace.measured_heating", "Heating in a normal year ({name})", "Chauffage d’une année normale ({name})"
)
TRACE_BASE = _note(
    "trace.measured_base", "Use that ignores the weather ({name})", "Consommation indépendante de la météo ({name})"
)
TRACE_COOLING = _note(
    "trace.measured_cooling", "Cooling in a normal year ({name})", "Climatisation d’une année normale ({name})"
)
TRACE_FIGURE = _note(
    "trace.reference_saving",
    "Saving in a typical home, from our reference",
    "Économie dans une maison typique, selon notre référence",
)
TRACE_LEARNED = _note(
    "trace.learned_factor",
    "Share of the rule’s saving that simulated homes show ({name})",
    "Part de l’économie prévue par la règle que montrent des maisons simulées ({name})",
)
TRACE_RATE = _note(
    "trace.realization_rate",
    "Share of predicted savings found by meters",
    "Part de l’économie prévue trouvée aux compteurs",
)
TRACE_PRICE = _note(
    "trace.price", "Price of one unit more or less ({name})", "Prix d’une unité de plus ou de moins ({name})"
)
_USES = {
    "heating": ("while it heats", "pendant le chauffage"),
    "heat_pump": ("while a heat pump runs", "pendant qu’une thermopompe marche"),
    "hybrid": ("while a hybrid heat pump runs", "pendant qu’une thermopompe hybride marche"),
    "heat_pump_night": ("at night", "la nuit"),
    "cooling": ("while it cools", "pendant la climatisation"),
    "water": ("while water is heated", "pendant le chauffage de l’eau"),
    "plugs": ("for lights and appliances", "pour l’éclairage et les appareils"),
    "solar": ("while the sun shines", "pendant que le soleil brille"),
    "steady": ("at all hours", "à toute heure"),
}
TRACE_PRICE_OF = {
    use: _note(
        f"trace.price_{use}",
        f"Price of one unit more or less {en} ({{name}})",
        f"Prix d’une unité de plus ou de moins {fr} ({{name}})",
    )
    for use, (en, fr) in _USES.items()
}
TRACE_EMISSION_OF = {
    use: _note(f"trace.emission_{use}", f"Carbon of one unit {en} ({{name}})", f"Carbone d’une unité {fr} ({{name}})")
    for use, (en, fr) in _USES.items()
}
"""By end use: a kWh costs and weighs what it does at the hours it is used."""
TRACE_AVERAGE = _note(
    "trace.emission_average", "The same by the grid’s average ({name})", "Le même selon la moyenne du réseau ({name})"
)
TRACE_OWN_HOURS = _note(
    "trace.hours_own",
    "Hours of a year, as your own readings have them",
    "Heures d’une année, selon vos propres relevés",
)
TRACE_TYPICAL_HOURS = _note(
    "trace.hours_typical",
    "Hours of a year, as simulated homes of the region have them",
    "Heures d’une année, selon des maisons simulées de la région",
)
TRACE_GROWTH = _note(
    "trace.price_growth",
    "Rise of energy prices beyond inflation: none is assumed",
    "Hausse des prix de l’énergie au-delà de l’inflation\u00a0: aucune n’est supposée",
)
TRACE_LIKE = _note(
    "trace.like_cost", "Typical cost of buying the like of the old again", "Coût typique pour racheter la même chose"
)
TRACE_YEARS_LEFT = _note("trace.years_left", "Until the old must be replaced", "Avant que l’ancien doive être remplacé")
TRACE_LIKE_BILL = _note(
    "trace.like_bill",
    "What buying the like of the old again saves a year",
    "Ce que racheter la même chose épargne par an",
)
TRACE_PLAN_USE = _note(
    "trace.plan_use", "Use that is counted on each price plan", "Consommation comptée à chaque tarif"
)
TRACE_PLAN_YEAR = _note(
    "trace.plan_year",
    "A year on this price plan, fixed charges apart ({name})",
    "Une année à ce tarif, sans les frais fixes ({name})",
)
TRACE_PLAN_SPREAD = _note(
    "trace.plan_spread",
    "How far one home in ten lies from these hours ({name})",
    "Écart d’une maison sur dix par rapport à ces heures ({name})",
)
TRACE_PLAN_PUMP = _note(
    "trace.plan_pump",
    "Price of one unit while the heat pump runs ({name})",
    "Prix d’une unité pendant que la thermopompe marche ({name})",
)
TRACE_PLAN_REST = _note(
    "trace.plan_rest",
    "What all other power costs more on this plan a year ({name})",
    "Ce que le reste de l’électricité coûte de plus par an à ce tarif ({name})",
)
TRACE_SHAPE_DAYS = _note(
    "trace.shape_days", "Days read hour by hour, well enough", "Jours relevés heure par heure, assez bien"
)
TRACE_SHAPE_USE = _note("trace.shape_use", "Drawn on a mean day", "Tiré par jour en moyenne")
TRACE_SHAPE_HOURS = {
    when: _note(f"trace.shape_hours_{when}", f"Hours counted as {en}", f"Heures comptées comme {fr}")
    for when, en, fr in (("evening", "evening", "soirée"), ("night", "night", "nuit"), ("peak", "peak", "pointe"))
}
TRACE_SHAPE_HOTTEST = _note(
    "trace.shape_hottest_days",
    "Hottest summer weekdays that the peak is the mean of",
    "Jours de semaine d’été les plus chauds dont la pointe est la moyenne",
)
TRACE_LOAN_RATE = _note("trace.loan_rate", "Interest of the loan", "Intérêt du prêt")
TRACE_LOAN_YEARS = _note("trace.loan_years", "Time to pay the loan back", "Durée de remboursement du prêt")
TRACE_LOAN_PAYMENT = _note("trace.loan_payment", "Payment of the loan each month", "Paiement mensuel du prêt")
TRACE_LOAN_TOTAL = _note("trace.loan_total", "All payments of the loan together", "Total des paiements du prêt")
TRACE_FIXED = _note("trace.fixed_charge", "Fixed charge of the account ({name})", "Frais fixes du compte ({name})")
TRACE_EMISSION = _note("trace.emission_factor", "Carbon of one unit ({name})", "Carbone d’une unité ({name})")
TRACE_COST = _note("trace.cost", "Typical cost of the work", "Coût typique des travaux")
TRACE_INCENTIVE = _note("trace.incentive", "Rebate counted ({name})", "Remise comptée ({name})")
TRACE_DISCOUNT = _note(
    "trace.discount_rate", "Yearly discount, after inflation", "Taux d’actualisation annuel, après inflation"
)
TRACE_LIFE = _note("trace.life", "Years the work lasts", "Durée de vie des travaux, en années")
TRACE_MODEL = _note(
    "trace.model", "Version of the rule that worked this out", "Version de la règle qui a fait le calcul"
)

CODES = (
    *(value for value in list(globals().values()) if isinstance(value, Code)),
    *TRACE_PRICE_OF.values(),
    *TRACE_EMISSION_OF.values(),
    *TRACE_SHAPE_HOURS.values(),
)
