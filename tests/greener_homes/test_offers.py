"""Rebates as last seen, with their doubts; costs as ranges."""

from __future__ import annotations

from datetime import date

import pytest

from greener_homes.offers import OfferStatus, combined, incentives_for, income_limit, measure_cost
from greener_homes.reference import IncentiveMeasure, IncentiveRow, MeasureCost, rows, sources
from models.quantities import Fuel

TODAY = date(2026, 11, 21)
AFTER_THE_END = date(2026, 12, 1)


def test_a_gas_home_with_an_r20_attic_may_get_1200_dollars_that_must_be_checked() -> None:
    first = incentives_for("ENV-ATTIC-MID", heating_fuel=Fuel.NATURAL_GAS, attic_r=20, on=TODAY)[0]
    assert (first.id, first.amount_low_cad, first.amount_typical_cad) == ("HRS-ATTIC-12-25", 600.0, 1200.0)
    assert first.needs_assessment
    assert [finding.code for finding in first.findings] == [
        "incentive.verify_status",
        "incentive.ends_on",
        "incentive.needs_assessment",
        "incentive.sources_disagree",
    ]
    assert "Check that it is still open" in first.status_sentence("en")
    assert "Vérifiez" in first.status_sentence("fr")


@pytest.mark.parametrize(("attic_r", "found"), [(12, False), (13, True), (25, True), (26, False), (None, True)])
def test_the_attic_must_lie_in_the_rebates_range(attic_r: float | None, found: bool) -> None:
    offers = incentives_for("ENV-ATTIC-MID", heating_fuel=Fuel.NATURAL_GAS, attic_r=attic_r, on=TODAY)
    assert ("HRS-ATTIC-12-25" in {offer.id for offer in offers}) is found


def test_after_its_last_known_day_a_rebate_counts_for_nothing_and_says_so() -> None:
    first = incentives_for("ENV-ATTIC-MID", heating_fuel=Fuel.NATURAL_GAS, attic_r=20, on=AFTER_THE_END)[0]
    assert first.status is OfferStatus.MAY_HAVE_ENDED
    assert (first.amount_low_cad, first.amount_typical_cad, first.amount_high_cad) == (0.0, 0.0, 1200.0)
    assert "2026-11-30" in first.status_sentence("en")


def test_before_a_programme_began_it_offers_nothing() -> None:
    ids = {offer.id for offer in incentives_for("HVAC-TSTAT", heating_fuel=Fuel.OIL, on=date(2024, 1, 1))}
    assert "HRS-TSTAT" not in ids


def test_a_heat_pump_rebate_is_by_the_ton_and_by_the_fuel_it_replaces() -> None:
    def amounts(fuel: Fuel) -> dict[str, tuple[float, float, float]]:
        return {
            offer.id: (offer.amount_low_cad, offer.amount_typical_cad, offer.amount_high_cad)
            for offer in incentives_for("HVAC-ASHP-D", heating_fuel=fuel, on=TODAY)
        }

    assert amounts(Fuel.NATURAL_GAS)["HRS-ASHP-GAS"] == (1000.0, 1500.0, 2000.0)
    assert amounts(Fuel.ELECTRICITY)["HRS-ASHP-ELEC"] == (2500.0, 3750.0, 5000.0)
    assert "HRS-ASHP-GAS" not in amounts(Fuel.OIL)


def test_a_fuel_nobody_told_us_counts_for_nothing_and_asks() -> None:
    offers = incentives_for("HVAC-ASHP-D", heating_fuel=None, on=TODAY)
    assert {"HRS-ASHP-GAS", "HRS-ASHP-ELEC"} <= {offer.id for offer in offers}
    assert all(offer.amount_typical_cad == 0.0 for offer in offers)
    assert any(finding.code == "incentive.depends_on_fuel" for finding in offers[0].findings)


@pytest.mark.parametrize("measure", sorted({row.measure_id for row in rows(IncentiveMeasure)}))
@pytest.mark.parametrize("fuel", [*Fuel, None])
def test_amounts_run_from_low_to_high_and_what_is_conditional_counts_for_nothing(
    measure: str, fuel: Fuel | None
) -> None:
    for offer in incentives_for(measure, heating_fuel=fuel, on=TODAY):
        assert 0.0 <= offer.amount_low_cad <= offer.amount_typical_cad <= offer.amount_high_cad
        if offer.income_tested or offer.status is OfferStatus.UNKNOWN:
            assert offer.amount_typical_cad == 0.0
        assert sources(offer.source_id)
        assert offer.status_sentence("fr") != offer.status_sentence("en")
        assert "…" not in offer.status_sentence("en")


def test_every_doubt_on_the_list_has_a_sentence() -> None:
    for row in rows(IncentiveRow):
        links = [link for link in rows(IncentiveMeasure) if link.incentive_id == row.incentive_id]
        fuel = Fuel((links[0].heating_fuels or row.heating_fuels or ("electricity",))[0])
        offers = incentives_for(links[0].measure_id, heating_fuel=fuel, on=TODAY)
        offer = next(each for each in offers if each.id == row.incentive_id)
        assert len(offer.findings) >= 1 + len(row.doubts)


def test_together_the_rebates_of_one_programme_stay_under_its_cap() -> None:
    offers = [
        *incentives_for("ENV-ATTIC-LOW", heating_fuel=Fuel.NATURAL_GAS, attic_r=8, on=TODAY),
        *incentives_for("GEN-PV", heating_fuel=Fuel.NATURAL_GAS, on=TODAY),
    ]
    together = combined(offers, Fuel.NATURAL_GAS)
    assert together.typical == 5000.0
    assert [finding.facts["cap"] for finding in together.findings] == [5000]
    assert combined(offers, Fuel.ELECTRICITY).typical == 6500.0


def test_no_rebates_together_give_nothing() -> None:
    assert combined([], Fuel.NATURAL_GAS).high == 0.0
    assert incentives_for("HVAC-FURN", heating_fuel=Fuel.NATURAL_GAS, on=TODAY) == ()
    assert incentives_for("NO-SUCH", heating_fuel=Fuel.NATURAL_GAS, on=TODAY) == ()


def test_every_measure_has_a_cost_that_says_how_sure_it_is() -> None:
    for row in rows(MeasureCost):
        cost = measure_cost(row.measure_id)
        assert cost.low <= cost.typical <= cost.high
        assert cost.confidence in {"low", "medium", "high"}
        assert [finding.code for finding in cost.findings] == ["cost.uncited"]
    assert (measure_cost("ENV-ATTIC-MID").low, measure_cost("ENV-ATTIC-MID").typical) == (1500.0, 2300.0)


def test_the_largest_households_share_one_income_limit() -> None:
    assert income_limit("EAP", 2).limit_cad == 66595
    assert income_limit("EAP", 11) == income_limit("EAP", 7)
    with pytest.raises(KeyError):
        income_limit("none", 1)
