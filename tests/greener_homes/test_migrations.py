"""Every step of the database's history goes forward and back with data in it, and ends at the tables of the code."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import CheckConstraint, Column, Engine, MetaData, Table, inspect, text
from sqlalchemy import types as kinds
from sqlalchemy.dialects import postgresql

import greener_homes.tables  # noqa: F401  registers every table
from greener_homes import db, migrations
from greener_homes.migrations import go_back, migrate
from greener_homes.tables.base import Row

STEPS = sorted(path.stem for path in (Path(migrations.__file__).parent / "versions").glob("0*.py"))
MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
NUMBERS = [step.partition("_")[0] for step in STEPS]


@pytest.fixture
def empty(server: Callable[[str], str]) -> Iterator[str]:
    """The address of a database that was never migrated."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        yield server(name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def engine_on_empty(empty: str) -> Iterator[Engine]:
    engine = db.create_engine(empty)
    yield engine
    engine.dispose()


def test_numbers_follow_each_other_and_the_last_is_the_head() -> None:
    assert [f"{number:04}" for number in range(1, len(NUMBERS) + 1)] == NUMBERS
    assert migrations.head() == NUMBERS[-1]
    assert all(re.fullmatch(r"\d{4}(_[a-z]+)+", step) for step in STEPS)


def test_the_head_is_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Row.metadata) == []


def test_the_head_checks_exactly_the_closed_sets_of_the_code(engine: Engine) -> None:
    """Alembic does not see a member added to a closed set; this does."""
    with engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            ours = {str(check.name): _literals(_written_out(check)) for check in _checks(table)}
            theirs = {
                str(check["name"]): _literals(check["sqltext"])
                for check in inspect(connection).get_check_constraints(table.name)
                if str(check["name"]) in ours
            }
            assert theirs == ours, table.name


def test_migrating_twice_and_from_two_processes_changes_nothing(empty: str, engine_on_empty: Engine) -> None:
    migrate(empty)
    before = _shape(engine_on_empty)
    migrate(empty)
    assert _shape(engine_on_empty) == before


def test_an_interrupted_migration_leaves_nothing_behind(
    empty: str, engine_on_empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("alembic.operations.Operations.create_index", fail)
    with pytest.raises(KeyboardInterrupt):
        migrate(empty)
    assert _shape(engine_on_empty) == {}


def test_each_step_keeps_the_data_that_was_there_both_ways(
    empty: str, engine_on_empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = ScriptDirectory.from_config(migrations._config())
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: steps)  # read once, not three times a step
    before = "base"
    for number in NUMBERS:
        earlier = _contents(engine_on_empty)

        migrate(empty, number)
        kept = _contents(engine_on_empty)
        assert kept.keys() >= earlier.keys(), number
        assert all(len(kept[name]) == len(rows) for name, rows in earlier.items()), number

        new = set(kept) - set(earlier)
        _fill(engine_on_empty, only=new)
        go_back(empty, before)
        assert _contents(engine_on_empty) == earlier, number

        migrate(empty, number)
        assert _names(engine_on_empty) == kept.keys(), number
        _fill(engine_on_empty, only=new)
        if any(rows and rows[0].keys() != kept[name][0].keys() for name, rows in earlier.items()):
            _fill_again(engine_on_empty)  # what later steps meet has values in the columns that came
        before = number


def _shape(engine: Engine) -> dict[str, list[str]]:
    seen = inspect(engine)
    return {name: [column["name"] for column in seen.get_columns(name)] for name in seen.get_table_names()}


def _contents(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table. Asked plainly: reflecting sixty tables takes a second, and this is asked often."""
    names = sorted(_names(engine))
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()]
            for name in names
        }


def _names(engine: Engine) -> set[str]:
    """Every table."""
    query = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    with engine.connect() as connection:
        return set(connection.scalars(query)) - {"alembic_version"}


def _reflected(engine: Engine, only: set[str]) -> list[Table]:
    """These tables as they are in the database, each after those it points to."""
    metadata = MetaData()
    metadata.reflect(engine, only=sorted(only))
    return [table for table in metadata.sorted_tables if table.name in only]


def _fill(engine: Engine, only: set[str]) -> None:
    """One row in each of these tables, each column with a value that its type and its checks allow."""
    if not only:
        return
    with engine.begin() as connection:
        for table in _reflected(engine, only):
            checks = [check["sqltext"] for check in inspect(connection).get_check_constraints(table.name)]
            row: dict[str, Any] = {}
            for place, column in enumerate(table.columns):
                if column.identity is not None or (column.nullable and column.foreign_keys):
                    continue
                if column.foreign_keys:
                    target = next(iter(column.foreign_keys)).column
                    row[column.name] = connection.execute(target.table.select().with_only_columns(target)).scalar()
                else:
                    row[column.name] = _value(column, checks, MOMENT + place * timedelta(days=1))
            connection.execute(table.insert().values(row))


def _fill_again(engine: Engine) -> None:
    """One row in every table as the schema now is, in the place of older ones."""
    names = _names(engine)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # some tables only ever grow
        connection.execute(text(f"TRUNCATE {', '.join(sorted(names))} CASCADE"))
    _fill(engine, only=names)


def _value(column: Column[Any], checks: list[str], moment: datetime) -> Any:
    match column.type:
        case kinds.Uuid():
            return uuid.uuid4()
        case kinds.Boolean():
            return False
        case kinds.Integer() | kinds.Numeric() | kinds.Float():
            return 1
        case kinds.DateTime():
            return moment
        case kinds.Date():
            return moment.date()
        case kinds.LargeBinary():
            return b"x"
        case kinds.JSON():
            return {}
        case kinds.ARRAY():
            return []
        case kinds.String():
            allowed = [sorted(_literals(check)) for check in checks if re.search(rf"\b{column.name}\b", check)]
            return allowed[0][0] if allowed and allowed[0] else "x"
    raise NotImplementedError(f"how to fill {column.table.name}.{column.name}, a {column.type!r}?")


def _checks(table: Table) -> list[CheckConstraint]:
    return [check for check in table.constraints if isinstance(check, CheckConstraint) and check.name]


def _written_out(check: CheckConstraint) -> str:
    return str(check.sqltext.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))


def _literals(text: str) -> set[str]:
    return set(re.findall(r"'([^']*)'", text))
