"""Two transactions at once: one that waits for another, and how it ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine, text
from sqlmodel import Session

from greener_homes import db

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@dataclass
class Beside:
    """Work under way in a transaction of its own."""

    thread: threading.Thread
    failed: list[BaseException] = field(default_factory=list)

    def over(self) -> list[BaseException]:
        self.thread.join()
        return self.failed


def beside(engine: Engine, work: Callable[[Session], object], waiting: int = 1) -> Beside:
    """The work has begun, and so many wait for a lock now, or it is over."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with db.transaction(engine) as session:
                work(session)
        except BaseException as error:  # noqa: BLE001  told to the test, which runs in another thread
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive() and waiting_for_locks(engine) < waiting:
        time.sleep(0.01)
    return Beside(thread, failed)


def waiting_for_locks(engine: Engine) -> int:
    """How many of the database's connections stand at a lock now."""
    with db.reading(engine) as session:
        return int(session.execute(text(WAITING)).scalar_one())
