"""Many homes fact by fact: each home's value as a number among the different ones, so that what is said of a value is
worked out once however many homes have it.

A column is made when it is first asked for. Some of the homes, chosen by their places, share the columns of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from models.house.facts import FACT_NAMES
from models.house.stock import Assumed, StockGroup
from models.series import Ints

_Value = TypeVar("_Value")
_NAMES: Final = attrgetter("names")
_OF_FACTS: Final = attrgetter(*FACT_NAMES)


class Numbered(Generic[_Value]):
    """Values, facts or what a rule says of them, and the number of each home's among them [homes]. A value need not be
    any home's."""

    __slots__ = ("of_each", "values")

    def __init__(self, values: Sequence[_Value], of_each: Ints) -> None:
        self.values, self.of_each = values, of_each

    @classmethod
    def of(cls, values: Sequence[_Value]) -> Numbered[_Value]:
        """These values, one a home. Those that are equal are one, as 2 and 2.0 are."""
        number = {value: place for place, value in enumerate(dict.fromkeys(values))}
        return cls(tuple(number), np.array([number[value] for value in values], dtype=np.int64))

    def column(self, said: Callable[[_Value], Any], dtype: Any = np.float64) -> NDArray[Any]:
        """What is said of each home's value [homes]; of several figures at once [homes, figures]."""
        of_values = [said(value) for value in self.values]
        if dtype is not np.object_:
            return np.array(of_values, dtype=dtype)[self.of_each]
        things = np.empty(len(of_values), dtype=dtype)  # a thing may be a sequence, and is one thing all the same
        things[:] = of_values
        found: NDArray[Any] = things[self.of_each]
        return found

    def at(self, places: Ints) -> Numbered[_Value]:
        """Of the homes at these places."""
        return Numbered(self.values, self.of_each[places])


class _Columns:
    """What is made of homes once."""

    __slots__ = ("facts", "groups", "homes", "names", "values")
    facts: Mapping[str, Sequence[Any]]

    def __init__(self, homes: Sequence[Assumed]) -> None:
        self.homes = homes
        rows = [_OF_FACTS(home.facts) for home in homes]  # home after home, as they lie in memory
        self.facts = (
            dict(zip(FACT_NAMES, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(FACT_NAMES, ())
        )
        self.values: dict[str, Numbered[Any]] = {}
        self.names = Numbered.of(list(map(_NAMES, homes)))
        different = {id(home.group): home.group for home in homes}
        place = {key: number for number, key in enumerate(different)}
        of_each = np.array([place[id(home.group)] for home in homes], dtype=np.int64)
        self.groups = Numbered(tuple(different.values()), of_each)


class ManyHomes(Sequence[Assumed]):
    """Homes one by one and fact by fact."""

    __slots__ = ("_columns", "_places")

    def __init__(self, columns: _Columns, places: Ints | None) -> None:
        self._columns, self._places = columns, places

    @classmethod
    def of(cls, homes: Sequence[Assumed]) -> ManyHomes:
        """These homes; themselves where they stand in columns already."""
        return homes if isinstance(homes, cls) else cls(_Columns(homes), None)

    def at(self, places: Ints) -> ManyHomes:
        """Those at these places."""
        return ManyHomes(self._columns, places if self._places is None else self._places[places])

    def values(self, name: str) -> Numbered[Any]:
        """What is known or assumed of a fact."""
        columns = self._columns
        if name not in columns.values:
            columns.values[name] = Numbered.of(columns.facts[name])
        return self._own(columns.values[name])

    def knows(self, name: str) -> NDArray[np.bool_]:
        """Of which homes somebody said so, rather than the stock [homes]."""
        return self.names.column(lambda names: name not in names, np.bool_)

    @property
    def names(self) -> Numbered[frozenset[str]]:
        """The facts that the stock filled."""
        return self._own(self._columns.names)

    @property
    def groups(self) -> Numbered[StockGroup]:
        """The groups of the stock they belong to."""
        return self._own(self._columns.groups)

    def __len__(self) -> int:
        return len(self._columns.homes) if self._places is None else len(self._places)

    @overload
    def __getitem__(self, place: int) -> Assumed: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Assumed]: ...
    def __getitem__(self, place: int | slice) -> Assumed | Sequence[Assumed]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._columns.homes[place if self._places is None else self._places[place]]

    def __iter__(self) -> Iterator[Assumed]:
        homes = self._columns.homes
        return iter(homes if self._places is None else [homes[place] for place in self._places.tolist()])

    def _own(self, all_of_it: Numbered[_Value]) -> Numbered[_Value]:
        return all_of_it if self._places is None else all_of_it.at(self._places)
