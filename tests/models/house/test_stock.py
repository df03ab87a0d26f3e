"""The stock fills what a household does not know, says which facts it filled, and never overrides an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.house.facts import (
    FACT_NAMES,
    BasementInsulation,
    Cooling,
    DwellingType,
    HeatingSystem,
    HomeFacts,
    twin,
)
from models.house.stock import assumed, group_of
from models.quantities import Fuel

HOUSE_FACTS = (
    "dwelling_type",
    "year_built",
    "storeys",
    "heated_area_m2",
    "basement_area_m2",
    "occupants",
    "heating_fuel",
    "heating_system",
    "heating_efficiency_pct",
    "hot_water_fuel",
    "cooling",
    "attic_r",
    "wall_r",
    "basement_insulation",
    "window_type",
    "ach50",
    "setpoint_day_c",
    "setpoint_night_c",
)


def test_a_home_nobody_described_is_a_detached_gas_home_of_the_seventies_to_nineties() -> None:
    home = assumed(HomeFacts())
    assert home.facts.dwelling_type is DwellingType.DETACHED
    assert home.facts.heating_fuel is Fuel.NATURAL_GAS
    assert home.group.vintage == "1970-2000"
    assert home.names == frozenset(HOUSE_FACTS)


def test_every_fact_of_the_house_is_known_afterwards() -> None:
    facts = assumed(HomeFacts(year_built=1955)).facts
    assert all(getattr(facts, name) is not None for name in HOUSE_FACTS)


def test_wishes_and_yes_or_no_questions_stay_unknown() -> None:
    facts = assumed(HomeFacts()).facts
    unknown = set(FACT_NAMES) - set(HOUSE_FACTS)
    assert all(getattr(facts, name) is None for name in unknown)


@pytest.mark.parametrize(
    ("year", "vintage"),
    [(1900, "pre-1946"), (1946, "1946-1960"), (1975, "1970-1979"), (2001, "2001+"), (2020, "2001+")],
)
def test_the_group_follows_the_year(year: int, vintage: str) -> None:
    assert group_of(HomeFacts(year_built=year)).vintage == vintage


def test_older_homes_are_leakier_and_less_insulated() -> None:
    old, new = group_of(HomeFacts(year_built=1930)), group_of(HomeFacts(year_built=2010))
    assert old.ach50.p50 > new.ach50.p50
    assert old.attic_r.p50 < new.attic_r.p50


def test_a_baseboard_heats_with_electricity_and_a_new_furnace_condenses() -> None:
    assert assumed(HomeFacts(heating_system=HeatingSystem.BASEBOARD)).facts.heating_fuel is Fuel.ELECTRICITY
    assert assumed(HomeFacts(heating_year=2015)).facts.heating_efficiency_pct == 95.0
    assert assumed(HomeFacts(heating_year=1999)).facts.heating_efficiency_pct == 80.0


def test_no_basement_has_no_area_and_no_area_has_no_basement() -> None:
    assert assumed(HomeFacts(basement_insulation=BasementInsulation.NO_BASEMENT)).facts.basement_area_m2 == 0.0
    assert assumed(HomeFacts(basement_area_m2=0.0)).facts.basement_insulation is BasementInsulation.NO_BASEMENT


@given(
    st.builds(
        HomeFacts,
        dwelling_type=st.none() | st.sampled_from(DwellingType),
        year_built=st.none() | st.integers(1800, 2026),
        heated_area_m2=st.none() | st.floats(20, 1500),
        heating_fuel=st.none() | st.sampled_from(Fuel),
        heating_system=st.none() | st.sampled_from(HeatingSystem),
        cooling=st.none() | st.sampled_from(Cooling),
        attic_r=st.none() | st.floats(0, 100),
    )
)
def test_what_the_household_said_is_never_changed(facts: HomeFacts) -> None:
    home = assumed(facts)
    for name in FACT_NAMES:
        said = getattr(facts, name)
        if said is not None:
            assert getattr(home.facts, name) == said
            assert home.knows(name)


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from([None, 0, 21.5, 1975]) for name in FACT_NAMES}))
def test_a_twin_has_the_same_facts_and_is_another(told: dict[str, object]) -> None:
    facts = HomeFacts(**told)  # type: ignore[arg-type]
    assert twin(facts) == facts and twin(facts) is not facts
