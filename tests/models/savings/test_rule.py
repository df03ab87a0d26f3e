"""Savings: scaled to the home's own use, never more than it, wider without evidence, lower once corrected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house.facts import BasementInsulation, DwellingType, HomeFacts, WindowType
from models.measures.catalogue import Method, measure, measures
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.rule import Range, predict
from tests.models.example_homes import (
    BASEBOARD_HOME,
    ELECTRIC_HEAT,
    GAS,
    GAS_HOME,
    METERED,
    OIL_HOME,
    belief_of,
)

ENVELOPE = ("ENV-AIR", "ENV-ATTIC-MID", "ENV-WALL-EXT", "ENV-BSMT-PART", "HVAC-TSTAT", "HVAC-ZONE")


def gas(belief: Belief, measure_id: str, *, correct: bool = False) -> Range:
    return predict(belief, measure(measure_id), correct=correct).ranges()[Fuel.NATURAL_GAS]


@pytest.mark.parametrize("measure_id", ENVELOPE)
def test_a_home_that_burns_more_saves_more(measure_id: str) -> None:
    little = replace(GAS, heating=1200.0, total=1890.0, balance_point_c=None)
    much = replace(GAS, heating=2400.0, total=3090.0, balance_point_c=None)
    few = gas(belief_of(GAS_HOME, {Fuel.NATURAL_GAS: little}), measure_id).p50
    many = gas(belief_of(GAS_HOME, {Fuel.NATURAL_GAS: much}), measure_id).p50
    assert 1.1 < many / few < 4.0


@pytest.mark.parametrize("measure_id", ENVELOPE)
def test_without_readings_the_range_is_wider(measure_id: str) -> None:
    known, unknown = gas(belief_of(GAS_HOME, METERED), measure_id), gas(belief_of(GAS_HOME), measure_id)
    assert unknown.p90 - unknown.p10 > known.p90 - known.p10


def test_less_attic_insulation_to_begin_with_saves_more() -> None:
    savings = [
        gas(belief_of(replace(GAS_HOME, attic_r=r), METERED), "ENV-ATTIC-MID").p50 for r in (8.0, 12.0, 20.0, 30.0)
    ]
    assert savings == sorted(savings, reverse=True) and savings[-1] > 0


def test_a_worse_furnace_saves_more_when_replaced() -> None:
    savings = [
        gas(belief_of(replace(GAS_HOME, heating_efficiency_pct=percent), METERED), "HVAC-FURN").p50
        for percent in (65.0, 78.0, 90.0)
    ]
    assert savings == sorted(savings, reverse=True)


def test_a_furnace_saves_what_its_efficiencies_say() -> None:
    expected = GAS.heating * (1 - 0.80 / 0.96)
    assert gas(belief_of(GAS_HOME, METERED), "HVAC-FURN").p50 == pytest.approx(expected, rel=0.1)


def test_electric_homes_save_kilowatt_hours() -> None:
    belief = belief_of(BASEBOARD_HOME, {Fuel.ELECTRICITY: ELECTRIC_HEAT})
    for measure_id in ENVELOPE:
        ranges = predict(belief, measure(measure_id), correct=False).ranges()
        assert set(ranges) == {Fuel.ELECTRICITY} and ranges[Fuel.ELECTRICITY].p50 > 0


def test_oil_homes_save_litres_and_a_heat_pump_uses_power() -> None:
    ranges = predict(belief_of(OIL_HOME), measure("HVAC-OIL-HP")).ranges()
    assert ranges[Fuel.OIL].p10 > 1000
    assert ranges[Fuel.ELECTRICITY].p90 < 0


def test_the_correction_is_the_studys_and_physics_stays_available() -> None:
    belief = belief_of(GAS_HOME, METERED)
    for measure_id, rate in (("ENV-BSMT-PART", 0.13), ("HVAC-FURN", 0.64), ("ENV-ATTIC-MID", 0.77)):
        physics, real = gas(belief, measure_id), gas(belief, measure_id, correct=True)
        assert real.p50 == pytest.approx(rate * physics.p50, rel=0.3)
        assert [finding.code for finding in predict(belief, measure(measure_id)).findings] == [
            "savings.corrected_by_experience"
        ]
        assert predict(belief, measure(measure_id), correct=False).findings == ()


def test_a_kind_of_work_nobody_studied_says_so() -> None:
    codes = [finding.code for finding in predict(belief_of(GAS_HOME, METERED), measure("DHW-SHOWER")).findings]
    assert codes == ["savings.no_study"]


def test_saved_light_is_partly_paid_back_in_heat() -> None:
    ranges = predict(belief_of(GAS_HOME, METERED), measure("APP-LED")).ranges()
    assert ranges[Fuel.ELECTRICITY].p50 > 0 > ranges[Fuel.NATURAL_GAS].p50


def test_price_plans_and_chargers_save_no_energy() -> None:
    for measure_id in ("PLAN-SWITCH", "EV-L2", "HS-RADON"):
        assert predict(belief_of(GAS_HOME, METERED), measure(measure_id)).ranges() == {}


def test_a_roof_of_panels_makes_what_the_sun_gives() -> None:
    belief = belief_of(GAS_HOME, METERED)
    made = predict(belief, measure("GEN-PV")).ranges()[Fuel.ELECTRICITY]
    kilowatts = 8100 / 1160
    assert (made.p10 / kilowatts, made.p90 / kilowatts) == pytest.approx((1067, 1220), rel=0.03)


def test_a_flat_gas_meter_has_no_heating_to_save() -> None:
    flat = replace(GAS, heating=0.0, total=GAS.base)
    belief = belief_of(GAS_HOME, {Fuel.NATURAL_GAS: flat})
    for measure_id in (*ENVELOPE, "HVAC-FURN", "HVAC-ASHP-D"):
        amount = predict(belief, measure(measure_id), correct=False).saved[Fuel.NATURAL_GAS]
        assert np.abs(amount).max() < 1e-6


HOMES = st.builds(
    HomeFacts,
    dwelling_type=st.none() | st.sampled_from(DwellingType),
    year_built=st.none() | st.integers(1880, 2020),
    heated_area_m2=st.none() | st.floats(30, 600),
    basement_area_m2=st.none() | st.floats(0, 300),
    storeys=st.none() | st.sampled_from([1.0, 1.5, 2.0, 3.0]),
    attic_r=st.none() | st.floats(0, 60),
    wall_r=st.none() | st.floats(0, 40),
    basement_insulation=st.none() | st.sampled_from(BasementInsulation),
    window_type=st.none() | st.sampled_from(WindowType),
    heating_fuel=st.none() | st.sampled_from(Fuel),
    occupants=st.none() | st.integers(1, 9),
)


@settings(max_examples=30, deadline=None)
@given(HOMES, st.floats(50, 6000), st.floats(50, 1500), st.booleans())
def test_no_measure_saves_more_gas_than_the_end_use_or_gives_a_broken_range(
    facts: HomeFacts, heat: float, base: float, correct: bool
) -> None:
    seen = replace(GAS, heating=heat, base=base, total=heat + base)
    belief = belief_of(facts, {Fuel.NATURAL_GAS: seen})
    for each in measures():
        for fuel, span in predict(belief, each, correct=correct).ranges().items():
            assert np.isfinite([span.p10, span.p50, span.p90]).all(), each.id
            assert span.p10 <= span.p50 <= span.p90
            if fuel is Fuel.NATURAL_GAS and each.method is not Method.SOLAR:
                assert span.p90 <= max(heat, base) + 1e-6, each.id


@settings(max_examples=30, deadline=None)
@given(HOMES, st.floats(0, 39))
def test_more_insulation_to_begin_with_never_saves_more(facts: HomeFacts, r: float) -> None:
    thin = predict(belief_of(replace(facts, attic_r=r)), measure("ENV-ATTIC-MID"), correct=False)
    thick = predict(belief_of(replace(facts, attic_r=r + 10.0)), measure("ENV-ATTIC-MID"), correct=False)
    for fuel, span in thick.ranges().items():
        if fuel is not Fuel.ELECTRICITY:
            assert span.p50 <= thin.ranges()[fuel].p50 + 1e-6
