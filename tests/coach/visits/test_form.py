"""The form of a visit: its fields, what numbers become, what is impossible, two devices that wrote at once. Pure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.visits import codes_visits as codes
from coach.visits import form, merging
from coach.visits.form import CONCERNS, FIELDS, Kind, Part
from coach.visits.measurements import R_PER_INCH, SAID_HERE, day_wrong, measured, number
from coach.visits.merging import Form
from models.findings import Code
from models.house.facts import CLOSED_SETS, FACT_NAMES, LIMITS

TODAY = date(2026, 11, 25)
SOME = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.sampled_from(["", "a", "b", "c"]), max_size=6)


def test_every_field_has_one_name_and_every_fact_is_one_the_home_has() -> None:
    asked = [one.name for part in Part for one in form.FOUND[part]]
    assert len(asked) == len(set(asked)) and set(asked) <= set(FIELDS)
    for one in FIELDS.values():
        if one.fact:
            assert one.fact in FACT_NAMES and (one.options == form.YES_NO or one.fact in CLOSED_SETS)
        assert bool(one.options) == (one.kind in (Kind.ONE, Kind.MANY)), one.name
    assert {choice for choices in form.SEEN.values() for choice in choices} >= form.STOPS


def test_what_is_read_off_becomes_facts_in_the_models_units() -> None:
    said = {
        "attic_depth": "8",
        "attic_depth_unit": "in",
        "attic_material": "cellulose",
        "wall_value": "2,1",
        "wall_value_unit": "rsi",
        "blower": "1500",
        "blower_unit": "cfm50",
        "volume_m3": "500",
        "heating_make": "Northern",
        "heating_model": "F-80",
        "heating_year": "2004",
        "heating_afue": "92.1",
        "heating_capacity": "60000",
        "heating_capacity_unit": "btu_h",
        "panel_amps": "100",
        "fact_vermiculite": "no",
        "fact_window_type": "double",
    }
    found = measured(said, today=TODAY)
    assert found.wrong == {}
    assert found.facts == {
        "attic_r": 28,
        "wall_r": 11.9,
        "ach50": 5.1,
        "heating_nameplate": "Northern F-80",
        "heating_year": 2004,
        "heating_efficiency_pct": 92.1,
        "heating_capacity_kw": 17.6,
        "panel_amps": 100,
        "vermiculite": False,
        "window_type": "double",
    }
    assert set(found.facts) <= {*FACT_NAMES, *SAID_HERE}


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"attic_depth": "ten"}, "attic_depth", codes.NUMBER),
        ({"attic_depth": "1e9"}, "attic_depth", codes.NUMBER),
        ({"attic_depth": "٣"}, "attic_depth", codes.NUMBER),
        ({"attic_depth": "80", "attic_material": "batts"}, "attic_depth", codes.DEPTH),
        ({"attic_depth": "31", "attic_depth_unit": "in", "attic_material": "batts"}, "attic_depth", codes.DEPTH),
        ({"attic_depth": "20"}, "attic_material", codes.MATERIAL),
        ({"attic_value": "121"}, "attic_value", codes.INSULATION),
        ({"wall_value": "20", "wall_value_unit": "rsi"}, "wall_value", codes.INSULATION),
        ({"blower": "1500"}, "blower", codes.BLOWER),
        ({"blower": "1500", "blower_unit": "cfm50"}, "volume_m3", codes.VOLUME_NEEDED),
        ({"blower": "900", "blower_unit": "ls50", "volume_m3": "5"}, "volume_m3", codes.VOLUME),
        ({"heating_year": "2027"}, "heating_year", codes.YEAR),
        ({"hot_water_year": "2004.5"}, "hot_water_year", codes.YEAR),
        ({"heating_afue": "350"}, "heating_afue", codes.EFFICIENCY),
        ({"heating_capacity": "60", "heating_capacity_unit": "btu_h"}, "heating_capacity", codes.CAPACITY),
        ({"cooling_capacity": "60", "cooling_capacity_unit": "kw"}, "cooling_capacity", codes.CAPACITY),
        ({"panel_amps": "6"}, "panel_amps", codes.AMPS),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_becomes_no_fact(
    said: dict[str, str], field: str, code: Code
) -> None:
    found = measured(said, today=TODAY)
    assert found.wrong[field].code is code and found.facts == {}
    for language in ("en", "fr"):
        assert "{" not in code.sentence(language, found.wrong[field].facts)


def test_the_deepest_attic_is_still_a_plausible_one() -> None:
    for material in R_PER_INCH:
        found = measured({"attic_depth": "76", "attic_material": material}, today=TODAY)
        assert found.wrong == {} and 0 < float(str(found.facts["attic_r"])) <= LIMITS["attic_r"][1]
    assert measured({"attic_depth": "0"}, today=TODAY).facts == {"attic_r": 0}
    both = {"attic_depth": "20", "attic_value": "40"}
    assert measured(both, today=TODAY).facts == {"attic_r": 40}, "a label says more than a ruler"


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=8), max_size=8))
def test_whatever_is_typed_is_a_fact_or_a_refusal_and_never_a_fault(said: dict[str, str]) -> None:
    found = measured(said, today=TODAY)
    for name, value in found.facts.items():
        if name in LIMITS and isinstance(value, int | float):
            assert LIMITS[name][0] <= value <= LIMITS[name][1]
    assert set(found.wrong) <= set(FIELDS)


def test_numbers_are_digits_with_a_point_or_a_comma() -> None:
    assert [number(text) for text in ("12", "1,5", "0.25", "-3", "1_0", "", "1.", "nan")] == [
        12,
        1.5,
        0.25,
        None,
        None,
        None,
        None,
        None,
    ]


def test_it_took_place_today_or_in_the_year_before() -> None:
    assert day_wrong({"held_on": "2026-11-25"}, today=TODAY) is None
    for wrong in ("2026-11-26", "2025-11-01", "soon", ""):
        refusal = day_wrong({"held_on": wrong}, today=TODAY)
        assert refusal is not None and refusal.code is codes.DAY_NEEDED


def test_concerns_move_and_close_their_gaps() -> None:
    said = {"concern_1": "draft", "concern_3": "bill", "summary": "x"}
    assert form.moved(said, 1, -1) == {"summary": "x", "concern_1": "bill", "concern_2": "draft"}
    assert form.concerns(form.moved(said, 0, -1)) == ("draft", "bill"), "the first stays the first"
    assert form.concerns(form.moved(said, 4, 1)) == ("draft", "bill")


# --- two devices -------------------------------------------------------------------------------------------------


def test_what_each_device_changed_is_kept_and_where_both_did_both_are() -> None:
    base = {"summary": "old", "note_attic": "old", "panel_amps": "100"}
    stands = Form({"summary": "theirs", "note_attic": "old", "panel_amps": "200"})
    found = merging.merged(base, stands, {"summary": "mine", "note_attic": "mine", "panel_amps": "100"})
    assert found.answers == {"summary": "theirs", "note_attic": "mine", "panel_amps": "200"}
    assert found.aside == {"summary": ("mine",)}
    again = merging.merged(base, found, {"summary": "mine", "note_attic": "mine", "panel_amps": "100"})
    assert again == found, "sent twice changes nothing"
    chosen = merging.chosen(found, {"summary": "mine", "panel_amps": "999"})
    assert chosen == Form({"summary": "mine", "note_attic": "mine", "panel_amps": "200"})
    assert merging.chosen(found, {"summary": "neither"}) == found


@settings(deadline=None, max_examples=120)
@given(st.one_of(st.none(), SOME), SOME, SOME)
def test_nothing_that_was_written_is_lost(
    base: dict[str, str] | None, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    written = {name: value for name, value in theirs.items() if value}
    found = merging.merged(base, Form(written), mine)
    for name in FIELDS:
        before = (base or {}).get(name, "")
        there = {found.answers.get(name, ""), *found.aside.get(name, ())}
        for told in (written.get(name, ""), mine.get(name, "")):
            assert not told or told in there or (base is not None and told == before), name
    assert merging.merged(mine, Form(mine), mine).answers == {name: one for name, one in mine.items() if one}


def test_the_fields_of_concerns_are_in_order() -> None:
    assert tuple(name for name in FIELDS if name.startswith("concern_")) == CONCERNS
