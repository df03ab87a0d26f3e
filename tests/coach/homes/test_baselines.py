"""The documents of `greener-homes baseline`, from readings as files bring them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from coach.homes.baselines import baseline_documents
from greener_homes.errors import Refusal
from models.baseline.local_days import midnights
from models.house.weather import typical_year
from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, Floats, Quality, UsageSeries
from tests.models.baseline.made_homes import FIRST_DAY, remembered, use_of, weather

SKY = weather(61)
GAS_DAYS = use_of(SKY.mean_c, base=2.0, heating=0.6) + 0.3 * remembered(np.random.default_rng(1), 365, 0.3)
POWER_DAYS = use_of(SKY.mean_c, base=18.0, cooling=1.5) + 1.0 * remembered(np.random.default_rng(2), 365, 0.3)
CONTRACT = {
    "usage_point",
    "commodity",
    "days",
    "model",
    "balance_point_heating_c",
    "balance_point_cooling_c",
    "base_load_per_day",
    "heating_slope",
    "cooling_slope",
    "cvrmse",
    "nmbe",
    "r2",
    "normalised_annual",
    "predicted_daily",
    "findings",
}


def hourly(
    days: Floats,
    commodity: Commodity = Commodity.ELECTRICITY,
    flow: Flow = Flow.DELIVERED,
    unit: Unit = Unit.KWH,
    first_day: int = FIRST_DAY,
) -> UsageSeries:
    """Each day's use spread evenly over its 23, 24 or 25 hours."""
    edges = midnights(first_day, first_day + days.size)
    starts = np.arange(edges[0], edges[-1], 3600)
    share = (days / (np.diff(edges) / 3600))[np.searchsorted(edges, starts, side="right") - 1]
    quality = np.zeros(starts.size, dtype=np.uint8)
    return UsageSeries(
        commodity, flow, unit, starts, np.full(starts.size, 3600), np.rint(share * 1e6).astype(np.int64), -6, quality
    )


def bills(days: Floats, estimated: int | None = None) -> UsageSeries:
    at = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])
    edges = midnights(FIRST_DAY, FIRST_DAY + 365)[at]
    quality = np.zeros(12, dtype=np.uint8)
    if estimated is not None:
        quality[estimated] = Quality.ESTIMATED
    values = np.rint(np.add.reduceat(days, at[:-1]) * 1e3).astype(np.int64)
    return UsageSeries(Commodity.NATURAL_GAS, Flow.DELIVERED, Unit.M3, edges[:-1], np.diff(edges), values, -3, quality)


def gas(days: Floats = GAS_DAYS) -> UsageSeries:
    return hourly(days, Commodity.NATURAL_GAS, unit=Unit.M3)


def normal(document: dict[str, object]) -> dict[str, float]:
    found = document["normalised_annual"]
    assert isinstance(found, dict)
    return found


def codes(document: dict[str, object]) -> list[str]:
    found = document["findings"]
    assert isinstance(found, list)
    return [finding["code"] for finding in found]


def test_a_document_has_every_field_of_the_contract_and_is_json() -> None:
    document = baseline_documents([("up-1", gas())], SKY)[0]

    assert set(document) >= CONTRACT
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert (document["usage_point"], document["commodity"], document["model"]) == ("up-1", "natural_gas", "hdd")
    assert (document["days"], document["predicted_daily"]) == (365, None)
    assert set(normal(document)) == {"total", "base", "heating", "cooling", "unit", "ci90"}
    assert normal(document)["unit"] == "m3"


def test_hours_days_and_bills_of_a_home_say_the_same_year() -> None:
    by_hour, by_bill = baseline_documents([("a", gas()), ("b", bills(GAS_DAYS))], SKY, SKY)

    assert (by_hour["frequency"], by_bill["frequency"]) == ("daily", "billing")
    for document in (by_hour, by_bill):
        assert normal(document)["total"] == pytest.approx(GAS_DAYS.sum(), rel=0.01)
        assert normal(document)["heating"] == pytest.approx(use_of(SKY.mean_c, base=0.0, heating=0.6).sum(), rel=0.06)


def test_the_normal_year_is_durhams_unless_another_is_given() -> None:
    usual = baseline_documents([("a", gas())], SKY)[0]
    named = baseline_documents([("a", gas())], SKY, typical_year("Oshawa"))[0]
    colder = baseline_documents([("a", gas())], SKY, DailyTemperature(FIRST_DAY, SKY.mean_c - 5))[0]

    assert usual == named
    assert normal(colder)["heating"] > normal(usual)["heating"]


def test_a_normal_year_that_is_not_whole_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        baseline_documents([("a", gas())], SKY, DailyTemperature(FIRST_DAY, SKY.mean_c[:200]))

    assert caught.value.code.code == "baseline.normal_year_incomplete"
    assert caught.value.facts == {"days": 200}


