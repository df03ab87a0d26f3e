"""Simulated homes as truths: held out, seeded, savings of the typical year and use of another."""

from __future__ import annotations

import re

import numpy as np
import pytest

from models.evaluation.simulated import COMPARED, PLACE, SimulatedTruths
from models.evaluation.truth import Evidence, Knowledge, TruthSource, UsageLevel
from models.house.epw import WeatherUnreadable
from models.house.simulated_year import typical_simulated_year
from models.house.stock_sample import Part, part_of, stock_sample
from models.house.weather import FIRST_DAY, typical_year
from models.measures.catalogue import measures
from models.measures.work_savings import work_savings
from models.quantities import Fuel

SOURCE = SimulatedTruths(6, 3)
HOMES = tuple(SOURCE.homes())


def test_only_homes_of_the_test_part_are_drawn() -> None:
    source: TruthSource = SOURCE
    assert source.name == "simulated homes held out (seed 3)"
    assert not source.corrected
    assert len(HOMES) == 6
    archetypes = [int(re.fullmatch(r"simulated-3-\d+-(\d+)", home.id)[1]) for home in HOMES]  # type: ignore[index]
    assert {part_of(each) for each in archetypes} == {Part.TEST}
    assert len({home.id for home in HOMES}) == 6


def test_every_home_can_be_shown_every_way() -> None:
    for home in HOMES:
        for knowledge in Knowledge:
            for usage in (UsageLevel.NONE, UsageLevel.BILLS, UsageLevel.DAILY):
                assert home.shows(Evidence(usage, knowledge))
        assert home.facts[Knowledge.FEW].attic_r is None
        assert home.facts[Knowledge.QUESTIONNAIRE].ach50 is None
        assert home.described.ach50 is not None


def test_the_same_seed_gives_the_same_homes() -> None:
    again = tuple(SimulatedTruths(6, 3).homes())
    for home, same in zip(HOMES, again, strict=True):
        assert (home.id, home.facts, home.usage, home.savings) == (same.id, same.facts, same.usage, same.savings)
        assert home.weather.temperatures == same.weather.temperatures
    other = next(iter(SimulatedTruths(6, 4).homes()))
    assert other.facts != HOMES[0].facts


def test_savings_are_those_of_the_year_that_advice_is_given() -> None:
    typical = typical_simulated_year(PLACE)
    assert np.allclose(typical.air_c.reshape(-1, 24).mean(axis=1), typical_year(PLACE).mean_c)
    assert {home.weather.typical_year for home in HOMES} == {None}
    assert {home.described.municipality for home in HOMES} == {PLACE}
    homes = stock_sample(3, 6, [Part.TEST]).homes
    _, (sealed,) = work_savings(homes, typical, [("ENV-AIR",)])
    for place, home in enumerate(HOMES):
        for fuel, saved in home.savings["ENV-AIR"].items():
            assert saved == pytest.approx(float(sealed.saved[fuel][place]))
        assert any(saved > 0 for saved in home.savings["ENV-AIR"].values())


def test_use_is_of_other_years_with_their_own_temperatures() -> None:
    header, *lines = HOMES[0].weather.temperatures.splitlines()
    assert header == "date,mean_c"
    assert len(lines) == 730
    assert lines[0].startswith("2025-01-01,")
    means = np.array([float(line.split(",")[1]) for line in lines])
    assert np.abs(means[:365] - typical_year(PLACE).mean_c).mean() > 1.0
    days = {line.split(",")[0] for line in lines}
    assert str(np.datetime64(FIRST_DAY, "D")) == "2025-01-01"
    for home in HOMES:
        for rows in home.usage[UsageLevel.DAILY].values():
            assert {row[0] for row in rows} <= days


def test_measures_are_known_and_fuels_that_do_not_change_are_not_named() -> None:
    assert set(COMPARED) <= {each.id for each in measures()}
    assert not any(name.startswith("APP-") for name in COMPARED)
    for home in HOMES:
        assert set(home.savings) <= set(COMPARED)
        for saved in home.savings.values():
            assert all(abs(amount) > 0 for amount in saved.values())
        if "HVAC-ASHP-D" in home.savings and home.described.heating_fuel is Fuel.NATURAL_GAS:
            assert home.savings["HVAC-ASHP-D"][Fuel.NATURAL_GAS] > 0 > home.savings["HVAC-ASHP-D"][Fuel.ELECTRICITY]


def test_a_typical_year_that_is_none_is_refused() -> None:
    with pytest.raises(WeatherUnreadable):
        list(SimulatedTruths(1, 3, b"not weather").homes())
