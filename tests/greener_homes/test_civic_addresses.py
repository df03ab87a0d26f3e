"""Addresses as people write them: the same place however it is written, another place never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greener_homes.civic_addresses import NOT_A_LINE, NOT_A_POSTAL_CODE, Written, read
from greener_homes.errors import Refusal

POSTAL = "L1G 4T2"


def place(line: str, unit: str = "", postal: str = POSTAL) -> str:
    return read(Written(line, unit, postal)).place


@pytest.mark.parametrize(
    "spellings",
    [
        ("12 Simcoe Street North", "12 simcoe st. n.", "12, rue Simcoe Nord", "0012 SIMCOE ST N"),
        ("4-12 Main St", "12 Main Street, Apt 4", "12 Main St #4", "12, rue Main, app. 4", "12 Main St unit 04"),
        ("7 St. Paul Street", "7, rue Saint-Paul", "7 St-Paul St"),
        ("3 Fifth Avenue", "3 5th Ave", "3, 5e Avenue"),
        ("88 chemin du Lac", "88 Lac Rd", "88 ch. du Lac"),
        ("9 Élise Crescent", "9 Elise Cres", "9 croissant Élise"),
        ("2500 Concession Rd 4", "2500 Conc. Road 4"),
    ],
)
def test_one_place_in_many_spellings(spellings: tuple[str, ...]) -> None:
    assert len({place(one) for one in spellings}) == 1


def test_other_places_stay_other_places() -> None:
    lines = (
        "12 Simcoe St N",
        "12 Simcoe St S",
        "12 Simcoe Ave N",
        "12A Simcoe St N",
        "21 Simcoe St N",
        "1-12 Simcoe St N",
    )
    found = {place(one) for one in lines} | {place(lines[0], unit="2"), place(lines[0], postal="L1G 4T3")}
    assert len(found) == len(lines) + 2


def test_the_writing_tells_spellings_apart_and_not_case() -> None:
    one, same, other = (read(Written(line, "", POSTAL)) for line in ("12 Main St", "12  main st.", "12 Main Street"))
    assert one.writing == same.writing != other.writing


@pytest.mark.parametrize("line", ["", "Main Street", "12", "twelve Main", "12 " + "x" * 200, "#", "-"])
def test_what_is_no_address_is_refused(line: str) -> None:
    with pytest.raises(Refusal) as refusal:
        place(line)
    assert refusal.value.code is NOT_A_LINE


@pytest.mark.parametrize("postal", ["", "L1G", "90210", "D1G 4T2", "L1G 4T2 X"])
def test_half_a_postal_code_is_refused(postal: str) -> None:
    with pytest.raises(Refusal) as refusal:
        place("12 Main St", postal=postal)
    assert refusal.value.code is NOT_A_POSTAL_CODE


@given(st.text(max_size=60), st.text(max_size=12), st.text(max_size=9) | st.just(POSTAL))
def test_anything_is_read_or_refused(line: str, unit: str, postal: str) -> None:
    try:
        found = read(Written(line, unit, postal))
    except Refusal:
        return
    assert found == read(Written(line.lower(), unit.lower(), postal.lower()))


@given(st.integers(1, 9999), st.sampled_from(["Main", "Élm", "King George"]), st.sampled_from(["St", "Ave", "Rd"]))
def test_case_space_and_marks_do_not_count(number: int, name: str, kind: str) -> None:
    plain = place(f"{number} {name} {kind}")
    assert plain == place(f"  {number},  {name.upper()}  {kind}. ")
