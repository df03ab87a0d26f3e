"""A whole programme screened from the command line: all homes that agreed, in parts, on as many processes as one likes.

Homes of a kind stand next to each other in a part, which is what makes many homes cheap. Every part is a transaction of
its own, so a run that ends early has kept what it wrote, and running again is harmless.
"""

from __future__ import annotations

import gc
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from os import getpid
from typing import Final

from sqlmodel import Session

from coach.advising.savings_in_use import savings_in_use
from coach.fleet_wide import fleet_run
from coach.fleet_wide.fleet import Fleet
from coach.fleet_wide.fleet_evidence import Weathers
from coach.fleet_wide.fleet_run import AT_ONCE, Counts, Kinds
from coach.fleet_wide.homes_open import open_home_ids
from coach.homes import figures_in_use
from greener_homes import db, kept_memory
from greener_homes.local_days import LOCAL

PATIENCE_MS: Final = 600_000
"""How long one statement may take: a part of thousands of homes is read and written in a few."""
LOCK_PATIENCE_MS: Final = 60_000
_ASKED_EACH: Final = 8
"""Questions a process about what it has spent, so that every one of several is met."""


SELDOM: Final = (2_000_000, 20, 100)
"""How often garbage is looked for: thousands of homes are held on purpose, and looked through in vain."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What became of all homes, and the processor's seconds by step, of all processes together since they began."""

    counts: Counts
    processor_s: float
    steps: dict[str, float]


def fleet_of(session: Session, *, now: datetime) -> Fleet:
    """What works out lists by the figures and prices of the day."""
    return Fleet(figures_in_use.figures(session, now.astimezone(LOCAL).date()), savings_in_use())


@contextmanager
def unhurried_garbage() -> Iterator[None]:
    """Garbage is looked for seldom until the block ends."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def run(
    url: str,
    *,
    now: datetime,
    processes: int = 1,
    at_once: int = AT_ONCE,
    most: int | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Screened:
    """The lists of all homes that agreed to advice are kept, or of the first so many.

    One process is this one. What goes on is said, a line at a time.
    """
    engine = db.create_engine(url, statement_timeout_ms=PATIENCE_MS)
    try:
        with db.reading(engine) as session:
            ids = open_home_ids(session, at=now, most=most)
            fleet = fleet_of(session, now=now)
    finally:
        engine.dispose()
    say(f"{len(ids)} homes have agreed to advice")
    if processes == 1:
        worker = _Worker(url, now, fleet)
        try:
            with unhurried_garbage():
                kinds = [worker.kinds(part) for part in _cut(ids, at_once)]
                found = [worker.screen(part) for part in fleet_run.parts_of(kinds, at_once)]
        finally:
            worker.engine.dispose()
        return Screened(sum(found, Counts()), worker.spent(), worker.steps)
    with ProcessPoolExecutor(
        processes, mp_context=get_context("fork"), initializer=_begin, initargs=(url, now, fleet)
    ) as pool:  # forked, so that what takes seconds to load is loaded once
        loaded = time.process_time()
        return _with(pool, ids, at_once, processes, say, {"loaded": loaded})


def _with(
    pool: Executor,
    ids: Sequence[uuid.UUID],
    at_once: int,
    processes: int,
    say: Callable[[str], None],
    steps: dict[str, float],
) -> Screened:
    """`steps` are this process's own so far; those of the others are added."""
    kinds = list(pool.map(_kinds, _cut(ids, at_once)))
    found = Counts()
    for each in pool.map(_screen, fleet_run.parts_of(kinds, at_once)):
        found += each
        say(f"{found.listed} lists, {found.not_plain} homes left to the ordinary assessment")
    spent = {pid: (seconds, steps) for pid, seconds, steps in pool.map(_spent, range(_ASKED_EACH * processes))}
    for _, own in spent.values():
        for name, seconds in own.items():
            steps[name] = steps.get(name, 0.0) + seconds
    return Screened(found, time.process_time() + sum(seconds for seconds, _ in spent.values()), steps)


def _cut(ids: Sequence[uuid.UUID], at_once: int) -> list[Sequence[uuid.UUID]]:
    return [ids[low : low + at_once] for low in range(0, len(ids), at_once)]


class _Worker:
    """What a process keeps from one part to the next, and the processor time of its steps."""

    def __init__(self, url: str, now: datetime, fleet: Fleet) -> None:
        self.now, self.fleet = now, fleet
        self.engine = db.create_engine(
            url, pool_size=1, statement_timeout_ms=PATIENCE_MS, lock_timeout_ms=LOCK_PATIENCE_MS
        )
        self.weathers = Weathers()
        self.steps = {"loaded": time.process_time()}

    def kinds(self, ids: Sequence[uuid.UUID]) -> Kinds:
        """Some of the homes by kind."""
        with self._timed() as step, db.reading(self.engine) as session:
            kinds = fleet_run.kinds_of(session, ids)
            step("ordered")
        return kinds

    def screen(self, ids: Sequence[uuid.UUID]) -> Counts:
        """Some homes' lists are kept."""
        with self._timed() as step:
            with db.transaction(self.engine) as session:
                counts = fleet_run.screen(session, self.fleet, ids, self.weathers, now=self.now, step=step)
            step("committed")
        return counts

    def spent(self) -> float:
        """Seconds of the processor since the process began."""
        return time.process_time()

    @contextmanager
    def _timed(self) -> Iterator[Callable[[str], None]]:
        mark = time.process_time()

        def step(name: str) -> None:
            nonlocal mark
            here = time.process_time()
            self.steps[name] = self.steps.get(name, 0.0) + here - mark
            mark = here

        yield step


_here: _Worker | None = None
"""The worker of a process of the pool."""


def _begin(url: str, now: datetime, fleet: Fleet) -> None:
    global _here
    kept_memory.keep()
    _here = _Worker(url, now, fleet)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _worker() -> _Worker:
    if _here is None:
        raise LookupError("a process of the pool begins with `_begin`")
    return _here


def _kinds(ids: Sequence[uuid.UUID]) -> Kinds:
    return _worker().kinds(ids)


def _screen(ids: Sequence[uuid.UUID]) -> Counts:
    return _worker().screen(ids)


def _spent(_: int) -> tuple[int, float, dict[str, float]]:
    time.sleep(0.05)  # so that the others get a question too
    return getpid(), _worker().spent(), _worker().steps
