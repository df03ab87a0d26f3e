"""Money and carbon: marginal prices, values over a life, and the performance at which a heat pump breaks even."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.measures.economics import (
    Figure,
    Prices,
    annuity,
    bill_change,
    break_even_cop,
    carbon_change,
    net_present_value,
)
from models.quantities import Fuel


def price(value: float) -> Figure:
    return Figure.exactly(value, "CAD", "S27", "2025-11-01")


PRICES = Prices({Fuel.NATURAL_GAS: price(0.3182), Fuel.ELECTRICITY: price(0.1443)}, {Fuel.NATURAL_GAS: price(375.0)})


def test_a_bill_falls_by_each_fuel_at_its_own_price() -> None:
    change = bill_change(
        {Fuel.NATURAL_GAS: np.array([118.0]), Fuel.ELECTRICITY: np.array([40.0])},
        {fuel: figure.typical for fuel, figure in PRICES.per_unit.items()},
    )
    assert change[0] == pytest.approx(118 * 0.3182 + 40 * 0.1443)


def test_carbon_uses_the_typical_factors() -> None:
    change = carbon_change({Fuel.NATURAL_GAS: np.array([100.0])}, {Fuel.NATURAL_GAS: price(1.931)})
    assert change[0] == pytest.approx(193.1)


def test_the_break_even_of_a_condensing_furnace_is_the_references() -> None:
    assert break_even_cop(PRICES, Fuel.NATURAL_GAS, 0.95) == pytest.approx(4.6, abs=0.05)


def test_a_dollar_a_year_without_discount_is_worth_its_years() -> None:
    assert annuity(30, 0.0) == 30
    assert annuity(1, 0.02) == pytest.approx(1 / 1.02)


@given(st.floats(1, 60), st.floats(0.001, 0.2))
def test_discounting_never_makes_money_worth_more(years: float, rate: float) -> None:
    assert annuity(years, rate) <= years + 1e-9


def test_a_rebate_never_exceeds_the_cost() -> None:
    value = net_present_value(np.array([0.0]), np.array([1000.0]), 5000.0, annuity(10))
    assert value[0] == 0.0
