"""Groups of similar homes: who is held beside whom, when there are figures, and what cannot be taken from them."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.homes import similar_groups as groups
from coach.homes.similar_groups import Age, CountedHome, Definition, Kind, Size, definitions
from models.quantities import Fuel

GAS = Fuel.NATURAL_GAS
HOME = {"dwelling_type": "detached", "year_built": 1978, "heating_fuel": "natural_gas", "heated_area_m2": 172.0}


def counted(amounts: list[float], facts: dict[str, object] | None = None, first: int = 0) -> list[CountedHome]:
    found = definitions(GAS, HOME if facts is None else facts)
    return [CountedHome(uuid.UUID(int=first + place), amount, found) for place, amount in enumerate(amounts)]


def test_a_home_is_held_beside_homes_of_its_kind_age_fuel_and_size_and_the_definition_widens_in_order() -> None:
    assert definitions(GAS, HOME) == (
        Definition(GAS, GAS, Kind.DETACHED, Age.FROM_1946, Size.FROM_150),
        Definition(GAS, GAS, Kind.DETACHED, Age.FROM_1946),
        Definition(GAS, GAS, Kind.DETACHED),
        Definition(GAS, GAS),
    )


@pytest.mark.parametrize(
    ("year", "age"), [(1945, Age.BEFORE_1946), (1946, Age.FROM_1946), (1981, Age.FROM_1981), (2001, Age.FROM_2001)]
)
def test_ages_begin_with_their_year(year: int, age: Age) -> None:
    assert definitions(GAS, HOME | {"year_built": year})[1].age is age


def test_what_is_not_known_widens_and_an_unknown_heating_fuel_compares_with_nobody() -> None:
    assert [one.step for one in definitions(GAS, HOME | {"year_built": None})] == [2, 3]
    assert [one.step for one in definitions(GAS, {"heating_fuel": "natural_gas"})] == [3]
    assert definitions(GAS, HOME | {"heating_fuel": None}) == ()
    assert definitions(Fuel.ELECTRICITY, HOME | {"solar_panels": True}) == ()
    assert definitions(GAS, HOME | {"solar_panels": True})


def test_every_home_with_a_shared_wall_is_of_one_kind() -> None:
    kinds = {definitions(GAS, HOME | {"dwelling_type": kind})[0].kind for kind in ("semi", "row_end", "row_middle")}
    assert kinds == {Kind.ATTACHED}


def test_there_are_no_figures_below_twenty_five_homes() -> None:
    assert groups.figures(counted([2000.0 + place for place in range(24)])) == {}
    (key,) = groups.figures(counted([2000.0 + 10 * place for place in range(25)]))
    assert key == "natural_gas|natural_gas|detached|from_1946|from_150"


def test_the_middle_half_is_rounded_to_two_digits_and_homes_to_fives() -> None:
    (found,) = groups.figures(counted([2000.0 + 10 * place for place in range(34)])).values()
    assert (found.homes, found.low, found.high) == (30, 2100.0, 2200.0)


def test_a_home_that_uses_more_than_a_tenth_of_it_all_gives_a_group_no_figures() -> None:
    assert groups.figures(counted([*[100.0 + place for place in range(29)], 900.0])) == {}


def test_equal_ends_are_nobodys_figures() -> None:
    assert groups.figures(counted([2000.0] * 40)) == {}


def test_what_a_wider_group_adds_to_a_narrower_one_must_be_a_group_itself() -> None:
    narrow = counted([2000.0 + 10 * place for place in range(30)])
    others = HOME | {"year_built": 1930}
    few = counted([3000.0 + 10 * place for place in range(24)], others, first=100)
    assert [key.count("||") for key in groups.figures([*narrow, *few])] == [0]
    enough = counted([3000.0 + 10 * place for place in range(25)], others | {"heated_area_m2": None}, first=100)
    assert set(groups.figures([*narrow, *enough])) == {
        "natural_gas|natural_gas|detached|from_1946|from_150",
        "natural_gas|natural_gas|detached|before_1946|",
    }


AMOUNTS = st.lists(st.floats(min_value=500.0, max_value=6000.0), min_size=26, max_size=60)


@settings(deadline=None, max_examples=40)
@given(AMOUNTS, st.data())
def test_one_home_that_leaves_moves_an_end_by_no_more_than_its_neighbours(
    amounts: list[float], data: st.DataObject
) -> None:
    """What can be learned from two releases around one home's leaving is where its neighbours stand, rounded."""
    gone = data.draw(st.integers(0, len(amounts) - 1))
    before = groups.figures(counted(amounts))
    after = groups.figures(counted([one for place, one in enumerate(amounts) if place != gone]))
    for key in before.keys() & after.keys():
        ordered = sorted(amounts)
        for old, new, share in ((before[key].low, after[key].low, 0.25), (before[key].high, after[key].high, 0.75)):
            place = share * (len(ordered) - 1)
            low, high = ordered[max(int(place) - 1, 0)], ordered[min(int(place) + 2, len(ordered) - 1)]
            step = 10.0 ** (len(str(int(high))) - 2)
            assert low - step <= min(old, new) <= max(old, new) <= high + step
