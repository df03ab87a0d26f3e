"""Whether measures fit: bands by R, variants one step away, ducts, fuels, and what has to be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.house.facts import BasementInsulation, Cooling, HeatingSystem, HomeFacts, WindowType
from models.house.stock import assumed
from models.measures.apply import Applicability, Status, applicability
from models.measures.catalogue import measure, measures
from models.quantities import Fuel
from tests.models.example_homes import BASEBOARD_HOME, GAS_HOME, OIL_HOME

YEAR = 2026
ATTICS = ("ENV-ATTIC-LOW", "ENV-ATTIC-MID", "ENV-ATTIC-HI")


def verdict(measure_id: str, facts: HomeFacts) -> Applicability:
    return applicability(measure(measure_id), assumed(facts), YEAR)


@pytest.mark.parametrize(
    ("r", "fits"),
    [(0, "LOW"), (8, "LOW"), (12, "LOW"), (13.5, "MID"), (20, "MID"), (25, "MID"), (27, "HI"), (35, "HI")],
)
def test_exactly_one_attic_measure_fits_an_attic(r: float, fits: str) -> None:
    facts = replace(GAS_HOME, attic_r=r)
    applicable = [each for each in ATTICS if verdict(each, facts).status is Status.APPLICABLE]
    assert applicable == [f"ENV-ATTIC-{fits}"]


def test_an_attic_at_the_edge_of_a_band_has_the_neighbour_as_a_variant() -> None:
    assert verdict("ENV-ATTIC-MID", replace(GAS_HOME, attic_r=12.0)).status is Status.VARIANT
    assert verdict("ENV-ATTIC-MID", replace(GAS_HOME, attic_r=8.0)).status is Status.NOT_APPLICABLE


def test_a_good_attic_is_left_alone_with_the_reason() -> None:
    for each in ATTICS:
        found = verdict(each, replace(GAS_HOME, attic_r=50.0))
        assert not found.fits
        assert found.reason is not None and found.reason.code == "attic.already_insulated"


def test_an_unknown_attic_takes_the_stocks_band_and_must_be_checked() -> None:
    found = verdict("ENV-ATTIC-MID", replace(GAS_HOME, attic_r=None))
    assert found.status is Status.NEEDS_CHECK
    assert [check.code for check in found.checks] == ["check.attic_r"]


@pytest.mark.parametrize(
    ("state", "fits"),
    [
        (BasementInsulation.NONE, "ENV-BSMT"),
        (BasementInsulation.PARTIAL, "ENV-BSMT-PART"),
        (BasementInsulation.FULL, "ENV-BSMT-UP"),
    ],
)
def test_the_basement_measure_follows_the_answer(state: BasementInsulation, fits: str) -> None:
    facts = replace(GAS_HOME, basement_insulation=state)
    found = [i for i in ("ENV-BSMT", "ENV-BSMT-PART", "ENV-BSMT-UP") if verdict(i, facts).status is Status.APPLICABLE]
    assert found == [fits]


def test_no_basement_cannot_be_insulated() -> None:
    facts = replace(GAS_HOME, basement_insulation=BasementInsulation.NO_BASEMENT)
    for each in ("ENV-BSMT", "ENV-BSMT-PART", "ENV-BSMT-UP", "ENV-HEADER"):
        assert not verdict(each, facts).fits


def test_windows_are_discouraged_until_they_are_old() -> None:
    for each in ("ENV-WIN-ES", "ENV-WIN-TRI"):
        young = verdict(each, GAS_HOME)
        assert young.fits and young.discouraged is not None
        assert young.discouraged.code == "windows.only_at_end_of_life"
        assert verdict(each, replace(GAS_HOME, window_year=1995)).discouraged is None
        assert verdict(each, replace(GAS_HOME, window_type=WindowType.SINGLE)).discouraged is None
        assert not verdict(each, replace(GAS_HOME, window_type=WindowType.TRIPLE)).fits


def test_heat_pumps_follow_ducts_and_fuels() -> None:
    assert verdict("HVAC-ASHP-D", GAS_HOME).fits
    assert not verdict("HVAC-ASHP-D", BASEBOARD_HOME).fits
    assert verdict("HVAC-ASHP-DL", BASEBOARD_HOME).fits
    assert not verdict("HVAC-ASHP-DL", GAS_HOME).fits
    assert verdict("HVAC-OIL-HP", OIL_HOME).fits and not verdict("HVAC-OIL-HP", GAS_HOME).fits
    assert not verdict("HVAC-ASHP-D", OIL_HOME).fits
    already = replace(GAS_HOME, heating_fuel=Fuel.ELECTRICITY, heating_system=HeatingSystem.HEAT_PUMP)
    assert not verdict("HVAC-ASHP-D", already).fits


def test_an_efficient_furnace_stays_and_a_middling_one_is_not_due() -> None:
    assert not verdict("HVAC-FURN", replace(GAS_HOME, heating_efficiency_pct=96.0)).fits
    middling = verdict("HVAC-FURN", replace(GAS_HOME, heating_efficiency_pct=90.0))
    assert middling.fits and middling.discouraged is not None
    assert verdict("HVAC-FURN", GAS_HOME).discouraged is None


def test_a_pool_is_asked_about_before_anything_is_said_of_it() -> None:
    asked = verdict("APP-POOL", GAS_HOME)
    assert asked.status is Status.NEEDS_CHECK
    assert asked.reason is not None and asked.reason.code == "ask.pool"
    assert verdict("APP-POOL", replace(GAS_HOME, pool=True)).status is Status.APPLICABLE
    absent = verdict("APP-POOL", replace(GAS_HOME, pool=False))
    assert absent.reason is not None and absent.reason.code == "absent.pool"


def test_what_is_done_is_not_offered_again() -> None:
    done = replace(GAS_HOME, smart_thermostat=True, led_lighting=True, solar_panels=True)
    for each in ("HVAC-TSTAT", "APP-LED", "GEN-PV"):
        assert not verdict(each, done).fits


def test_no_cooling_cannot_be_improved() -> None:
    warm = replace(GAS_HOME, cooling=Cooling.NONE)
    assert not verdict("COOL-AC", warm).fits and not verdict("COOL-FAN", warm).fits


def test_every_measure_has_a_verdict_for_a_home_nobody_described() -> None:
    for each in measures():
        found = applicability(each, assumed(HomeFacts()), YEAR)
        assert found.fits or found.reason is not None, each.id
