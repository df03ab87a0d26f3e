"""A rule that somebody puts together step by step: parts, and groups of which all or any must hold, as deep as needed.

What was put together so far travels with the form, so that no step needs a script, and nothing is kept before it is
proposed. What comes back is hostile: its shape is read here, its meaning by the engine's own loader.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from greener_homes.errors import Refusal
from web.forms import BAD_CHOICE

Raw = dict[str, object]
TEXT_MAXIMUM: Final = 20_000
DEEPEST: Final = 6
MOST_PARTS: Final = 60
LARGEST: Final = 1e9
GROUPS: Final = ("all", "any")


@dataclass(frozen=True, slots=True)
class Node:
    """A part or a group with where it stands ("0.2"; the whole is ""). `group` is "all" or "any", empty for a part."""

    place: str
    group: str
    part: Mapping[str, object]
    parts: tuple[Node, ...] = ()

    def groups(self) -> Iterator[Node]:
        """This group and every group in it, from the outside in."""
        if self.group:
            yield self
            for each in self.parts:
                yield from each.groups()


def begun(rule: object) -> Raw:
    """A rule as it is in the files, or none, as a group that more can be put into."""
    if isinstance(rule, dict):
        return rule if _group(rule) else {"all": [rule]}
    return {"all": []}


def read(text: str) -> Raw:
    """What travelled with the form. Raises Refusal for what nobody put together here."""
    if len(text) > TEXT_MAXIMUM:
        raise Refusal(BAD_CHOICE)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal(BAD_CHOICE) from None
    if not isinstance(found, dict) or not _group(found) or sum(1 for _ in _every(found, 0)) > MOST_PARTS:
        raise Refusal(BAD_CHOICE)
    if not _sound(found, 0):
        raise Refusal(BAD_CHOICE)
    return found


def written(rule: Raw) -> str:
    """The rule as it travels."""
    return json.dumps(rule, ensure_ascii=False, separators=(",", ":"))


def node(rule: Raw, place: str = "") -> Node:
    """The rule as it is drawn."""
    group = _group(rule)
    if not group:
        return Node(place, "", rule)
    inside = (node(each, f"{place}.{at}".lstrip(".")) for at, each in enumerate(_parts(rule)))
    return Node(place, group, {}, tuple(inside))


def add(rule: Raw, place: str, part: Raw) -> None:
    """One more part of the group at a place."""
    held = _at(rule, place)
    group = _group(held)
    if not group or (part.keys() & set(GROUPS) and len(_steps(place)) + 1 >= DEEPEST):
        raise Refusal(BAD_CHOICE)
    held[group] = [*_parts(held), part]
    read(written(rule))


def remove(rule: Raw, place: str) -> None:
    """Without the part or group at a place; the whole becomes empty."""
    steps = _steps(place)
    if not steps:
        rule[_group(rule)] = []
        return
    held = _at(rule, ".".join(map(str, steps[:-1])))
    kept = _parts(held)
    if not _group(held) or steps[-1] >= len(kept):
        raise Refusal(BAD_CHOICE)
    held[_group(held)] = [each for at, each in enumerate(kept) if at != steps[-1]]


def turn(rule: Raw, place: str) -> None:
    """The group at a place asks for any instead of all, or the other way round."""
    held = _at(rule, place)
    group = _group(held)
    if not group:
        raise Refusal(BAD_CHOICE)
    held["any" if group == "all" else "all"] = held.pop(group)


def finished(rule: Raw) -> Raw | None:
    """The rule as a change gives it: without empty groups, and a group of one is that one. None for no rule."""
    group = _group(rule)
    if not group:
        return rule
    parts = [kept for each in _parts(rule) if (kept := finished(each)) is not None]
    return parts[0] if len(parts) == 1 else {group: parts} if parts else None


def _every(rule: Raw, deep: int) -> Iterator[Raw]:
    if deep > DEEPEST:
        raise Refusal(BAD_CHOICE)
    yield rule
    if _group(rule):
        for each in _parts(rule):
            yield from _every(each, deep + 1)


def _sound(value: object, deep: int) -> bool:
    """Whether it holds only text that can be written down and numbers of a size that rules have."""
    if isinstance(value, str):
        return value.isprintable()
    if isinstance(value, int | float):
        return -LARGEST <= value <= LARGEST
    inside = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return deep <= 2 * DEEPEST + 4 and all(_sound(each, deep + 1) for each in inside)


def _group(rule: Mapping[str, object]) -> str:
    return next((word for word in GROUPS if list(rule) == [word]), "")


def _parts(rule: Mapping[str, object]) -> list[Raw]:
    held = rule.get(_group(rule), [])
    if not isinstance(held, list) or not all(isinstance(each, dict) for each in held):
        raise Refusal(BAD_CHOICE)
    return held


def _steps(place: str) -> Sequence[int]:
    if not place:
        return ()
    if len(place) > TEXT_MAXIMUM or not all(each.isascii() and each.isdigit() for each in place.split(".")):
        raise Refusal(BAD_CHOICE)
    return tuple(int(each[:4]) for each in place.split("."))


def _at(rule: Raw, place: str) -> Raw:
    held = rule
    for step in _steps(place):
        parts = _parts(held) if _group(held) else []
        if step >= len(parts):
            raise Refusal(BAD_CHOICE)
        held = parts[step]
    return held
