"""A house file becomes facts: what was measured, in our words, and nobody's name."""

from __future__ import annotations

import csv
import io
import random
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from models.house.facts import CLOSED_SETS, FACT_NAMES, LIMITS
from tests.utility_connectors.documents import shared
from tests.utility_connectors.energuide.house_files import PRIVATE, house_file, labelled
from utility_connectors.energuide.house import HouseFile, read_house_file

TODAY = date(2026, 11, 22)


def read(data: bytes) -> HouseFile:
    return read_house_file(io.BytesIO(data), today=TODAY)


def code_of(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read(data)
    return caught.value.code.code


def test_an_ordinary_house_in_our_words() -> None:
    assert dict(read(house_file()).facts) == {
        "dwelling_type": "detached",
        "storeys": 2.0,
        "year_built": 1978,
        "heated_area_m2": 172.4,
        "basement_area_m2": 80.0,
        "ach50": 6.28,
        "attic_r": 20.0,
        "wall_r": 12.0,
        "cathedral_ceiling": False,
        "window_type": "double",
        "basement_insulation": "partial",
        "heating_fuel": "natural_gas",
        "heating_system": "furnace",
        "heating_efficiency_pct": 92.0,
        "hot_water_fuel": "natural_gas",
        "cooling": "central",
    }


def test_nobody_is_kept() -> None:
    everything = repr(asdict(_plain(read(house_file()))))
    assert not [word for word in PRIVATE if word in everything]


def test_the_household_and_thermostat_of_the_standard_are_not_this_home_s() -> None:
    data = house_file().replace(
        b"<HeatingCooling>",
        b'<BaseLoads><Occupancy><Adults occupants="2"/></Occupancy></BaseLoads><Temperatures>'
        b'<MainFloors daytimeHeatingSetPoint="21"/></Temperatures><HeatingCooling>',
        1,
    )
    assert not {"occupants", "setpoint_day_c", "setpoint_night_c"} & set(read(data).facts)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ("", "none"),
        ('<InteriorAddedInsulation nominalInsulation="0"/>', "none"),
        ('<InteriorAddedInsulation nominalInsulation="2.11"/>', "full"),
        ('<ExteriorAddedInsulation nominalInsulation="1.4"/>', "full"),
        (
            '<InteriorAddedInsulation nominalInsulation="0"><Composite><Section percentage="100" rsi="2.4" '
            'nominalRsi="2.11"/></Composite></InteriorAddedInsulation>',
            "full",
        ),
        (
            '<InteriorAddedInsulation nominalInsulation="2.11"><Composite><Section percentage="100" rsi="0" '
            'nominalRsi="0"/></Composite></InteriorAddedInsulation>',
            "none",
        ),
        (
            '<InteriorAddedInsulation><Composite><Section percentage="31" rsi="2" nominalRsi="2"/>'
            '<Section percentage="69" rsi="0" nominalRsi="0"/></Composite></InteriorAddedInsulation>',
            "partial",
        ),
        (
            '<InteriorAddedInsulation><Composite><Section percentage="11" rsi="0" nominalRsi="0"/>'
            '<Section rank="2" rsi="1.7" nominalRsi="2.1"/></Composite></InteriorAddedInsulation>',
            "full",
        ),
    ],
)
def test_basement_insulation_stands_in_the_sections_not_in_the_headline(sections: str, expected: str) -> None:
    foundation = (
        f'<Basement exposedSurfacePerimeter="30"><Wall><Construction>{sections}</Construction></Wall></Basement>'
    )
    assert read(house_file(foundation=foundation)).facts["basement_insulation"] == expected


def test_a_crawl_space_is_no_basement() -> None:
    facts = read(house_file(foundation="<Crawlspace/>")).facts
    assert (facts["basement_insulation"], facts["crawl_space"]) == ("no_basement", True)
    assert "basement_insulation" not in read(house_file(foundation="")).facts


