"""Python's search for cycles of garbage, held back where it only costs: in jobs that make objects without number.

The search looks at everything alive each time a few hundred objects were made; with a region's homes in memory that was
a third of the time a night's file took. What is in no cycle is freed at once, as always.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (100_000, 20, 100)
"""So many objects more than were freed start a search of the youngest, so many of those the next, and so on."""
PAGES = (20_000, 10, 20)
"""The same for processes that answer pages: some pages' worth of objects."""


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Meanwhile cycles are searched for seldom, in the whole process; afterwards as before. May be nested."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
