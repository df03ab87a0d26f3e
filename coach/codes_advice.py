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
    "{count} facts about this home are not known. We took what is common in similar homes.",
    "{count} détails de cette maison ne sont pas connus. Nous avons pris ce qui est courant dans des maisons "
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
TRACE_RATE = _note(
    "trace.realization_rate",
    "Share of predicted savings found by meters",
    "Part de l’économie prévue trouvée aux compteurs",
)
TRACE_PRICE = _note(
    "trace.price", "Price of one unit more or less ({name})", "Prix d’une unité de plus ou de moins ({name})"
)
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

CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
