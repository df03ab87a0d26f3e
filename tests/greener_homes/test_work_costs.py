"""What work costs, as ranges that say how sure they are."""

from __future__ import annotations

import pytest

from greener_homes.reference import MeasureCost, rows
from greener_homes.work_costs import measure_cost


def test_every_measure_has_a_cost_that_says_how_sure_it_is() -> None:
    for row in rows(MeasureCost):
        cost = measure_cost(row.measure_id)
        assert cost.low <= cost.typical <= cost.high
        assert cost.confidence in {"low", "medium", "high"}
        assert [finding.code for finding in cost.findings] == ["cost.uncited"]
    assert (measure_cost("ENV-ATTIC-MID").low, measure_cost("ENV-ATTIC-MID").typical) == (1500.0, 2300.0)


def test_an_unknown_measure_has_no_cost() -> None:
    with pytest.raises(KeyError):
        measure_cost("NO-SUCH")
