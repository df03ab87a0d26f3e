"""Moments: when what a measure replaces is worn out, never later than now, and now when it pays already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.house.facts import Cooling, HomeFacts
from models.house.stock import assumed
from models.measures.catalogue import measure, measures
from models.measures.occasions import Occasion, Trigger, occasion_of
from tests.models.example_homes import GAS_HOME

PLAIN = replace(GAS_HOME, heating_year=None, cooling_year=None)


def moment(measure_id: str, facts: HomeFacts, *, pays: bool = False) -> Occasion:
    return occasion_of(measure(measure_id), assumed(facts), 2026, pays=pays)


@pytest.mark.parametrize(
    ("measure_id", "fact", "made", "due", "trigger"),
    [
        ("HVAC-FURN", "heating_year", 2015, 2033, Trigger.HEATING),
        ("COOL-AC", "cooling_year", 2018, 2033, Trigger.COOLING),
        ("ENV-WIN-ES", "window_year", 2010, 2035, Trigger.WINDOWS),
        ("GEN-PV", "roof_year", 2010, 2032, Trigger.ROOF),
        ("ENV-CATH", "roof_year", 2010, 2032, Trigger.ROOF),
    ],
)
def test_a_known_year_gives_the_year_it_is_due(
    measure_id: str, fact: str, made: int, due: int, trigger: Trigger
) -> None:
    found = moment(measure_id, replace(PLAIN, **{fact: made}))  # type: ignore[arg-type]
    assert (found.trigger, found.year, found.waits) == (trigger, due, True)
    assert found.when.facts["year"] == due


def test_what_is_overdue_does_not_wait_and_says_its_age() -> None:
    found = moment("HVAC-FURN", replace(PLAIN, heating_year=2000))
    assert not found.waits
    assert (found.when.code, found.when.facts["age"]) == ("when.heating_overdue", 26)


def test_an_unknown_year_waits_for_the_day_it_fails() -> None:
    found = moment("HVAC-ASHP-D", PLAIN)
    assert (found.year, found.waits, found.when.code) == (None, True, "when.heating_fails")


def test_a_heat_pump_comes_with_whatever_fails_first() -> None:
    both = replace(PLAIN, heating_year=2018, cooling_year=2014, cooling=Cooling.CENTRAL)
    assert moment("HVAC-ASHP-HYB", both).trigger is Trigger.COOLING
    assert moment("HVAC-ASHP-HYB", replace(both, cooling_year=2024)).trigger is Trigger.HEATING
    assert moment("HVAC-ASHP-HYB", replace(both, heating_year=None)).year == 2029


def test_what_pays_today_does_not_wait_but_for_the_roof() -> None:
    facts = replace(PLAIN, heating_year=2020, roof_year=2010)
    assert moment("HVAC-ASHP-D", facts, pays=True).trigger is Trigger.NOW
    assert moment("GEN-PV", facts, pays=True).waits


def test_a_young_roof_takes_panels_now() -> None:
    assert moment("GEN-PV", replace(PLAIN, roof_year=2022)).trigger is Trigger.NOW


@pytest.mark.parametrize(
    ("measure_id", "trigger"),
    [("ENV-WALL-EXT", Trigger.SIDING), ("DHW-HPWH-GAS", Trigger.WATER_HEATER), ("APP-WASH", Trigger.APPLIANCE)],
)
def test_the_rest_waits_for_its_own_occasion(measure_id: str, trigger: Trigger) -> None:
    assert moment(measure_id, PLAIN).trigger is trigger


def test_every_measure_has_a_moment_with_a_sentence() -> None:
    for each in measures():
        found = occasion_of(each, assumed(HomeFacts()), 2026, pays=False)
        assert found.when.code.startswith("when.")
        assert found.year is None or found.year >= 2026 or not found.waits
