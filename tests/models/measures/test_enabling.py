"""Work that must go with a measure: asked for where the facts show the need, and not where they do not."""

from __future__ import annotations

from dataclasses import replace

from models.house.facts import HomeFacts
from models.house.stock import assumed
from models.measures.catalogue import measure, measures
from models.measures.codes_checks import STOP_DAMP_BASEMENT, STOP_KNOB_AND_TUBE, STOP_VERMICULITE
from models.measures.enabling import AFTER, GIVES, REQUIRES, WORDS, Enabling, needs_of, put_right, requires_of
from models.quantities import Fuel
from tests.models.example_homes import BASEBOARD_HOME, GAS_HOME


def needs(measure_id: str, facts: HomeFacts) -> tuple[Enabling, ...]:
    return needs_of(measure(measure_id), assumed(facts))


def test_a_tight_home_needs_ventilation_after_sealing_and_a_leaky_one_does_not() -> None:
    tight, leaky = replace(GAS_HOME, ach50=4.0), replace(GAS_HOME, ach50=7.0)
    assert {Enabling.VENTILATION, Enabling.RADON_TEST} <= set(needs("ENV-AIR", tight))
    assert needs("ENV-AIR", leaky) == (Enabling.SPILLAGE_TEST,)
    assert needs("ENV-AIR", replace(BASEBOARD_HOME, ach50=7.0)) == ()


def test_a_damp_basement_is_dried_first() -> None:
    assert needs("ENV-BSMT", replace(GAS_HOME, damp_basement=True))[0] is Enabling.DRY_FOUNDATION
    assert needs("ENV-BSMT", replace(GAS_HOME, damp_basement=False)) == (Enabling.RADON_TEST,)
    assert Enabling.DRY_FOUNDATION not in AFTER


def test_a_heat_pump_in_an_old_home_with_a_burner_needs_a_panel() -> None:
    old = replace(GAS_HOME, year_built=1960)
    assert Enabling.PANEL in needs("HVAC-ASHP-D", old)
    assert Enabling.PANEL not in needs("HVAC-ASHP-D", replace(GAS_HOME, year_built=1990))
    assert Enabling.PANEL not in needs("HVAC-ASHP-D", replace(GAS_HOME, year_built=None))
    assert Enabling.PANEL not in needs("HVAC-ASHP-HYB", old)
    assert Enabling.HEAT_LOAD in needs("HVAC-ASHP-HYB", old)


def test_a_tank_left_alone_needs_a_liner() -> None:
    assert Enabling.CHIMNEY_LINER in needs("HVAC-FURN", GAS_HOME)
    assert Enabling.CHIMNEY_LINER not in needs("HVAC-ASHP-HYB", GAS_HOME)
    assert Enabling.CHIMNEY_LINER not in needs("HVAC-FURN", replace(GAS_HOME, hot_water_fuel=Fuel.ELECTRICITY))


def test_headers_come_with_basement_walls_where_there_are_any() -> None:
    assert requires_of(measure("ENV-BSMT"), frozenset({"ENV-HEADER"})) == ("ENV-HEADER",)
    assert requires_of(measure("ENV-BSMT"), frozenset()) == ()
    assert requires_of(measure("ENV-AIR"), frozenset({"ENV-HEADER"})) == ()


def test_only_water_is_put_right_by_the_plan_itself() -> None:
    assert put_right(STOP_DAMP_BASEMENT.finding())
    assert not put_right(STOP_VERMICULITE.finding())
    assert not put_right(STOP_KNOB_AND_TUBE.finding())


def test_names_lead_to_measures_and_every_work_has_words() -> None:
    known = {each.id for each in measures()}
    assert set(GIVES) <= known
    assert {each for needed in REQUIRES.values() for each in needed} <= known
    assert set(WORDS) == set(Enabling)
