"""Where a plan turns: the price or share that is found leaves half of the draws below nothing, and no other does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money.turning import MOST_TIMES, Parts, price_at_which_even, realised_at_which_even
from models.quantities import Fuel
from models.savings.rule import middle_of

SPREAD = np.linspace(0.8, 1.2, 21)


def parts(gas: float, power: float, costs: float, beside: float = 0.0) -> Parts:
    by_fuel = {Fuel.NATURAL_GAS: gas * SPREAD, Fuel.ELECTRICITY: power * SPREAD}
    return Parts(by_fuel, np.full(21, beside), np.full(21, costs))


def test_what_it_is_worth_moves_with_prices_and_with_what_comes_true() -> None:
    found = parts(1000.0, -200.0, 500.0, 10.0)
    assert middle_of(found.value()) == pytest.approx(310.0)
    assert middle_of(found.value({Fuel.NATURAL_GAS: 0.5})) == pytest.approx(-190.0)
    assert middle_of(found.value(realised=0.5)) == pytest.approx(-90.0)
    assert found.main_fuel is Fuel.NATURAL_GAS
    assert Parts({}, np.zeros(3), np.zeros(3)).main_fuel is None


@settings(deadline=None, max_examples=60)
@given(
    gas=st.floats(50, 5000),
    power=st.floats(-4000, 4000),
    costs=st.floats(0, 6000),
)
def test_at_the_turn_the_middle_is_nothing(gas: float, power: float, costs: float) -> None:
    found = parts(gas, power, costs)
    share = realised_at_which_even(found)
    if share is not None:
        assert 0.0 <= share <= MOST_TIMES
        assert abs(middle_of(found.value(realised=share))) < 1e-6 * (gas + abs(power) + costs + 1)
    times = price_at_which_even(found, Fuel.NATURAL_GAS)
    if times is not None:
        assert abs(middle_of(found.value({Fuel.NATURAL_GAS: times}))) < 1e-6 * (gas + abs(power) + costs + 1)
    else:
        ends = [middle_of(found.value({Fuel.NATURAL_GAS: each})) for each in (0.0, MOST_TIMES)]
        assert np.sign(ends[0]) == np.sign(ends[1])


def test_free_work_that_saves_never_turns() -> None:
    free = parts(100.0, 0.0, -1.0)
    assert realised_at_which_even(free) is None
    assert price_at_which_even(free, Fuel.NATURAL_GAS) is None
