"""The history of permissions at utilities. The permissions themselves belong to the connectors; their moves do not."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set
from greener_homes.tables.connection import PermissionState


class PermissionEvent(Row, table=True):
    """One arrow a permission went along, and the code that says why. Written with the arrow, never changed."""

    __tablename__ = "permission_event"

    permission_id: uuid.UUID = Field(foreign_key="permission.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    came_from: PermissionState | None = Field(default=None, sa_type=closed_set(PermissionState, "came_from"))
    state: PermissionState = Field(sa_type=closed_set(PermissionState))
    code: str | None = None
    at: datetime
