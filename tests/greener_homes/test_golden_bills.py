"""Bills worked out by hand from reference/electricity_bill_model.yaml and the gas formula beside it, to the cent.

Stand-in distributor: service 34.00, distribution 0.0005, network 0.0125, connection 0.0085, losses 1.045; wholesale
0.0047, rural 0.0006, administration 0.25. Prices of 2025-11-01, HST 13 %, rebate 23.5 %: × 0.895. Gas of 2026-07-01.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.marginal_prices import gas_prices, hour_prices, period_prices, tier_prices
from greener_homes.tariffs import (
    Bill,
    BillItem,
    Period,
    PeriodUse,
    PricePlan,
    electricity_bill,
    fixed_cad_per_year,
    gas_bill,
    gas_year,
    marginal_cad_per_unit,
    period_use,
)
from models.money.hours import cells_of
from models.money.rates import SteppedRates
from models.quantities import Fuel

ON = date(2026, 8, 1)
YEAR = np.arange("2026-01-01T00", "2027-01-01T00", dtype="datetime64[h]")


def cents(bill: Bill) -> float:
    return round(bill.total_cad, 2)


def test_a_thousand_kwh_on_the_overnight_plan() -> None:
    # power 400 × .039 + 200 × .098 + 270 × .157 + 130 × .391 = 128.42
    # delivery 34 + 0.50 + .045 × 128.42 + 1.045 × 1000 × .021 = 62.2239; regulatory 5.5385 + .25 = 5.7885
    # (128.42 + 62.2239 + 5.7885) × .895 = 175.807
    kwh = {
        Period.OVERNIGHT: 400.0,
        Period.WEEKEND_OFF_PEAK: 200.0,
        Period.MID_PEAK: 270.0,
        Period.ON_PEAK: 130.0,
    }
    assert cents(electricity_bill(PeriodUse(kwh, month=3), PricePlan.ULO, ON)) == 175.81


@pytest.mark.parametrize(
    ("month", "kwh", "cad"),
    [
        # 1000 × .12 + 300 × .142 = 162.6; 34 + .65 + 7.317 + 28.5285 = 70.4955; 7.20005 + .25; × .895 = 215.2883
        (1, 1300.0, 215.29),
        # 600 × .12 + 300 × .142 = 114.6; 34 + .45 + 5.157 + 19.7505 = 59.3575; 4.98465 + .25; × .895 = 160.3770
        (7, 900.0, 160.38),
        # below the step: 500 × .12 = 60; 34 + .25 + 2.7 + 10.9725 = 47.9225; 2.76925 + .25; × .895 = 99.2929
        (7, 500.0, 99.29),
    ],
)
def test_a_month_on_the_tiered_plan(month: int, kwh: float, cad: float) -> None:
    assert cents(electricity_bill(PeriodUse({Period.ANY_HOUR: kwh}, month), PricePlan.TIERED, ON)) == cad


def test_a_months_rebate_is_that_of_its_time() -> None:
    # 500 × .076 = 38; 34 + .25 + 1.71 + 10.9725 = 46.9325; 2.76925 + .25; × (1.13 − .131) = 87.8638
    bill = electricity_bill(PeriodUse({Period.OFF_PEAK: 500.0}, month=1), PricePlan.TOU, date(2025, 1, 15))
    assert cents(bill) == 87.86
    rebate = next(line for line in bill.lines if line.item is BillItem.REBATE)
    assert round(-rebate.amount_cad, 2) == 11.52  # 87.95175 × .131


@pytest.mark.parametrize(
    ("m3", "cad"),
    [
        # 27.69 + 30 × .143745 + 55 × .135362 + 85 × .128798 + 230 × .123904 = 78.89301
        # + 400 × (.007456 + .090498 + .057652 + .000145) = 62.3004; × 1.13 = 159.5486
        (400.0, 159.55),
        # 27.69 + 20 × (.143745 + .155751) = 33.67992; × 1.13 = 38.0583
        (20.0, 38.06),
        # 27.69 + 4.31235 + 55 × .135362 + 15 × .128798 + 100 × .155751 = 56.95433; × 1.13 = 64.3584
        (100.0, 64.36),
    ],
)
def test_a_month_of_gas_through_its_blocks(m3: float, cad: float) -> None:
    assert cents(gas_bill(m3, ON)) == cad


@pytest.mark.parametrize("plan", [PricePlan.TOU, PricePlan.ULO])
def test_hours_at_their_own_prices_make_the_same_bill_as_periods(plan: PricePlan) -> None:
    kwh = np.random.default_rng(5).gamma(2.0, 0.4, YEAR.size)
    month_days = cells_of(YEAR, np.ones(YEAR.size))
    by_cell = cells_of(YEAR, kwh) / month_days
    even = by_cell[
        YEAR.astype("datetime64[M]").astype(int) % 12,
        ((YEAR.astype("datetime64[D]").astype(int) + 3) % 7 >= 5).astype(int),
        YEAR.astype(int) % 24,
    ]
    bill = electricity_bill(period_use(YEAR, even, plan), plan, ON)
    priced = float((hour_prices(plan, ON) * cells_of(YEAR, even)).sum())
    assert priced + fixed_cad_per_year(Fuel.ELECTRICITY, ON) == pytest.approx(bill.total_cad, abs=0.005)


def test_the_prices_of_periods_are_the_references() -> None:
    found = {plan: [round(100 * cad, 2) for cad in period_prices(plan, ON).values()] for plan in PricePlan}
    assert found == {
        PricePlan.TOU: [11.67, 17.19, 21.49],
        PricePlan.ULO: [6.15, 11.67, 17.19, 39.07],
        PricePlan.TIERED: [13.73, 15.79],
    }


def test_a_home_alike_in_every_hour_pays_the_mean_of_the_hours() -> None:
    shares = cells_of(YEAR, np.ones(YEAR.size)) / YEAR.size
    night = period_prices(PricePlan.ULO, ON)[Period.OVERNIGHT]
    assert hour_prices(PricePlan.ULO, ON)[:, :, 2] == pytest.approx(night)
    assert float((hour_prices(PricePlan.ULO, ON) * shares).sum()) == pytest.approx(0.155, abs=0.001)


def test_the_tiered_plan_has_no_price_of_an_hour() -> None:
    with pytest.raises(ValueError, match="month"):
        hour_prices(PricePlan.TIERED, ON)


MONTHS = st.lists(st.floats(0, 3000), min_size=12, max_size=12)


@settings(deadline=None, max_examples=25)
@given(MONTHS)
def test_the_steps_make_the_same_year_as_the_tiered_bill(monthly: list[float]) -> None:
    steps = SteppedRates(*tier_prices(ON), fixed_cad_per_year(Fuel.ELECTRICITY, ON))
    uses = [PeriodUse({Period.ANY_HOUR: kwh}, month) for month, kwh in enumerate(monthly, start=1)]
    whole = steps.of_months(np.array(monthly)[:, None])[0] + steps.fixed_cad
    assert whole == pytest.approx(electricity_bill(uses, PricePlan.TIERED, ON).total_cad, abs=0.005)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 700), min_size=12, max_size=12))
def test_the_blocks_make_the_same_year_as_the_gas_bill(monthly: list[float]) -> None:
    blocks = SteppedRates(*gas_prices(ON), fixed_cad_per_year(Fuel.NATURAL_GAS, ON))
    whole = blocks.of_months(np.array(monthly)[:, None])[0] + blocks.fixed_cad
    assert whole == pytest.approx(gas_year(monthly, ON).total_cad, abs=0.005)


@pytest.mark.parametrize(("monthly", "block"), [(10.0, 0), (60.0, 1), (150.0, 2), (400.0, 3)])
def test_a_cubic_metre_costs_what_its_block_costs(monthly: float, block: int) -> None:
    price = marginal_cad_per_unit(Fuel.NATURAL_GAS, None, ON, monthly_m3=[monthly] * 12)
    assert price == pytest.approx(gas_prices(ON).cad_per_unit[block])


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(list(PricePlan)), MONTHS, st.integers(0, 11), st.floats(0.1, 500))
def test_using_more_never_costs_less(plan: PricePlan, monthly: list[float], where: int, more: float) -> None:
    name = {PricePlan.TOU: Period.OFF_PEAK, PricePlan.ULO: Period.OVERNIGHT, PricePlan.TIERED: Period.ANY_HOUR}[plan]

    def bill(months: list[float]) -> float:
        uses = [PeriodUse({name: kwh}, month) for month, kwh in enumerate(months, start=1)]
        return electricity_bill(uses, plan, ON).total_cad

    raised = [kwh + more if place == where else kwh for place, kwh in enumerate(monthly)]
    assert bill(raised) > bill(monthly)
