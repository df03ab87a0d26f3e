"""What every row shares: constraint names, identifiers that sort by time, and aware timestamps."""

from __future__ import annotations

import os
import time
import uuid
from enum import StrEnum

from sqlalchemy import Enum
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """The parent of every table. Rows never leave services: pages and jobs receive frozen views."""


Row.metadata.naming_convention = NAMING


def new_id() -> uuid.UUID:
    """A random identifier whose first 48 bits are the time in milliseconds (UUID version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)


def closed_set(members: type[StrEnum], name: str | None = None) -> Enum:
    """A text column that the database keeps to the values of `members` (VARCHAR with a check).

    `name` tells two columns of one table and set apart.
    """
    return Enum(
        members,
        values_callable=lambda known: [member.value for member in known],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or members.__name__.lower(),
    )