@pytest.mark.parametrize(
    ("glazing", "coating", "expected"),
    [
        ("Single (SG)", "Clear", "single"),
        ("Double/double with 1 coat", "Clear", "double"),
        ("Double/double with 1 coat", "Low-E .20 (hard1)", "double_lowe"),
        ("Triple/triple with 1 coat", "Clear", "triple"),
    ],
)
def test_windows_by_what_most_of_the_glass_is_made_of(glazing: str, coating: str, expected: str) -> None:
    assert read(house_file(glazing=glazing, coating=coating)).facts["window_type"] == expected


def test_a_heat_pump_in_front_of_a_furnace_is_the_main_heat_and_said_so() -> None:
    pump = (
        "<AirHeatPump><Equipment>" + labelled("Function", "Heating/Cooling", "2") + "</Equipment><Specifications>"
        '<HeatingEfficiency isCop="false" value="8.78"/></Specifications></AirHeatPump>'
    )
    found = read(house_file(second=pump))
    assert found.facts["heating_system"] == "heat_pump"
    assert found.facts["heating_fuel"] == "electricity"
    assert found.facts["heating_efficiency_pct"] == pytest.approx(257)
    assert found.facts["cooling"] == "heat_pump"
    assert "energuide.two_heat_sources" in [finding.code for finding in found.findings]


def test_tightness_counts_only_where_it_was_tested() -> None:
    assert "ach50" not in read(house_file(tested="b")).facts


def test_bare_walls_beside_insulated_ones_pull_the_mean_down() -> None:
    ceilings = "".join(
        "<Ceiling><Construction>" + labelled("Type", "Attic/hip", "3")
        + f'<CeilingType idref="Code 1" nominalInsulation="{rsi}"/></Construction><Measurements area="50"/></Ceiling>'
        for rsi in ("7.0", "0")
    )  # fmt: skip
    mixed = read(house_file(ceilings=ceilings)).facts["attic_r"]
    assert isinstance(mixed, float)
    assert 0 < mixed < 5  # half bare lets nearly as much through as all bare would


def test_a_cathedral_ceiling_is_no_attic() -> None:
    ceiling = (
        "<Ceiling><Construction>" + labelled("Type", "Cathedral", "4")
        + '<CeilingType idref="Code 1" nominalInsulation="3"/></Construction><Measurements area="50"/></Ceiling>'
    )  # fmt: skip
    facts = read(house_file(ceilings=ceiling)).facts
    assert facts["cathedral_ceiling"] is True
    assert "attic_r" not in facts


def test_the_rating_is_the_label_s_and_absent_where_the_file_was_never_rated() -> None:
    rated = house_file(program='<Program><Results><Tsv><ERSRating value="108"/></Tsv></Results></Program>')
    assert read(rated).rating_gj == 108
    assert "energuide.no_rating" not in [finding.code for finding in read(rated).findings]
    assert read(house_file()).rating_gj is None
    assert "energuide.no_rating" in [finding.code for finding in read(house_file()).findings]


def test_the_day_of_the_evaluation() -> None:
    assert read(house_file()).evaluated_on == date(2024, 3, 9)
    assert read(house_file(evaluated="2999-01-01")).evaluated_on is None
    assert read(house_file(evaluated="soon")).evaluated_on is None
    old = read(house_file(evaluated="2015-06-01"))
    assert next(finding for finding in old.findings if finding.code == "energuide.outdated").facts == {
        "on": "2015-06-01"
    }


