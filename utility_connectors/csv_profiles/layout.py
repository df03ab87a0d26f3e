"""Which format a header is in, by the names of its columns: in any order, among any others."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.quantities import Commodity, Flow
from utility_connectors.csv_profiles.profile import Measure, Profile, Role
from utility_connectors.csv_profiles.text import plain

FINGERPRINT_DIGITS = 12
DELIMITERS = ",;\t|"
NO_COLUMN = -1
MANY = 24
"""With more columns than this a header may be mostly numbers: the hours of a day."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A profile found in a file: which column plays which role, and what is between the columns."""

    profile: Profile
    roles: Mapping[Role, int]
    measures: Sequence[tuple[int, Measure]]
    parts: Sequence[int]
    """Columns of a day's parts, then those of its repeated hour, -1 where there is none."""
    ignored: Sequence[tuple[int, frozenset[str]]]
    width: int
    needed: int
    """How many columns a row must have at least: up to the last that has a role."""
    delimiter: str = ","
    """Empty where cells stand apart without one, as in a workbook, which writes its numbers with a point."""


def normal(name: str) -> str:
    """A column's name as names are compared: lower case, one space between words; Windows' letters made whole."""
    return " ".join(plain(name).replace("\ufeff", "").lower().split())


def fingerprint(names: Sequence[str]) -> str:
    """A short name for a header, the same whatever the order of its columns. Holds nothing of the names."""
    text = "\x1f".join(sorted(normal(name) for name in names if name.strip()))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:FINGERPRINT_DIGITS]


_WRITTEN_MANY_WAYS = str.maketrans({**dict.fromkeys("_()[]", " "), "³": "3"})


@lru_cache(maxsize=4_096)
def alike(name: str) -> str:
    """A normal name without what suppliers write in many ways: usage_m3, Usage[m³] and usage (m3) are one."""
    return " ".join(name.translate(_WRITTEN_MANY_WAYS).split())


class Names:
    """The columns of a header by name: as it is written first, and then by what it is alike, unless `is_exact`."""

    def __init__(self, header: Sequence[str]) -> None:
        self.width = len(header)
        self._places: dict[str, int] = {}
        self._alike: dict[str, int] = {}
        for place, name in enumerate(map(normal, header)):
            self._places.setdefault(name, place)
            self._alike.setdefault(alike(name), place)

    def first(self, accepted: Iterable[str], *, is_exact: bool = False) -> int:
        """Where the first of the accepted names that there is stands; NO_COLUMN where there is none."""
        for name in accepted:
            place = self._places.get(name)
            if place is None and not is_exact:
                place = self._alike.get(alike(name))
            if place is not None:
                return place
        return NO_COLUMN


def layout_of(header: Sequence[str], profiles: Sequence[Profile], delimiter: str = ",") -> Layout | None:
    """The first profile whose required columns are all in the header; one taught from this very header before all.

    An empty `delimiter` is that of any format.
    """
    names = Names(header)
    taught = [profile for profile in profiles if profile.fingerprint]
    if taught:
        own = fingerprint(header)
        profiles = [*(profile for profile in taught if profile.fingerprint == own), *profiles]
    for profile in profiles:
        if (not delimiter or delimiter in profile.delimiters) and (
            found := _laid_out(names, profile, delimiter)
        ) is not None:
            return found
    return None


def _laid_out(names: Names, profile: Profile, delimiter: str) -> Layout | None:
    exact = profile.is_exact
    found = {role: names.first(accepted, is_exact=exact) for role, accepted in profile.columns.items()}
    roles = {role: place for role, place in found.items() if place != NO_COLUMN}
    if not profile.required.issubset(roles):
        return None
    measures = _measured(names, profile)
    parts = _parts(names, profile)
    if parts is None or not (measures or parts or Role.QUANTITY in roles):
        return None
    ignored = [
        (place, one.words)
        for one in profile.ignored
        for name in one.names
        if (place := names.first([name], is_exact=exact)) != NO_COLUMN
    ]
    used = [*roles.values(), *(place for place, _ in measures), *parts, *(place for place, _ in ignored)]
    needed = names.width if exact else max(used) + 1
    return Layout(profile, roles, _told_once(measures), parts, ignored, names.width, needed, delimiter)


def _measured(names: Names, profile: Profile) -> list[tuple[int, Measure]]:
    """The columns of amounts in the file's order, each once, and what they hold."""
    columns: dict[int, Measure] = {}
    for name, measure in profile.measures.items():
        place = names.first([name], is_exact=profile.is_exact)
        if place != NO_COLUMN:
            columns.setdefault(place, measure)
    return sorted(columns.items(), key=lambda column: column[0])


def _parts(names: Names, profile: Profile) -> list[int] | None:
    """The columns of a day's parts; None where one is missing. Only the repeated hour's may be.

    A column called 00:00 that stands behind all others names the day's end and not its beginning.
    """
    table = profile.day_table
    if table is None:
        return []
    found: list[int] = []
    for part in table.parts:
        place = names.first(part)
        if place == NO_COLUMN:
            return None
        found.append(place)
    if found[0] > max(found[1:]):
        return None
    return found + [names.first(part) for part in table.repeated]


def _told_once(columns: Sequence[tuple[int, Measure]]) -> list[tuple[int, Measure]]:
    """The columns without those that tell an earlier one's use in another unit, as gas bills do (m³ and therms), and
    without parts where another column has the whole.
    """
    units: dict[tuple[Commodity, Flow], str] = {}
    whole = {(measure.commodity, measure.flow) for _, measure in columns if not measure.is_part}
    kept = []
    for column, measure in columns:
        what = measure.commodity, measure.flow
        if measure.is_part and what in whole:
            continue
        if measure.commodity is Commodity.OTHER or units.setdefault(what, measure.unit) == measure.unit:
            kept.append((column, measure))
    return kept


def likely_header(lines: Sequence[str]) -> tuple[int, str, list[str]] | None:
    """Which line of an unknown file most looks like its header, with what parts it: the first of the widest."""
    best: tuple[int, str, list[str]] | None = None
    for number, line in enumerate(lines):
        for delimiter in DELIMITERS:
            cells = _cells(line, delimiter)
            named = [cell for cell in cells if cell.strip() and not _is_number(cell)]
            is_named = len(named) * 2 > len(cells) or (len(cells) > MANY and named)
            if len(cells) > 1 and is_named and (best is None or len(cells) > len(best[2])):
                best = (number, delimiter, cells)
    return best


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _is_number(cell: str) -> bool:
    return cell.strip().strip("$").replace(".", "").replace(",", "").replace("-", "").replace(":", "").isdigit()
