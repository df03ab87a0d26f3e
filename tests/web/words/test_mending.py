"""How to mend a row, said for every code that a row of a partner's file can be refused for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from utility_connectors import codes
from utility_connectors.bulk import rows
from web.words.mending import mending

SOURCE = Path(rows.__file__).read_text(encoding="utf-8")
ROW_CODES = sorted({getattr(codes, name).code for name in set(re.findall(r"codes\.([A-Z_]+)", SOURCE))})


@pytest.mark.parametrize("code", ROW_CODES)
def test_every_code_of_a_row_is_said_in_both_languages_without_a_count(code: str) -> None:
    english, french = mending(code, "en"), mending(code, "fr")
    assert english != french
    assert "…" not in english + french and "{" not in english + french
    assert english.endswith(".") and french.endswith(".")


def test_a_code_without_words_of_its_own_is_said_in_its_sentence() -> None:
    assert mending("csv.encoding", "en")
    assert mending("nobody.knows", "en")
