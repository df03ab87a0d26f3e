"""What was answered: who sees what because of it, its receipts, and moving out."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from coach.referrals.on_bill import OnBill, OnMoving
from greener_homes.consent import Channel, ConsentAction
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.sharing import BOTH, consent
from tests.web.samples.speaking import speaking
from web.commodities import commodity_names
from web.components import (
    Fact,
    Field,
    FieldError,
    Link,
)
from web.portal import on_bill, sharing_views
from web.portal.sharing_words import action_name, channel_name, went_name
from web.text import gettext as _


def who_sees(language: str) -> sharing_views.WhoSees:
    w = speaking(language)
    looked = Link(_("Who looked at my data"), "/looked")
    until = _("Until %(day)s.", day=w("21 November 2027", "21 novembre 2027"))
    answer = _("Under the answer of %(who)s.", who=w("Sample person", "Personne exemple"))
    kinds = commodity_names(BOTH)
    stop = (Link(_("Stop"), "/withdraw"),)
    return sharing_views.WhoSees(
        (
            sharing_views.Seer("home", _("You"), _("Everything on these pages"), _("It is your home’s."), "", ()),
            sharing_views.Seer(
                "gauge",
                _("Our computers"),
                f"{_('Work out advice from your readings.')} {_('Files I send')}. {kinds}.",
                answer,
                until,
                stop,
            ),
            sharing_views.Seer(
                "users",
                _("The coaches of the program"),
                f"{_('See your readings and their charts.')} {_('Files I send')}. {kinds}.",
                answer,
                until,
                stop,
            ),
            sharing_views.Seer("mail", _("Greener Homes"), _("May write to you by e-mail."), answer, until, stop),
            sharing_views.Seer(
                "lock",
                _("The people who keep this service running"),
                _("Nothing of your readings in their daily work. Names and addresses are sealed."),
                _("A look would be on record, and you could read it."),
                "",
                (looked,),
            ),
        ),
        (
            sharing_views.Waiting(
                _("%(source)s: %(purpose)s", source=_("Bills I type in"), purpose=_("To prepare advice").lower()),
                w("21 December 2026", "21 décembre 2026"),
                Link(_("Read and decide"), "/consent"),
                Link(_("Delete it now"), "/withdraw"),
            ),
        ),
        "/receipts",
        "/looked",
    )


def receipts() -> tuple[sharing_views.ReceiptLine, ...]:
    at = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
    about = f"{_('To prepare advice')} · {_('Files I send')} · {commodity_names(BOTH)}"
    return tuple(
        sharing_views.ReceiptLine(at, action_name(action), about, "/receipt", how)
        for action, how in (
            (ConsentAction.ERASE, ""),
            (ConsentAction.WITHDRAW, channel_name(Channel.PHONE)),
            (ConsentAction.REFUSE, ""),
            (ConsentAction.GRANT, channel_name(Channel.PAPER)),
        )
    )


def receipt(language: str) -> sharing_views.ReceiptPage:
    w = speaking(language)
    asked = consent(language)
    return sharing_views.ReceiptPage(
        (
            Fact(_("What happened"), action_name(ConsentAction.WITHDRAW)),
            Fact(_("When"), w("21 November 2026, 10:04 am", "21 novembre 2026, 10 h 04")),
            Fact(_("What it is about"), f"{_('To prepare advice')} · {_('Files I send')} · {commodity_names(BOTH)}"),
            Fact(_("Which words"), _("Version %(version)s, kept word for word below", version=2)),
        ),
        (
            Fact(went_name("readings").capitalize(), w("17,520", "17\u00a0520")),
            Fact(went_name("files").capitalize(), "1"),
        ),
        asked.heading,
        asked.terms,
        "3f9a0c12b7de44aa" * 4,
        "3f9a0c12b7de",
        "/receipt",
    )


def moving_out(*, wrong: str = "", bill: bool = False) -> sharing_views.MovingOut:
    field = Field("left_on", _("From which day do you no longer live there?"), error=wrong, kind="date")
    enrolled = OnBill(
        uuid.UUID(int=4),
        "Example Power",
        Decimal("111.86"),
        date(2031, 12, 1),
        Decimal("5910.64"),
        OnMoving.STAYS_WITH_HOME,
    )
    return sharing_views.MovingOut(
        field,
        last=True,
        errors=(FieldError("left_on", wrong),) if wrong else (),
        on_bill=on_bill.before_moving((enrolled,), date(2027, 1, 15)) if bill else (),
    )


def left_homes(language: str) -> tuple[sharing_views.LeftHome, ...]:
    w = speaking(language)
    on, then = w("1 July 2026", "1er juillet 2026"), w("21 December 2026", "21 décembre 2026")
    return sharing_views.LeftHome("GH-2041", on, then, "/left"), sharing_views.LeftHome("GH-1024", on, then, "")


PAGES = {
    "who": Page(RESIDENT, "portal/who_sees.html", lambda lang: {"who": who_sees(lang)}),
    "receipts": Page(RESIDENT, "portal/receipts.html", lambda lang: {"receipts": receipts()}),
    "receipts_none": Page(RESIDENT, "portal/receipts.html", lambda lang: {"receipts": ()}),
    "receipt": Page(RESIDENT, "portal/receipt.html", lambda lang: {"receipt": receipt(lang)}),
    "moving_out": Page(RESIDENT, "portal/moving_out.html", lambda lang: {"moving": moving_out()}),
    "moving_out_on_bill": Page(RESIDENT, "portal/moving_out.html", lambda lang: {"moving": moving_out(bill=True)}),
    "moving_out_wrong": Page(
        RESIDENT,
        "portal/moving_out.html",
        lambda lang: {"moving": moving_out(wrong=speaking(lang)("Write the day.", "Écrivez le jour."))},
    ),
    "left": Page(RESIDENT, "portal/left_homes.html", lambda lang: {"left": left_homes(lang)}),
    "left_none": Page(RESIDENT, "portal/left_homes.html", lambda lang: {"left": ()}),
}
"""The pages of answers."""
