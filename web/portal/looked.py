"""Who looked: every time somebody other than the resident saw their readings or their advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from greener_homes import audit
from greener_homes.audit import Action
from web import current
from web.access import Access, access
from web.portal.blueprint import portal
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Look:
    """One look: when, by whom in words, at what."""

    at: datetime
    who: str
    what: str


@portal.get("/who-looked")
@access(Access.RESIDENT)
def looked() -> str:
    """The list, newest first."""
    home, person = current.home(), current.person()
    seen = audit.looked_at(current.session(), home.id, besides=person.id)
    looks = tuple(Look(one.at, _who(one.actor_audience), _what(one.action)) for one in seen)
    return render_template("portal/looked.html", looks=looks)


def _who(audience: str) -> str:
    return {
        "coach": _("A Home Energy Coach"),
        "resident": _("Somebody in your household"),
        "programme": _("Programme staff"),
    }.get(audience, _("The platform, to work out your advice"))


def _what(action: str) -> str:
    return {
        Action.USAGE_VIEWED.value: _("Your readings and the charts made from them"),
        Action.ADVICE_VIEWED.value: _("Your recommendations"),
    }[action]
