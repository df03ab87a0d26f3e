"""Simulated homes at the scoreboard's door: counted, refused where they cannot be, and kept out of pages."""

from __future__ import annotations

import pytest

from coach.advising import codes_evaluation as codes
from coach.learning.held_out_homes import MOST, held_out_homes
from coach.learning.scoreboard import evaluate
from greener_homes.errors import Refusal
from models.house.codes_weather import EPW_NOT_EPW
from tests.coach.homes.test_homes_file import ON
from tests.programs import printed


def test_the_scoreboard_compares_them_with_every_kind_of_evidence() -> None:
    source = held_out_homes(3, 2, None)
    assert source.homes() is source.homes()
    (board,) = evaluate([source], (), on=ON)["truths"]  # type: ignore[misc]
    assert (board["truth"], board["homes"], board["corrected"]) == (source.name, 3, False)
    evidence = {row["evidence"] for row in board["errors"] if row["contender"].startswith("advice")}
    assert evidence == {
        f"{usage}, {knowledge}"
        for usage in ("no_bills", "bills", "daily")
        for knowledge in ("few_answers", "questionnaire", "energuide")
    }
    answered = [row for row in board["errors"] if row["contender"] == "advice" and row["group"] == "all measures"]
    assert all(row["score"]["unanswered"] < row["score"]["pairs"] / 2 for row in answered)


@pytest.mark.parametrize(("count", "seed"), [(0, 1), (-3, 1), (MOST + 1, 1), (3, -1)])
def test_counts_out_of_bounds_are_refused(count: int, seed: int) -> None:
    with pytest.raises(Refusal) as refused:
        held_out_homes(count, seed, None)
    assert refused.value.code is codes.SIMULATED_COUNT


def test_a_typical_year_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        held_out_homes(1, 1, b"not weather")
    assert refused.value.code is EPW_NOT_EPW


def test_neither_pages_nor_the_other_truths_bring_the_simulator() -> None:
    names = "web.app, web.cli, web.evaluate_command, coach.learning.scoreboard, coach.learning.truth_files"
    check = f"import sys, {names}; print(sorted({{'numba', 'pvlib', 'models.house.hourly'}} & set(sys.modules)))"
    assert printed(check) == "[]"
