"""Which column of a station file is which, by its name in English or French, whatever the order and the accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greener_homes.errors import Refusal
from greener_homes.weather import Timeframe
from utility_connectors.weather import codes

MOST_COLUMNS = 60
MOST_LINES_ABOVE = 40
"""Older files say what the station is, and what the flags mean, above the header."""
_NAME = frozenset({"stationname", "nomdelastation"})
_CLIMATE_ID = frozenset({"climateid", "climateidentifier", "idclimatologique", "identificateurclimatologique"})
_LOCAL_MOMENT = frozenset({"datetime", "datetimelst", "dateheure", "dateheurehnl"})
_UNIVERSAL_MOMENT = frozenset({"datetimeutc", "dateheureutc"})
_DAY_MEAN = frozenset({"meantempc", "tempmoyc"})
_HOUR_VALUE = frozenset({"tempc"})
_FLAG_WORDS = ("flag", "indicateur")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a row, how many columns rows have, and what was said of the station above them."""

    timeframe: Timeframe
    count: int
    moment: int
    universal: bool
    temperature: int
    flag: int | None
    name: int | None
    climate_id: int | None
    said_above: tuple[str, str]

    def identity(self, fields: Sequence[str]) -> tuple[str, str]:
        """The station's name and climate identifier in a row; empty where the file has no such column."""
        name = fields[self.name].strip() if self.name is not None else ""
        return name, fields[self.climate_id].strip() if self.climate_id is not None else ""


def find_header(rows: Iterator[tuple[int, list[str]]]) -> Columns:
    """The columns by the header, which is the first row that has them. Raises Refusal when none of the first has."""
    above: dict[str, str] = {}
    for number, (_, fields) in enumerate(rows):
        found = _columns(fields, above)
        if found is not None:
            return found
        if number >= MOST_LINES_ABOVE:
            break
        if len(fields) == 2:
            above.setdefault(plain(fields[0]), fields[1].strip())
    raise Refusal(codes.FILE_NOT_PUBLISHED)


def plain(text: str) -> str:
    """Letters and digits only, lower case, without accents: `Temp moy.(°C)` → `tempmoyc`."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if letter.isascii() and letter.isalnum())


def _columns(fields: Sequence[str], above: dict[str, str]) -> Columns | None:
    names = [plain(cell) for cell in fields[:MOST_COLUMNS]]
    moment = _at(names, _LOCAL_MOMENT | _UNIVERSAL_MOMENT)
    temperature = _at(names, _DAY_MEAN)
    timeframe = Timeframe.DAILY
    if temperature is None:
        temperature, timeframe = _at(names, _HOUR_VALUE), Timeframe.HOURLY
    if moment is None or temperature is None or len(fields) > MOST_COLUMNS:
        return None
    following = names[temperature + 1] if temperature + 1 < len(names) else ""
    return Columns(
        timeframe=timeframe,
        count=len(fields),
        moment=moment,
        universal=names[moment] in _UNIVERSAL_MOMENT,
        temperature=temperature,
        flag=temperature + 1 if any(word in following for word in _FLAG_WORDS) else None,
        name=_at(names, _NAME),
        climate_id=_at(names, _CLIMATE_ID),
        said_above=(_said(above, _NAME), _said(above, _CLIMATE_ID)),
    )


def _at(names: Sequence[str], wanted: frozenset[str]) -> int | None:
    """The one column with such a name; None when there is none, or more than one."""
    found = [place for place, name in enumerate(names) if name in wanted]
    return found[0] if len(found) == 1 else None


def _said(above: dict[str, str], wanted: frozenset[str]) -> str:
    return next((value for name, value in above.items() if name in wanted), "")
