"""For whom a change of programmes moves money, and by how much: by kind of home, and on a few examples nobody can know.

Pure. Nothing is said of fewer than `SMALLEST` homes: smaller kinds are taken together, a middle and a most are of that
many homes at least, and an example is what so many homes share to the cent. Counts are to tens.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from coach.fleet_wide.list_counts import SMALLEST, to_tens

TRAITS: Final = ("dwelling_type", "heating_fuel", "tenure", "municipality")
"""What tells kinds of home apart here."""
NOT_KNOWN: Final = ""
OTHERS: Final = "*"
"""The kinds that are too few by themselves."""
ALL_HOMES: Final = "all"
EXAMPLES: Final = 3
TO_TEN: Final = 1_000
TO_HUNDRED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """Money counted in a plan: what it pays for, cents, where and when its amount was seen."""

    offer_id: str
    programme_id: str
    measure: str
    cents: int
    source_id: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A home as it is compared: its traits by name, and the money counted before and after."""

    traits: Mapping[str, str]
    before: tuple[Line, ...]
    after: tuple[Line, ...]

    def moved(self, programme_id: str) -> int:
        """By how much the money of one programme changes, in cents."""
        return _of(self.after, programme_id) - _of(self.before, programme_id)


NOTHING_SEEN: Final = Seen({}, (), ())


@dataclass(frozen=True, slots=True)
class Side:
    """Homes that gain, or lose: how many (None: fewer than `SMALLEST`), dollars in the middle and at most, if known."""

    homes: int | None
    middle: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Homes of one kind: `trait` is one of `TRAITS` or `ALL_HOMES`; `value` may be `NOT_KNOWN` or `OTHERS`."""

    trait: str
    value: str
    homes: int
    gain: Side
    lose: Side


@dataclass(frozen=True, slots=True)
class ForProgramme:
    """What a change does through one programme, of all homes looked at and of each kind."""

    programme_id: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """What changes in plans that are alike: so many homes have these lines before and these after, to the cent.

    `whole` says whether that is all the money of the plan; else only the lines that change are alike. `traits` are
    those that all of these homes share.
    """

    homes: int
    traits: Mapping[str, str]
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    whole: bool

    @property
    def cents(self) -> int:
        """By how much the money changes."""
        return sum(each.cents for each in self.after) - sum(each.cents for each in self.before)


def shown(homes: int, scale: float = 1.0) -> int | None:
    """How many homes may be said, to tens; None for fewer than `SMALLEST`. `scale`: homes that each one stands for."""
    return None if homes < SMALLEST else to_tens(round(homes * scale))


def for_whom(found: Sequence[Seen], scale: float = 1.0) -> tuple[ForProgramme, ...]:
    """By programme whose money moves in `SMALLEST` homes or more: all homes, then each trait's kinds, largest first."""
    touched = Counter(key for one in found for key in _programmes(one) if one.moved(key))
    said = []
    for key in sorted(key for key, homes in touched.items() if homes >= SMALLEST):
        groups = [_group(ALL_HOMES, "", found, key, scale)]
        for trait in TRAITS:
            groups += [_group(trait, value, homes, key, scale) for value, homes in _kinds(found, trait)]
        said.append(ForProgramme(key, tuple(groups)))
    return tuple(said)


def examples(found: Sequence[Seen], scale: float = 1.0) -> tuple[Example, ...]:
    """A few plans that change alike in `SMALLEST` homes or more: the most common, the largest loss, the largest gain.

    Whole plans with the traits they share where enough are alike; else what changes in them, with fewer traits.
    """
    changed = [one for one in found if _difference(one) != ((), ())]
    for whole, traits in ((True, TRAITS[:3]), (True, TRAITS[:2]), (False, TRAITS[:2]), (False, ())):
        alike = Counter(_key(one, traits, whole=whole) for one in changed)
        enough = [key for key, homes in alike.items() if homes >= SMALLEST]
        if enough:
            made = {key: _example(key, traits, alike[key], scale, whole=whole) for key in enough}
            return _chosen(list(made.values()))
    return ()


_Key = tuple[tuple[str, ...], tuple[Line, ...], tuple[Line, ...]]


def _key(one: Seen, traits: Sequence[str], *, whole: bool) -> _Key:
    before, after = (one.before, one.after) if whole else _difference(one)
    return tuple(one.traits.get(trait, NOT_KNOWN) for trait in traits), before, after


def _example(key: _Key, traits: Sequence[str], homes: int, scale: float, *, whole: bool) -> Example:
    return Example(shown(homes, scale) or SMALLEST, dict(zip(traits, key[0], strict=True)), key[1], key[2], whole)


def _chosen(found: list[Example]) -> tuple[Example, ...]:
    """In a fixed order, without the same one twice."""
    ranked = sorted(found, key=lambda one: (-one.homes, repr(one)))
    picks = (ranked[0], min(ranked, key=lambda one: one.cents), max(ranked, key=lambda one: one.cents))
    kept: list[Example] = []
    for one in picks:
        if one not in kept:
            kept.append(one)
    return tuple(kept[:EXAMPLES])


def _difference(one: Seen) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    gone = tuple(each for each in one.before if each not in one.after)
    return gone, tuple(each for each in one.after if each not in one.before)


def _kinds(found: Sequence[Seen], trait: str) -> list[tuple[str, list[Seen]]]:
    """Homes by a trait, those too few taken together with the next smallest until they are enough; none if all are."""
    by_value: dict[str, list[Seen]] = defaultdict(list)
    for one in found:
        by_value[one.traits.get(trait, NOT_KNOWN)].append(one)
    ranked = sorted(by_value.items(), key=lambda each: (-len(each[1]), each[0]))
    others: list[Seen] = []
    while ranked and (len(ranked[-1][1]) < SMALLEST or 0 < len(others) < SMALLEST):
        others += ranked.pop()[1]
    if not ranked:
        return []
    return [*ranked, (OTHERS, others)] if others else ranked


def _group(trait: str, value: str, found: Sequence[Seen], programme_id: str, scale: float) -> Group:
    moved = [one.moved(programme_id) for one in found]
    gained, lost = [each for each in moved if each > 0], [-each for each in moved if each < 0]
    return Group(trait, value, shown(len(found), scale) or 0, _side(gained, scale), _side(lost, scale))


def _side(cents: Sequence[int], scale: float) -> Side:
    if not cents:
        return Side(0)
    if len(cents) < SMALLEST:
        return Side(None)
    most = round(max(cents) / TO_HUNDRED) * 100 if max(cents) >= TO_HUNDRED else round(max(cents) / TO_TEN) * 10
    return Side(shown(len(cents), scale), round(median(cents) / TO_TEN) * 10, most)


def _programmes(one: Seen) -> set[str]:
    return {each.programme_id for each in (*one.before, *one.after)}


def _of(lines: Sequence[Line], programme_id: str) -> int:
    return sum(each.cents for each in lines if each.programme_id == programme_id)
