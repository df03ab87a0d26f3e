"""Every code can be said to a person, in both languages, with the same facts."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from models.findings import Code, Severity
from utility_connectors.codes import CODES


def facts(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_a_code_says_the_same_in_both_languages(code: Code) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", code.code)
    assert code.en != code.fr
    assert facts(code.en) == facts(code.fr)
    assert code.en.endswith(".") and code.fr.endswith(".")
    assert "!" not in code.en + code.fr


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_french_spacing_is_right(code: Code) -> None:
    assert not re.search(r"[^\u00a0][:$%»]|«[^\u00a0]", code.fr)
    assert not re.search(r"\s[?!]", code.fr)
    assert "'" not in code.fr


def test_codes_are_unique_and_of_known_severity() -> None:
    assert len({code.code for code in CODES}) == len(CODES) > 60
    assert {code.severity for code in CODES} == {Severity.REFUSAL, Severity.WARNING, Severity.NOTE}
