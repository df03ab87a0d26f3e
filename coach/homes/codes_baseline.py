"""What can be wrong with a temperature file given for a baseline: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

TEMPERATURE_TOO_LARGE = Code(
    "temperature.too_large",
    Severity.REFUSAL,
    "This temperature file is larger than {max_mb} MB.",
    "Ce fichier de températures dépasse {max_mb}\u00a0Mo.",
)
TEMPERATURE_HEADER = Code(
    "temperature.header",
    Severity.REFUSAL,
    "The first line of the temperature file should be “date,mean_c” or “datetime,temp_c”.",
    "La première ligne du fichier de températures devrait être «\u00a0date,mean_c\u00a0» "
    "ou «\u00a0datetime,temp_c\u00a0».",
)
TEMPERATURE_EMPTY = Code(
    "temperature.empty",
    Severity.REFUSAL,
    "The temperature file holds no temperature.",
    "Le fichier de températures ne contient aucune température.",
)
TEMPERATURE_BAD_ROW = Code(
    "temperature.bad_row",
    Severity.REFUSAL,
    "Line {line} of the temperature file cannot be read.",
    "La ligne {line} du fichier de températures est illisible.",
)
TEMPERATURE_CONFLICT = Code(
    "temperature.conflict",
    Severity.REFUSAL,
    "Line {line} of the temperature file gives another temperature for a time that already has one.",
    "La ligne {line} du fichier de températures donne une autre température pour un moment qui en a déjà une.",
)
NORMAL_YEAR_INCOMPLETE = Code(
    "baseline.normal_year_incomplete",
    Severity.REFUSAL,
    "The normal year has {days} days. It must be one or more whole years with a temperature for every day.",
    "L’année normale compte {days} jours. Il faut une ou plusieurs années entières, avec une température chaque jour.",
)
BILL_LEFT_OUT = Code(
    "usage.bill_left_out",
    Severity.NOTE,
    "A coach left out {days} days of readings ({commodity}): they are not in what follows.",
    "Un coach a mis de côté {days} jours de relevés ({commodity})\u00a0: ils ne comptent pas dans ce qui suit.",
)

CODES = (
    BILL_LEFT_OUT,
    TEMPERATURE_TOO_LARGE,
    TEMPERATURE_HEADER,
    TEMPERATURE_EMPTY,
    TEMPERATURE_BAD_ROW,
    TEMPERATURE_CONFLICT,
    NORMAL_YEAR_INCOMPLETE,
)
