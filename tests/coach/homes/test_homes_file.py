"""Advice for a file of homes: one document a home in order, readings used when they can be, a street in seconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from coach.homes.homes_file import advise_homes
from greener_homes.errors import Refusal
from models.house.weather import typical_year

ON = date(2026, 11, 21)
START = date(2023, 1, 1)
DAYS = 365
WARMER_C = 0.5
HEAT_PER_DEGREE_DAY, BASE_PER_DAY, BALANCE_C = 0.62, 1.9, 15.0
MEAN_C = typical_year().mean_c + WARMER_C
TEMPERATURE = "date,mean_c\n" + "\n".join(f"{START + timedelta(days=day)},{MEAN_C[day]:.2f}" for day in range(DAYS))
DAILY = BASE_PER_DAY + HEAT_PER_DEGREE_DAY * np.maximum(BALANCE_C - MEAN_C, 0.0)
MONTHS = [date(2023, month, 1) for month in range(1, 13)] + [date(2024, 1, 1)]
HOME = {
    "municipality": "Whitby",
    "year_built": 1978,
    "heating_fuel": "natural_gas",
    "heating_system": "furnace",
    "hot_water_fuel": "natural_gas",
    "attic_r": 20,
}


def bills(daily: Sequence[float] = tuple(DAILY)) -> list[list[object]]:
    places = [(each - START).days for each in MONTHS]
    return [
        [MONTHS[i].isoformat(), MONTHS[i + 1].isoformat(), round(float(sum(daily[low:high])), 3)]
        for i, (low, high) in enumerate(pairwise(places))
    ]


def days() -> list[list[object]]:
    day = [START + timedelta(days=i) for i in range(DAYS + 1)]
    return [[day[i].isoformat(), day[i + 1].isoformat(), round(float(DAILY[i]), 3)] for i in range(DAYS)]


def home(name: str, usage: object = None, **facts: object) -> dict[str, object]:
    return {"id": name, **HOME, **facts, "usage": usage}


def told(*homes: dict[str, object], temperature: str | None = TEMPERATURE, **options: bool) -> list[dict[str, Any]]:
    return list(advise_homes(json.dumps(homes), temperature, None, on=ON, **options))


def codes(document: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in document["findings"]}


def test_each_home_gets_its_document_in_order() -> None:
    documents = told(home("b"), home("a", {"natural_gas_m3": bills()}), home("c"))
    assert [document["id"] for document in documents] == ["b", "a", "c"]
    assert documents[0]["baseline"] == {}
    assert json.loads(json.dumps(documents)) == documents


@pytest.mark.parametrize("usage", [bills(), days()], ids=["bills", "days"])
def test_the_baseline_is_the_homes_own_in_a_normal_year(usage: list[list[object]]) -> None:
    normal = HEAT_PER_DEGREE_DAY * np.maximum(BALANCE_C - typical_year("Whitby").mean_c, 0.0).sum()
    found = told(home("a", {"natural_gas_m3": usage}))[0]["baseline"]["natural_gas_m3"]
    assert found["heating"] == pytest.approx(normal, rel=0.05)
    assert found["base"] == pytest.approx(BASE_PER_DAY * DAYS, rel=0.05)


def test_readings_that_cannot_support_a_number_are_said_and_not_used() -> None:
    short = told(home("a", {"natural_gas_m3": bills()[:3]}))[0]
    assert "usage.disqualified" in codes(short) and "usage.none" in codes(short)
    assert short["baseline"] == {}


def test_temperatures_of_another_year_disqualify_the_readings() -> None:
    elsewhere = TEMPERATURE.replace("2023-", "2019-")
    assert "usage.disqualified" in codes(told(home("a", {"natural_gas_m3": bills()}), temperature=elsewhere)[0])


def test_without_temperatures_a_typical_year_stands_in_and_ranges_widen() -> None:
    def width(document: dict[str, Any]) -> float:
        span = next(each for each in document["opportunities"] if each["measure"] == "HVAC-ASHP-D")["savings"]
        return float(span["natural_gas_m3"]["p90"] - span["natural_gas_m3"]["p10"])

    usage = {"natural_gas_m3": bills()}
    known = told(home("a", usage), all_measures=True)[0]
    guessed = told(home("a", usage), temperature=None, all_measures=True)[0]
    assert "temperature.assumed_typical" in codes(guessed) and "temperature.assumed_typical" not in codes(known)
    assert width(guessed) > width(known)


def test_a_refused_file_stops_before_the_first_home() -> None:
    with pytest.raises(Refusal, match=r"homes\.not_a_list"):
        advise_homes("{}", None, None, on=ON)
    with pytest.raises(Refusal, match=r"temperature\.header"):
        advise_homes("[]", "day;degrees", None, on=ON)
    with pytest.raises(Refusal, match="epw"):
        advise_homes("[]", None, b"not weather", on=ON)


def test_no_homes_give_no_documents() -> None:
    assert told() == []


def test_uncorrected_and_all_measures_reach_the_advice() -> None:
    plain, everything = told(home("a"))[0], told(home("a"), all_measures=True, corrected=False)[0]
    assert len(everything["opportunities"]) > len(plain["opportunities"])
