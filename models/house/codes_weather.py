"""What can be wrong with a weather file: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

EPW_TOO_LARGE = Code(
    "weather.epw_too_large",
    Severity.REFUSAL,
    "This weather file is larger than {max_mb} MB. A typical year is about 2 MB.",
    "Ce fichier météo dépasse {max_mb}\u00a0Mo. Une année type fait environ 2\u00a0Mo.",
)
EPW_NOT_EPW = Code(
    "weather.epw_not_epw",
    Severity.REFUSAL,
    "This is not an EPW weather file: its first line should begin with LOCATION.",
    "Ce n’est pas un fichier météo EPW\u00a0: sa première ligne devrait commencer par LOCATION.",
)
EPW_BAD_LINE = Code(
    "weather.epw_bad_line",
    Severity.REFUSAL,
    "Line {line} of this weather file cannot be read ({column}).",
    "La ligne {line} de ce fichier météo est illisible ({column}).",
)
EPW_NOT_A_YEAR = Code(
    "weather.epw_not_a_year",
    Severity.REFUSAL,
    "This weather file has {hours} hours. We need one whole year of 8,760 hours.",
    "Ce fichier météo compte {hours} heures. Il nous faut une année entière de 8\u00a0760 heures.",
)

CODES = (EPW_TOO_LARGE, EPW_NOT_EPW, EPW_BAD_LINE, EPW_NOT_A_YEAR)
