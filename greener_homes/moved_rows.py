"""What a merge of two homes moved: every row it made or changed is written down first, and can be put back exactly.

A row is put back column by column: where it still holds what the merge wrote, it holds again what was there before.
Where somebody has written something newer since, that stays. What the merge made is gone again.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum

from sqlalchemy import Date as DateOnly
from sqlalchemy import DateTime, Table, Uuid, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func
from sqlmodel import select as select_rows

from greener_homes import db
from greener_homes.tables.base import Row
from greener_homes.tables.duplicate import HomeMerge, HomeMergeMove


def change(session: Session, merge_id: uuid.UUID, table_name: str, row_id: uuid.UUID, **values: object) -> None:
    """The row holds these values, and the journal what it held before. Changes nothing where it holds them already."""
    session.flush()
    table = _table(table_name)
    columns = [table.c[name] for name in values]
    row = session.execute(select(*columns).where(table.c.id == row_id).with_for_update()).mappings().one()
    before = {name: _plain(row[name]) for name in values}
    after = {name: _plain(value) for name, value in values.items()}
    if before == after:
        return
    _note(session, merge_id, table_name, row_id, before, after)
    session.execute(update(table).where(table.c.id == row_id).values(**values))
    session.expire_all()


def make(session: Session, merge_id: uuid.UUID, row: Row) -> None:
    """The row is there, and the journal says that the merge made it."""
    session.add(row)
    session.flush()
    table_name, row_id = str(type(row).__tablename__), row.__getattribute__("id")
    _note(session, merge_id, table_name, row_id, None, {})


def put_back(session: Session, merge_id: uuid.UUID) -> int:
    """All that this merge moved is where it was, the last move first, and its journal is gone; returns how many."""
    session.flush()
    moves = session.exec(
        select_rows(HomeMergeMove)
        .where(HomeMergeMove.merge_id == merge_id)
        .order_by(col(HomeMergeMove.place).desc())
        .with_for_update()
    ).all()
    for move in moves:
        if move.before is None:
            table = _table(move.table_name)
            session.execute(delete(table).where(table.c.id == move.row_id))
        else:
            _put_row_back(session, move.table_name, move.row_id, move.before, move.after)
    session.execute(delete(HomeMergeMove).where(col(HomeMergeMove.merge_id) == merge_id))
    session.expire_all()
    return len(moves)


def put_back_of(session: Session, home_ids: Collection[uuid.UUID]) -> None:
    """Nothing of these homes lies in another, nor of others in these: for an erasure, which goes by homes."""
    ids = list(home_ids)
    merges = session.exec(
        select_rows(HomeMerge.id)
        .where(
            or_(col(HomeMerge.kept_home_id).in_(ids), col(HomeMerge.gone_home_id).in_(ids)),
            col(HomeMerge.undone_at).is_(None),
        )
        .order_by(col(HomeMerge.id).desc())
    ).all()
    for merge_id in merges:
        put_back(session, merge_id)


def _put_row_back(
    session: Session, table_name: str, row_id: uuid.UUID, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    table = _table(table_name)
    columns = [table.c[name] for name in before]
    row = session.execute(select(*columns).where(table.c.id == row_id).with_for_update()).mappings().one_or_none()
    if row is None:
        return
    untouched = {name: _of(table, name, before[name]) for name in before if _plain(row[name]) == after[name]}
    if not untouched:
        return
    try:
        with db.part(session):
            session.execute(update(table).where(table.c.id == row_id).values(**untouched))
    except IntegrityError:
        return  # something newer has taken its place since, and what came after stays


def _note(
    session: Session,
    merge_id: uuid.UUID,
    table_name: str,
    row_id: uuid.UUID,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
) -> None:
    last = select(func.coalesce(func.max(HomeMergeMove.place), 0)).where(col(HomeMergeMove.merge_id) == merge_id)
    place = session.execute(last).scalar_one() + 1
    values = {"merge_id": merge_id, "place": place, "table_name": table_name, "row_id": row_id}
    session.execute(insert(HomeMergeMove).values(**values, before=before, after=dict(after)))


def _table(name: str) -> Table:
    return Row.metadata.tables[name]


def _plain(value: object) -> object:
    """A column's value as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _of(table: Table, name: str, value: object) -> object:
    """What JSON has, as the column wants it."""
    if not isinstance(value, str):
        return value
    match table.c[name].type:
        case Uuid():
            return uuid.UUID(value)
        case DateTime():
            return datetime.fromisoformat(value)
        case DateOnly():
            return date.fromisoformat(value)
    return value
