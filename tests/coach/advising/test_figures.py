"""Figures of a day as the models want them: the reference's own numbers, with their sources and dates."""

from __future__ import annotations

from datetime import date

import pytest

from coach.advising.figures import Figures
from coach.advising.rebates import profile
from greener_homes.errors import Refusal
from greener_homes.reference.price_periods import PricePlan
from models.house.facts import HomeFacts, PricePlanChoice
from models.measures.catalogue import measures
from models.money.hours import EndUse, typical_hours
from models.money.rates import HourlyRates, SteppedRates
from models.quantities import Fuel

FIGURES = Figures(date(2026, 11, 21))


def test_marginal_prices_are_the_references() -> None:
    prices = FIGURES.prices(PricePlanChoice.TOU, "Oshawa")
    assert prices.per_unit[Fuel.ELECTRICITY].typical == pytest.approx(0.144, abs=0.002)
    assert prices.per_unit[Fuel.NATURAL_GAS].typical == pytest.approx(0.318, abs=0.001)
    assert prices.fixed[Fuel.NATURAL_GAS].typical == pytest.approx(375.5, abs=0.5)
    assert prices.per_unit[Fuel.NATURAL_GAS].as_of == "2026-07-01"


def test_power_costs_what_its_hours_cost_on_each_plan() -> None:
    shapes = typical_hours()
    found = {}
    for plan, rates in FIGURES.rates("Oshawa").electricity.items():
        if isinstance(rates, HourlyRates):
            found[plan] = rates.prices(shapes)
    tou, ulo = found[PricePlan.TOU], found[PricePlan.ULO]
    assert ulo[EndUse.HEAT_PUMP_NIGHT] == pytest.approx(0.0615, abs=0.002)
    assert tou[EndUse.COOLING] > tou[EndUse.PLUGS] > tou[EndUse.HEAT_PUMP_NIGHT]
    assert tou[EndUse.SOLAR] > tou[EndUse.HEAT_PUMP]
    assert tou[EndUse.STEADY] == pytest.approx(0.143, abs=0.002)


def test_gas_and_tiers_have_steps_and_fixed_charges() -> None:
    rates = FIGURES.rates(None)
    tiers = rates.electricity[PricePlan.TIERED]
    assert isinstance(tiers, SteppedRates)
    assert tiers.upto.tolist() == [[1000.0] * 4 + [600.0] * 6 + [1000.0] * 2]
    assert rates.gas.cad_per_unit == pytest.approx([0.3384, 0.3290, 0.3215, 0.3160], abs=1e-4)
    assert rates.gas.fixed_cad == pytest.approx(375.48, abs=0.005)


def test_delivered_fuels_are_ranges_with_tax() -> None:
    oil = FIGURES.prices(None, None).per_unit[Fuel.OIL]
    assert (oil.low, oil.typical, oil.high) == pytest.approx((1.30 * 1.13, 1.55 * 1.13, 1.85 * 1.13))


def test_every_price_factor_and_cost_has_a_source_and_a_date() -> None:
    prices = FIGURES.prices(PricePlanChoice.TIERED, "nowhere")
    figures = [*prices.per_unit.values(), *FIGURES.emissions().marginal.values(), *FIGURES.emissions().average.values()]
    figures += [FIGURES.money(each.id).cost.cost for each in measures()]
    assert all(figure.source_id and figure.as_of for figure in figures)
    assert all(figure.low <= figure.typical <= figure.high for figure in figures)


def test_an_attics_rebate_follows_its_r() -> None:
    amounts = {
        r: FIGURES.money(measure_id, profile(HomeFacts(heating_fuel=Fuel.NATURAL_GAS, attic_r=r))).cost.incentive_cad
        for measure_id, r in (("ENV-ATTIC-LOW", 8.0), ("ENV-ATTIC-MID", 20.0), ("ENV-ATTIC-HI", 30.0))
    }
    assert amounts == {8.0: 1500.0, 20.0: 1200.0, 30.0: 900.0}


def test_solar_counts_on_net_metering_and_so_on_no_rebate() -> None:
    home = profile(HomeFacts(heating_fuel=Fuel.NATURAL_GAS))
    assert FIGURES.money("GEN-PV", home).cost.incentive_cad == 0.0


def test_doubts_about_prices_are_kept() -> None:
    assert "price.delivery_stand_in" in {each.code for each in FIGURES.price_findings(None, None)}


def test_a_day_before_any_price_is_refused() -> None:
    with pytest.raises(Refusal):
        Figures(date(1999, 1, 1)).prices(None, None)
