"""One answer that was written down: what it says, its scan, and the second person's word on it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.referrals import written
from greener_homes import audit, consent, homes, written_answers_kept, written_confirmations
from greener_homes.errors import NotFound, Refusal
from greener_homes.written_answers_kept import WrittenView
from web import current, i18n, messages
from web.access import Access, access
from web.components import Chip, Fact
from web.formatting import TORONTO, day, moment
from web.programme import written_words as words
from web.programme.blueprint import programme
from web.referral_shown import short_names
from web.scans_shown import scan_response
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer. The addresses of what can be done are empty where it cannot, or not by this person."""

    heading: str
    about: str
    state: Chip
    facts: tuple[Fact, ...]
    note: str
    language: str
    title: str
    words: tuple[str, ...]
    back_url: str
    scan_url: str = ""
    confirm_url: str = ""
    decline_url: str = ""
    is_mine: bool = False


@programme.get("/answers/<uuid:answer_id>")
@access(Access.PROGRAMME)
def answer(answer_id: uuid.UUID) -> str:
    """The answer with its words. The person is named only while somebody has to compare it with a paper."""
    return render_template("programme/answer.html", answer=_shown(answer_id))


@programme.post("/answers/<uuid:answer_id>/confirm")
@access(Access.PROGRAMME)
def answer_confirmed(answer_id: uuid.UUID) -> Response:
    """The yes on paper counts from now on; or the page says why it cannot."""
    try:
        written.confirm(current.session(), current.vault(), answer_id, staff=current.person(), now=current.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(messages.sentence(refusal.code.code, refusal.facts), "warning")
    else:
        flash(_("Confirmed. It counts from now on, and the resident has a receipt."), "success")
    return redirect(url_for("programme.answer", answer_id=answer_id), code=303)


@programme.post("/answers/<uuid:answer_id>/decline")
@access(Access.PROGRAMME)
def answer_declined(answer_id: uuid.UUID) -> Response:
    """The yes on paper never counts."""
    try:
        written_confirmations.decline(current.session(), answer_id, staff=current.person(), now=current.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(messages.sentence(refusal.code.code, refusal.facts), "warning")
    else:
        flash(_("Declined. It never counted."), "success")
    return redirect(url_for("programme.answer", answer_id=answer_id), code=303)


@programme.get("/answers/<uuid:answer_id>/scan")
@access(Access.PROGRAMME)
def answer_scan(answer_id: uuid.UUID) -> FlaskResponse:
    """The scan to save and look at; that it was opened is on record."""
    scan = written_answers_kept.evidence(
        current.session(), current.vault(), answer_id, reader=current.person().actor, now=current.now()
    )
    return scan_response(scan, str(answer_id)[-12:])


def _shown(answer_id: uuid.UUID) -> AnswerShown:
    session, now, me = current.session(), current.now(), current.person()
    one = written_answers_kept.get(session, answer_id)
    audit.record_looks(
        session, me.actor, audit.Action.HOME_LISTED, [one.home_id], at=now, purpose="answer", object_id=one.id
    )
    statement = consent.statement_shown(session, one.statement_id)
    waits, mine = one.waits(now), one.written_by == me.id
    return AnswerShown(
        heading=_(
            "%(said)s, for %(home)s", said=words.said_name(one.said), home=homes.get(session, one.home_id).reference
        ),
        about=words.about_written(one),
        state=words.state_chip(one),
        facts=_facts(one, waits),
        note=written_answers_kept.note(session, current.vault(), one.id) if waits else "",
        language=statement.language.value,
        title=statement.title,
        words=(statement.what, statement.who, statement.why, statement.how_long, statement.stop, statement.risk),
        back_url=url_for("programme.answers"),
        scan_url=url_for("programme.answer_scan", answer_id=one.id) if one.evidence else "",
        confirm_url=url_for("programme.answer_confirmed", answer_id=one.id) if waits and not mine else "",
        decline_url=url_for("programme.answer_declined", answer_id=one.id) if waits else "",
        is_mine=waits and mine,
    )


def _facts(one: WrittenView, waits: bool) -> tuple[Fact, ...]:
    language = i18n.language()
    found = [
        Fact(_("How it reached us"), words.channel_name(one.channel)),
        Fact(_("Why it was written down"), words.why_name(one.why)),
        Fact(_("Written down"), moment(one.written_at.astimezone(TORONTO), language)),
        Fact(_("By"), _("You") if one.written_by == current.person().id else _("A colleague")),
    ]
    if waits:
        name = current.name_of(one.person_id) or ""
        found.insert(0, Fact(_("Whose answer"), name))
    if one.fields:
        found.append(Fact(_("What may go"), short_names(one.fields)))
    if one.data_from is not None:
        found.append(Fact(_("From the day"), day(one.data_from, language)))
    if one.decided_at is not None:
        found.append(Fact(_("Looked at"), moment(one.decided_at.astimezone(TORONTO), language)))
    if one.contradicted_at is not None:
        found.append(Fact(_("Contradicted"), moment(one.contradicted_at.astimezone(TORONTO), language)))
    return tuple(found)
