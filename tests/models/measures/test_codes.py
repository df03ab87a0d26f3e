"""Every code of measures, savings and ranking: unique, written in both languages, in the house's typography."""

from __future__ import annotations

import re
import string

import pytest

from coach.advising import codes_advice
from models.findings import Code
from models.house import codes_home
from models.measures import codes as measure_codes
from models.ranking import codes as ranking_codes
from models.savings import codes as savings_codes

ALL: tuple[Code, ...] = (
    *measure_codes.CODES,
    *savings_codes.CODES,
    *ranking_codes.CODES,
    *codes_home.CODES,
    *codes_advice.CODES,
)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_codes_are_unique() -> None:
    codes = [code.code for code in ALL]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.code)
def test_a_code_is_dotted_and_both_sentences_hold_the_same_facts(code: Code) -> None:
    assert re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", code.code)
    assert code.en != code.fr
    assert _places(code.en) == _places(code.fr)
    assert "!" not in code.en + code.fr


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.code)
def test_french_keeps_hard_spaces_where_they_belong(code: Code) -> None:
    assert not re.search(r" [:$%°»]|« |\d (\$|%|°|kWh)| [?!;]", code.fr)
    assert not re.search(r"[^\u00a0][:$%](\s|$)", re.sub(r"https?:", "", code.fr))
    assert "'" not in code.fr
