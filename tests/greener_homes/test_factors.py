"""Greenhouse gas per unit: average for inventories, marginal for a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greener_homes.factors import emission_kg, factors
from greener_homes.reference import sources
from models.quantities import FUEL_UNIT, Fuel


@pytest.mark.parametrize(
    ("fuel", "average", "marginal"),
    [
        (Fuel.ELECTRICITY, 70.0, 200.0),
        (Fuel.NATURAL_GAS, 1931.0, 1931.0),
        (Fuel.PROPANE, 1544.0, 1544.0),
        (Fuel.OIL, 2763.0, 2763.0),
    ],
)
def test_a_thousand_units_of_each_fuel(fuel: Fuel, average: float, marginal: float) -> None:
    assert emission_kg(fuel, 1000.0) == pytest.approx((average, marginal))


@pytest.mark.parametrize("fuel", list(Fuel))
def test_every_fuel_has_factors_in_its_own_unit_inside_their_range_with_a_source(fuel: Fuel) -> None:
    for factor in factors(fuel):
        assert factor.unit == FUEL_UNIT[fuel]
        assert factor.low <= factor.kg_per_unit <= factor.high
        assert sources(factor.source_id)


@given(st.sampled_from(list(Fuel)), st.floats(min_value=0, max_value=1e6))
def test_what_is_saved_is_the_opposite_of_what_is_used(fuel: Fuel, amount: float) -> None:
    used, saved = emission_kg(fuel, amount), emission_kg(fuel, -amount)
    assert (used.average, used.marginal) == (-saved.average, -saved.marginal)