def test_predictions_are_for_the_days_asked_and_null_without_temperature() -> None:
    asked = DailyTemperature(FIRST_DAY + 400, np.array([-10.0, np.nan, 20.0]))
    predicted = baseline_documents([("a", gas())], SKY, None, asked)[0]["predicted_daily"]

    assert isinstance(predicted, list)
    assert [day for day, _ in predicted] == ["2025-02-04", "2025-02-05", "2025-02-06"]
    assert predicted[0][1] == pytest.approx(2.0 + 0.6 * 25.3, rel=0.05)
    assert predicted[1][1] is None
    assert predicted[2][1] == pytest.approx(2.0, rel=0.1)


def test_each_commodity_of_each_usage_point_has_a_document_in_the_order_they_come() -> None:
    streams = [("b", hourly(POWER_DAYS)), ("a", gas()), ("b", gas()), ("b", hourly(POWER_DAYS, unit=Unit.KW))]
    documents = baseline_documents(streams, SKY)

    assert [(d["usage_point"], d["commodity"]) for d in documents] == [
        ("b", "electricity"),
        ("a", "natural_gas"),
        ("b", "natural_gas"),
    ]
    assert [d["model"] for d in documents] == ["cdd", "hdd", "hdd"]


def test_fitting_together_or_alone_gives_the_same_document() -> None:
    streams = [("a", gas()), ("b", hourly(POWER_DAYS)), ("c", gas(GAS_DAYS * 2))]

    assert baseline_documents(streams, SKY) == [baseline_documents([one], SKY)[0] for one in streams]


def test_readings_of_one_meter_in_two_parts_are_one_year() -> None:
    whole = gas()
    first = midnights(FIRST_DAY, FIRST_DAY + 180)[180]
    parts = [
        UsageSeries(
            whole.commodity,
            whole.flow,
            whole.unit,
            whole.starts[mask],
            whole.durations[mask],
            whole.values[mask],
            whole.exponent,
            whole.quality[mask],
        )
        for mask in (whole.starts < first, whole.starts >= first)
    ]
    together = baseline_documents([("a", parts[0]), ("a", parts[1])], SKY)[0]
    alone = baseline_documents([("a", whole)], SKY)[0]

    assert together["days"] == 365
    assert normal(together)["total"] == pytest.approx(normal(alone)["total"], rel=1e-9)


def test_daily_readings_are_preferred_to_the_bills_of_the_same_meter() -> None:
    document = baseline_documents([("a", bills(GAS_DAYS)), ("a", gas())], SKY)[0]

    assert document["frequency"] == "daily"


def test_export_is_remarked_on_and_never_fitted() -> None:
    sent = hourly(np.full(365, 5.0), flow=Flow.RECEIVED)
    late = hourly(np.full(200, 5.0), flow=Flow.RECEIVED, first_day=FIRST_DAY + 165)
    both = baseline_documents([("a", hourly(POWER_DAYS)), ("a", sent)], SKY)
    changed = baseline_documents([("a", hourly(POWER_DAYS)), ("a", late)], SKY)[0]
    only = baseline_documents([("a", sent)], SKY)[0]

    assert len(both) == 1
    assert "baseline.net_metering" in codes(both[0])
    assert normal(both[0])["total"] > 5000
    assert "baseline.net_metering_changed" in codes(changed)
    assert (only["model"], codes(only)) == (None, ["baseline.no_use"])


def test_net_readings_are_fitted_when_there_are_no_others() -> None:
    document = baseline_documents([("a", hourly(POWER_DAYS - 25.0, flow=Flow.NET))], SKY)[0]

    assert document["model"] is not None
    assert codes(document).count("baseline.net_metering") == 1


def test_what_cannot_be_fitted_has_a_document_that_says_why() -> None:
    elsewhere = DailyTemperature(FIRST_DAY + 9000, SKY.mean_c)
    document = baseline_documents([("a", gas())], elsewhere)[0]

    assert set(document) >= CONTRACT
    assert (document["days"], document["model"], document["normalised_annual"]) == (0, None, None)
    assert codes(document) == ["baseline.no_temperature"]


def test_too_little_data_is_fitted_with_the_disqualification_beside_it() -> None:
    document = baseline_documents([("a", gas(GAS_DAYS[:150]))], SKY)[0]
    found = document["findings"]

    assert document["model"] == "hdd"
    assert isinstance(found, list)
    assert found[0] == {
        "code": "baseline.too_short",
        "severity": "disqualification",
        "facts": {"days": 150, "needed": 365},
    }


def test_estimated_bills_are_joined_and_said() -> None:
    document = baseline_documents([("a", bills(GAS_DAYS, estimated=3))], SKY)[0]

    assert "baseline.estimated_reads_merged" in codes(document)
    assert document["days"] == 365


def test_no_streams_have_no_documents() -> None:
    assert baseline_documents([], SKY) == []
