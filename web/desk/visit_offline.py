"""A visit without a signal: the empty form of one, which a device may keep since it says nothing of anybody, and the
worker that answers with it. What is written on it is kept by static/js/visit.js until there is a signal.
"""

from __future__ import annotations

from flask import Response, render_template

from web import assets, current
from web.access import Access, access
from web.desk import visit_form
from web.desk.blueprint import desk

BARE = {
    "nav": (),
    "signed_in": None,
    "account_url": None,
    "sign_out_url": None,
    "sign_in_url": None,
    "other_locale_url": None,
    "get_flashed_messages": lambda **_: (),
}
"""What a page that is kept on a device must not have: names, tokens, what was said to somebody once."""


@desk.get("/visits/without-signal")
@access(Access.COACH)
def visit_without_signal() -> str:
    """The form of any visit, with nothing in it."""
    return render_template("desk/visit.html", visit=visit_form.empty_form(str(current.person().id)), **BARE)


@desk.get("/visits/worker.js")
@access(Access.PUBLIC)
def visit_worker() -> Response:
    """The worker, from here so that it answers for visits and nothing else."""
    answer = Response((assets.STATIC / "js" / "visit-worker.js").read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
