"""Who looked: every time somebody other than the resident saw their readings, their advice or their home in a list."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from greener_homes import audit, organisations, partner_clients
from greener_homes.audit import Action, Sitting
from greener_homes.people import Audience
from web import current
from web.access import Access, access
from web.formatting import TORONTO
from web.portal.blueprint import portal
from web.text import gettext as _
from web.text import ngettext

PARTNERS = (Audience.UTILITY_PARTNER.value, Audience.FINANCIAL_PARTNER.value, "client")
"""Audiences of partner organisations; the last is a partner's own software."""


@dataclass(frozen=True, slots=True)
class Look:
    """One sitting: when it began, by whom in words, at what, what for, and how often."""

    at: datetime
    who: str
    what: str
    why: str
    times: str


@portal.get("/who-looked")
@access(Access.RESIDENT)
def looked() -> str:
    """The list, newest first; looks of one sitting are one line."""
    home, person = current.home(), current.person()
    seen = audit.sittings(current.session(), home.id, besides=person.id)
    return render_template("portal/looked.html", looks=tuple(_look(one) for one in seen))


def _look(one: Sitting) -> Look:
    return Look(
        at=one.first_at.astimezone(TORONTO),
        who=_who(one.actor_audience, one.actor_id),
        what=_what(one.action, one.purpose),
        why=_why(one.purpose, one.actor_audience),
        times=ngettext("%(num)s time in one sitting", "%(num)s times in one sitting", one.times)
        if one.times > 1
        else "",
    )


def _who(audience: str, actor_id: uuid.UUID | None) -> str:
    if audience in PARTNERS:
        session = current.session()
        partner = (
            (organisations.of_person(session, actor_id) or partner_clients.owner(session, actor_id))
            if actor_id
            else None
        )
        return partner.name if partner else _("A partner of the program")
    return {
        Audience.COACH.value: _("A Home Energy Coach"),
        Audience.RESIDENT.value: _("Somebody in your household"),
        Audience.PROGRAMME.value: _("Program staff"),
    }.get(audience, _("The platform, to work out your advice"))


def _what(action: str, purpose: str | None) -> str:
    if action == Action.HOME_LISTED.value and purpose == "match":
        return _("Which supplier’s customer your home says it is, and the last digits of its numbers")
    if action == Action.DATA_GIVEN_OUT.value and purpose == "referral":
        return _("What you sent to them")
    if action == Action.HOME_LISTED.value and purpose == "duplicate":
        return _("Your home beside another one that may be the same")
    return {
        Action.REQUEST_BEGUN.value: _("A request was taken down in your name"),
        Action.REQUEST_CONFIRMED.value: _("The request in your name was confirmed"),
        Action.REQUEST_DROPPED.value: _("The request in your name was dropped"),
        Action.USAGE_VIEWED.value: _("Your readings and the charts made from them"),
        Action.ADVICE_VIEWED.value: _("Your recommendations"),
        Action.HOME_LISTED.value: _("A line about your home, in a list of homes"),
        Action.DATA_GIVEN_OUT.value: _("A copy of data about your home"),
        Action.QUESTION_READ.value: _("A question from your household"),
        Action.PROJECT_VIEWED.value: _("A project of your household"),
        Action.VISIT_READ.value: _("What a coach wrote down at a visit or a call"),
    }[action]


def _why(purpose: str | None, audience: str) -> str:
    """What it was for, in a resident's words; a purpose this page has no words for yet is said as what it is."""
    known = {
        "advice": _("To prepare your advice"),
        "coach_access": _("To check your advice"),
        "duplicate": _("To find a home that is registered twice"),
        "referral": _("Because you asked to be referred"),
        "research": _("For research you agreed to"),
        "contact": _("To contact you as you agreed"),
        "answer": _("To write down an answer you gave"),
        "match": _("Because two homes gave a supplier’s same numbers"),
        "export": _("You asked us in person for a copy of your data"),
        "erasure": _("You asked us in person to delete everything"),
        "question": _("To answer it"),
        "project": _("To help you carry it through"),
        "visit": _("To prepare a visit or a call, or to write it down"),
    }
    if purpose is not None and purpose in known:
        return known[purpose]
    return _("To show your household its advice") if audience == Audience.RESIDENT.value else _("To run the program")
