"""The lot: which homes get no monthly report at first, so that what a report does can be told from what happens anyway.

A home is drawn once, when its first report is due, by a keyed digest of its id: the same installation always draws the
same, nobody can foresee or steer it, and no property of the home enters. The share in force then is kept with it. A
home held back gets none until a stated day. Whoever asks gets theirs at once and stays in its group (intention to
treat).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from greener_homes import audit
from greener_homes.local_days import LOCAL
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.tables.report import ReportDraw, ReportGroup
from greener_homes.vault import Vault

KIND: Final = "monthly report lot"
WHOLE: Final = 2**64


@dataclass(frozen=True, slots=True)
class DrawView:
    """A home's lot."""

    group: ReportGroup
    drawn_at: datetime
    held_until: date | None
    asked_at: datetime | None

    def holds_back(self, on: date) -> bool:
        """Whether the home gets no report on a day."""
        return self.held_until is not None and self.asked_at is None and on < self.held_until


@dataclass(frozen=True, slots=True)
class Counted:
    """How many homes a group has, and how many of them asked for reports."""

    homes: int
    asked: int


def lot(vault: Vault, home_id: uuid.UUID) -> float:
    """The home's number in [0, 1): held back below the share."""
    return int.from_bytes(vault.match(KIND, home_id.hex)[:8], "big") / WHOLE


def draw(session: Session, vault: Vault, home_id: uuid.UUID, settings: Settings, *, now: datetime) -> DrawView:
    """The home's lot, drawn now if it never was. Safe to call again and at the same time: the first draw stands."""
    share = settings.report_held_back_share
    held = lot(vault, home_id) < share
    until = now.astimezone(LOCAL).date() + relativedelta(months=settings.report_held_back_months)
    values = {
        "home_id": home_id,
        "group": ReportGroup.HELD_BACK if held else ReportGroup.SENT,
        "share": share,
        "drawn_at": now,
        "held_until": until if held else None,
    }
    session.execute(insert(ReportDraw).values(**values).on_conflict_do_nothing(index_elements=["home_id"]))
    return _view(session.get_one(ReportDraw, home_id, populate_existing=True))


def of_home(session: Session, home_id: uuid.UUID) -> DrawView | None:
    """The home's lot; None before its first report is due."""
    row = session.get(ReportDraw, home_id)
    return None if row is None else _view(row)


def ask(
    session: Session, vault: Vault, home_id: uuid.UUID, settings: Settings, by: PersonView, *, now: datetime
) -> None:
    """The household gets its reports from now on, whatever its group. Safe to call again: the first wish stands."""
    draw(session, vault, home_id, settings, now=now)
    row = session.get_one(ReportDraw, home_id, with_for_update=True)
    if row.asked_at is None:
        row.asked_at = now
        session.add(row)
        audit.record(session, by.actor, audit.Action.REPORTS_ASKED, at=now, home_id=home_id)
        session.flush()


def counts(session: Session) -> Mapping[ReportGroup, Counted]:
    """How many homes each group has."""
    rows = session.exec(
        select(ReportDraw.group, func.count(), func.count(col(ReportDraw.asked_at))).group_by(col(ReportDraw.group))
    )
    found = dict.fromkeys(ReportGroup, Counted(0, 0))
    found.update({ReportGroup(group): Counted(homes, asked) for group, homes, asked in rows})
    return found


def _view(row: ReportDraw) -> DrawView:
    return DrawView(row.group, row.drawn_at, row.held_until, row.asked_at)
