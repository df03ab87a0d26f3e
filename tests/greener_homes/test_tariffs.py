"""Bills to the cent, marginal prices, what happens before, between and after the prices we hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from greener_homes.reference import rows, sources
from greener_homes.reference.in_force import DistributorArea
from greener_homes.tariffs import (
    Bill,
    BillItem,
    Period,
    PeriodUse,
    PricePlan,
    distributor_for,
    electricity_bill,
    electricity_year,
    fixed_cad_per_year,
    fuel_bill,
    gas_bill,
    gas_year,
    marginal_cad_per_unit,
    period_shares,
    period_use,
    typical_gas_months,
    typical_shares,
)
from models.quantities import Fuel

SUMMER_2026 = date(2026, 8, 1)
TODAY = date(2026, 11, 21)


def cents(cad: float) -> float:
    return round(cad * 100, 2)


def codes_of(bill: Bill) -> set[str]:
    return {finding.code for finding in bill.findings}


@pytest.mark.parametrize(("m3", "cad"), [(1200, 769.79), (2400, 1152.38), (3000, 1342.92)])
def test_a_year_of_gas_comes_to_the_cent(m3: float, cad: float) -> None:
    assert round(gas_year(typical_gas_months(m3), SUMMER_2026).total_cad, 2) == cad


def test_the_fixed_part_of_a_gas_year_is_375_dollars() -> None:
    assert round(fixed_cad_per_year(Fuel.NATURAL_GAS, SUMMER_2026), 2) == 375.48


def test_a_cubic_metre_more_costs_31_8_cents() -> None:
    assert round(marginal_cad_per_unit(Fuel.NATURAL_GAS, None, SUMMER_2026) * 100, 1) == 31.8


@pytest.mark.parametrize(("monthly", "block_cents"), [(150.0, 32.15), (400.0, 31.60)])
def test_the_marginal_gas_price_is_that_of_the_block_reached(monthly: float, block_cents: float) -> None:
    price = marginal_cad_per_unit(Fuel.NATURAL_GAS, None, SUMMER_2026, monthly_m3=[monthly] * 12)
    assert cents(price) == block_cents


def test_a_home_without_gas_use_meets_the_first_block() -> None:
    none_yet = marginal_cad_per_unit(Fuel.NATURAL_GAS, None, SUMMER_2026, monthly_m3=[0.0] * 12)
    assert none_yet > marginal_cad_per_unit(Fuel.NATURAL_GAS, None, SUMMER_2026)


def test_a_bill_over_two_months_has_two_charges_and_twice_the_blocks() -> None:
    assert gas_bill(300.0, SUMMER_2026, months=2).total_cad == pytest.approx(2 * gas_bill(150.0, SUMMER_2026).total_cad)


def test_a_700_kwh_month_on_time_of_use_is_131_dollars_67() -> None:
    use = PeriodUse({p: 700 * share for p, share in typical_shares(PricePlan.TOU).items()}, month=8)
    bill = electricity_bill(use, PricePlan.TOU, SUMMER_2026)
    assert round(bill.total_cad, 2) == 131.67
    rebate = next(line for line in bill.lines if line.item is BillItem.REBATE)
    assert round(-rebate.amount_cad, 1) == 34.6


@pytest.mark.parametrize(
    ("plan", "period", "expected"),
    [
        (PricePlan.TOU, Period.OFF_PEAK, 11.67),
        (PricePlan.TOU, Period.MID_PEAK, 17.19),
        (PricePlan.TOU, Period.ON_PEAK, 21.49),
        (PricePlan.ULO, Period.OVERNIGHT, 6.15),
        (PricePlan.ULO, Period.WEEKEND_OFF_PEAK, 11.67),
        (PricePlan.ULO, Period.MID_PEAK, 17.19),
        (PricePlan.ULO, Period.ON_PEAK, 39.07),
        (PricePlan.TIERED, Period.TIER_1, 13.73),
        (PricePlan.TIERED, Period.TIER_2, 15.79),
    ],
)
def test_marginal_electricity_prices_by_period(plan: PricePlan, period: Period, expected: float) -> None:
    price = marginal_cad_per_unit(Fuel.ELECTRICITY, plan, SUMMER_2026, shares={period: 1.0})
    assert cents(price) == expected


@pytest.mark.parametrize(("plan", "expected"), [(PricePlan.TOU, 14.43), (PricePlan.ULO, 14.52)])
def test_marginal_electricity_prices_over_the_typical_shares(plan: PricePlan, expected: float) -> None:
    assert cents(marginal_cad_per_unit(Fuel.ELECTRICITY, plan, SUMMER_2026)) == expected


def test_the_last_kwh_of_a_typical_tiered_year_is_half_on_each_step() -> None:
    steps = [
        marginal_cad_per_unit(Fuel.ELECTRICITY, PricePlan.TIERED, SUMMER_2026, shares={step: 1.0})
        for step in (Period.TIER_1, Period.TIER_2)
    ]
    typical = marginal_cad_per_unit(Fuel.ELECTRICITY, PricePlan.TIERED, SUMMER_2026)
    any_hour = marginal_cad_per_unit(Fuel.ELECTRICITY, PricePlan.TIERED, SUMMER_2026, shares={Period.ANY_HOUR: 1.0})
    assert typical == any_hour == pytest.approx(sum(steps) / 2)


def test_the_fixed_part_of_an_electricity_month_is_30_dollars_65() -> None:
    assert round(fixed_cad_per_year(Fuel.ELECTRICITY, SUMMER_2026) / 12, 2) == 30.65


def test_the_first_step_of_the_tiered_plan_is_600_in_summer_and_1000_in_winter() -> None:
    def second_step(month: int) -> float:
        bill = electricity_bill(PeriodUse({Period.ANY_HOUR: 1100.0}, month), PricePlan.TIERED, SUMMER_2026)
        return sum(line.quantity for line in bill.lines if line.period is Period.TIER_2)

    assert (second_step(7), second_step(1)) == (500.0, 100.0)


@given(
    st.lists(st.floats(min_value=0, max_value=3000), min_size=12, max_size=12),
    st.sampled_from(list(PricePlan)),
)
def test_a_bill_is_the_sum_of_its_lines_and_never_below_the_fixed_part(monthly: list[float], plan: PricePlan) -> None:
    bill = electricity_year(monthly, None, plan, SUMMER_2026)
    assert bill.total_cad == pytest.approx(sum(line.amount_cad for line in bill.lines))
    assert bill.total_cad >= fixed_cad_per_year(Fuel.ELECTRICITY, SUMMER_2026) - 1e-9


@given(st.floats(min_value=0, max_value=800), st.floats(min_value=0.01, max_value=200))
def test_more_gas_always_costs_more(m3: float, more: float) -> None:
    assert gas_bill(m3 + more, SUMMER_2026).total_cad > gas_bill(m3, SUMMER_2026).total_cad


@given(st.floats(min_value=300, max_value=1500), st.sampled_from([PricePlan.TOU, PricePlan.ULO]))
def test_the_marginal_price_is_the_slope_of_the_bill(kwh: float, plan: PricePlan) -> None:
    def year(monthly: float) -> float:
        return electricity_year([monthly] * 12, None, plan, SUMMER_2026).total_cad

    assert (year(kwh + 1) - year(kwh)) / 12 == pytest.approx(marginal_cad_per_unit(Fuel.ELECTRICITY, plan, SUMMER_2026))


def test_every_line_opens_to_a_source_and_the_energy_lines_to_the_day_their_price_began() -> None:
    bill = electricity_year([700.0] * 12, None, PricePlan.ULO, SUMMER_2026)
    assert all(sources(line.source_id) for line in bill.lines)
    energy = [line for line in bill.lines if line.item is BillItem.ENERGY]
    assert {line.effective_from for line in energy} == {date(2025, 11, 1)}
    assert len(energy) == 4
    assert all(item.words("fr") != item.words("en") for item in BillItem)


def test_prices_newer_than_those_we_hold_are_said_with_their_date() -> None:
    electricity = electricity_year([700.0] * 12, None, PricePlan.TOU, TODAY)
    gas = gas_year(typical_gas_months(), TODAY)
    assert "price.electricity_older_than_date" in codes_of(electricity)
    older = next(finding for finding in gas.findings if finding.code == "price.gas_older_than_date")
    assert older.facts["effective_from"] == "2026-07-01"
    assert older.facts["known_until"] == "2026-09-30"


def test_on_the_last_day_a_price_is_known_nothing_is_said_about_its_age() -> None:
    assert codes_of(gas_bill(100.0, date(2026, 9, 30))) == set()
    assert "price.gas_older_than_date" in codes_of(gas_bill(100.0, date(2026, 10, 1)))


def test_the_prices_of_the_day_are_used_not_the_newest() -> None:
    use = PeriodUse({Period.OFF_PEAK: 100.0}, month=1)
    then = electricity_bill(use, PricePlan.TOU, date(2025, 1, 15))
    energy = next(line for line in then.lines if line.item is BillItem.ENERGY)
    rebate = next(line for line in then.lines if line.item is BillItem.REBATE)
    assert (energy.rate_cad, rebate.rate_cad) == (0.076, -0.131)
    assert gas_bill(100.0, date(2026, 5, 1)).total_cad != gas_bill(100.0, date(2026, 8, 1)).total_cad


@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2020, 6, 1), date(2021, 10, 31)])
def test_a_day_before_or_between_the_prices_we_hold_is_refused(on: date) -> None:
    with pytest.raises(Refusal) as refused:
        electricity_year([700.0] * 12, None, PricePlan.TOU, on)
    assert refused.value.code.code == "price.no_price_for_date"


def test_stand_in_delivery_prices_say_so() -> None:
    bill = electricity_year([700.0] * 12, None, PricePlan.TOU, SUMMER_2026, distributor_for("Oshawa"))
    assert "price.delivery_stand_in" in codes_of(bill)


def test_every_area_has_a_distributor_whose_prices_we_hold_and_elsewhere_gets_the_stand_in() -> None:
    for area in rows(DistributorArea):
        for distributor in filter(None, (area.distributor, area.rural_distributor)):
            assert electricity_year([700.0] * 12, None, PricePlan.TOU, SUMMER_2026, distributor).total_cad > 0
    assert distributor_for(" oshawa ") == "oshawa-power"
    assert distributor_for("Toronto") == distributor_for(None) == "durham-proxy"


def test_an_unknown_distributor_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        electricity_year([700.0] * 12, None, PricePlan.TOU, SUMMER_2026, "acme")
    assert refused.value.code.code == "price.distributor_unknown"


def test_shares_that_do_not_sum_to_one_are_an_error() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        electricity_year([700.0] * 12, {Period.OFF_PEAK: 0.9}, PricePlan.TOU, SUMMER_2026)


def test_a_litre_of_oil_carries_tax_and_doubt_and_wood_no_added_tax() -> None:
    assert marginal_cad_per_unit(Fuel.OIL, None, TODAY) == pytest.approx(1.55 * 1.13)
    assert fuel_bill(Fuel.WOOD, 2.0).total_cad == 900.0
    assert codes_of(fuel_bill(Fuel.PROPANE, 100.0)) == {"price.general_range"}


def test_hourly_use_falls_into_months_and_periods() -> None:
    local = np.arange("2026-03-01T00", "2026-05-16T00", dtype="datetime64[h]")
    spring_forward = local != np.datetime64("2026-03-08T02")
    hours = local[spring_forward]
    uses = period_use(hours, np.ones(hours.size), PricePlan.TOU)
    assert [(use.month, round(use.months, 3)) for use in uses] == [(3, 1.0), (4, 1.0), (5, round(15 / 31, 3))]
    assert [sum(use.kwh.values()) for use in uses] == [743.0, 720.0, 360.0]
    assert electricity_bill(uses, PricePlan.TOU, SUMMER_2026).total_cad > 0


def test_a_homes_own_shares_sum_to_one_and_a_silent_meter_has_none() -> None:
    local = np.arange("2026-01-01T00", "2026-02-01T00", dtype="datetime64[h]")
    shares = period_shares(local, np.ones(local.size), PricePlan.ULO)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares[Period.OVERNIGHT] == pytest.approx(8 / 24)
    with pytest.raises(ValueError, match="no use"):
        period_shares(local, np.zeros(local.size), PricePlan.ULO)
