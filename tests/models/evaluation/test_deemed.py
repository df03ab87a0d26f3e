"""The deemed table says the catalogue's figures, in the fuel of the home, and nothing of the home itself."""

from __future__ import annotations

import pytest

from models.evaluation.deemed import deemed
from models.quantities import MJ_PER_UNIT, Fuel
from models.savings.rule import Range


def test_a_gas_home_gets_the_tables_cubic_metres() -> None:
    assert deemed("ENV-AIR", Fuel.NATURAL_GAS) == {Fuel.NATURAL_GAS: Range(100.0, 155.0, 230.0)}


def test_another_fuel_gets_the_same_energy() -> None:
    said = deemed("ENV-AIR", Fuel.OIL)
    assert said is not None
    energy = 155.0 * MJ_PER_UNIT[Fuel.NATURAL_GAS]
    assert said[Fuel.OIL].p50 * MJ_PER_UNIT[Fuel.OIL] == pytest.approx(energy)
    electric = deemed("ENV-AIR", Fuel.ELECTRICITY)
    assert electric is not None
    assert electric[Fuel.ELECTRICITY].p50 * 3.6 == pytest.approx(0.8 * energy)


def test_what_is_counted_in_electricity_stays_electricity() -> None:
    assert deemed("APP-LED", Fuel.NATURAL_GAS) == {Fuel.ELECTRICITY: Range(150.0, 350.0, 700.0)}
    assert deemed("GEN-PV", Fuel.NATURAL_GAS) == {Fuel.ELECTRICITY: Range(8000.0, 9280.0, 9760.0)}


@pytest.mark.parametrize("name", ["PLAN-SWITCH", "HS-CO", "PANEL-200"])
def test_money_and_safety_are_no_energy(name: str) -> None:
    assert deemed(name, Fuel.NATURAL_GAS) is None
