"""A few hundred inputs of the hostile kind; `benchmarks/hostile_files.py` runs as many as one has time for."""

from __future__ import annotations

import pytest

from tests.hostile import cases
from tests.hostile.truth import Truth

PARTS, PART = 4, 100


@pytest.mark.parametrize("part", range(PARTS))
def test_every_input_is_answered_as_it_must_be(part: int) -> None:
    verdicts = [cases.judged(1, number) for number in range(part * PART, (part + 1) * PART)]
    assert [verdict for verdict in verdicts if verdict.wrong] == []
    assert {verdict.outcome for verdict in verdicts} == {"accepted", "rejected", "read", "refused"}


def test_a_number_always_makes_the_same_input() -> None:
    """All but archives and workbooks, which carry the moment they were made."""
    made = [(cases.made(5, number), cases.made(5, number)) for number in range(60)]
    same = [one[1:3] == other[1:3] for one, other in made if not one[2].startswith(b"PK")]
    assert len(same) > 30 and all(same)


def test_the_judge_sees_a_wrong_total_a_wrong_yes_and_a_wrong_no() -> None:
    point = {"id": "M", "flow": "delivered", "total": 1.5}
    said = {"status": "accepted", "code": None, "usage_points": [point], "findings": []}
    assert Truth((1500,)).contradiction(said) is None
    assert Truth((1501,)).contradiction(said) is not None
    assert Truth().contradiction(said) == "accepted what had to be rejected"
    assert Truth((1500,), must_say=("reading.conflict",)).contradiction(said) is not None
    assert Truth(most=1600).contradiction(said) is not None, "less was kept, and nothing says so"
    assert Truth(most=1600).contradiction(said | {"findings": [{"code": "x"}]}) is None
    refused = {"status": "rejected", "code": "csv.nul", "usage_points": [], "findings": []}
    assert Truth((1500,)).contradiction(refused) == "rejected: csv.nul"
    assert Truth((1500,), may_reject=True).contradiction(refused) is None
