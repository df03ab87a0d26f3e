"""A whole programme screened from the command line: all homes that agreed, in parts, on as many processes as one likes.

Homes of a kind stand next to each other in a part, which is what makes many homes cheap. Every part is a transaction of
its own, so a run that ends early has kept what it wrote, and running again is harmless.
"""

from __future__ import annotations

import gc
import os
import time
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
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
SELDOM: Final = (2_000_000, 20, 100)
"""How often garbage is looked for: thousands of homes are held on purpose, and looked through in vain."""
Steps = dict[str, float]
"""The processor's seconds by step."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What became of all homes, and the processor's seconds of all processes together since they began; by step, as far
    as they were spent on one."""

    counts: Counts
    processor_s: float
    steps: Steps


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
    others_before = _of_others()
    with _reading(url) as session:
        ids = open_home_ids(session, at=now, most=most)
    say(f"{len(ids)} homes have agreed to advice")
    spans = [(low, min(low + at_once, len(ids))) for low in range(0, len(ids), at_once)]
    steps: Steps = {}
    if processes == 1:
        fleet = _loaded(url, now, steps)
        worker = _Worker(url, now, ids, fleet)
        try:
            with unhurried_garbage():
                parts = _parts((worker.kinds(span) for span in spans), at_once, steps)
                worker.known.clear()
                counts = _counted((worker.screen(part) for part in parts), steps, say)
        finally:
            worker.engine.dispose()
    else:
        with _pool(processes, url, now, ids, None) as pool:
            kinds = pool.map(_kinds, spans)
            fleet = _loaded(url, now, steps)  # meanwhile
            parts = _parts(kinds, at_once, steps)
        with _pool(processes, url, now, ids, fleet) as pool:  # forked again, so that what is loaded is loaded once
            counts = _counted(pool.map(_screen, parts), steps, say)
    return Screened(counts, time.process_time() + _of_others() - others_before, steps)


def _loaded(url: str, now: datetime, steps: Steps) -> Fleet:
    """What works out lists, with everything it will ask for."""
    from greener_homes import block_loops, days_loop  # noqa: F401  numba takes a while to import
    from models import compiled
    from models.baseline import days, latest_year_loop  # noqa: F401
    from models.house import degree_hours_loop  # noqa: F401
    from models.money import rates_loop  # noqa: F401
    from models.savings import trees_loop  # noqa: F401

    with _reading(url) as session:
        fleet = fleet_of(session, now=now)
    compiled.load_kept()
    steps["loaded"] = time.process_time()
    return fleet


def _parts(ordered: Iterable[tuple[Kinds, Steps]], at_once: int, steps: Steps) -> list[list[int]]:
    """All homes in parts, and the time of putting them in order among the steps."""
    found = []
    for kinds, spent in ordered:
        found.append(kinds)
        _add(steps, spent)
    return fleet_run.parts_of(found, at_once)


def _counted(screened: Iterable[tuple[Counts, Steps]], steps: Steps, say: Callable[[str], None]) -> Counts:
    """What became of all parts' homes, and the time it took among the steps."""
    counts = Counts()
    for own, spent in screened:
        counts += own
        _add(steps, spent)
        say(f"{counts.listed} lists, {counts.not_plain} homes left to the ordinary assessment")
    return counts


def _add(steps: Steps, spent: Steps) -> None:
    for name, seconds in spent.items():
        steps[name] = steps.get(name, 0.0) + seconds


def _of_others() -> float:
    """Seconds of the processor of the processes that this one began and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


@contextmanager
def _reading(url: str) -> Iterator[Session]:
    engine = db.create_engine(url, statement_timeout_ms=PATIENCE_MS)
    try:
        with db.reading(engine) as session:
            yield session
    finally:
        engine.dispose()


class _Worker:
    """What a process keeps from one part to the next: `ids` of all homes, what works out lists, and the kinds of homes
    by their words while they are put in order."""

    def __init__(self, url: str, now: datetime, ids: Sequence[uuid.UUID], fleet: Fleet | None) -> None:
        self.now, self.ids, self.fleet = now, ids, fleet
        self.engine = db.create_engine(
            url, pool_size=1, statement_timeout_ms=PATIENCE_MS, lock_timeout_ms=LOCK_PATIENCE_MS
        )
        self.weathers = Weathers()
        self.known: dict[str, Hashable] = {}

    def kinds(self, span: tuple[int, int]) -> tuple[Kinds, Steps]:
        """The homes from one place up to another by kind."""
        steps, first = _Clock(), span[0]
        with db.reading(self.engine) as session:
            kinds = fleet_run.kinds_of(session, self.ids[slice(*span)], self.known, first=first)
        steps("ordered")
        return kinds, steps.spent

    def screen(self, places: Sequence[int]) -> tuple[Counts, Steps]:
        """The lists of the homes at these places are kept."""
        if self.fleet is None:
            raise LookupError("this process puts homes in order")
        step, homes = _Clock(), [self.ids[place] for place in places]
        with db.transaction(self.engine) as session:
            counts = fleet_run.screen(session, self.fleet, homes, self.weathers, now=self.now, step=step)
        step("committed")
        return counts, step.spent


class _Clock:
    """The processor's seconds that this process spends, step after step."""

    def __init__(self) -> None:
        self.spent: Steps = {}
        self._mark = time.process_time()

    def __call__(self, name: str) -> None:
        here = time.process_time()
        self.spent[name] = self.spent.get(name, 0.0) + here - self._mark
        self._mark = here


_here: _Worker | None = None
"""The worker of a process of the pool."""


@contextmanager
def _pool(
    processes: int, url: str, now: datetime, ids: Sequence[uuid.UUID], fleet: Fleet | None
) -> Iterator[ProcessPoolExecutor]:
    """Processes forked from this one: they have in common with it what it has loaded, and never look it through."""
    gc.collect()
    gc.freeze()
    try:
        with ProcessPoolExecutor(
            processes, mp_context=get_context("fork"), initializer=_begin, initargs=(url, now, ids, fleet)
        ) as pool:
            yield pool
    finally:
        gc.unfreeze()


def _begin(url: str, now: datetime, ids: Sequence[uuid.UUID], fleet: Fleet | None) -> None:
    global _here
    kept_memory.keep()
    gc.set_threshold(*SELDOM)
    _here = _Worker(url, now, ids, fleet)


def _worker() -> _Worker:
    if _here is None:
        raise LookupError("a process of the pool begins with `_begin`")
    return _here


def _kinds(span: tuple[int, int]) -> tuple[Kinds, Steps]:
    return _worker().kinds(span)


def _screen(places: Sequence[int]) -> tuple[Counts, Steps]:
    return _worker().screen(places)
