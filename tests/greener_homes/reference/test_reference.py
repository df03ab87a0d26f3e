"""The dated figures: every table parses, every figure leads to a source, nothing is carried unused."""

from __future__ import annotations

from itertools import pairwise

import pytest

from greener_homes import reference
from greener_homes.reference import (
    TABLES,
    ElectricityPrice,
    GasPrice,
    MeasureCost,
    Source,
    rows,
    sources,
)
from models.incentives.load import graph

SOURCED = [row_type for row_type in TABLES if row_type is not Source]


@pytest.mark.parametrize("row_type", TABLES, ids=lambda row_type: row_type.__name__)
def test_every_table_has_rows_that_parse(row_type: type[object]) -> None:
    assert rows(row_type)


@pytest.mark.parametrize("row_type", SOURCED, ids=lambda row_type: row_type.__name__)
def test_every_figure_leads_to_a_source(row_type: type[object]) -> None:
    for row in rows(row_type):
        assert sources(row.source_id)  # type: ignore[attr-defined]


def test_a_source_that_is_not_listed_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        sources("S20;S999")


def test_every_listed_source_but_the_live_ones_is_used() -> None:
    used = {part for row_type in SOURCED for row in rows(row_type) for part in row.source_id.split(";")}  # type: ignore[attr-defined]
    live = {"S29", "S30"}  # where the regulator publishes the next prices
    assert {row.source_id for row in rows(Source)} == used | live | graph().source_ids


@pytest.mark.parametrize("row_type", [ElectricityPrice, GasPrice])
def test_a_price_is_known_to_hold_from_its_start_and_periods_never_overlap(
    row_type: type[ElectricityPrice] | type[GasPrice],
) -> None:
    spans = sorted({(row.effective_from, row.known_until) for row in rows(row_type)})  # type: ignore[attr-defined]
    assert all(start < end for start, end in spans)
    assert all(end < following for (_, end), (following, _) in pairwise(spans))


def test_every_measure_that_money_answers_to_has_a_cost() -> None:
    assert set(graph().by_measure) <= {row.measure_id for row in rows(MeasureCost)} | {"EG-ASSESS"}


def test_costs_run_from_low_to_high() -> None:
    assert all(row.low_cad <= row.typical_cad <= row.high_cad for row in rows(MeasureCost))


def test_a_constant_is_found_by_name_and_a_wrong_name_is_an_error() -> None:
    assert reference.constant("hst_fraction").value == 0.13
    with pytest.raises(KeyError):
        reference.constant("vat")
