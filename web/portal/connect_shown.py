"""The page of one utility: where its connection stands, what went wrong, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from greener_homes import consent, permissions
from greener_homes.consent import Purpose, Source
from greener_homes.errors import Refusal
from greener_homes.permissions import PermissionState
from utility_connectors.connections import ConnectionView
from utility_connectors.custodians import UtilityView
from web import current, i18n, messages
from web.components import Fact, Link, Problem, Step, StepState
from web.formatting import TORONTO, moment
from web.portal.connect_words import heading, lead, what_happened
from web.text import gettext as _

FAILED = frozenset({PermissionState.REJECTED, PermissionState.TIMED_OUT, PermissionState.INVALID})
"""The resident went to the utility, and nothing came of it."""
CALM = frozenset({PermissionState.REJECTED, PermissionState.REVOKED, PermissionState.TERMINATED})
"""States that nobody has to be told the reason of."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a connection."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Utility:
    """One utility as its page shows it: where the connection stands and the one thing to do next."""

    name: str
    heading: str
    lead: str
    steps: tuple[Step, ...]
    here_url: str
    running: bool = False
    filled_percent: int | None = None
    facts: tuple[Fact, ...] = ()
    problem: Problem | None = None
    consent_url: str = ""
    connect_url: str = ""
    connect_label: str = ""
    connect_kind: str = "primary"
    energy: Link | None = None
    energy_first: bool = False
    stop_url: str = ""
    past: tuple[Happening, ...] = ()


def shown(known: UtilityView, connection: ConnectionView | None) -> Utility:
    """What the page of this utility says to the signed-in resident."""
    agreed = _has_agreed(known)
    ended = connection is None or not connection.is_open
    stopping = connection is not None and connection.state in permissions.ENDING
    may_connect = (ended or _is_waiting(connection)) and agreed and known.enabled
    return Utility(
        name=known.name,
        heading=heading(known.name, connection, agreed=agreed),
        lead=lead(known.name, connection, agreed=agreed, is_quiet=_is_quiet(known)),
        steps=() if _is_over(connection) else _steps(connection, agreed),
        here_url=url_for("portal.utility", key=known.key),
        running=connection is not None and (connection.is_exchanging or connection.is_filling),
        filled_percent=_percent(connection),
        facts=_facts(connection),
        problem=_problem(connection),
        consent_url="" if agreed or not ended or not known.enabled else _consent_url(known),
        connect_url=url_for("portal.utility_connected", key=known.key) if may_connect else "",
        connect_label=(
            _("Sign in at %(utility)s", utility=known.name)
            if connection is None
            else _("Try again at %(utility)s", utility=known.name)
            if _is_waiting(connection) or connection.state in FAILED
            else _("Connect %(utility)s again", utility=known.name)
        ),
        connect_kind="second" if stopping else "primary",
        energy_first=(not may_connect or stopping) and (agreed or not ended or not known.enabled),
        energy=Link(_("See my energy"), url_for("portal.energy")) if connection and connection.fetched_at else None,
        stop_url=(
            url_for("portal.utility_stop_asked", key=known.key)
            if connection is not None and connection.state is PermissionState.ACCEPTED
            else ""
        ),
        past=_past(known.name, connection),
    )


def _is_over(connection: ConnectionView | None) -> bool:
    """Whether there was a connection that is no longer in use."""
    return connection is not None and not connection.is_open and connection.state not in FAILED


def _is_waiting(connection: ConnectionView | None) -> bool:
    """Whether the resident was sent to the utility and we have heard nothing."""
    return connection is not None and connection.state in permissions.BEGUN and not connection.is_exchanging


def _is_quiet(known: UtilityView) -> bool:
    return known.closed_until is not None and known.closed_until > current.now()


def _has_agreed(known: UtilityView) -> bool:
    try:
        consent.require(
            current.session(),
            current.home().id,
            Purpose.ADVICE,
            Source.UTILITY,
            supplier_id=known.id,
            at=current.now(),
        )
    except Refusal:
        return False
    return True


def _consent_url(known: UtilityView) -> str:
    return url_for(
        "portal.consent_asked", purpose=Purpose.ADVICE.value, source=Source.UTILITY.value, supplier=known.key
    )


def _steps(connection: ConnectionView | None, agreed: bool) -> tuple[Step, ...]:
    signed_in = connection is not None and (
        connection.is_exchanging or connection.state not in {*permissions.BEGUN, *FAILED}
    )
    came = connection is not None and connection.fetched_at is not None and not connection.is_filling
    done = (agreed or signed_in, signed_in, came)
    first_open = done.index(False) if False in done else len(done)
    names = (_("Say what may be used"), _("Sign in at your utility"), _("Your readings arrive"))
    return tuple(
        Step(name, StepState.DONE if finished else StepState.NOW if place == first_open else StepState.NEXT)
        for place, (name, finished) in enumerate(zip(names, done, strict=True))
    )


def _percent(connection: ConnectionView | None) -> int | None:
    if connection is None or not connection.is_filling:
        return None
    return max(1, min(99, round(100 * connection.filled)))


def _facts(connection: ConnectionView | None) -> tuple[Fact, ...]:
    if connection is None or connection.state is not PermissionState.ACCEPTED:
        return ()
    found = [
        (_("Connected since"), connection.moved_at),
        (_("Last looked"), connection.fetched_at),
        (_("We look again"), connection.due_at if connection.filled >= 1 else None),
    ]
    return tuple(Fact(label, moment(at.astimezone(TORONTO), i18n.language())) for label, at in found if at is not None)


def _problem(connection: ConnectionView | None) -> Problem | None:
    """What went wrong with a connection that did not come about, or does not work as it should."""
    if connection is None or connection.code is None or connection.state in CALM:
        return None
    return Problem(
        heading=_("What happened"),
        what=messages.sentence(connection.code),
        safe=_("Nothing you sent before is lost."),
        todo=_what_to_do(connection),
        reference=str(connection.id)[-12:],
    )


def _what_to_do(connection: ConnectionView) -> tuple[str, ...]:
    match connection.state:
        case PermissionState.TIMED_OUT | PermissionState.INVALID | PermissionState.SENT:
            return (
                _("Try again. If it happens again, tell us the reference below."),
                _("You can also send a file of your readings yourself."),
            )
        case PermissionState.EXTERNALLY_TERMINATED:
            return (_("If you did not mean to end it, connect again."),)
        case PermissionState.FAILED_TO_TERMINATE:
            return (_("You need do nothing. To be quicker, end the permission in your account at your utility."),)
        case _:
            return (_("You need do nothing."),)


def _past(name: str, connection: ConnectionView | None) -> tuple[Happening, ...]:
    if connection is None:
        return ()
    return tuple(
        Happening(at.astimezone(TORONTO), what_happened(name, state)) for at, state, _code in connection.history
    )
