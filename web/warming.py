"""What the first visitor of a page would wait for, loaded beside the pages: soon the templates, the questions that
pages ask and the names of months, and when the pages have been up for a while what sums and papers are made with: the
trained model, the compiled loops, the draws.

A process that lives shorter loads none of it, and a visitor who comes earlier waits, as long as ever.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask

from greener_homes import db, log, page_questions
from greener_homes.db import Engine
from utility_connectors import rehearsal
from web import formatting
from web.catalogue import LANGUAGES, catalogue

SOON_S = 10.0
"""Long enough for the templates to be compiled by a process of its own, when pages are served for the first time."""
QUIET_S = 30.0
"""Long enough for the first pages, and for whoever signs in at once, to have the machine to themselves."""
BEHIND = 10
"""Of the thread alone (Linux): it comes after everything that somebody waits for."""


def pages(app: Flask) -> None:
    """The templates of `app`, and what both languages call things, are in memory."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    some_day = date(2026, 1, 1)
    for language in LANGUAGES:
        catalogue(language)
        formatting.full_day(some_day, language)
        formatting.number(0.0, language)


def questions(engine: Engine) -> None:
    """What pages ask is compiled: each was put about nobody, a first time was rehearsed, and nothing has changed."""
    with db.reading(engine) as session:
        page_questions.ask_all_of_nobody(session)
    rehearsal.first_time(engine, now=datetime.now(UTC), with_file=False)


def sums_and_papers() -> None:
    """What sums and papers are made with is loaded."""
    from coach import jobs  # the application brings both along; the server's settings, which name this, come before
    from web import paper

    jobs.prepare()
    paper.prepare()


def load_later(app: Flask) -> None:
    """All of it will have been loaded once in this process, by threads that do not keep it alive."""
    later("templates", lambda: pages(app), SOON_S)
    later("questions", lambda: questions(app.config["ENGINE"]), SOON_S)
    later("sums", sums_and_papers, QUIET_S)


def later(what: str, load: Callable[[], None], quiet_s: float) -> threading.Thread:
    """`load` will have run after so many seconds, behind everything else."""
    thread = threading.Thread(target=_behind, args=(what, load, quiet_s), name=f"warming {what}", daemon=True)
    thread.start()
    return thread


def _behind(what: str, load: Callable[[], None], quiet_s: float) -> None:
    threading.Event().wait(quiet_s)
    own = threading.get_native_id()
    os.setpriority(os.PRIO_PROCESS, own, max(BEHIND, os.getpriority(os.PRIO_PROCESS, own)))
    load()
    gc.freeze()  # stays to the end, so nobody looks for garbage in it
    log.get(__name__).info("pages.warm", kind=what)
