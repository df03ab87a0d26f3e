"""Measured effects: each followed by its own error, kinds of work we do not correct passed over."""

from __future__ import annotations

import pytest

from coach.advising import codes_evaluation as codes
from coach.learning.measured_effects import FAMILIES, read_effects
from greener_homes.errors import Refusal
from models.evaluation.measured import MeasuredEffect
from models.savings.realization import realization_rates
from tests.coach.truth_sample import EFFECTS


def test_effects_come_with_the_error_beside_them() -> None:
    assert read_effects(EFFECTS) == (
        MeasuredEffect("air_sealing", -0.0374, 0.0106, -0.0344, 0.0065),
        MeasuredEffect("furnace", -0.1813, 0.0112, -0.2845, 0.0060),
    )


def test_every_kind_of_work_has_a_rate() -> None:
    assert set(FAMILIES.values()) <= {rate.family for rate in realization_rates()}


@pytest.mark.parametrize("header", ["", "measure,realized_dlog_gas,se", EFFECTS.splitlines()[0].replace("se", "error")])
def test_a_header_without_both_effects_is_refused(header: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_effects(header + "\nair_sealing,-0.1,0.1\n")
    assert refused.value.code is codes.EFFECTS_HEADER


@pytest.mark.parametrize(
    "row", ["air_sealing", "air_sealing,x,1,1,1,1,1", "air_sealing,-0.1,0,1,1,1,1", "a,-0.1,inf", '"a,-0.1']
)
def test_a_row_without_its_numbers_is_refused_by_its_line(row: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_effects(f"{EFFECTS.splitlines()[0]}\n{row}\n")
    assert refused.value.code is codes.EFFECTS_ROW
    assert refused.value.facts["line"] == 2
