"""Which format a header is in, by the names of its columns: in any order, among any others."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.quantities import Commodity, Flow
from utility_connectors.csv_profiles.profile import Measure, Profile, Role

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


def normal(name: str) -> str:
    """A column's name as names are compared: lower case, one space between words; Windows' letters made whole."""
    if not name.isascii() and any("\udc80" <= letter <= "\udcff" for letter in name):
        name = name.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return " ".join(name.replace("\ufeff", "").lower().split())


def fingerprint(names: Sequence[str]) -> str:
    """A short name for a header, the same whatever the order of its columns. Holds nothing of the names."""
    text = "\x1f".join(sorted(normal(name) for name in names if name.strip()))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:FINGERPRINT_DIGITS]


def layout_of(header: Sequence[str], profiles: Sequence[Profile], delimiter: str = ",") -> Layout | None:
    """The first profile whose required columns are all in the header; one taught from this very header before all."""
    names = {normal(name): place for place, name in reversed(list(enumerate(header)))}
    taught = [profile for profile in profiles if profile.fingerprint]
    if taught:
        own = fingerprint(header)
        profiles = [*(profile for profile in taught if profile.fingerprint == own), *profiles]
    for profile in profiles:
        if delimiter in profile.delimiters and (found := _laid_out(names, len(header), profile)) is not None:
            return found
    return None


def _laid_out(names: Mapping[str, int], width: int, profile: Profile) -> Layout | None:
    roles = {
        role: names[name] for role, accepted in profile.columns.items() for name in accepted[::-1] if name in names
    }
    if not profile.required.issubset(roles):
        return None
    measures = [(place, profile.measures[name]) for name, place in names.items() if name in profile.measures]
    measures.sort(key=lambda one: one[0])
    parts = _parts(names, profile)
    if parts is None or not (measures or parts or Role.QUANTITY in roles):
        return None
    ignored = [(names[name], one.words) for one in profile.ignored for name in one.names if name in names]
    used = [*roles.values(), *(place for place, _ in measures), *parts, *(place for place, _ in ignored)]
    needed = width if profile.is_exact else max(used) + 1
    return Layout(profile, roles, _told_once(measures), parts, ignored, width, needed)


def _parts(names: Mapping[str, int], profile: Profile) -> list[int] | None:
    """The columns of a day's parts; None where one is missing. Only the repeated hour's may be."""
    table = profile.day_table
    if table is None:
        return []
    found: list[int] = []
    for part in table.parts:
        place = next((names[name] for name in part if name in names), NO_COLUMN)
        if place == NO_COLUMN:
            return None
        found.append(place)
    return found + [next((names[name] for name in part if name in names), NO_COLUMN) for part in table.repeated]


def _told_once(columns: Sequence[tuple[int, Measure]]) -> list[tuple[int, Measure]]:
    """The columns without those that repeat an earlier one's use in another unit, as gas bills do (m³ and therms)."""
    units: dict[tuple[Commodity, Flow], str] = {}
    kept = []
    for column, measure in columns:
        first = units.setdefault((measure.commodity, measure.flow), measure.unit)
        if measure.unit == first or measure.commodity is Commodity.OTHER:
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
