"""Claims to one customer in words: what each rests on, where it stands, and why staff may decide as they do."""

from __future__ import annotations

from greener_homes.matches import MatchHow, MatchReason, MatchState
from web.components import Chip, Choice, Tone
from web.text import gettext as _


def how(way: MatchHow) -> str:
    """What a claim rests on."""
    return {
        MatchHow.ACCOUNT_AND_METER: _("The resident typed the account and the meter number"),
        MatchHow.TOKEN: _("The supplier handed back the resident’s token"),
        MatchHow.USAGE_POINT: _("The resident’s Green Button file names the meter"),
    }[way]


def state(now: MatchState) -> Chip:
    """Where a claim that was decided about stands."""
    return {
        MatchState.LIVE: Chip(_("Let through"), Tone.OK),
        MatchState.REFUSED: Chip(_("Refused"), Tone.BAD, "cross"),
        MatchState.UNDONE: Chip(_("Undone")),
    }[now]


def reason(why: MatchReason | None) -> str:
    """Why staff decided so."""
    if why is None:
        return ""
    return {
        MatchReason.SUPPLIER_SAYS_THIS: _("The supplier says: the home that claims is its customer"),
        MatchReason.OTHER_LEFT: _("The other household has moved away"),
        MatchReason.SUPPLIER_SAYS_OTHER: _("The supplier says: the other home is its customer"),
        MatchReason.NOT_SHOWN: _("Nobody could show that the claim is true"),
        MatchReason.MISTAKE: _("The decision before was a mistake"),
    }[why]


def reasons(allowed: tuple[MatchReason, ...]) -> tuple[Choice, ...]:
    """The reasons to choose from."""
    return tuple(Choice(one.value, reason(one)) for one in allowed)
