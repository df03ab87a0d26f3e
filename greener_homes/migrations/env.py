"""Run by Alembic for each command: hands it the caller's connection and the tables to compare with."""

from __future__ import annotations

from alembic import context

import greener_homes.tables  # noqa: F401  registers every table
from greener_homes.tables.base import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
