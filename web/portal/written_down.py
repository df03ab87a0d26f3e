"""Answers that the program wrote down for the resident, by telephone or on paper; one click contradicts each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, organisations, written_answers_kept, written_confirmations
from greener_homes.consent import Channel
from greener_homes.errors import NotFound
from greener_homes.written_answers import Said, WhyWritten, WrittenState
from greener_homes.written_answers_kept import WrittenView
from web import current, i18n
from web.access import Access, access
from web.commodities import commodity_names
from web.components import Chip, Link, Tone
from web.formatting import TORONTO, moment
from web.portal.blueprint import portal
from web.portal.sharing_words import channel_name, purpose_name, source_name
from web.referral_shown import short_names
from web.scans_shown import scan_response
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as the resident reads it; `contradict_url` is empty where there is nothing to contradict."""

    what: str
    about: str
    how: str
    words: str
    state: Chip
    follows: str
    links: tuple[Link, ...]
    contradict_url: str = ""


@portal.get("/sharing/written-down")
@access(Access.RESIDENT)
def written_down() -> str:
    """All of them, newest first, whatever became of each."""
    found = written_answers_kept.of_person(current.session(), current.person().id)
    return render_template("portal/written_down.html", lines=tuple(_line(one) for one in found))


@portal.post("/sharing/written-down/<uuid:answer_id>/contradict")
@access(Access.RESIDENT)
def written_contradicted(answer_id: uuid.UUID) -> Response:
    """The resident never said that: a yes is withdrawn. Another's answer is not found."""
    done = written_confirmations.contradict(
        current.session(), current.vault(), answer_id, current.person(), now=current.now()
    )
    flash(_contradicted(done), "success")
    return redirect(url_for("portal.written_down"), code=303)


@portal.get("/sharing/written-down/<uuid:answer_id>/scan")
@access(Access.RESIDENT)
def written_scan(answer_id: uuid.UUID) -> FlaskResponse:
    """The scan that was kept of the paper. Another's is not found."""
    session, person = current.session(), current.person()
    if written_answers_kept.get(session, answer_id).person_id != person.id:
        raise NotFound
    scan = written_answers_kept.evidence(session, current.vault(), answer_id, reader=person.actor, now=current.now())
    return scan_response(scan, str(answer_id)[-12:])


def _line(one: WrittenView) -> Line:
    open_to_contradiction = one.state in (WrittenState.WAITING, WrittenState.COUNTS)
    words = consent.statement_shown(current.session(), one.statement_id)
    links = []
    if one.receipt_id:
        links.append(Link(_("See the receipt"), url_for("portal.receipt", receipt_id=one.receipt_id)))
    if one.fields and one.state is not WrittenState.WAITING:
        links.append(Link(_("See what went"), url_for("portal.referrals")))
    if one.evidence:
        links.append(Link(_("See the scan"), url_for("portal.written_scan", answer_id=one.id)))
    return Line(
        what={Said.YES: _("You said yes"), Said.NO: _("You said no"), Said.STOP: _("You stopped it")}[one.said],
        about=_about(one),
        how=_(
            "%(how)s on %(when)s. %(why)s",
            how=channel_name(one.channel),
            when=moment(one.written_at.astimezone(TORONTO), i18n.language()),
            why=_why(one.why),
        ),
        words=_("The words were: “%(title)s”, version %(version)s.", title=words.title, version=words.version),
        state=_state(one),
        follows=_follows(one) if open_to_contradiction else "",
        links=tuple(links),
        contradict_url=url_for("portal.written_contradicted", answer_id=one.id) if open_to_contradiction else "",
    )


def _about(one: WrittenView) -> str:
    session = current.session()
    parts = [purpose_name(one.purpose)]
    if one.source is not None:
        supplier = organisations.get(session, one.supplier_id).name if one.supplier_id else ""
        parts.append(source_name(one.source, supplier))
    if one.recipient_id is not None:
        parts.append(organisations.get(session, one.recipient_id).name)
    if one.fields:
        parts.append(short_names(one.fields))
    elif one.commodities:
        parts.append(commodity_names(one.commodities))
    return " · ".join(parts)


def _why(why: WhyWritten) -> str:
    return {
        WhyWritten.NO_INTERNET: _("You had no internet."),
        WhyWritten.NEEDS_HELP: _("You wanted help with these pages."),
        WhyWritten.AT_A_VISIT: _("Somebody of the program was at your home."),
        WhyWritten.BY_LETTER: _("You wrote to us."),
        WhyWritten.CANNOT_SIGN_IN: _("You could not sign in."),
    }[why]


def _state(one: WrittenView) -> Chip:
    if one.state is WrittenState.WAITING and not one.waits(current.now()):
        return Chip(_("Never counted"))
    return {
        WrittenState.WAITING: Chip(_("Not in force: a second person looks at it"), Tone.INFO, "clock"),
        WrittenState.COUNTS: Chip(_("Counts"), Tone.OK),
        WrittenState.DECLINED: Chip(_("Never counted")),
        WrittenState.CONTRADICTED: Chip(_("You said that this is wrong"), Tone.WARN),
    }[one.state]


def _follows(one: WrittenView) -> str:
    """What one click does, said beside it."""
    if one.state is WrittenState.WAITING:
        return _("If you click, it never counts.")
    if one.fields:
        return _("If you click, it stops at once: the partner can fetch nothing more, and our copy is deleted.")
    return {
        Said.YES: _("If you click, it stops at once, and what came in under it is deleted."),
        Said.NO: _("If you click, we note that it was not your answer. You can answer yourself at any time."),
        Said.STOP: _("If you click, we note that it was not your wish. What was deleted cannot come back."),
    }[one.said]


def _contradicted(done: WrittenView) -> str:
    if done.said is Said.YES and done.channel in (Channel.PHONE, Channel.PAPER):
        return _("Noted. It does not count, and what came in under it is deleted.")
    return _("Noted. The program sees that this was not your answer.")
