"""Where a connection to a utility stands, in words: every state has its heading, its sentence and its chip."""

from __future__ import annotations

from greener_homes.permissions import PermissionState
from utility_connectors.connections import ConnectionView
from web.components import Chip, Tone
from web.text import gettext as _


def standing(state: PermissionState) -> Chip:
    """The state in two or three words."""
    match state:
        case PermissionState.CREATED | PermissionState.SENT:
            return Chip(_("Waiting"), Tone.INFO, "clock")
        case PermissionState.ACCEPTED:
            return Chip(_("Connected"), Tone.OK)
        case PermissionState.REJECTED:
            return Chip(_("You said no"))
        case PermissionState.TIMED_OUT | PermissionState.INVALID:
            return Chip(_("Not connected"), Tone.WARN)
        case PermissionState.REVOKED | PermissionState.FULFILLED | PermissionState.FAILED_TO_TERMINATE:
            return Chip(_("Stopping"), Tone.WARN)
        case PermissionState.UNFULFILLABLE:
            return Chip(_("Nothing to share"), Tone.WARN)
        case PermissionState.TERMINATED:
            return Chip(_("Stopped"))
        case PermissionState.EXTERNALLY_TERMINATED:
            return Chip(_("Ended there"), Tone.WARN)


def heading(name: str, connection: ConnectionView | None, *, agreed: bool) -> str:
    """The finding, as the page's heading."""
    if connection is None:
        return _("Connect %(utility)s", utility=name)
    if connection.is_exchanging:
        return _("Connecting %(utility)s", utility=name)
    match connection.state:
        case PermissionState.CREATED | PermissionState.SENT:
            return _("%(utility)s waits for your answer", utility=name)
        case PermissionState.ACCEPTED if connection.fetched_at is None:
            return _("%(utility)s is connected, and your readings are on their way", utility=name)
        case PermissionState.ACCEPTED if connection.is_filling:
            return _("Your readings from %(utility)s are arriving", utility=name)
        case PermissionState.ACCEPTED:
            return _("%(utility)s is connected", utility=name)
        case PermissionState.REJECTED:
            return _("You said no at %(utility)s", utility=name)
        case PermissionState.TIMED_OUT | PermissionState.INVALID:
            return _("%(utility)s is not connected", utility=name)
        case PermissionState.REVOKED | PermissionState.FAILED_TO_TERMINATE | PermissionState.FULFILLED:
            return _("We asked %(utility)s to stop and it has not confirmed yet", utility=name)
        case PermissionState.UNFULFILLABLE:
            return _("%(utility)s has nothing we could use", utility=name)
        case PermissionState.TERMINATED:
            return _("%(utility)s has stopped", utility=name)
        case PermissionState.EXTERNALLY_TERMINATED:
            return _("The connection was ended at %(utility)s", utility=name)


def lead(name: str, connection: ConnectionView | None, *, agreed: bool, is_quiet: bool) -> str:
    """What it means, and what comes next."""
    if connection is None:
        return _not_asked_yet(name, agreed)
    if connection.is_exchanging:
        return _("You are back from %(utility)s. This takes a few seconds.", utility=name)
    match connection.state:
        case PermissionState.CREATED | PermissionState.SENT:
            return _("Answer there within ten minutes. If that page is closed, try again here.")
        case PermissionState.ACCEPTED if is_quiet:
            return _("%(utility)s is not answering at the moment. We carry on as soon as it does.", utility=name)
        case PermissionState.ACCEPTED if connection.is_filling:
            return _("We ask for the newest readings first, then two years back. You can close this page.")
        case PermissionState.ACCEPTED:
            return _("New readings come by themselves, at least once a day. You can stop at any time.")
        case PermissionState.REJECTED:
            return _("Nothing was shared. You can change your mind whenever you like.")
        case PermissionState.TIMED_OUT | PermissionState.INVALID:
            return _("Nothing was shared this time.")
        case PermissionState.REVOKED:
            return _("We have stopped fetching. This page says so once %(utility)s has confirmed.", utility=name)
        case PermissionState.FAILED_TO_TERMINATE:
            return _("We fetch nothing more, and we keep asking until %(utility)s confirms.", utility=name)
        case PermissionState.FULFILLED:
            return _("The time you agreed to is over. We fetch nothing more, and have told %(utility)s.", utility=name)
        case PermissionState.UNFULFILLABLE:
            return _("We have ended the connection on our side and are telling %(utility)s.", utility=name)
        case PermissionState.TERMINATED:
            return _("It has confirmed that it shares nothing with us any more.")
        case PermissionState.EXTERNALLY_TERMINATED:
            return _("What arrived before is kept until you ask us to delete it, under “My data”.")


def what_happened(name: str, state: PermissionState) -> str:
    """One line of a connection's history."""
    return {
        PermissionState.CREATED: _("You asked to connect"),
        PermissionState.SENT: _("You went to %(utility)s", utility=name),
        PermissionState.ACCEPTED: _("You agreed there, and it was connected"),
        PermissionState.REJECTED: _("You said no there"),
        PermissionState.TIMED_OUT: _("No answer came back in time"),
        PermissionState.INVALID: _("The answer could not be used"),
        PermissionState.REVOKED: _("You stopped it, and we asked %(utility)s to stop", utility=name),
        PermissionState.TERMINATED: _("Ended for good"),
        PermissionState.FULFILLED: _("The time you agreed to was over"),
        PermissionState.UNFULFILLABLE: _("It had nothing we could use"),
        PermissionState.FAILED_TO_TERMINATE: _("%(utility)s did not confirm that it stopped", utility=name),
        PermissionState.EXTERNALLY_TERMINATED: _("It was ended at %(utility)s", utility=name),
    }[state]


def _not_asked_yet(name: str, agreed: bool) -> str:
    if agreed:
        return _(
            "You sign in on %(utility)s’s own page and say there what to share. We never see your password.",
            utility=name,
        )
    return _("First you read what would be used, and say yes or no. Then you sign in at %(utility)s.", utility=name)
