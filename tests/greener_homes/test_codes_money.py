"""The codes about money can be said in both languages."""

from __future__ import annotations

import string

import pytest

from greener_homes.codes_money import CODES
from models.findings import Code


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_codes_are_unique() -> None:
    assert len({code.code for code in CODES}) == len(CODES)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_both_languages_name_the_same_facts_and_keep_the_house_style(code: Code) -> None:
    assert placeholders(code.en) == placeholders(code.fr)
    assert "!" not in code.en + code.fr
    assert " :" not in code.fr
    assert " $" not in code.fr
    assert " ?" not in code.fr
