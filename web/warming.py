"""What the first visitor of a page with sums would wait seconds for, loaded beside the pages when these have been up
for a while: the trained model, the compiled loops, the draws, and what papers are drawn with.

A process that lives shorter loads none of it, and a visitor who comes earlier waits, as long as ever.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from greener_homes import log

QUIET_S = 30.0
"""Long enough for the first pages, and for whoever signs in at once, to have the machine to themselves."""
BEHIND = 10
"""Of the thread alone (Linux): it comes after everything that somebody waits for."""


def everything() -> None:
    """What sums and papers are made with is loaded."""
    from coach import jobs  # the application brings both along; the server's settings, which name this, come before
    from web import paper

    jobs.prepare()
    paper.prepare()


def load_later(load: Callable[[], None] = everything, quiet_s: float = QUIET_S) -> threading.Thread:
    """`load` will have run once in this process, in a thread that does not keep it alive."""
    thread = threading.Thread(target=_later, args=(load, quiet_s), name="warming", daemon=True)
    thread.start()
    return thread


def _later(load: Callable[[], None], quiet_s: float) -> None:
    threading.Event().wait(quiet_s)
    own = threading.get_native_id()
    os.setpriority(os.PRIO_PROCESS, own, max(BEHIND, os.getpriority(os.PRIO_PROCESS, own)))
    load()
    log.get(__name__).info("pages.warm")
