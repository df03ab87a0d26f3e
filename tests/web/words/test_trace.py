"""What stands behind a number reads as words: no code, no field name, no source id."""

from __future__ import annotations

import pytest

from coach.advising import codes_advice
from models.findings import Code
from web.components import Provenance
from web.words.trace import origin_of_fact, trace_lines

ATTIC = {
    "label": "trace.fact",
    "name": "attic_r",
    "value": 12.0,
    "unit": "R",
    "origin": "resident",
    "date": "2026-11-02",
}
ENTRIES = (
    {"label": "trace.measured_heating", "name": "natural_gas", "value": 1712.4, "unit": "m3", "origin": "measured"},
    {"label": "trace.measured_cooling", "name": "natural_gas", "value": 0.0, "unit": "m3", "origin": "measured"},
    ATTIC,
    {
        "label": "trace.reference_saving",
        "name": None,
        "value": 253.0,
        "unit": "m3",
        "origin": "reference",
        "source_id": "S80;U",
    },
    {
        "label": "trace.realization_rate",
        "name": "attic",
        "value": 0.77,
        "unit": "",
        "origin": "study",
        "source_id": "A, B: a title",
    },
    {"label": "trace.model", "name": None, "value": "rule-1", "unit": "", "origin": "rule"},
    {
        "label": "trace.price",
        "name": "electricity",
        "value": 0.1512,
        "unit": "CAD/kWh",
        "origin": "reference",
        "source_id": "U",
    },
    {
        "label": "trace.emission_factor",
        "name": "natural_gas",
        "value": 1.93,
        "unit": "kg CO2e/m3",
        "origin": "reference",
    },
    {
        "label": "trace.cost",
        "name": None,
        "value": 15239,
        "unit": "CAD",
        "origin": "reference",
        "source_id": "U",
        "date": "2025",
    },
    {"label": "trace.incentive", "name": "HRS-ATTIC-LE12", "value": 1500, "unit": "CAD", "origin": "reference"},
    {"label": "trace.life", "name": None, "value": 1.0, "unit": "years", "origin": "reference"},
    {"label": "trace.discount_rate", "name": None, "value": 0.025, "unit": "1/year", "origin": "rule"},
)


def test_every_line_is_said_in_english() -> None:
    assert [(line.label, line.value) for line in trace_lines(ENTRIES, "en")] == [
        ("Natural gas, for heating", "1,712\u00a0m³"),
        ("Attic insulation", "R-12"),
        ("Saving in a typical home, from our reference", "253\u00a0m³"),
        ("Share of predicted savings found by meters", "77%"),
        ("Version of the rule that worked this out", "rule 1"),
        ("Electricity, price of one unit more or less", "$0.15/kWh"),
        ("Natural gas, carbon of one unit", "1.9\u00a0kg CO₂e/m³"),
        ("Typical cost of the work", "$15,000"),
        ("Rebate counted", "$1,500"),
        ("How long the work lasts", "1 year"),
        ("Yearly discount, after inflation", "2.5% a year"),
    ]


def test_every_line_is_said_in_french() -> None:
    values = [line.value for line in trace_lines(ENTRIES, "fr")]
    assert values[5:] == [
        "0,15\u00a0$/kWh",
        "1,9\u00a0kg CO₂e/m³",
        "15\u00a0000\u00a0$",
        "1\u00a0500\u00a0$",
        "1 an",
        "2,5\u00a0% par an",
    ]


def test_no_source_id_is_shown() -> None:
    said = [line.tag.text for line in trace_lines(ENTRIES, "en") if line.tag]
    assert said == ["", "", "Our reference", "Study: A, B", "", "Our estimate", "", "Our estimate, 2025", "", "", ""]


def test_a_coach_reads_who_said_it_and_when() -> None:
    (line,) = trace_lines((ATTIC,), "en", for_coach=True)
    assert line.tag is not None
    assert line.tag.text.replace("\u00a0", " ") == "Resident, 2 Nov 2026"


def test_a_fact_knows_where_it_came_from() -> None:
    assert origin_of_fact(ENTRIES, "attic_r") is Provenance.TOLD
    assert origin_of_fact(ENTRIES, "wall_r") is None


@pytest.mark.parametrize("code", [*codes_advice.TRACE_PRICE_OF.values(), *codes_advice.TRACE_EMISSION_OF.values()])
def test_what_a_unit_is_worth_is_said_of_every_end_use(code: Code) -> None:
    entry = {"label": code.code, "name": "electricity", "value": 0.1404, "unit": "CAD/kWh", "origin": "reference"}
    (english,), (french,) = trace_lines([entry], "en"), trace_lines([entry], "fr")
    assert english.label.startswith("Electricity, ") and french.label.startswith("Électricité, ")
    assert english.value == "$0.14/kWh"
