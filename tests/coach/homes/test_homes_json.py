"""A file of homes is read whole or refused with a code: never guessed, never a traceback."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.advising.codes_advice import CODES
from coach.homes.homes_json import HomeRecord, parse_homes
from greener_homes.errors import Refusal
from models.house.facts import FACT_NAMES, DwellingType, HomeFacts, PricePlanChoice
from models.quantities import Fuel

HOME = {
    "id": "h1",
    "municipality": "Oshawa",
    "dwelling_type": "detached",
    "year_built": 1978,
    "storeys": 2,
    "heated_area_m2": 172,
    "heating_fuel": "natural_gas",
    "wall_r": None,
    "price_plan": "tou",
    "pool": False,
    "usage": {"natural_gas_m3": [["2023-01-01", "2023-02-01", 410.0], ["2023-02-01", "2023-03-01", 390]]},
}


def read(*homes: object) -> tuple[HomeRecord, ...]:
    return parse_homes(json.dumps(list(homes)))


def refused(data: bytes | str) -> str:
    with pytest.raises(Refusal) as refusal:
        parse_homes(data)
    for language in ("en", "fr"):
        assert "…" not in refusal.value.sentence(language) or "…" in str(refusal.value.facts)
    return refusal.value.code.code


def test_a_home_is_read_as_the_contract_writes_it() -> None:
    (home,) = read(HOME)
    assert home.id == "h1"
    assert home.facts == HomeFacts(
        municipality="Oshawa",
        dwelling_type=DwellingType.DETACHED,
        year_built=1978,
        storeys=2.0,
        heated_area_m2=172.0,
        heating_fuel=Fuel.NATURAL_GAS,
        price_plan=PricePlanChoice.TOU,
        pool=False,
    )
    assert home.usage[Fuel.NATURAL_GAS].amounts.tolist() == [410.0, 390.0]
    assert home.findings == ()


def test_only_the_id_is_needed() -> None:
    (home,) = read({"id": "x"})
    assert home.facts == HomeFacts() and not home.usage


def test_every_fact_may_be_null() -> None:
    (home,) = read({"id": "x", "usage": None, **dict.fromkeys(FACT_NAMES)})
    assert home.facts == HomeFacts()


def test_an_unknown_field_has_no_effect_and_is_remarked_on() -> None:
    (home,) = read({**HOME, "roof_colour": "red"})
    assert [finding.facts["field"] for finding in home.findings] == ["roof_colour"]
    assert home.facts == read(HOME)[0].facts


def test_periods_are_sorted_and_repeated_ones_count_once() -> None:
    rows = [["2023-02-01", "2023-03-01", 2.0], ["2023-01-01", "2023-02-01", 1.0], ["2023-02-01", "2023-03-01", 2.0]]
    (home,) = read({"id": "x", "usage": {"electricity_kwh": rows}})
    assert home.usage[Fuel.ELECTRICITY].amounts.tolist() == [1.0, 2.0]
    assert not home.usage[Fuel.ELECTRICITY].daily


def test_days_are_known_as_days() -> None:
    days = [date(2023, 3, 1) + timedelta(days=i) for i in range(40)]
    rows = [[day.isoformat(), (day + timedelta(days=1)).isoformat(), 3.5] for day in days]
    (home,) = read({"id": "x", "usage": {"electricity_kwh": rows}})
    assert home.usage[Fuel.ELECTRICITY].daily
    assert np.diff(home.usage[Fuel.ELECTRICITY].starts).tolist() == [1] * 39


def test_an_amount_nobody_knows_is_left_out() -> None:
    (home,) = read({"id": "x", "usage": {"natural_gas_m3": [["2023-01-01", "2023-02-01", None]] * 2 + [
        ["2023-02-01", "2023-03-01", 5]]}})  # fmt: skip
    assert home.usage[Fuel.NATURAL_GAS].amounts.tolist() == [5.0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "homes.not_json"),
        ("[{]", "homes.not_json"),
        ("{}", "homes.not_a_list"),
        ('"home"', "homes.not_a_list"),
        ("[1]", "homes.bad_id"),
        ("[{}]", "homes.bad_id"),
        ('[{"id": ""}]', "homes.bad_id"),
        ('[{"id": 5}]', "homes.bad_id"),
        ('[{"id": "a"}, {"id": "a"}]', "homes.bad_id"),
        ('[{"id": "a\\u0000b"}]', "homes.bad_id"),
        ('[{"id": "\\ud800"}]', "homes.bad_id"),
        ('[{"id": "a", "id": "b"}]', "homes.duplicate_key"),
        ('[{"id": "a", "attic_r": NaN}]', "homes.not_a_number"),
        ('[{"id": "a", "attic_r": -Infinity}]', "homes.not_a_number"),
        ('[{"id": "a", "attic_r": 1e999}]', "homes.not_a_number"),
        ('[{"id": "a", "attic_r": ' + "9" * 5000 + "}]", "homes.not_a_number"),
        ("[" * 100_000, "homes.too_deep"),
        ('[{"id": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}]", "homes.too_deep"),
        ('[{"id": "a", "attic_r": "20"}]', "homes.bad_field"),
        ('[{"id": "a", "attic_r": true}]', "homes.bad_field"),
        ('[{"id": "a", "year_built": 1978.5}]', "homes.bad_field"),
        ('[{"id": "a", "dwelling_type": "castle"}]', "homes.bad_field"),
        ('[{"id": "a", "dwelling_type": ["detached"]}]', "homes.bad_field"),
        ('[{"id": "a", "pool": 1}]', "homes.bad_field"),
        ('[{"id": "a", "municipality": "O\\u0000"}]', "homes.bad_field"),
        ('[{"id": "a", "usage": []}]', "homes.bad_field"),
        ('[{"id": "a", "usage": {"electricity_kwh": "much"}}]', "homes.bad_field"),
    ],
)
def test_what_is_not_a_file_of_homes_is_refused(text: str, code: str) -> None:
    assert refused(text) == code


@pytest.mark.parametrize(
    "row",
    [
        ["2023-01-01", "2023-02-01"],
        ["2023-01-01", "2023-02-01", 1, 2],
        ["2023-02-01", "2023-01-01", 1],
        ["2023-01-01", "2023-01-01", 1],
        ["2023-02-30", "2023-03-01", 1],
        ["2023-1-1", "2023-02-01", 1],
        ["٢٠٢٣-01-01", "2023-02-01", 1],
        ["1023-01-01", "2023-02-01", 1],
        ["2023-01-01", "2023-02-01", -1],
        ["2023-01-01", "2023-02-01", "1"],
        ["2023-01-01", "2023-02-01", 1e12],
        ["2023-01-01", "2023-02-01", False],
        "2023-01-01",
        None,
    ],
)
def test_a_period_that_is_none_is_refused_by_its_place(row: object) -> None:
    good = ["2022-01-01", "2022-02-01", 1]
    with pytest.raises(Refusal) as refusal:
        read({"id": "a"}, {"id": "b", "usage": {"natural_gas_m3": [good, row]}})
    assert refusal.value.code.code == "homes.bad_usage"
    assert (refusal.value.facts["place"], refusal.value.facts["period"]) == (2, 2)


def test_overlapping_periods_are_refused() -> None:
    rows = [["2023-01-01", "2023-02-01", 1], ["2023-01-31", "2023-03-01", 1]]
    assert refused(json.dumps([{"id": "a", "usage": {"natural_gas_m3": rows}}])) == "homes.usage_overlap"


def test_bytes_that_are_not_text_are_refused_and_a_byte_order_mark_is_not() -> None:
    assert refused(b"[\xff\xfe]") == "homes.not_utf8"
    assert parse_homes(b'\xef\xbb\xbf[{"id": "a"}]')[0].id == "a"


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_rubbish_is_refused_with_a_known_code(data: bytes | str) -> None:
    try:
        parse_homes(data)
    except Refusal as refusal:
        assert refusal.code in CODES


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*FACT_NAMES, "usage", "id"]), JSON_VALUES, max_size=4))
def test_a_home_of_any_values_is_read_or_refused(home: dict[str, object]) -> None:
    try:
        (record,) = read({"id": "a", **home})
    except Refusal as refusal:
        assert refusal.code in CODES
    else:
        assert record.id
