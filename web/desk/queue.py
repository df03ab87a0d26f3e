"""The queue's pages: which homes wait, which are mine, which wait for their residents, and taking the next one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach import queue as waiting_list
from coach import review
from coach.queue import QueueEntry, QueuePage
from greener_homes import audit
from greener_homes.consent import Purpose
from web import current, i18n, messages
from web.access import Access, access
from web.components import Chip, Pages, Tone
from web.desk import views, working_days
from web.desk.blueprint import desk
from web.formatting import TORONTO, clock
from web.text import gettext as _
from web.text import ngettext
from web.words import home_facts
from web.words.measures import measure_words

PAGE = re.compile("[1-9][0-9]{0,3}")
PROMISE_DAYS = 10
"""Working days within which a household hears from us (programme's service promise)."""
LATE_DAYS = 8
ABOUT_READINGS = ("baseline.", "usage.", "temperature.")
"""Codes that say something of the readings an assessment rests on."""


@desk.get("/queue")
@access(Access.COACH)
def queue() -> str:
    """Homes no coach has taken, longest waiting first."""
    page = waiting_list.waiting(current.session(), now=current.now(), page=_page_asked())
    return _shown(page, "queue")


@desk.get("/mine")
@access(Access.COACH)
def mine() -> str:
    """Homes this coach has taken."""
    return _shown(waiting_list.mine(current.session(), current.person(), now=current.now(), page=_page_asked()), "mine")


@desk.get("/asked")
@access(Access.COACH)
def asked() -> str:
    """Homes whose residents were asked something."""
    return _shown(waiting_list.asked(current.session(), now=current.now(), page=_page_asked()), "asked")


@desk.post("/next")
@access(Access.COACH)
def take_next() -> Response:
    """The longest waiting home is this coach's."""
    taken = waiting_list.claim_next(current.session(), current.person(), now=current.now())
    if taken is None:
        flash(_("No home is waiting."))
        return redirect(url_for("desk.queue"), code=303)
    return redirect(url_for("desk.case", review_id=taken.id), code=303)


@desk.post("/cases/<uuid:review_id>/take")
@access(Access.COACH)
def take(review_id: uuid.UUID) -> Response:
    """This home is this coach's for two hours."""
    review.claim(current.session(), current.person(), review_id, now=current.now())
    return redirect(url_for("desk.case", review_id=review_id), code=303)


@desk.post("/cases/<uuid:review_id>/give-back")
@access(Access.COACH)
def give_back(review_id: uuid.UUID) -> Response:
    """This home waits for any coach again."""
    review.release(current.session(), current.person(), review_id, now=current.now())
    flash(_("Given back. It keeps its place in the queue."), "success")
    return redirect(url_for("desk.queue"), code=303)


def _page_asked() -> int:
    asked_for = request.args.get("page", "1")
    return int(asked_for) if PAGE.fullmatch(asked_for) else 1


def _shown(page: QueuePage, key: str) -> str:
    session, coach, now = current.session(), current.person(), current.now()
    listed = [entry.home_id for entry in page.entries]
    audit.record_looks(
        session, coach.actor, audit.Action.HOME_LISTED, listed, at=now, purpose=Purpose.COACH_ACCESS.value
    )
    counts = {
        "queue": waiting_list.waiting(session, now=now).total,
        "mine": waiting_list.mine(session, coach, now=now).total,
        "asked": waiting_list.asked(session, now=now).total,
    }
    names = {"queue": _("Waiting"), "mine": _("Mine"), "asked": _("Asked the resident")}
    oldest = waiting_list.oldest(session, now=now)
    today = current.now().astimezone(TORONTO).date()
    view = views.Queue(
        waiting=counts["queue"],
        oldest_days=working_days.between(oldest.astimezone(TORONTO).date(), today) if oldest else 0,
        promise_days=PROMISE_DAYS,
        segments=tuple(
            views.Segment(names[name], url_for(f"desk.{name}"), counts[name], active=name == key) for name in names
        ),
        rows=tuple(_row(entry) for entry in page.entries),
        pages=_pages(page, key),
        take_next_url=url_for("desk.take_next"),
    )
    return render_template("desk/queue.html", queue=view)


def _row(entry: QueueEntry) -> views.QueueRow:
    language = i18n.language()
    days = working_days.between(
        entry.waiting_since.astimezone(TORONTO).date(), current.now().astimezone(TORONTO).date()
    )
    chip, note = evidence_chip(entry.evidence, entry.findings)
    facts = entry.evidence.get("facts")
    return views.QueueRow(
        reference=entry.reference,
        home=home_facts.home_sentence(facts if isinstance(facts, Mapping) else {}, language),
        href=url_for("desk.case", review_id=entry.review_id),
        why=_why(entry),
        top=measure_words(entry.first_measure).title(language) if entry.first_measure else _("Nothing to advise"),
        evidence=chip,
        evidence_note=note,
        waiting=_("Today") if days == 0 else ngettext("%(num)s working day", "%(num)s working days", days),
        is_late=days >= LATE_DAYS,
        take_url=url_for("desk.take", review_id=entry.review_id) if entry.claimed_by is None else "",
    )


def _why(entry: QueueEntry) -> str:
    if entry.claimed_by is not None and entry.claim_expires_at is not None:
        return _("Yours until %(time)s", time=clock(entry.claim_expires_at, i18n.language()))
    if entry.state is review.ReviewState.NEEDS_INFORMATION:
        return _("You asked; the resident has not answered yet")
    return ""


def evidence_chip(evidence: Mapping[str, object], findings: Sequence[Mapping[str, object]]) -> tuple[Chip, str]:
    """How much the advice of a home can rest on, and the first thing to know about it."""
    measured = evidence.get("measured")
    fuels = len(measured) if isinstance(measured, list) else 0
    serious = [
        found
        for found in findings
        if found.get("severity") in ("warning", "disqualification") and str(found["code"]).startswith(ABOUT_READINGS)
    ]
    note = messages.sentence(str(serious[0]["code"]), _facts(serious[0])) if serious else ""
    if fuels == 0:
        return Chip(_("No usable readings"), Tone.WARN), note
    if serious:
        return Chip(_("Readings with questions"), Tone.WARN), note
    return Chip(_("Good readings"), Tone.OK), note


def _facts(found: Mapping[str, object]) -> Mapping[str, object]:
    facts = found.get("facts")
    return facts if isinstance(facts, Mapping) else {}


def _pages(page: QueuePage, key: str) -> Pages:
    return Pages(
        shown=len(page.entries),
        total=page.total,
        previous_url=url_for(f"desk.{key}", page=page.page - 1) if page.page > 1 else "",
        next_url=url_for(f"desk.{key}", page=page.page + 1) if page.page < page.pages else "",
    )
