"""The catalogue: the reference's measures with its figures, and a name in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from models.house.facts import FACT_NAMES
from models.measures.catalogue import Method, measure, measures
from models.savings.realization import realization_rates

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "reference" / "measures.csv"


def test_there_are_57_measures_with_their_own_ids() -> None:
    ids = [each.id for each in measures()]
    assert len(ids) == len(set(ids)) == 57


def test_each_has_different_names_in_both_languages() -> None:
    for language in ("en", "fr"):
        names = [each.name(language) for each in measures()]
        assert all(names) and len(set(names)) == len(names)
    assert all(each.name("en") != each.name("fr") for each in measures())


def test_figures_are_in_order_and_have_sources() -> None:
    for each in measures():
        assert each.figure.low <= each.figure.typical <= each.figure.high, each.id
        assert each.figure.source_id, each.id
        assert each.life_years > 0 and 0 <= each.comfort <= 3 and 0 <= each.stage <= 7, each.id


def test_what_they_name_exists() -> None:
    families = {rate.family for rate in realization_rates()}
    for each in measures():
        assert each.ask is None or each.ask in FACT_NAMES, each.id
        assert each.realization is None or each.realization in families, each.id


def test_every_method_has_a_measure() -> None:
    assert {each.method for each in measures()} == set(Method)


def test_an_unknown_measure_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        measure("ENV-NOTHING")


def test_figures_are_those_of_the_reference() -> None:
    if not SHARED.exists():
        pytest.skip("../shared is not here: the catalogue cannot be compared with the reference")
    with SHARED.open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {each.id for each in measures()}
    for each in measures():
        row = rows[each.id]
        assert each.figure.typical == float(row["savings_typical"]), each.id
        assert each.life_years == float(row["life_years"]), each.id
        assert each.stage == int(row["stage"]), each.id
        assert each.figure.source_id == row["source_id"], each.id
