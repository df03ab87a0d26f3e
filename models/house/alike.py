"""What a rule says of many homes, asked once of those that are alike in all that it looks at.

A rule is any function of a home's facts. While it answers for one home it is watched: the facts it read decide the
answer, so every home with the same of them has the same one. That is exact, whatever the rule is; a rule that reads a
figure in which all homes differ is asked of each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

import numpy as np

from models.house.facts import HomeFacts
from models.house.many import ManyHomes, Numbered
from models.house.stock import Assumed
from models.series import Ints

_Answer = TypeVar("_Answer")
Read = tuple[str, bool]
"""A fact by its name, and whether only that it is known was asked."""


Bands = Mapping[str, Callable[[Any], Hashable]]
NO_BANDS: Final[Bands] = MappingProxyType({})
MOST_KEPT: Final = 50_000
"""Answers of a rule that are remembered, some megabytes; then it is begun anew."""


class Remembered:
    """What rules said, by the facts they looked at: for homes that come later, while the rules stay what they are.

    Nothing in it says of which home a fact was.
    """

    __slots__ = ("_by_rule",)

    def __init__(self) -> None:
        self._by_rule: dict[Hashable, tuple[tuple[Read, ...], dict[tuple[Hashable, ...], Any]]] = {}

    def of(self, name: Hashable, read: tuple[Read, ...]) -> dict[tuple[Hashable, ...], Any]:
        """A rule's answers by the values of what it `read`; none where it has looked at other facts before."""
        before, answers = self._by_rule.get(name, ((), {}))
        if before != read or len(answers) > MOST_KEPT:
            answers = {}
        self._by_rule[name] = read, answers
        return answers


_NEVER: Final = object()


class AlikeHomes:
    """Homes whose facts are numbered when a rule first asks for them. `read` remembers by rule what it looks at, and
    `remembered` what it said."""

    def __init__(
        self,
        homes: Sequence[Assumed],
        read: dict[Hashable, tuple[Read, ...]],
        remembered: Remembered | None = None,
    ) -> None:
        self.homes = ManyHomes.of(homes)
        self._read = read
        self._remembered = Remembered() if remembered is None else remembered
        self._numbers: dict[Read, Numbered[Hashable]] = {}

    def ask(
        self,
        name: Hashable,
        rule: Callable[[Assumed], _Answer],
        bands: Bands = NO_BANDS,
    ) -> Numbered[_Answer]:
        """The answers of a rule; one `name` for each rule.

        `bands` by fact: what the rule makes of a figure that it does not use as it is, so that more homes are alike.
        """
        read = self._read.setdefault(name, ())
        while True:
            facts = [self._numbered(each, bands) for each in read]
            first, of_each = self._apart(facts)
            seen: set[Read] = set(read)
            known = self._remembered.of(name, read)
            said, asked = [], {}
            for place, values in zip(first.tolist(), _values(facts, first), strict=True):
                answer = known.get(values, _NEVER)
                if answer is _NEVER:
                    answer = asked[values] = rule(cast(Assumed, _Watched(self.homes[place], seen)))
                said.append(answer)
            if len(seen) == len(read):
                known.update(asked)
                return Numbered(said, of_each)
            read = self._read[name] = (*read, *sorted(seen.difference(read)))

    def _apart(self, facts: Sequence[Numbered[Hashable]]) -> tuple[Ints, Ints]:
        """A home of every kind that differs in these facts, and each home's kind."""
        count = len(self.homes)
        numbers, different = np.zeros(count, dtype=np.int64), 1
        for each in facts:
            numbers, different = numbers * len(each.values) + each.of_each, different * len(each.values)
            if different > _IN_A_TABLE * count:
                first, numbers = _kinds(numbers, different)
                different = len(first)
        return _kinds(numbers, different)

    def _numbered(self, read: Read, bands: Bands) -> Numbered[Hashable]:
        """Each home's value of what is read."""
        name, only_known = read
        band = None if only_known else bands.get(name)
        kept = (f"{name} in bands", False) if band is not None else read
        if kept not in self._numbers:
            if only_known:
                self._numbers[kept] = _among(self.homes.names, lambda names: name not in names)
            else:
                values: Numbered[Hashable] = self.homes.values(name)
                self._numbers[kept] = values if band is None else _among(values, band)
        return self._numbers[kept]


_IN_A_TABLE: Final = 8
"""Kinds for each home: up to so many are told apart by a table of all, which is quicker than sorting homes."""


def _kinds(numbers: Ints, different: int) -> tuple[Ints, Ints]:
    """Of homes of a number each, less than `different`: the first of every number there is, and each home's place among
    those; as `numpy.unique` has them."""
    count = len(numbers)
    if different > _IN_A_TABLE * count:
        _, first, of_each = np.unique(numbers, return_index=True, return_inverse=True)
        return first, of_each
    table = np.full(different, -1)
    table[numbers[::-1]] = np.arange(count - 1, -1, -1)  # the last to be written is the first of its number
    there = np.flatnonzero(table >= 0)
    first = table[there]
    table[there] = np.arange(len(there))
    return first, table[numbers]


def _among(facts: Numbered[Any], said: Callable[[Any], Hashable]) -> Numbered[Hashable]:
    """What is said of each home's value, numbered in its turn."""
    of_values = Numbered.of([said(value) for value in facts.values])
    return Numbered(of_values.values, of_values.of_each[facts.of_each])


def _values(facts: Sequence[Numbered[Hashable]], places: Ints) -> list[tuple[Hashable, ...]]:
    """What of the homes at these places is read."""
    if not facts:
        return [()] * len(places)
    columns = [[each.values[number] for number in each.of_each[places].tolist()] for each in facts]
    return list(zip(*columns, strict=True))


class _WatchedFacts:
    __slots__ = ("_facts", "_seen")

    def __init__(self, facts: HomeFacts, seen: set[Read]) -> None:
        self._facts, self._seen = facts, seen

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._facts, name)
        self._seen.add((name, False))
        return value


class _WatchedNames:
    __slots__ = ("_names", "_seen")

    def __init__(self, names: frozenset[str], seen: set[Read]) -> None:
        self._names, self._seen = names, seen

    def __contains__(self, name: str) -> bool:
        self._seen.add((name, True))
        return name in self._names


class _Watched:
    """A home that remembers what was asked of it."""

    __slots__ = ("_home", "_seen", "facts", "names")

    def __init__(self, home: Assumed, seen: set[Read]) -> None:
        self.facts, self.names = _WatchedFacts(home.facts, seen), _WatchedNames(home.names, seen)
        self._home, self._seen = home, seen

    def knows(self, name: str) -> bool:
        self._seen.add((name, True))
        return self._home.knows(name)
