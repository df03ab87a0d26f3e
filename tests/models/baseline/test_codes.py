"""The codes: stable, unique, and readable in both languages."""

from __future__ import annotations

import re
import string

import pytest

from coach.homes import codes_baseline
from models.baseline import codes
from models.findings import Code
from models.house import codes_weather

ALL = (*codes.CODES, *codes_baseline.CODES, *codes_weather.CODES)


def test_codes_are_unique_and_all_gathered() -> None:
    declared = [
        value
        for module in (codes, codes_baseline, codes_weather)
        for value in vars(module).values()
        if isinstance(value, Code)
    ]

    assert len({code.code for code in ALL}) == len(ALL)
    assert sorted(code.code for code in declared) == sorted(code.code for code in ALL)


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.code)
def test_sentences_name_the_same_facts_and_keep_to_the_style(code: Code) -> None:
    facts = {name for _, name, _, _ in string.Formatter().parse(code.en) if name}

    assert re.fullmatch(r"[a-z]+(\.[a-z_]+)+", code.code)
    assert {name for _, name, _, _ in string.Formatter().parse(code.fr) if name} == facts
    assert "!" not in code.en + code.fr
    assert not re.search(r" [:%$?!»]|« ", code.fr), "a no-break space belongs there"
    assert "…" in code.sentence("fr", {}) or not facts
