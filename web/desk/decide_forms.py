"""The forms that take a case off a coach's hands, and the second look at a decided one."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for

from coach.cases import review, second_look
from coach.cases.review import Decision, Lane, ReviewView
from coach.cases.second_look import LookState
from web import current, i18n
from web.desk import views
from web.desk.change_forms import reasons
from web.formatting import TORONTO
from web.forms import Form, as_typed
from web.text import gettext as _
from web.words import desk as words


def verdict(
    found: ReviewView, form: Form | None = None, decision: Decision | None = None, error: str = ""
) -> views.Verdict:
    """The forms that close a review or put it aside, with what was typed when it did not go through."""
    note = as_typed(form, "note") if form is not None else ""
    asking, declining = decision is Decision.ASK, decision is Decision.DECLINE
    escalated = found.lane is Lane.EXPERTS
    today = current.now().astimezone(TORONTO).date()
    return views.Verdict(
        url=url_for("desk.decide", review_id=found.id),
        decline_reasons=reasons(),
        ask_note=note if asking else "",
        ask_error=error if asking else "",
        decline_note=note if declining else "",
        decline_error=error if declining else "",
        approve_note=note if decision is Decision.APPROVE else "",
        approve_error=error if decision is Decision.APPROVE else "",
        hold=views.PauseForm(
            url_for("desk.hold", review_id=found.id),
            first_day=(today + timedelta(days=1)).isoformat(),
            last_day=(today + timedelta(days=review.HELD_AT_MOST)).isoformat(),
        ),
        escalate=None if escalated else views.PauseForm(url_for("desk.escalate", review_id=found.id)),
        hand_back=views.PauseForm(url_for("desk.hand_back", review_id=found.id)) if escalated else None,
    )


def look_form(found: ReviewView, note: str, error: str) -> views.LookForm | None:
    """The second look at a decided case; None when it was not drawn."""
    look = second_look.of_review(current.session(), found.id)
    if look is None:
        return None
    language = i18n.language()
    outcome = {
        LookState.WAITING: _("Another coach will read this again."),
        LookState.AGREED: _("A second coach read it and agrees."),
        LookState.RETURNED: _("A second coach returned it."),
    }[look.state]
    may = look.is_for(current.person())
    return views.LookForm(
        why=words.look_label(look.why, language),
        outcome="" if may else outcome,
        agree_url=url_for("desk.look_again", review_id=found.id) if may else "",
        return_url=url_for("desk.look_again", review_id=found.id) if may else "",
        note=note if may else look.note,
        error=error,
    )
