"""A case that moved on while a coach had it open: the page as it stands now, with what could not be done and why.

Newer readings, a claim that ran out, a colleague who was quicker: none is the coach's fault, so none ends at an error.
What they had written comes back to them.
"""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.cases import review
from greener_homes.errors import NotFound, Refusal
from web import current, errors, messages
from web.access import may_enter
from web.desk.blueprint import desk
from web.desk.case import case_page
from web.desk.case_input import CaseInput
from web.forms import as_typed
from web.text import gettext as _

MOVED_ON = (review.NOT_ALLOWED, review.CLAIMED_BY_ANOTHER)
WRITTEN = ("note", "wording")


@desk.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response | tuple[str, int]:
    """The case as it stands, or the list, where a coach acted on one that is not theirs any more; else the page of
    every refusal.
    """
    case = (request.view_args or {}).get("review_id")
    if not may_enter(current_app) or case is None or request.method != "POST" or not _has_moved_on(refusal):
        return errors.refused(refusal)
    errors.undo()
    try:
        found = review.get(current.session(), case)
    except NotFound:
        flash(_("That home is not open to coaches any more."), "warning")
        _give_back_words()
        return redirect(url_for("desk.queue"), code=303)
    if isinstance(refusal, NotFound):
        return errors.refused(refusal)
    if found.state is not review.ReviewState.SUPERSEDED:  # else the page says why itself
        flash(messages.sentence(refusal.code.code, refusal.facts), "warning")
    _give_back_words()
    return case_page(found, CaseInput()), 409


def _has_moved_on(refusal: Refusal) -> bool:
    return isinstance(refusal, NotFound) or refusal.code in MOVED_ON


def _give_back_words() -> None:
    """What the coach had written, so that it need not be thought of again."""
    written = " ".join(words for name in WRITTEN if (words := as_typed(request.form, name).strip()))
    if written:
        flash(_("Nothing was sent. You had written: “%(words)s”", words=written), "warning")
