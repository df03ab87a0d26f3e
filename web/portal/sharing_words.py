"""What purposes, sources and kinds of energy are called on a resident's pages."""

from __future__ import annotations

from datetime import datetime

from greener_homes.consent import Channel, ConsentAction, Purpose, Source
from web import i18n
from web.formatting import TORONTO, day
from web.text import gettext as _


def purpose_name(purpose: Purpose) -> str:
    """What is permitted, as the heading of a permission."""
    match purpose:
        case Purpose.ADVICE:
            return _("To prepare advice")
        case Purpose.COACH_ACCESS:
            return _("A coach may look at them")
        case Purpose.REFERRAL:
            return _("Sent to one partner")
        case Purpose.RESEARCH:
            return _("Research on homes")
        case Purpose.OPEN_DATA:
            return _("Open figures of Durham")
        case Purpose.CONTACT_EMAIL:
            return _("Letters by e-mail")
        case Purpose.CONTACT_TELEPHONE:
            return _("Calls by telephone")
        case Purpose.CONTACT_POST:
            return _("Letters by post")


def source_name(source: Source, supplier: str = "") -> str:
    """Where the readings come from; `supplier` is its name where the source has one."""
    return {
        Source.UTILITY: _("Readings that %(supplier)s sends once you sign in there", supplier=supplier),
        Source.PARTNER: _("Readings that %(supplier)s sends for its customers", supplier=supplier),
        Source.UPLOAD: _("Files I send"),
        Source.BILLS: _("Bills I type in"),
    }[source]


def action_name(action: ConsentAction) -> str:
    """What a receipt is about."""
    return {
        ConsentAction.GRANT: _("You said yes"),
        ConsentAction.REFUSE: _("You said no"),
        ConsentAction.WITHDRAW: _("You stopped it"),
        ConsentAction.EXPIRE: _("It ended after twelve months"),
        ConsentAction.MOVE_OUT: _("It ended because you moved out"),
        ConsentAction.ERASE: _("What rested on it was deleted"),
        ConsentAction.SEND: _("We sent what you chose"),
    }[action]


def channel_name(channel: Channel) -> str:
    """How an answer reached us, when it was not given on these pages by its own person."""
    return {
        Channel.WEB: _("Given on these pages"),
        Channel.PHONE: _("Recorded by telephone by the program"),
        Channel.PAPER: _("Recorded from paper by the program"),
        Channel.UTILITY: _("Said at the utility"),
    }[channel]


def local_day(moment: datetime) -> str:
    """The local day of a moment, in words."""
    return day(moment.astimezone(TORONTO).date(), i18n.language())


def went_name(name: str) -> str:
    """One kind of thing that went, for a list of counts."""
    return {
        "permissions": _("permissions"),
        "readings": _("readings"),
        "blocks": _("months of readings"),
        "revisions": _("earlier versions of readings"),
        "imports": _("records of files"),
        "files": _("waiting files"),
        "entries": _("typed bills"),
        "scrubbed": _("records of files that no longer speak of them"),
        "assessments": _("assessments"),
        "opportunities": _("opportunities"),
        "recommendations": _("recommendations"),
        "reviews": _("cases at a coach"),
        "overrides": _("changes by a coach"),
        "packages": _("copies of what you sent to lenders"),
        "recipients": _("lenders told to stop"),
    }[name]
