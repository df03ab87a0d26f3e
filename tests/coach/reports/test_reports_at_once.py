"""Two workers at the same home and month at the same time: one report, one letter."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from sqlalchemy import Engine
from sqlmodel import func, select

from coach.reports import draws, reports
from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter
from greener_homes.tables.report import MonthlyReport
from greener_homes.vault import open_vault
from tests.coach.reports.months import reader

ON = datetime(2026, 11, 16, 15, tzinfo=UTC)
PATIENCE_S = 60


def test_two_workers_at_once_make_one_report_and_one_letter(engine: Engine, settings: Settings) -> None:
    all_sent = settings.model_copy(update={"report_held_back_share": 0.0})
    keys, both = open_vault(settings), Barrier(2, timeout=PATIENCE_S)
    with db.transaction(engine) as session:
        who = reader(session, keys)
        draws.draw(session, keys, who.home.id, all_sent, now=ON)

    def meets(step: str) -> None:
        if step == "worked_out":
            both.wait()

    def work(_place: int, step: Callable[[str], None] = meets) -> bool:
        with db.transaction(engine) as session:
            return reports.make(session, keys, who.home.id, all_sent, now=ON, step=step)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [False, True]
    with db.reading(engine) as session:
        assert session.exec(select(func.count()).select_from(MonthlyReport)).one() == 1
        assert session.exec(select(func.count()).select_from(Letter)).one() == 1
