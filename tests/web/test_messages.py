"""Sentences in which another code is the reason."""

from __future__ import annotations

import pytest

from utility_connectors import codes
from web import messages


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "12 readings are dated in the future."), ("fr", "12 relevés sont datés dans le futur.")],
)
def test_a_reason_is_said_as_its_own_sentence(language: str, said: str) -> None:
    facts = {"count": 12, "reason": codes.READING_IN_FUTURE.code}
    told = messages.sentence(codes.NO_VALID_READINGS.code, facts, language)
    assert said in told
    assert codes.READING_IN_FUTURE.code not in told


def test_a_reason_that_is_no_code_stands_as_it_is() -> None:
    assert messages.sentence(codes.NO_VALID_READINGS.code, {"count": 1, "reason": "Rain."}, "en").startswith("Rain. ")
