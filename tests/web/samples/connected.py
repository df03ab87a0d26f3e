"""Utilities a home is connected to, in every state a resident can meet."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from greener_homes.permissions import PermissionState
from tests.web.samples.pages import RESIDENT, Page
from utility_connectors import codes_utility
from utility_connectors.connections import ConnectionView
from web import messages
from web.components import Fact, Link, Problem, Step, StepState
from web.portal import senders
from web.portal.connect_shown import Happening, Utility
from web.portal.connect_words import heading, lead, standing, what_happened
from web.text import gettext as _

NAME = "Lakeside Power"
AT = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
ID = uuid.UUID(int=7)


def utilities() -> tuple[senders.SenderRow, ...]:
    return (
        senders.SenderRow(NAME, "/utility", standing(PermissionState.ACCEPTED)),
        senders.SenderRow("Rouge Valley Gas", "/utility_new", None),
        senders.SenderRow(
            "Utility of a Town with a Long Name, Hydro and Water", "/utility_ending", standing(PermissionState.REVOKED)
        ),
    )


def unasked() -> Utility:
    """Nothing agreed to yet."""
    return replace(
        _page("/utility_new", steps=_steps(0), agreed=False),
        consent_url="/consent",
    )


def agreed() -> Utility:
    """Agreed to here, and not yet there."""
    return replace(
        _page("/utility_agreed", steps=_steps(1)),
        connect_url="/utility",
        connect_label=_("Sign in at %(utility)s", utility=NAME),
    )


def arriving() -> Utility:
    """Two years are being asked for, piece by piece."""
    state = _connection(PermissionState.ACCEPTED, filled=0.4)
    return replace(
        _page("/utility_arriving", state, steps=_steps(2)),
        running=True,
        filled_percent=40,
        facts=(Fact(_("Connected since"), "20 November 2026, 09:15"),),
        energy=Link(_("See my energy"), "/energy"),
        energy_first=True,
        stop_url="/utility_stop",
    )


def connected() -> Utility:
    """All is well."""
    state = _connection(PermissionState.ACCEPTED)
    return replace(
        _page("/utility", state, steps=_steps(3)),
        facts=(
            Fact(_("Connected since"), "2026-11-20, 9:15"),
            Fact(_("Last looked"), "2026-11-21, 3:40"),
            Fact(_("We look again"), "2026-11-22, 3:40"),
        ),
        energy=Link(_("See my energy"), "/energy"),
        energy_first=True,
        stop_url="/utility_stop",
    )


def failed() -> Utility:
    """The resident came back with an answer that could not be used."""
    state = _connection(PermissionState.INVALID)
    return replace(
        _page("/utility_failed", state, steps=_steps(1)),
        problem=Problem(
            _("What happened"),
            messages.sentence(codes_utility.RETURN_UNKNOWN.code),
            _("Nothing you sent before is lost."),
            (
                _("Try again. If it happens again, tell us the reference below."),
                _("You can also send a file of your readings yourself."),
            ),
            reference=str(ID)[-12:],
        ),
        connect_url="/utility",
        connect_label=_("Try again at %(utility)s", utility=NAME),
    )


def ending() -> Utility:
    """Stopped here, not confirmed there."""
    state = _connection(PermissionState.REVOKED)
    return replace(
        _page("/utility_ending", state),
        connect_url="/utility",
        connect_label=_("Connect %(utility)s again", utility=NAME),
        connect_kind="second",
        energy=Link(_("See my energy"), "/energy"),
        energy_first=True,
    )


def stop() -> dict[str, object]:
    """The page that asks again."""
    return {"name": NAME, "stop_url": "/utility_ending", "keep_url": "/utility", "sharing_url": "/connect"}


def _connection(state: PermissionState, *, filled: float = 1) -> ConnectionView:
    way = [PermissionState.CREATED, PermissionState.SENT]
    if state is not PermissionState.INVALID:
        way.append(PermissionState.ACCEPTED)
    if state not in way:
        way.append(state)
    history = tuple((AT + timedelta(minutes=3 * place), one, None) for place, one in enumerate(way))
    return ConnectionView(ID, ID, state, None, AT, AT, False, filled, AT, AT, 0, history)


def _page(
    here: str, state: ConnectionView | None = None, *, steps: tuple[Step, ...] = (), agreed: bool = True
) -> Utility:
    """What every state says: its words, its steps and what happened so far."""
    return Utility(
        NAME,
        heading(NAME, state, agreed=agreed),
        lead(NAME, state, agreed=agreed, is_quiet=False),
        steps,
        here,
        past=tuple(Happening(at, what_happened(NAME, one)) for at, one, _code in state.history) if state else (),
    )


def _steps(now: int) -> tuple[Step, ...]:
    names = (_("Say what may be used"), _("Sign in at your utility"), _("Your readings arrive"))
    states = (StepState.DONE, StepState.NOW, StepState.NEXT)
    return tuple(Step(name, states[(place > now) - (place < now) + 1]) for place, name in enumerate(names))


PAGES = {
    "utilities": Page(RESIDENT, "portal/senders.html", lambda lang: {"senders": senders.utilities(utilities())}),
    "utilities_none": Page(RESIDENT, "portal/senders.html", lambda lang: {"senders": senders.utilities(())}),
    "utility": Page(RESIDENT, "portal/utility.html", lambda lang: {"utility": connected()}),
    "utility_new": Page(RESIDENT, "portal/utility.html", lambda lang: {"utility": unasked()}),
    "utility_agreed": Page(RESIDENT, "portal/utility.html", lambda lang: {"utility": agreed()}),
    "utility_arriving": Page(RESIDENT, "portal/utility.html", lambda lang: {"utility": arriving()}),
    "utility_failed": Page(RESIDENT, "portal/utility.html", lambda lang: {"utility": failed()}),
    "utility_ending": Page(RESIDENT, "portal/utility.html", lambda lang: {"utility": ending()}),
    "utility_stop": Page(RESIDENT, "portal/utility_stop.html", lambda lang: stop()),
}
"""The pages of Connect My Data."""
