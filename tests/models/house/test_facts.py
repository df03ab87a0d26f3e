"""Facts: what is impossible is read as unknown and said so; everything else is left as the household said it."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.house.codes_home import CODES
from models.house.facts import FACT_NAMES, LIMITS, DwellingType, HomeFacts, facts_of, plausible


def test_every_field_may_be_unknown() -> None:
    assert all(field.default is None for field in fields(HomeFacts))


def test_facts_of_values_are_the_facts_that_are_told_one_by_one() -> None:
    values: dict[str, object] = {"year_built": 1978, "dwelling_type": DwellingType.SEMI, "attic_r": None}
    facts = facts_of(values)
    assert facts == HomeFacts(year_built=1978, dwelling_type=DwellingType.SEMI)
    values["year_built"] = 1990
    assert facts.year_built == 1978 and HomeFacts().year_built is None


def test_limits_name_fields_that_exist() -> None:
    assert set(LIMITS) <= set(FACT_NAMES)


def test_an_impossible_number_becomes_unknown_with_one_finding() -> None:
    facts, findings = plausible(HomeFacts(heated_area_m2=-5.0, attic_r=40.0))
    assert facts.heated_area_m2 is None
    assert facts.attic_r == 40.0
    assert [finding.code for finding in findings] == ["home.implausible"]
    assert findings[0].facts["fact"] == "heated_area_m2"


def test_plausible_facts_come_back_untouched() -> None:
    facts = HomeFacts(year_built=1978, dwelling_type=DwellingType.SEMI)
    assert plausible(facts) == (facts, ())


@given(st.sampled_from(sorted(LIMITS)), st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_outside_the_limits_survives(name: str, value: float) -> None:
    facts, findings = plausible(HomeFacts(**{name: value}))  # type: ignore[arg-type]
    low, high = LIMITS[name]
    inside = low <= value <= high
    assert (getattr(facts, name) == value) is inside
    assert len(findings) == (0 if inside else 1)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sentence_names_the_fact(language: str) -> None:
    _, findings = plausible(HomeFacts(year_built=3000))
    assert "year_built" in CODES[0].sentence(language, findings[0].facts)
