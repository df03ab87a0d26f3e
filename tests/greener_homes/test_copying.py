"""Rows copied in are the rows that were given, whatever their types and however many there are."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal_column, select, text
from sqlmodel import Session

from greener_homes import copying

TYPES = {
    "one_uuid": "uuid",
    "one_text": "varchar",
    "one_bytes": "bytea",
    "one_json": "jsonb",
    "one_bool": "bool",
    "one_int4": "int4",
    "one_int8": "int8",
    "one_date": "date",
    "one_moment": "timestamptz",
}
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=st.just(timezone(timedelta(hours=-5))))  # noqa: DTZ001
ROW = st.tuples(
    st.uuids(),
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.binary(),
    st.dictionaries(st.sampled_from(["a", "é"]), st.one_of(st.integers(-9, 9), st.text('aé"\\', max_size=3))),
    st.booleans(),
    st.integers(-(2**31), 2**31 - 1),
    st.integers(-(2**63), 2**63 - 1),
    st.dates(date(1, 1, 1)),
    MOMENTS,
)


@given(st.lists(st.tuples(ROW, st.sets(st.integers(0, 8))), max_size=6), st.sampled_from([1, 100, 1 << 18]))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_type_comes_back_as_it_was(
    session: Session, rows: list[tuple[tuple[object, ...], set[int]]], at_once: int
) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    session.execute(text("DROP TABLE IF EXISTS copied"))
    session.execute(text(f"CREATE TEMPORARY TABLE copied (place int4, {columns})"))
    given_rows = [tuple(None if at in absent else value for at, value in enumerate(row)) for row, absent in rows]
    written = [
        (place, *row[:3], None if row[3] is None else copying.json(row[3]), *row[4:])
        for place, row in enumerate(given_rows)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "WRITTEN_AT_ONCE", at_once)
        count = copying.copy_in(session, "copied", ("place", *TYPES), ("int4", *TYPES.values()), written)
    assert count == len(given_rows)
    found = session.execute(text(f"SELECT {', '.join(TYPES)} FROM copied ORDER BY place")).all()
    assert [tuple(row) for row in found] == given_rows


def test_a_row_of_another_length_is_a_fault(session: Session) -> None:
    session.execute(text("CREATE TEMPORARY TABLE copied (one int4, two int4)"))
    with pytest.raises(ValueError, match="shorter"):
        copying.copy_in(session, "copied", ("one", "two"), ("int4", "int4"), [(1,)])


def test_one_of_finds_each_identifier_and_no_other(session: Session) -> None:
    wanted, other = [uuid.uuid4() for _ in range(3)], uuid.uuid4()
    for ids, expected in ((wanted, [True] * 3 + [False]), ([], [False] * 4)):
        for one, is_in in zip([*wanted, other], expected, strict=True):
            column = literal_column(f"CAST('{one}' AS uuid)")
            found = session.execute(select(copying.one_of(column, ids))).scalar_one()
            assert found is is_in


@pytest.mark.parametrize(("words", "figures"), [([], []), (["é", ""], [0.5, -2.25, 1e9])])
def test_arrays_come_back_as_they_were(session: Session, words: list[str], figures: list[float]) -> None:
    session.execute(text("DROP TABLE IF EXISTS copied"))
    session.execute(text("CREATE TEMPORARY TABLE copied (words varchar[], figures float4[])"))
    copying.copy_in(session, "copied", ("words", "figures"), ("varchar[]", "float4[]"), [(words, np.array(figures))])
    assert session.execute(text("SELECT words, figures FROM copied")).all() == [(words, figures)]


def test_many_rows_of_arrays_are_written_at_once(session: Session) -> None:
    words, figures = [["é", "a"], [], ["a"]], [[0.5, -2.25], [], [1e9]]
    borders = [0, 2, 2, 3]
    rows = zip(
        copying.texts_of([1, 0, 0], ["a", "é"], borders),
        copying.singles_of(np.array([0.5, -2.25, 1e9]), borders),
        strict=True,
    )
    session.execute(text("DROP TABLE IF EXISTS copied"))
    session.execute(text("CREATE TEMPORARY TABLE copied (words varchar[], figures float4[])"))
    copying.copy_in(session, "copied", ("words", "figures"), ("encoded", "encoded"), rows)
    assert session.execute(text("SELECT words, figures FROM copied")).all() == list(zip(words, figures, strict=True))
