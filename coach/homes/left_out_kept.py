"""Bills that a coach left out of a home's advice: it is made without them until one is taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coach.homes.left_out import Stretch
from greener_homes.tables.desk import BillLeftOut
from greener_homes.tables.desk import LeftOutWhy as LeftOutWhy


@dataclass(frozen=True, slots=True)
class KeptStretch:
    """A stretch that is left out, with who left it out, when and why."""

    id: uuid.UUID
    stretch: Stretch
    reason: LeftOutWhy
    note: str
    made_by: uuid.UUID | None
    made_at: datetime


def kept(session: Session, home_id: uuid.UUID) -> Sequence[KeptStretch]:
    """What is left out of this home's advice, the newest stretch first."""
    rows = session.exec(
        select(BillLeftOut)
        .where(BillLeftOut.home_id == home_id)
        .order_by(col(BillLeftOut.first).desc(), col(BillLeftOut.id))
    )
    return [
        KeptStretch(
            row.id, Stretch(row.commodity, row.first, row.until), row.reason, row.note, row.made_by, row.made_at
        )
        for row in rows
    ]
