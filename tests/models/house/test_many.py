"""Homes fact by fact say of each home what the home says itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.house.facts import FACT_NAMES, Cooling, DwellingType, HomeFacts
from models.house.many import ManyHomes, Numbered
from models.house.stock import Assumed, assumed
from models.quantities import Fuel

FACTS = st.builds(
    HomeFacts,
    municipality=st.sampled_from(["Ajax", "Whitby", None]),
    dwelling_type=st.none() | st.sampled_from(DwellingType),
    heating_fuel=st.none() | st.sampled_from(Fuel),
    cooling=st.none() | st.sampled_from(Cooling),
    heated_area_m2=st.none() | st.floats(20, 1500),
    year_built=st.none() | st.integers(1900, 2026),
    gas_range=st.none() | st.booleans(),
)


def said_of(many: ManyHomes, homes: list[Assumed]) -> None:
    """Holds the columns to the homes."""
    assert list(many) == homes and [many[place] for place in range(len(many))] == homes
    for name in FACT_NAMES:
        values = many.values(name)
        assert [values.values[number] for number in values.of_each] == [getattr(home.facts, name) for home in homes]
        assert many.knows(name).tolist() == [home.knows(name) for home in homes]
    assert [many.names.values[number] for number in many.names.of_each] == [home.names for home in homes]
    assert [many.groups.values[number] for number in many.groups.of_each] == [home.group for home in homes]


@given(st.lists(FACTS, max_size=12), st.data())
def test_columns_are_what_the_homes_are_all_of_them_or_some(facts: list[HomeFacts], data: st.DataObject) -> None:
    homes = [assumed(each) for each in facts]
    many = ManyHomes.of(homes)
    said_of(many, homes)
    assert ManyHomes.of(many) is many and many[1:3] == homes[1:3]
    for _ in range(2):  # some of some as well
        places = data.draw(st.lists(st.integers(0, len(homes) - 1), max_size=8)) if homes else []
        homes, many = [homes[place] for place in places], many.at(np.array(places, dtype=np.int64))
        said_of(many, homes)


def test_what_is_said_of_a_value_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    numbered = Numbered.of(["one", "three", "one", "one"])
    assert (numbered.column(length).tolist(), asked) == ([3.0, 5.0, 3.0, 3.0], ["one", "three"])
    kinds = numbered.column(lambda word: (word, 1), np.object_)
    assert kinds.tolist() == [("one", 1), ("three", 1), ("one", 1), ("one", 1)]
