"""Which homes are like which, and the middle half of what they use: definitions and figures that point at nobody.

Pure. A home is held beside homes of its kind, age, heating fuel and size; where there are too few, the definition is
widened, size first, then age, then kind, and never the heating fuel. A group has figures from twenty-five homes on,
none of which uses more than a tenth of it all (docs/explanation/similar-homes.md). Of a wider group that holds a
narrower one with figures, what it adds must itself be such a group: otherwise the two could be taken from each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np

from models.house.facts import DwellingType
from models.quantities import Fuel

FEWEST_HOMES: Final = 25
LARGEST_SHARE: Final = 0.10
COUNTED_IN: Final = 5
"""Homes are said in fives, rounded down."""
DIGITS: Final = 2
COMPARED: Final = (Fuel.NATURAL_GAS, Fuel.ELECTRICITY)

Member = TypeVar("Member", bound=StrEnum)


class Kind(StrEnum):
    """The three classes of dwellings; homes with a shared wall are one of them, whichever way they share it."""

    DETACHED = "detached"
    ATTACHED = "attached"
    MOBILE = "mobile"


class Age(StrEnum):
    """When a home was built."""

    BEFORE_1946 = "before_1946"
    FROM_1946 = "from_1946"
    FROM_1981 = "from_1981"
    FROM_2001 = "from_2001"


class Size(StrEnum):
    """The heated area above ground."""

    BELOW_100 = "below_100"
    FROM_100 = "from_100"
    FROM_150 = "from_150"
    FROM_200 = "from_200"


KINDS: Final[Mapping[str, Kind]] = {
    DwellingType.DETACHED.value: Kind.DETACHED,
    DwellingType.SEMI.value: Kind.ATTACHED,
    DwellingType.ROW_END.value: Kind.ATTACHED,
    DwellingType.ROW_MIDDLE.value: Kind.ATTACHED,
    DwellingType.MOBILE.value: Kind.MOBILE,
}
AGES: Final = ((1946, Age.BEFORE_1946), (1981, Age.FROM_1946), (2001, Age.FROM_1981), (9999, Age.FROM_2001))
"""First year that is no longer of an age."""
SIZES: Final = ((100.0, Size.BELOW_100), (150.0, Size.FROM_100), (200.0, Size.FROM_150), (1e9, Size.FROM_200))
"""First area [m²] that is no longer of a size."""


@dataclass(frozen=True, slots=True)
class Definition:
    """Which homes are held beside each other, for the use of `fuel`. None: whatever it is."""

    fuel: Fuel
    heating: Fuel
    kind: Kind | None = None
    age: Age | None = None
    size: Size | None = None

    @property
    def key(self) -> str:
        """The definition as it is kept."""
        parts = (self.fuel, self.heating, self.kind, self.age, self.size)
        return "|".join("" if part is None else part.value for part in parts)

    @property
    def step(self) -> int:
        """How far it was widened: nought is the narrowest."""
        return sum(part is None for part in (self.size, self.age, self.kind))


@dataclass(frozen=True, slots=True)
class CountedHome:
    """One home that may be counted, and its use of a fuel in a normal year; its definitions, the narrowest first."""

    home_id: uuid.UUID
    amount: float
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The middle half of a group: `low` and `high` to two digits, `homes` rounded down to five."""

    homes: int
    low: float
    high: float


def definitions(fuel: Fuel, facts: Mapping[str, object]) -> tuple[Definition, ...]:
    """With which homes one may be held for a fuel, the narrowest first; none while its heating fuel is not known.

    Power of a home with solar panels is not held beside others': its meter does not see what the panels give.
    """
    heating = next((each for each in Fuel if each.value == facts.get("heating_fuel")), None)
    if heating is None or (fuel is Fuel.ELECTRICITY and facts.get("solar_panels") is True):
        return ()
    kind = KINDS.get(str(facts.get("dwelling_type")))
    age = _band(AGES, facts.get("year_built")) if kind else None
    size = _band(SIZES, facts.get("heated_area_m2")) if age else None
    return _widened(fuel, heating, kind, age, size)


def figures(counted: Iterable[CountedHome]) -> dict[str, Figures]:
    """The figures of every group that has them, by its key."""
    members: dict[Definition, dict[uuid.UUID, float]] = {}
    for home in counted:
        for definition in home.definitions:
            members.setdefault(definition, {})[home.home_id] = home.amount
    found: dict[str, Figures] = {}
    told: set[tuple[Fuel, uuid.UUID]] = set()
    for definition in sorted(members, key=lambda each: (each.step, each.key)):
        group = members[definition]
        new = [amount for home, amount in group.items() if (definition.fuel, home) not in told]
        worked = _middle_half(list(group.values())) if is_enough(new) and is_enough(list(group.values())) else None
        if worked is not None:
            found[definition.key] = worked
            told.update((definition.fuel, home) for home in group)
    return found


def sizes(counted: Iterable[CountedHome]) -> dict[str, list[float]]:
    """What the homes of each group use, whether or not it has figures."""
    found: dict[str, list[float]] = {}
    for home in counted:
        for definition in home.definitions:
            found.setdefault(definition.key, []).append(home.amount)
    return found


def is_enough(amounts: Sequence[float]) -> bool:
    """Whether so many homes may have figures, and none of them is too much of the sum."""
    return len(amounts) >= FEWEST_HOMES and max(amounts) <= LARGEST_SHARE * sum(amounts)


@lru_cache(maxsize=1_024)
def _widened(
    fuel: Fuel, heating: Fuel, kind: Kind | None, age: Age | None, size: Size | None
) -> tuple[Definition, ...]:
    """The same few tuples for all homes of a programme."""
    every = (
        Definition(fuel, heating, kind, age, size),
        Definition(fuel, heating, kind, age),
        Definition(fuel, heating, kind),
        Definition(fuel, heating),
    )
    return tuple(dict.fromkeys(every))


def _middle_half(amounts: Sequence[float]) -> Figures | None:
    """None where both ends round to the same: that would be one home's use, said of many."""
    low, high = (float(f"{end:.{DIGITS - 1}e}") for end in np.percentile(amounts, (25, 75)).tolist())
    return Figures(len(amounts) // COUNTED_IN * COUNTED_IN, low, high) if low < high else None


def _band(bands: Sequence[tuple[float, Member]], value: object) -> Member | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return next((member for before, member in bands if value < before), None)