@pytest.mark.parametrize("bad", ["NaN", "inf", "1_972", "١٩٧٨", "-5", "1e9", "9" * 5000, "0x7b"])
def test_numbers_that_cannot_be_are_left_out_and_counted(bad: str) -> None:
    found = read(house_file(year=bad, above=bad, ach50=bad))
    assert not {"year_built", "heated_area_m2", "ach50"} & set(found.facts)
    assert [finding.facts["count"] for finding in found.findings if finding.code == "energuide.left_out"] == [3]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "energuide.not_a_house_file"),
        (b"<feed/>", "energuide.not_a_house_file"),
        (b"not xml", "energuide.not_a_house_file"),
        (b"<HouseFile/>", "energuide.not_a_house_file"),
        (b"<HouseFile><House/></HouseFile>", "energuide.nothing_known"),
        (house_file()[:-40], "xml.not_well_formed"),
        (house_file(before_root='<!DOCTYPE HouseFile [<!ENTITY a "b">]>'), "xml.doctype"),
        (house_file(before_root="<!DOCTYPE HouseFile>"), "xml.doctype"),
        (b"<HouseFile><House>" + b"<a>" * 500, "xml.too_deep"),
        (b"<HouseFile><House>" + b"<a/>" * 300_000, "xml.too_many_tags"),
        (b"<HouseFile><House>" + b" " * (11 * 1024 * 1024), "energuide.too_large"),
    ],
)
def test_anything_else_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize("encoding", ["gb18030", "idna", "hex", "undefined", "x-nobody"])
def test_an_encoding_nobody_can_read_is_refused(encoding: str) -> None:
    assert code_of(house_file().replace(b"UTF-8", encoding.encode())) == "xml.encoding"


@given(seed=st.integers(0, 2**32))
@given_settings(max_examples=150, deadline=None)
def test_a_disturbed_file_is_read_or_refused_and_never_anything_else(seed: int) -> None:
    source = random.Random(seed)
    data = bytearray(house_file())
    for _ in range(source.choice([1, 3, 20])):
        at = source.randrange(len(data))
        match source.randrange(4):
            case 0:
                data[at] = source.randrange(256)
            case 1:
                del data[at : at + source.randrange(1, 200)]
            case 2:
                data[at:at] = source.choice([b"<a>", b"</House>", b"&#0;", b"\xff", b'"', b"<!--", b"1e999"])
            case _:
                data[at:at] = data[at : at + source.randrange(1, 300)]
    try:
        facts = read(bytes(data)).facts
    except Refusal:
        return
    for name, value in facts.items():
        assert name in FACT_NAMES
        if name in CLOSED_SETS:
            assert value in set(CLOSED_SETS[name])


def test_the_shared_samples_say_what_an_independent_reading_of_them_says() -> None:
    """The reference table was made from these files by other code: same areas, insulation, tightness, equipment."""
    table = shared("reference") / "archetype_homes_ontario_h2k.csv"
    with table.open(encoding="utf-8") as lines:
        known = {row["file"]: row for row in csv.DictReader(lines)}
    files = sorted((shared("samples") / "h2k").glob("*.H2K"))
    assert len(files) == 22
    compared = 0
    for path in files:
        found = _read_path(path)
        for name, value in found.facts.items():
            low, high = LIMITS.get(name, (float("-inf"), float("inf")))
            assert not isinstance(value, float) or low <= value <= high, (path.name, name, value)
        row = known.get(path.name)
        if row is None:
            continue
        compared += 1
        facts = found.facts
        assert facts["year_built"] == float(row["year"])
        assert facts["heated_area_m2"] == float(row["ag"])
        assert facts["ach50"] == pytest.approx(float(row["ach50"]), abs=0.006)
        if not facts["cathedral_ceiling"]:
            assert facts["attic_r"] == pytest.approx(float(row["ceilN"]) * 5.678, abs=0.4)
        assert facts["wall_r"] == pytest.approx(float(row["wallN"]) * 5.678, rel=0.12)
        assert facts["hot_water_fuel"] == row["dhw_fuel"].lower().replace(" ", "_")
        if not row["t2"].endswith("HeatPump"):
            assert facts["heating_efficiency_pct"] == float(row["eff"])
        share = float(row["bsmt_int_frac"])
        assert facts["basement_insulation"] == ("full" if share >= 0.8 else "partial" if share >= 0.05 else "none")
    assert compared >= 8


def _read_path(path: Path) -> HouseFile:
    with path.open("rb") as source:
        return read_house_file(source, today=TODAY)


def _plain(found: HouseFile) -> HouseFile:
    return HouseFile(dict(found.facts), found.rating_gj, found.evaluated_on, re.sub(r"\s", "", found.program), ())
