"""What we believe of a home: the meter has the last word, evidence narrows, missing evidence is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house.facts import HomeFacts
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.savings.belief import MAINS_SHARE, Belief
from models.savings.rule import range_of
from tests.models.example_homes import (
    BASEBOARD_HOME,
    ELECTRIC_HEAT,
    GAS,
    GAS_HOME,
    METERED,
    OIL_HOME,
    POWER,
    belief_of,
)


def heating(belief: Belief, fuel: Fuel) -> float:
    uses = belief.uses
    source = uses.heat_sources[0]
    return float(np.median(uses.heat_kwh / source.efficiency)) / KWH_PER_UNIT[fuel]


def width(belief: Belief) -> float:
    span = range_of(belief.uses.heat_kwh)
    return (span.p90 - span.p10) / span.p50


def test_heating_is_what_the_meter_says_less_what_cold_mains_add_to_hot_water() -> None:
    warm = GAS.heating - MAINS_SHARE * GAS.base
    assert heating(belief_of(GAS_HOME, METERED), Fuel.NATURAL_GAS) == pytest.approx(warm, rel=0.03)
    electric_water = replace(GAS_HOME, hot_water_fuel=Fuel.ELECTRICITY)
    assert heating(belief_of(electric_water, METERED), Fuel.NATURAL_GAS) == pytest.approx(GAS.heating, rel=0.03)


def test_cold_mains_move_gas_from_heating_to_water_and_lose_none() -> None:
    seen = belief_of(GAS_HOME, METERED).measured[Fuel.NATURAL_GAS]
    assert seen.base > GAS.base
    assert seen.base + seen.heating == pytest.approx(GAS.base + GAS.heating)
    assert seen.total == GAS.total


@settings(max_examples=25, deadline=None)
@given(st.floats(300, 6000), st.floats(5, 20))
def test_the_meter_has_the_last_word_however_odd_the_home(heat: float, balance: float) -> None:
    odd = replace(GAS, heating=heat, total=heat + GAS.base, balance_point_c=balance)
    belief = belief_of(GAS_HOME, {Fuel.NATURAL_GAS: odd})
    assert heating(belief, Fuel.NATURAL_GAS) == pytest.approx(heat - min(MAINS_SHARE * GAS.base, 0.5 * heat), rel=0.05)
    assert np.isfinite(belief.losses.total).all() and (belief.losses.total > 0).all()


def test_readings_narrow_what_we_believe() -> None:
    assert width(belief_of(GAS_HOME, METERED)) < 0.5 * width(belief_of(GAS_HOME))


def test_answers_narrow_what_we_believe() -> None:
    assert width(belief_of(GAS_HOME)) < width(belief_of(HomeFacts()))


def test_a_home_that_burns_little_is_believed_to_lose_little() -> None:
    frugal = replace(GAS, heating=900.0, total=1590.0)
    little, usual = belief_of(GAS_HOME, {Fuel.NATURAL_GAS: frugal}), belief_of(GAS_HOME, METERED)
    assert np.median(little.losses.total) < 0.8 * np.median(usual.losses.total)


def test_electricity_adds_up_to_the_meter() -> None:
    total = belief_of(GAS_HOME, METERED).use_by_fuel[Fuel.ELECTRICITY]
    assert np.median(total) == pytest.approx(POWER.total, rel=0.02)
    total = belief_of(BASEBOARD_HOME, {Fuel.ELECTRICITY: ELECTRIC_HEAT}).use_by_fuel[Fuel.ELECTRICITY]
    assert np.median(total) == pytest.approx(ELECTRIC_HEAT.total, rel=0.05)


def test_gas_that_is_not_heating_is_water_and_little_else() -> None:
    belief = belief_of(GAS_HOME, METERED)
    other = belief.uses.other[Fuel.NATURAL_GAS]
    assert np.median(other) < 0.2 * GAS.base


def test_nothing_measured_is_said() -> None:
    assert [finding.code for finding in belief_of(GAS_HOME).findings] == ["usage.none"]
    assert belief_of(GAS_HOME, METERED).findings == ()


def test_heating_that_is_not_measured_is_said() -> None:
    findings = belief_of(OIL_HOME, {Fuel.ELECTRICITY: POWER}).findings
    assert [finding.code for finding in findings] == ["usage.heating_not_measured"]


def test_a_fuel_that_does_not_heat_is_noticed_and_believed() -> None:
    flat = replace(GAS, heating=0.0, total=GAS.base)
    belief = belief_of(GAS_HOME, {Fuel.NATURAL_GAS: flat})
    assert [finding.code for finding in belief.findings] == ["usage.no_heating_seen"]
    assert heating(belief, Fuel.NATURAL_GAS) == pytest.approx(0.0, abs=1e-6)


def test_a_meter_that_is_hardly_known_narrows_less() -> None:
    vague = belief_of(GAS_HOME, {Fuel.NATURAL_GAS: replace(GAS, relative_error=float("nan"))})
    assert width(vague) > width(belief_of(GAS_HOME, METERED))


def test_the_same_evidence_gives_the_same_cloud_bit_for_bit() -> None:
    first, second = belief_of(GAS_HOME, METERED), belief_of(GAS_HOME, METERED)
    assert first.uses.heat_kwh.tobytes() == second.uses.heat_kwh.tobytes()
