"""Changes that people looked up and approved, laid over the files this version came with, and read by the same loader.

A change names a programme, an offer, a path, a limit or a rule of what goes together, and gives some of its fields
another value, or none; or it adds one, or takes one away. What the loader would refuse in a file it refuses here, and
what nobody could ever have besides (`possible`). Later changes win, field by field. A change that no longer fits the
files (they are newer, and what it names is gone) is left out and named, so that one old row never silences the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from models.incentives.checks import needed_work
from models.incentives.codes_data import FIELD_UNKNOWN, FIELD_WRONG, NAMES_NOTHING, TWICE, DataRefused
from models.incentives.files_read import built_in_texts, sections_of, version_of
from models.incentives.graph import Graph
from models.incentives.load import graph, graph_of_sections
from models.incentives.possible import can_be_had
from models.measures.catalogue import measures


class Part(StrEnum):
    """What of the graph can be changed."""

    PROGRAMME = "programme"
    OFFER = "offer"
    CAP = "cap"
    PATH = "path"
    EXCLUSION = "exclusion"


class Act(StrEnum):
    """What a change does to the part it names."""

    CHANGE = "change"
    ADD = "add"
    REMOVE = "remove"


SECTION: Final[Mapping[Part, str]] = MappingProxyType(
    {
        Part.PROGRAMME: "programmes",
        Part.OFFER: "offers",
        Part.CAP: "caps",
        Part.PATH: "paths",
        Part.EXCLUSION: "exclusions",
    }
)
STANDING: Final = frozenset({"state", "last_seen", "since", "opens", "closes", "closes_certain"})
PAY: Final = frozenset(
    {"pay.rule", "pay.cad", "pay.percent", "pay.max_cad", "pay.max_share_of_cost", "pay.least_share"}
)
SEEN: Final = frozenset({"source_id", "confidence"})
FIELDS: Final[Mapping[Part, frozenset[str]]] = MappingProxyType(
    {
        Part.PROGRAMME: STANDING | {"source_id"},
        Part.OFFER: STANDING | PAY | SEEN | {"work", "when", "needs", "path", "doubts", "other_cad"},
        Part.CAP: SEEN | {"cad", "share_of_cost", "covers", "except", "when"},
        Part.PATH: frozenset({"least_measures", "steps", "evidence", "source_id"}),
        Part.EXCLUSION: frozenset({"at_most_one", "same_job", "unseen", "source_id"}),
    }
)
"""The fields of each that a change may give: what something is called, and whose it is, never changes."""
OF_NEW: Final[Mapping[Part, frozenset[str]]] = MappingProxyType(
    {
        Part.PROGRAMME: frozenset({"name", "administrator"}),
        Part.OFFER: frozenset({"programme", "kind", "name_en", "name_fr", "pay.unit"}),
        Part.CAP: frozenset(),
        Part.PATH: frozenset({"programme"}),
        Part.EXCLUSION: frozenset(),
    }
)
"""The fields that only what is added may give."""
ONE_PAYER: Final = "ONE-PAYER"
"""The rule that only one programme is counted for the same work while nobody saw that two may pay for it."""
DAYS: Final = frozenset({"opens", "closes"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its number, what it names, and its fields as `written`; null takes a field out."""

    number: int
    part: Part
    target: str
    fields: str
    act: Act = Act.CHANGE

    @classmethod
    def of(cls, number: int, part: Part, target: str, fields: Mapping[str, object], act: Act = Act.CHANGE) -> Change:
        """The same of plain values."""
        return cls(number, part, target, written(fields), act)


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


def checked_over(texts: Sequence[str], changes: Sequence[Change]) -> Graph:
    """The same over other files of programmes."""
    sections = _over(sections_of(texts), changes)
    version = version_of([*texts, *(_line(each) for each in changes)])
    found = graph_of_sections(sections, version, tuple(each.number for each in changes))
    known = {each.id for each in measures()} | graph().watched
    for offer in found.offers.values():
        for name in (*(each.measure_id for each in offer.answers), *needed_work(offer.needs)):
            if name not in known:
                raise DataRefused(NAMES_NOTHING, where=f"offer {offer.id}", id=name)
    can_be_had(found)
    return found


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


