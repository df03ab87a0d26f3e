"""What can be said of published weather files and of fetching them: codes with both sentences."""

from __future__ import annotations

from models.findings import Code, Severity

FILE_TOO_LARGE = Code(
    "weather.file_too_large",
    Severity.REFUSAL,
    "This weather file is larger than {max_mb} MB. A year of days is 60 kB, a month of hours 100 kB.",
    "Ce fichier météo dépasse {max_mb}\u00a0Mo. Une année de jours fait 60\u00a0ko, un mois d’heures 100\u00a0ko.",
)
FILE_NOT_PUBLISHED = Code(
    "weather.not_a_station_file",
    Severity.REFUSAL,
    "This is not a daily or hourly station file as Environment and Climate Change Canada publishes them.",
    "Ce n’est pas un fichier quotidien ou horaire de station tel qu’en publie Environnement et Changement climatique "
    "Canada.",
)
FILE_BAD_LINE = Code(
    "weather.file_bad_line",
    Severity.REFUSAL,
    "Line {line} of this weather file cannot be read ({column}). Nothing of it was stored.",
    "La ligne {line} de ce fichier météo est illisible ({column}). Rien n’en a été enregistré.",
)
FILE_CONFLICT = Code(
    "weather.file_conflict",
    Severity.REFUSAL,
    "Line {line} of this weather file says something else of a time than an earlier line. Nothing of it was stored.",
    "La ligne {line} de ce fichier météo contredit une ligne précédente pour le même moment. Rien n’en a été "
    "enregistré.",
)
FILE_MIXED = Code(
    "weather.file_two_stations",
    Severity.REFUSAL,
    "Line {line} of this weather file is of another station than the first. Send one station a file.",
    "La ligne {line} de ce fichier météo est d’une autre station que la première. Envoyez une station par fichier.",
)
FILE_FUTURE = Code(
    "weather.file_from_the_future",
    Severity.REFUSAL,
    "This weather file gives temperatures of {day}, which has not been yet. Nothing of it was stored.",
    "Ce fichier météo donne des températures du {day}, qui n’a pas encore eu lieu. Rien n’en a été enregistré.",
)
WRONG_STATION = Code(
    "weather.wrong_station",
    Severity.REFUSAL,
    "This weather file is not of the station that was asked for ({station}). Nothing of it was stored.",
    "Ce fichier météo n’est pas de la station demandée ({station}). Rien n’en a été enregistré.",
)
ESTIMATED_DAYS = Code(
    "weather.days_estimated",
    Severity.NOTE,
    "{count} value[|s] in this weather file [is|are] estimated or [rests|rest] on incomplete observation.",
    "{count} valeur[|s] de ce fichier météo [est estimée ou repose|sont estimées ou reposent] sur des observations "
    "incomplètes.",
)
SILENT = Code(
    "weather.days_silent",
    Severity.NOTE,
    "The station was silent at {count} time[|s] of this weather file.",
    "La station est restée muette à {count} moment[|s] de ce fichier météo.",
)
IMPLAUSIBLE = Code(
    "weather.values_implausible",
    Severity.WARNING,
    "{count} temperature[|s] in this weather file cannot be, so we left [it|them] out.",
    "{count} température[|s] de ce fichier météo [est impossible; nous l’avons laissée|sont impossibles; nous les "
    "avons laissées] de côté.",
)
SERVICE_ODD = Code(
    "weather.service_answered_oddly",
    Severity.OUTAGE,
    "The weather service sent something that is not a station file. We will ask again later.",
    "Le service météo a envoyé autre chose qu’un fichier de station. Nous redemanderons plus tard.",
)
SERVICE_AWAY = Code(
    "weather.service_away",
    Severity.OUTAGE,
    "The weather service does not answer. We will ask again later.",
    "Le service météo ne répond pas. Nous redemanderons plus tard.",
)
NOT_SWITCHED_ON = Code(
    "weather.fetch_not_switched_on",
    Severity.REFUSAL,
    "Fetching weather is switched off: set GREENER_HOMES_WEATHER_URL.",
    "La collecte de la météo est désactivée\u00a0: définissez GREENER_HOMES_WEATHER_URL.",
)
CODES = (
    FILE_TOO_LARGE,
    FILE_NOT_PUBLISHED,
    FILE_BAD_LINE,
    FILE_CONFLICT,
    FILE_MIXED,
    FILE_FUTURE,
    WRONG_STATION,
    ESTIMATED_DAYS,
    SILENT,
    IMPLAUSIBLE,
    SERVICE_ODD,
    SERVICE_AWAY,
    NOT_SWITCHED_ON,
)
