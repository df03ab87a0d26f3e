"""Prices by the hour and by the step: savings add up where they should, and never turn a bill around."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money.hours import CELLS, EndUse, typical_hours
from models.money.rates import Account, FlatRates, HourlyRates, Rates, SteppedRates, months_of
from models.series import Floats

SHAPES = typical_hours()
HOURLY = HourlyRates(np.random.default_rng(1).uniform(0.05, 0.4, CELLS), 300.0)
TIERS = SteppedRates(np.full((1, 12), 600.0), np.array([0.13, 0.16]), 300.0)
BLOCKS = SteppedRates(
    np.repeat(np.array([[30.0], [85.0], [170.0]]), 12, axis=1), np.array([0.34, 0.33, 0.32, 0.31]), 0.0
)
RATES = [HOURLY, TIERS, BLOCKS, FlatRates(1.4)]
AMOUNT = st.floats(0, 9000)
USES = st.fixed_dictionaries({EndUse.HEATING: AMOUNT, EndUse.COOLING: AMOUNT, EndUse.PLUGS: AMOUNT})


def drawn(amounts: dict[EndUse, float]) -> dict[EndUse, Floats]:
    return {use: np.array([amount]) for use, amount in amounts.items()}


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(RATES), USES, USES)
def test_using_more_never_costs_less(rates: Rates, less: dict[EndUse, float], more: dict[EndUse, float]) -> None:
    both = {use: less[use] + more[use] for use in less}
    assert Account.of(rates, drawn(both), SHAPES).cost[0] >= Account.of(rates, drawn(less), SHAPES).cost[0] - 1e-9


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(RATES), USES, st.floats(0, 1))
def test_what_is_saved_is_what_the_bills_differ_by(rates: Rates, uses: dict[EndUse, float], share: float) -> None:
    saved = {use: share * amount for use, amount in uses.items()}
    left = {use: amount - saved[use] for use, amount in uses.items()}
    before, after = (Account.of(rates, drawn(each), SHAPES) for each in (uses, left))
    assert before.saved(drawn(saved))[0] == pytest.approx(before.cost[0] - after.cost[0], abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from([HOURLY, FlatRates(1.4)]), USES)
def test_on_hourly_prices_the_end_uses_savings_add_up(rates: Rates, uses: dict[EndUse, float]) -> None:
    account = Account.of(rates, drawn(uses), SHAPES)
    apart = sum(account.saved(drawn({use: amount}))[0] for use, amount in uses.items())
    assert apart == pytest.approx(account.saved(drawn(uses))[0], abs=1e-6)
    assert apart == pytest.approx(sum(amount * account.unit_price(use) for use, amount in uses.items()), abs=1e-6)


def test_the_first_kwh_saved_in_a_dear_month_is_worth_the_upper_step() -> None:
    # A steady 700 kWh a month: every month is over the step of 600, so a saving of the last 100 is worth .16.
    account = Account.of(TIERS, {EndUse.STEADY: np.array([12 * 700.0])}, SHAPES)
    assert account.unit_price(EndUse.STEADY) == pytest.approx(0.16)
    assert account.unit_price(EndUse.COOLING) == pytest.approx(0.16)


def test_summer_savings_meet_the_step_that_summer_reaches() -> None:
    # Cooling lifts July over the step; heat is saved in months that stay below it.
    uses = {EndUse.STEADY: np.array([12 * 500.0]), EndUse.COOLING: np.array([1500.0])}
    account = Account.of(TIERS, uses, SHAPES)
    assert account.unit_price(EndUse.HEATING) == pytest.approx(0.13, abs=0.002)
    assert account.unit_price(EndUse.COOLING) > 0.15


def test_what_is_sent_beyond_what_is_used_is_credited_at_the_first_step() -> None:
    account = Account.of(TIERS, {EndUse.STEADY: np.array([1200.0])}, SHAPES)
    assert account.saved({EndUse.SOLAR: np.array([5000.0])})[0] == pytest.approx(5000 * 0.13)


def test_months_of_uses_sum_to_the_year() -> None:
    uses = {EndUse.HEATING: np.array([100.0, 200.0]), EndUse.PLUGS: np.array([50.0, 50.0])}
    assert months_of(uses, SHAPES).sum(axis=0) == pytest.approx([150.0, 250.0])


def test_an_account_of_nothing_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="something"):
        Account.of(HOURLY, {}, SHAPES)


@pytest.mark.parametrize("many", [False, True])
def test_a_year_without_savings_costs_what_its_months_cost(many: bool) -> None:
    rng, steps = (
        np.random.default_rng(4),
        SteppedRates(np.array([[30.0] * 12, [90.0] * 12]), np.array([0.3, 0.2, 0.1]), 0.0),
    )
    shapes, homes = typical_hours(), (5,) if many else ()
    uses = {EndUse.HEATING: rng.gamma(4.0, 300.0, (*homes, 16)), EndUse.WATER: rng.gamma(4.0, 100.0, (*homes, 16))}
    saved = {use: 0.3 * amount for use, amount in uses.items()}
    account = Account.of(steps, uses, shapes)
    left = months_of(uses, shapes) - months_of(saved, shapes)
    np.testing.assert_array_equal(account.saved(saved), account.cost - steps.of_months(left))
    if many:
        some = np.array([3, 0])
        own = {use: amount[some] for use, amount in saved.items()}
        np.testing.assert_array_equal(account.at(some).saved(own), account.saved(saved)[some])
