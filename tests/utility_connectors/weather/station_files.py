"""Made-up station files with the quirks of the published ones: both languages, flags, gaps, marks and old preambles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

ENGLISH_DAILY = (
    "Longitude (x),Latitude (y),Station Name,Climate ID,Date/Time,Year,Month,Day,Data Quality,Max Temp (°C),"
    "Max Temp Flag,Min Temp (°C),Min Temp Flag,Mean Temp (°C),Mean Temp Flag,Total Precip (mm),Total Precip Flag"
)
FRENCH_DAILY = (
    "Longitude (x),Latitude (y),Nom de la Station,ID climatologique,Date/Heure,Année,Mois,Jour,Qualité des Données,"
    "Temp max.(°C),Temp max. Indicateur,Temp min.(°C),Temp min. Indicateur,Temp moy.(°C),Temp moy. Indicateur,"
    "Précip. tot. (mm),Précip. tot. Indicateur"
)
ENGLISH_HOURLY = (
    "Longitude (x),Latitude (y),Station Name,Climate ID,Date/Time (LST),Year,Month,Day,Time (LST),Flag,Temp (°C),"
    "Temp Flag,Dew Point Temp (°C),Dew Point Temp Flag,Weather"
)
FRENCH_HOURLY = (
    "Longitude (x),Latitude (y),Nom de la Station,ID climatologique,Date/Heure (HNL),Année,Mois,Jour,Heure (HNL),"
    "Indicateur,Temp (°C),Temp Indicateur,Point de rosée (°C),Point de rosée Indicateur,Temps"
)
STATION = ("-78.90", "43.92", "OSHAWA", "6155875")
Value = float | tuple[float | None, str] | None
"""A temperature, or one with a flag, or nothing."""


def quoted(cells: str | list[str]) -> str:
    """A line as the service writes it, every cell in quotes."""
    fields = cells.split(",") if isinstance(cells, str) else cells
    return ",".join(f'"{cell}"' for cell in fields)


def daily(values: Mapping[date, Value], *, french: bool = False, station: tuple[str, str, str, str] = STATION) -> str:
    """A file of days."""
    lines = [quoted(FRENCH_DAILY if french else ENGLISH_DAILY)]
    for day, value in values.items():
        mean, flag = _parts(value, french=french)
        when = [day.isoformat(), str(day.year), f"{day.month:02}", f"{day.day:02}"]
        lines.append(quoted([*station, *when, "", "", "M", "", "M", mean, flag, "0.0", "T"]))
    return "\n".join(lines) + "\n"


def hourly(
    values: Mapping[datetime, Value], *, french: bool = False, station: tuple[str, str, str, str] = STATION
) -> str:
    """A file of hours of standard time; the keys are naive."""
    lines = [quoted(FRENCH_HOURLY if french else ENGLISH_HOURLY)]
    for moment, value in values.items():
        temperature, flag = _parts(value, french=french)
        when = [f"{moment:%Y-%m-%d %H:%M}", f"{moment:%Y}", f"{moment:%m}", f"{moment:%d}", f"{moment:%H:%M}"]
        lines.append(quoted([*station, *when, "", temperature, flag, "", "M", "NA"]))
    return "\n".join(lines) + "\n"


def year(first: date, days: int, *, base: float = 5.0) -> dict[date, Value]:
    """Some days whose temperatures differ."""
    return {first + timedelta(days=place): round(base + (place * 7 % 23) / 10, 1) for place in range(days)}


def month_of_hours(first: date, *, base: float = 5.0) -> dict[datetime, Value]:
    """Every hour of a month."""
    start = datetime.combine(first.replace(day=1), time())
    found: dict[datetime, Value] = {}
    moment = start
    while moment.month == first.month:
        found[moment] = round(base + moment.hour / 10, 1)
        moment += timedelta(hours=1)
    return found


def _parts(value: Value, *, french: bool) -> tuple[str, str]:
    number, flag = value if isinstance(value, tuple) else (value, "" if value is not None else "M")
    text = "" if number is None else f"{number:.1f}"
    return (text.replace(".", ",") if french else text), flag
