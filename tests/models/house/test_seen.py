"""What is said of simulated homes: right where it is precise, with documented gaps and slips where people answer."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from models.house.archetypes import archetypes
from models.house.facts import (
    FACT_NAMES,
    BasementInsulation,
    Cooling,
    DwellingType,
    HeatingSystem,
    HomeFacts,
    WindowType,
    plausible,
)
from models.house.seen import (
    ATTIC_CLASSES,
    HOUSEHOLD,
    UNKNOWN,
    WALL_CLASSES,
    answered,
    assessed,
    described,
    stream,
)
from models.house.simulated_homes import Foundation
from models.house.stock_sample import Part, stock_sample
from models.quantities import Fuel

SAMPLE = stock_sample(5, 80, [Part.TEST])
TOLD = described(SAMPLE, "Oshawa")
KNOWN = HomeFacts(
    municipality="Oshawa",
    dwelling_type=DwellingType.DETACHED,
    year_built=1978,
    storeys=2.0,
    heated_area_m2=172.4,
    basement_area_m2=80.3,
    occupants=3,
    heating_fuel=Fuel.NATURAL_GAS,
    heating_system=HeatingSystem.FURNACE,
    heating_efficiency_pct=79.6,
    hot_water_fuel=Fuel.NATURAL_GAS,
    cooling=Cooling.CENTRAL,
    attic_r=19.3,
    wall_r=12.0,
    basement_insulation=BasementInsulation.PARTIAL,
    window_type=WindowType.DOUBLE,
    ach50=6.4,
    setpoint_day_c=20.7,
    setpoint_night_c=18.2,
)
ANSWERS = [answered(f"h{each}", KNOWN) for each in range(2000)]


def share(name: str, value: object) -> float:
    """Of the answers that know this fact, how many say so."""
    known = [getattr(each, name) for each in ANSWERS if getattr(each, name) is not None]
    return known.count(value) / len(known)


def test_a_description_is_the_home_as_it_stands() -> None:
    homes, filed = SAMPLE.homes, archetypes().at(SAMPLE.source)
    for place, facts in enumerate(TOLD):
        assert facts.heated_area_m2 == pytest.approx(homes.floor_m2[place], abs=0.06)
        assert facts.attic_r == pytest.approx(filed.ceiling_rsi[place] / 0.1761, abs=0.06)
        assert facts.ach50 == pytest.approx(filed.ach50[place], abs=0.01)
        assert facts.setpoint_day_c == pytest.approx(homes.heat_day_c[place], abs=0.06)
        assert facts.solar_panels is bool(homes.pv_kw[place] > 0)
        assert (facts.basement_insulation is BasementInsulation.NO_BASEMENT) == (facts.basement_area_m2 == 0)
        if homes.foundation[place] != Foundation.BASEMENT:
            assert facts.basement_area_m2 == 0
        assert (facts.heating_efficiency_pct is None) == (facts.heating_fuel is Fuel.ELECTRICITY)


def test_glass_is_named_by_its_u() -> None:
    u_values = archetypes().window_u[SAMPLE.source]
    order = (WindowType.TRIPLE, WindowType.DOUBLE_LOWE, WindowType.DOUBLE, WindowType.SINGLE)
    by_u = [TOLD[place].window_type for place in np.argsort(u_values)]
    assert by_u == sorted(by_u, key=lambda kind: order.index(kind or WindowType.SINGLE))
    assert len(set(by_u)) >= 3


def test_all_that_is_said_is_plausible() -> None:
    for place, told in enumerate(TOLD):
        assert plausible(told)[1] == ()
        assert plausible(answered(f"h{place}", told))[1] == ()


def test_the_same_home_answers_the_same_and_another_does_not() -> None:
    assert answered("a", KNOWN) == answered("a", KNOWN)
    assert len({answered(f"h{each}", KNOWN) for each in range(20)}) > 15
    assert stream("a", "answers").random() != stream("a", "use").random()


@pytest.mark.parametrize("name", [name for name in UNKNOWN if getattr(KNOWN, name) is not None])
def test_gaps_come_as_often_as_documented(name: str) -> None:
    unknown = sum(getattr(each, name) is None for each in ANSWERS) / len(ANSWERS)
    assert unknown == pytest.approx(UNKNOWN[name], abs=0.04)


def test_only_named_facts_are_ever_unknown() -> None:
    never = [name for name in FACT_NAMES if name not in UNKNOWN and name != "heating_efficiency_pct"]
    assert all(getattr(each, name) == getattr(KNOWN, name) for each in ANSWERS for name in never)


def test_figures_are_rounded_and_insulation_comes_in_classes() -> None:
    assert {each.heated_area_m2 % 10 for each in ANSWERS if each.heated_area_m2 is not None} == {0.0}
    assert {each.attic_r for each in ANSWERS} == {None, 12.0, 20.0, 28.0}
    assert {each.wall_r for each in ANSWERS} == {None, 8.0, 12.0, 20.0}
    assert set(ATTIC_CLASSES) >= {12.0, 20.0, 28.0} and set(WALL_CLASSES) >= {8.0, 12.0, 20.0}
    assert share("attic_r", 20.0) == pytest.approx(0.75, abs=0.05)
    assert {each.year_built for each in ANSWERS} == {None, 1975, 1978}


def test_efficiency_is_read_guessed_or_not_known() -> None:
    said = [each.heating_efficiency_pct for each in ANSWERS]
    assert set(said) == {None, 80.0, 95.0}
    assert said.count(None) / len(said) == pytest.approx(0.45, abs=0.04)
    assert said.count(95.0) / len(said) == pytest.approx(0.25 * 0.15, abs=0.02)
    electric = replace(KNOWN, heating_fuel=Fuel.ELECTRICITY, heating_efficiency_pct=None)
    assert all(answered(f"h{each}", electric).heating_efficiency_pct is None for each in range(50))
    assert all(each.heating_year is None or each.heating_year < 2010 for each in ANSWERS)


def test_neighbouring_kinds_are_mistaken_for_each_other() -> None:
    assert share("window_type", WindowType.DOUBLE) == pytest.approx(0.75, abs=0.04)
    assert share("window_type", WindowType.TRIPLE) == 0.0
    assert share("basement_insulation", BasementInsulation.PARTIAL) == pytest.approx(0.85, abs=0.04)
    assert share("basement_insulation", BasementInsulation.NO_BASEMENT) == 0.0


def test_everybody_knows_that_there_is_no_basement() -> None:
    none = replace(KNOWN, basement_insulation=BasementInsulation.NO_BASEMENT, basement_area_m2=0.0)
    for each in range(100):
        facts = answered(f"h{each}", none)
        assert (facts.basement_insulation, facts.basement_area_m2) == (BasementInsulation.NO_BASEMENT, 0.0)


def test_a_file_knows_the_house_and_people_their_habits() -> None:
    answers = answered("h1", KNOWN)
    both = assessed(KNOWN, answers)
    for field in fields(HomeFacts):
        source = answers if field.name in HOUSEHOLD else KNOWN
        assert getattr(both, field.name) == getattr(source, field.name), field.name
    assert answers.ach50 is None
    assert both.ach50 == KNOWN.ach50
