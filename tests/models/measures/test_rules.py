"""Safety rules: known hazards stop work, possible ones are checked first, tenants ask their landlord."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.house.facts import HomeFacts, Tenure
from models.house.stock import assumed
from models.measures.catalogue import measure, measures
from models.measures.rules import Safety, safety
from models.quantities import Fuel
from tests.models.example_homes import BASEBOARD_HOME, GAS_HOME, OIL_HOME


def rules(measure_id: str, facts: HomeFacts) -> Safety:
    return safety(measure(measure_id), assumed(facts), 2026)


def codes(measure_id: str, facts: HomeFacts) -> set[str]:
    return {check.code for check in rules(measure_id, facts).checks}


@pytest.mark.parametrize(
    ("measure_id", "fact", "stop"),
    [
        ("ENV-ATTIC-MID", "vermiculite", "stop.vermiculite"),
        ("ENV-ATTIC-LOW", "knob_and_tube", "stop.knob_and_tube"),
        ("ENV-WALL-CAV", "knob_and_tube", "stop.knob_and_tube"),
        ("ENV-BSMT-PART", "damp_basement", "stop.damp_basement"),
    ],
)
def test_a_known_hazard_stops_the_work(measure_id: str, fact: str, stop: str) -> None:
    found = rules(measure_id, replace(GAS_HOME, **{fact: True}))  # type: ignore[arg-type]
    assert found.stop is not None and found.stop.code == stop
    assert rules(measure_id, replace(GAS_HOME, **{fact: False})).stop is None  # type: ignore[arg-type]


def test_old_attics_are_checked_for_vermiculite_and_new_ones_are_not() -> None:
    assert "check.vermiculite" in codes("ENV-ATTIC-MID", GAS_HOME)
    assert "check.vermiculite" not in codes("ENV-ATTIC-MID", replace(GAS_HOME, year_built=2005))
    assert "check.vermiculite" not in codes("ENV-ATTIC-MID", replace(GAS_HOME, vermiculite=False))


def test_sealing_a_home_that_burns_fuel_needs_a_spillage_test() -> None:
    assert "check.spillage" in codes("ENV-AIR", GAS_HOME)
    assert "check.spillage" not in codes("ENV-AIR", BASEBOARD_HOME)
    assert {"check.ventilation", "check.radon"} <= codes("ENV-AIR", BASEBOARD_HOME)


def test_a_new_furnace_may_orphan_a_gas_tank() -> None:
    assert "check.orphaned_water_heater" in codes("HVAC-FURN", GAS_HOME)
    electric_tank = replace(GAS_HOME, hot_water_fuel=Fuel.ELECTRICITY)
    assert "check.orphaned_water_heater" not in codes("HVAC-FURN", electric_tank)


def test_heat_pumps_want_the_envelope_first_a_load_calculation_and_a_plan() -> None:
    assert {"sequence.envelope_first", "check.heat_load", "check.electrical_panel", "heating.plan_ahead"} <= codes(
        "HVAC-ASHP-D", GAS_HOME
    )
    assert "check.oil_tank" in codes("HVAC-OIL-HP", OIL_HOME)


def test_a_tenant_needs_the_owner_for_what_stays_with_the_building() -> None:
    tenant = replace(GAS_HOME, tenure=Tenure.TENANT)
    assert "tenant.owner_consent" in codes("ENV-ATTIC-MID", tenant)
    assert "tenant.owner_consent" not in codes("DHW-SHOWER", tenant)
    assert "tenant.owner_consent" not in codes("ENV-ATTIC-MID", GAS_HOME)


def test_no_measure_is_without_an_answer() -> None:
    for each in measures():
        assert safety(each, assumed(HomeFacts()), 2026).stop is None
