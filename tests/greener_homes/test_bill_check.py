"""A typed bill beside our own: golden bills agree to the cent, and each way to be off is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.bill_check import CHECKED, DISAGREES, Account, Checked, LastBill, check
from greener_homes.codes_bill import CODES
from greener_homes.reference.in_force import DEFAULT_DISTRIBUTOR
from greener_homes.reference.price_periods import PricePlan
from greener_homes.tariffs import PeriodUse, electricity_bill, gas_bill, typical_shares
from models.quantities import Commodity

TOU = Account(PricePlan.TOU, DEFAULT_DISTRIBUTOR)
SENTENCES = {each.code: each for each in CODES}
AUGUST = (date(2026, 8, 1), date(2026, 9, 1))


def power(total: float, kwh: float = 700.0, days: tuple[date, date] = AUGUST) -> LastBill:
    return LastBill(Commodity.ELECTRICITY, *days, kwh, total)


def gas(total: float, m3: float = 160.0) -> LastBill:
    return LastBill(Commodity.NATURAL_GAS, *AUGUST, m3, total)


def checked(bill: LastBill, account: Account = TOU) -> Checked:
    found = check(bill, account)
    assert found is not None
    return found


def codes(found: Checked) -> list[str]:
    return [each.code for each in found.findings]


def ours(plan: PricePlan, kwh: float = 700.0) -> float:
    return checked(power(1.0, kwh), replace(TOU, plan=plan)).ours_cad


@pytest.mark.parametrize(
    ("plan", "cad"),
    [
        # 700 kWh: tou .64 × 9.8 + .18 × 15.7 + .18 × 20.3 = 12.752 ¢; 34 + .35 + .045 × 89.264 + 15.3615 = 53.72838;
        # regulatory .0053 × 1.045 × 700 + .25 = 4.12695; (89.264 + 53.72838 + 4.12695) × .895 = 131.6718
        (PricePlan.TOU, 131.67),
        # ulo .40 × 3.9 + .20 × 9.8 + .27 × 15.7 + .13 × 39.1 = 12.842 ¢; + .045 × .63; × .895 = 132.2610
        (PricePlan.ULO, 132.26),
        # tiered, a summer month: 600 × 12.0 + 100 × 14.2 = 86.2; 53.5905; × .895 = 128.8061
        (PricePlan.TIERED, 128.81),
    ],
)
def test_a_month_of_power_is_the_golden_bill_to_the_cent(plan: PricePlan, cad: float) -> None:
    account = replace(TOU, plan=plan)
    found = checked(power(cad), account)
    assert round(found.ours_cad, 2) == cad
    assert found.agrees and abs(found.off) < 1e-4


def test_a_month_of_gas_is_the_golden_bill_to_the_cent() -> None:
    # of 2026-07-01, 160 m³ through 30, 55 and 75 of the next 85: as `gas_bill` has it, to the cent
    total = gas_bill(160.0, AUGUST[0]).total_cad
    found = checked(gas(round(total, 2)))
    assert round(found.ours_cad, 2) == round(total, 2) and found.agrees


def test_a_bill_over_two_months_takes_each_months_prices() -> None:
    days = (date(2025, 10, 16), date(2025, 11, 16))
    found = checked(power(1.0, 620.0, days))
    shares = typical_shares(PricePlan.TOU)
    parts = [
        electricity_bill(
            PeriodUse({period: share * kwh for period, share in shares.items()}, on.month, part), PricePlan.TOU, on
        ).total_cad
        for kwh, part, on in ((320.0, 16 / 31, date(2025, 10, 16)), (300.0, 15 / 31, date(2025, 11, 1)))
    ]
    assert found.ours_cad == pytest.approx(sum(parts), abs=0.005)


def test_three_per_cent_is_where_it_begins_to_be_said() -> None:
    total = ours(PricePlan.TOU)
    assert checked(power(1.0299 * total)).agrees
    off = checked(power(1.0301 * total))
    assert codes(off)[0] == "bill.disagrees_electricity"
    assert off.findings[0].facts["percent"] == 3


def test_another_plan_that_fits_is_named() -> None:
    kwh = 2_400.0
    other = ours(PricePlan.TIERED, kwh)
    assert abs(other / ours(PricePlan.TOU, kwh) - 1) > DISAGREES
    assert "bill.maybe_plan_tiered" in codes(checked(power(other, kwh)))


def test_tax_rebate_delivery_and_hours_are_tried() -> None:
    subtotal = ours(PricePlan.TOU) / 0.895
    assert "bill.maybe_before_rebate" in codes(checked(power(1.13 * subtotal)))
    assert "bill.maybe_before_tax" in codes(checked(power(0.765 * subtotal)))
    more = codes(checked(power(1.10 * ours(PricePlan.TOU))))
    assert {"bill.maybe_delivery", "bill.maybe_hours"} <= set(more)
    assert "bill.maybe_before_tax" in codes(checked(gas(gas_bill(160.0, AUGUST[0]).total_cad / 1.13)))


def test_odd_days_and_old_prices_are_named() -> None:
    odd = power(200.0, 700.0, (date(2026, 7, 1), date(2026, 8, 12)))
    assert "bill.maybe_days" in codes(checked(odd))
    late = power(300.0, 700.0, (date(2026, 12, 1), date(2027, 1, 1)))
    assert "bill.maybe_old_prices" in codes(checked(late))


def test_what_nothing_explains_is_said_to_be_that() -> None:
    assert codes(checked(gas(900.0)))[1:] == ["bill.maybe_other"]


def test_no_price_no_total_and_other_fuels_say_nothing() -> None:
    assert check(power(80.0, 700.0, (date(2020, 6, 1), date(2020, 7, 1))), TOU) is None
    assert check(power(0.0), TOU) is None
    assert check(replace(gas(80.0), commodity=Commodity.OIL), TOU) is None


@settings(deadline=None, max_examples=60)
@given(
    commodity=st.sampled_from(CHECKED),
    days=st.integers(1, 100),
    start=st.dates(date(2026, 4, 1), date(2026, 9, 1)),
    amount=st.floats(0, 5_000),
    total=st.floats(0.01, 5_000),
    plan=st.sampled_from([None, *PricePlan]),
)
def test_any_bill_is_answered_in_whole_sentences(
    commodity: Commodity, days: int, start: date, amount: float, total: float, plan: PricePlan | None
) -> None:
    last = LastBill(commodity, start, date.fromordinal(start.toordinal() + days), amount, total)
    found = checked(last, replace(TOU, plan=plan))
    assert found.agrees is (abs(found.off) <= DISAGREES)
    for each in found.findings:
        for language in ("en", "fr"):
            sentence = SENTENCES[each.code].sentence(language, each.facts)
            assert sentence.endswith(".") and "…" not in sentence
