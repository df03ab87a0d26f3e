"""What the scoreboard's files are refused for."""

from __future__ import annotations

from models.findings import Code, Severity

NO_TRUTH = Code(
    "evaluation.no_truth",
    Severity.REFUSAL,
    "There is nothing to compare advice with: name a folder of homes with known savings (--physics FOLDER) or a count "
    "of simulated ones (--simulated COUNT).",
    "Il n’y a rien à quoi comparer les conseils\u00a0: indiquez un dossier de maisons aux économies connues (--physics "
    "DOSSIER) ou un nombre de maisons simulées (--simulated NOMBRE).",
)
TRUTH_HEADER = Code(
    "evaluation.truth_header",
    Severity.REFUSAL,
    "A file of true savings begins with the columns home, measure and at least one of {columns}, each once.",
    "Un fichier d’économies vraies commence par les colonnes home, measure et au moins une de {columns}, chacune une "
    "fois.",
)
TRUTH_ROW = Code(
    "evaluation.truth_row",
    Severity.REFUSAL,
    "Line {line} of the true savings is not a known home, a known measure and plain numbers, told once.",
    "La ligne {line} des économies vraies n’est pas une maison connue, une mesure connue et des nombres simples, dits "
    "une seule fois.",
)
EFFECTS_HEADER = Code(
    "evaluation.effects_header",
    Severity.REFUSAL,
    "A file of measured effects begins with measure, realized_dlog_gas, se, and has hot2000_projected_dlog_gas, se.",
    "Un fichier d’effets mesurés commence par measure, realized_dlog_gas, se, et contient hot2000_projected_dlog_gas, "
    "se.",
)
EFFECTS_ROW = Code(
    "evaluation.effects_row",
    Severity.REFUSAL,
    "Line {line} of the measured effects does not hold the numbers its header names.",
    "La ligne {line} des effets mesurés ne contient pas les nombres que son en-tête annonce.",
)
SIMULATED_COUNT = Code(
    "evaluation.simulated_count",
    Severity.REFUSAL,
    "Simulated homes to compare with are 1 to {most}, drawn with a seed of 0 or more.",
    "Les maisons simulées auxquelles comparer sont au nombre de 1 à {most}, tirées avec un germe de 0 ou plus.",
)
TRAINING_COUNT = Code(
    "evaluation.training_count",
    Severity.REFUSAL,
    "Homes to train with are {least} to {most}, drawn with a seed of 0 or more.",
    "Les maisons servant à l’entraînement sont au nombre de {least} à {most}, tirées avec un germe de 0 ou plus.",
)
MEASURE_UNKNOWN = Code(
    "evaluation.measure_unknown",
    Severity.REFUSAL,
    "No measure is called {name}: use the ids of the catalogue, such as ENV-ATTIC-HI.",
    "Aucune mesure ne s’appelle {name}\u00a0: utilisez les identifiants du catalogue, comme ENV-ATTIC-HI.",
)
CODES = (
    NO_TRUTH,
    MEASURE_UNKNOWN,
    SIMULATED_COUNT,
    TRAINING_COUNT,
    TRUTH_HEADER,
    TRUTH_ROW,
    EFFECTS_HEADER,
    EFFECTS_ROW,
)
