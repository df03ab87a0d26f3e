"""Changes that people looked up and approved, laid over the files this version came with, and read by the same loader.

A change names a programme, an offer or a limit that is there, and gives some of its fields another value, or none. What
the loader would refuse in a file it refuses here. Later changes win, field by field. A change that no longer fits the
files (they are newer, and what it names is gone) is left out and named, so that one old row never silences the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from models.incentives.checks import needed_work
from models.incentives.codes_data import FIELD_UNKNOWN, FIELD_WRONG, NAMES_NOTHING, DataRefused
from models.incentives.files_read import built_in_texts, sections_of, version_of
from models.incentives.graph import Graph
from models.incentives.load import graph, graph_of_sections
from models.measures.catalogue import measures


class Part(StrEnum):
    """What of the graph can be changed."""

    PROGRAMME = "programme"
    OFFER = "offer"
    CAP = "cap"


SECTION: Final[Mapping[Part, str]] = MappingProxyType(
    {Part.PROGRAMME: "programmes", Part.OFFER: "offers", Part.CAP: "caps"}
)
STANDING: Final = frozenset({"state", "last_seen", "since", "opens", "closes", "closes_certain"})
PAY: Final = frozenset(
    {"pay.rule", "pay.cad", "pay.percent", "pay.max_cad", "pay.max_share_of_cost", "pay.least_share"}
)
SEEN: Final = frozenset({"source_id", "confidence"})
FIELDS: Final[Mapping[Part, frozenset[str]]] = MappingProxyType(
    {
        Part.PROGRAMME: STANDING | {"source_id"},
        Part.OFFER: STANDING | PAY | SEEN | {"work", "when", "needs", "doubts", "other_cad"},
        Part.CAP: SEEN | {"cad", "share_of_cost"},
    }
)
"""The fields of each that a change may give; names, ids and paths are the files' alone."""
DAYS: Final = frozenset({"opens", "closes"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its number, what it names, and its fields as `written`; null takes a field out."""

    number: int
    part: Part
    target: str
    fields: str

    @classmethod
    def of(cls, number: int, part: Part, target: str, fields: Mapping[str, object]) -> Change:
        """The same of plain values."""
        return cls(number, part, target, written(fields))


@dataclass(frozen=True, slots=True)
class Laid:
    """The files with changes over them, and the numbers of changes that fit no longer."""

    graph: Graph
    left_out: tuple[int, ...] = ()


def written(fields: Mapping[str, object]) -> str:
    """Fields in the one form by which two changes are compared."""
    return json.dumps(dict(fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def checked(changes: tuple[Change, ...]) -> Graph:
    """The graph with all of these over the files, in their order. DataRefused when any of it is wrong."""
    return _checked(changes) if changes else graph()


@lru_cache(maxsize=64)
def laid_over(changes: tuple[Change, ...]) -> Laid:
    """The graph with those of these changes over the files that fit, in their order. The same ones are one object."""
    try:
        return Laid(checked(changes))
    except DataRefused:
        fits: tuple[Change, ...] = ()
        for each in changes:
            fits = (*fits, each) if _fits((*fits, each)) else fits
        return Laid(checked(fits), tuple(each.number for each in changes if each not in fits))


def values_of(part: Part, target: str, names: Sequence[str], before: tuple[Change, ...] = ()) -> dict[str, object]:
    """What these fields are with those changes, in a change's form; None where there is none. DataRefused as `checked`.

    This is what undoes a change: its fields as they were without it.
    """
    table = _table(_laid(before), part, target)
    return {name: _plain(_get(table, name)) for name in names}


def _fits(changes: tuple[Change, ...]) -> bool:
    try:
        _checked(changes)
    except DataRefused:
        return False
    return True


@lru_cache(maxsize=64)
def _checked(changes: tuple[Change, ...]) -> Graph:
    sections = _laid(changes)
    version = version_of([*built_in_texts(), *(_line(each) for each in changes)])
    found = graph_of_sections(sections, version, tuple(each.number for each in changes))
    known = {each.id for each in measures()} | graph().watched
    for offer in found.offers.values():
        for name in (*(each.measure_id for each in offer.answers), *needed_work(offer.needs)):
            if name not in known:
                raise DataRefused(NAMES_NOTHING, where=f"offer {offer.id}", id=name)
    return found


def _line(change: Change) -> str:
    return f"C{change.number}|{change.part}|{change.target}|{change.fields}"


def _laid(changes: Sequence[Change]) -> dict[str, list[object]]:
    sections = deepcopy(_shipped())
    for change in changes:
        table = _table(sections, change.part, change.target)
        for name, value in _fields(change):
            if name not in FIELDS[change.part]:
                raise DataRefused(FIELD_UNKNOWN, where=f"{change.part} {change.target}", field=name[:60])
            _set(table, name, _dated(change, name, value))
    return sections


@cache
def _shipped() -> dict[str, list[object]]:
    return sections_of(built_in_texts())


def _fields(change: Change) -> Iterator[tuple[str, object]]:
    found = json.loads(change.fields)
    if not isinstance(found, dict):
        raise DataRefused(FIELD_WRONG, where=f"{change.part} {change.target}", field="", wanted="a table")
    yield from found.items()


def _table(sections: Mapping[str, list[object]], part: Part, target: str) -> dict[str, object]:
    for each in sections[SECTION[part]]:
        if isinstance(each, dict) and each.get("id") == target:
            return each
    raise DataRefused(NAMES_NOTHING, where=part.value, id=target[:60])


def _get(table: Mapping[str, object], name: str) -> object:
    outer, _, inner = name.partition(".")
    value = table.get(outer)
    return value.get(inner) if inner and isinstance(value, dict) else None if inner else value


def _set(table: dict[str, object], name: str, value: object) -> None:
    outer, _, inner = name.partition(".")
    held = table.get(outer) if inner else table
    if not isinstance(held, dict):
        raise DataRefused(FIELD_WRONG, where=str(table.get("id")), field=outer, wanted="a table")
    if value is None:
        held.pop(inner or outer, None)
    else:
        held[inner or outer] = value


def _dated(change: Change, name: str, value: object) -> object:
    if name not in DAYS or value is None:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise DataRefused(FIELD_WRONG, where=f"{change.part} {change.target}", field=name, wanted="a day") from None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