def fitting(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Those of these changes that count: without what fits the files no longer."""
    left_out = laid_over(changes).left_out
    return tuple(each for each in changes if each.number not in left_out)


def values_of(part: Part, target: str, names: Sequence[str], before: tuple[Change, ...] = ()) -> dict[str, object]:
    """What these fields are with those changes, in a change's form; None where there is none. DataRefused as `checked`.

    This is what undoes a change: its fields as they were without it.
    """
    table = _table(_laid(fitting(before)), part, target)
    return {name: _plain(_get(table, name)) for name in names}


def whole(part: Part, target: str, before: tuple[Change, ...] = ()) -> dict[str, object]:
    """Everything it is with those changes, as the fields by which a change would add it. DataRefused as `checked`."""
    found: dict[str, object] = {}
    for name, value in _table(_laid(fitting(before)), part, target).items():
        if name == "pay" and isinstance(value, dict):
            found |= {f"pay.{inner}": _plain(each) for inner, each in value.items()}
        elif name != "id":
            found[name] = _plain(value)
    return found


def ids(before: tuple[Change, ...] = ()) -> frozenset[str]:
    """The ids of everything with those of these changes that fit: a new part takes none of them."""
    held = (each.get("id") for found in _laid(fitting(before)).values() for each in found if isinstance(each, dict))
    return frozenset(each for each in held if isinstance(each, str))


def income_limits() -> tuple[str, ...]:
    """The ids of the income limits that a condition can name: the files' alone."""
    found = (each.get("id") for each in _shipped()["income_limits"] if isinstance(each, dict))
    return tuple(sorted(each for each in found if isinstance(each, str)))


def _fits(changes: tuple[Change, ...]) -> bool:
    try:
        _checked(changes)
    except DataRefused:
        return False
    return True


@lru_cache(maxsize=64)
def _checked(changes: tuple[Change, ...]) -> Graph:
    return checked_over(built_in_texts(), changes)


def _line(change: Change) -> str:
    said = f"C{change.number}|{change.part}|{change.target}|{change.fields}"
    return said if change.act is Act.CHANGE else f"{said}|{change.act}"


def _laid(changes: Sequence[Change]) -> dict[str, list[object]]:
    return _over(deepcopy(_shipped()), changes)


def _over(sections: dict[str, list[object]], changes: Sequence[Change]) -> dict[str, list[object]]:
    for change in changes:
        if change.act is Act.REMOVE:
            sections[SECTION[change.part]].remove(_table(sections, change.part, change.target))
            continue
        is_new = change.act is Act.ADD
        table = _added(sections, change) if is_new else _table(sections, change.part, change.target)
        known = FIELDS[change.part] | (OF_NEW[change.part] if is_new else frozenset())
        for name, value in _fields(change):
            if name not in known:
                raise DataRefused(FIELD_UNKNOWN, where=f"{change.part} {change.target}", field=name[:60])
            _set(table, name, _dated(change, name, value))
    _kept_apart(sections, {each.target for each in changes if (each.part, each.act) == (Part.PROGRAMME, Act.ADD)})
    return sections


def _added(sections: Mapping[str, list[object]], change: Change) -> dict[str, object]:
    """An empty part of that id. Whatever else has the id already would be meant by it too."""
    if any(_has(each, change.target) for found in sections.values() for each in found):
        raise DataRefused(TWICE, id=change.target)
    table: dict[str, object] = {"id": change.target}
    if change.part is Part.OFFER:
        table["pay"] = {}
    sections[SECTION[change.part]].append(table)
    return table


def _kept_apart(sections: Mapping[str, list[object]], added: Iterable[str]) -> None:
    """A programme that was added and that no rule names is counted like the rest: one payer for the same work."""
    rules = [each for each in sections[SECTION[Part.EXCLUSION]] if isinstance(each, dict)]
    shared = next((each for each in rules if each.get("id") == ONE_PAYER), None)
    if shared is None:
        return
    for key in sorted(added):
        offers = [each for each in sections["offers"] if isinstance(each, dict) and each.get("programme") == key]
        mine = {key, *(each.get("id") for each in offers)}
        if offers and not any(mine & set(_names(each.get("at_most_one"))) for each in rules):
            shared["at_most_one"] = [*_names(shared.get("at_most_one")), key]


def _names(raw: object) -> list[str]:
    return [each for each in raw if isinstance(each, str)] if isinstance(raw, list | tuple) else []


def _has(raw: object, target: str) -> bool:
    return isinstance(raw, dict) and raw.get("id") == target


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
