"""What a rule says of many homes, asked once of those that are alike in all that it looks at.

A rule is any function of a home's facts. While it answers for one home it is watched: the facts it read decide the
answer, so every home with the same of them has the same one. That is exact, whatever the rule is; a rule that reads a
figure in which all homes differ is asked of each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar, cast

import numpy as np

from models.house.facts import HomeFacts
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


class Answers(Generic[_Answer]):
    """What a rule says of homes: the different answers, and the number of each home's among them [homes]."""

    __slots__ = ("of_each", "said")

    def __init__(self, said: Sequence[_Answer], of_each: Ints) -> None:
        self.said, self.of_each = said, of_each

    def column(self, value: Callable[[_Answer], Any], dtype: Any = np.float64) -> np.ndarray:
        """A value of each home's answer [homes]."""
        return np.array([value(each) for each in self.said], dtype=dtype)[self.of_each]


class AlikeHomes:
    """Homes whose facts are numbered when a rule first asks for them. `read` remembers by rule what it looks at, and
    `remembered` what it said."""

    def __init__(
        self,
        homes: Sequence[Assumed],
        read: dict[Hashable, tuple[Read, ...]],
        remembered: Remembered | None = None,
    ) -> None:
        self.homes = homes
        self._read = read
        self._remembered = Remembered() if remembered is None else remembered
        self._numbers: dict[Read, tuple[Ints, int]] = {}

    def ask(
        self,
        name: Hashable,
        rule: Callable[[Assumed], _Answer],
        bands: Bands = NO_BANDS,
    ) -> Answers[_Answer]:
        """The answers of a rule; one `name` for each rule.

        `bands` by fact: what the rule makes of a figure that it does not use as it is, so that more homes are alike.
        """
        read = self._read.setdefault(name, ())
        while True:
            first, of_each = self._apart(read, bands)
            seen: set[Read] = set(read)
            known = self._remembered.of(name, read)
            said, asked = [], {}
            for place in first.tolist():
                values = self._values(self.homes[place], read, bands)
                answer = known.get(values, _NEVER)
                if answer is _NEVER:
                    answer = asked[values] = rule(cast(Assumed, _Watched(self.homes[place], seen)))
                said.append(answer)
            if len(seen) == len(read):
                known.update(asked)
                return Answers(said, of_each)
            read = self._read[name] = (*read, *sorted(seen.difference(read)))

    @staticmethod
    def _values(home: Assumed, read: Sequence[Read], bands: Bands) -> tuple[Hashable, ...]:
        """What of a home is read."""
        facts, found = home.facts, []
        for name, only_known in read:
            band = None if only_known else bands.get(name)
            value = home.knows(name) if only_known else getattr(facts, name)
            found.append(value if band is None else band(value))
        return tuple(found)

    def _apart(self, read: Sequence[Read], bands: Bands) -> tuple[Ints, Ints]:
        """A home of every kind that differs in what is read, and each home's kind."""
        count = len(self.homes)
        if not read:
            return np.zeros(1, dtype=np.int64), np.zeros(count, dtype=np.int64)
        numbers, different = self._numbers_of(read[0], bands)
        for each in read[1:]:
            more, kinds = self._numbers_of(each, bands)
            numbers, different = numbers * kinds + more, different * kinds
            if different > count:
                _, numbers = np.unique(numbers, return_inverse=True)
                different = int(numbers.max()) + 1
        _, first, of_each = np.unique(numbers, return_index=True, return_inverse=True)
        return first, of_each

    def _numbers_of(self, read: Read, bands: Bands) -> tuple[Ints, int]:
        """Each home's value of what is read as a number, and how many there are."""
        name, only_known = read
        band = None if only_known else bands.get(name)
        kept = (f"{name} in bands", False) if band is not None else read
        if kept not in self._numbers:
            if only_known:
                values: list[Hashable] = [home.knows(name) for home in self.homes]
            else:
                values = [getattr(home.facts, name) for home in self.homes]
                if band is not None:
                    one_by_one = {value: band(value) for value in set(values)}
                    values = [one_by_one[value] for value in values]
            numbered: dict[Hashable, int] = {}
            numbers = [numbered.setdefault(value, len(numbered)) for value in values]
            self._numbers[kept] = np.array(numbers, dtype=np.int64), len(numbered)
        return self._numbers[kept]


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
