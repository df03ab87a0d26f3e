"""Questions to the database that most pages ask, put so that they cost little.

Most small ones have the answer "nothing", and a statement costs more than its question: those of one value each are
asked in one statement. Who owns the rows says how it is asked and what the value means; a page says which it wants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeGuard

from sqlalchemy import JSON, BindParameter, ColumnElement, Select, Table, TableValuedAlias, column, func
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.sql import visitors
from sqlmodel import Session, SQLModel


def plain(row: type[SQLModel]) -> Table:
    """The table of a row as SQL alone knows it: a question of its columns costs half of one of mapped attributes."""
    return row.metadata.tables[str(row.__tablename__)]


def rows_as_one(*columns: ColumnElement[Any], order: Sequence[ColumnElement[Any]] = ()) -> Select[tuple[Any]]:
    """A question whose answer is one value: a list with these columns of each row found, None where none is.

    Dates and identifiers come as text, as JSON has them. Without `order` the rows come in any.
    """
    row = func.json_build_array(*columns)
    return sqlalchemy_select(func.json_agg(aggregate_order_by(row, *order) if order else row, type_=JSON))


def parts_of(document: ColumnElement[Any], *names: str) -> TableValuedAlias:
    """These parts of a column of JSON as columns beside its row's own: the document is unpacked once for all."""
    parts = (column(name, JSONB) for name in names)
    return (
        func.jsonb_to_record(document)
        .table_valued(*parts, joins_implicitly=True)
        .render_derived(name="kept", with_types=True)
    )


class AtOnce:
    """Put together once, at import; `asked` are SQL expressions of one value, with named parameters."""

    def __init__(self, *asked: ColumnElement[Any]) -> None:
        self._statement = sqlalchemy_select(*(each.label(f"answer_{place}") for place, each in enumerate(asked)))
        _EVERY.append(self)

    def ask(self, session: Session, values: Mapping[str, object]) -> Sequence[Any]:
        """The values, in the order asked. Parameters of the same name are one; each must be in `values`."""
        return session.execute(self._statement, values).one()

    def ask_of_nobody(self, session: Session) -> None:
        """The question was put with no value for any parameter: an engine that never saw it compiles it once."""
        parts = visitors.iterate(self._statement)
        session.execute(self._statement, {part.key: None for part in parts if _is_parameter(part)})


def ask_all_of_nobody(session: Session) -> None:
    """Every question that was put together at import has been put about nobody, on this session's engine."""
    for question in _EVERY:
        question.ask_of_nobody(session)


_EVERY: Final[list[AtOnce]] = []


def _is_parameter(part: object) -> TypeGuard[BindParameter[Any]]:
    """Whether whoever asks gives its value, not the question itself."""
    return isinstance(part, BindParameter) and part.required
