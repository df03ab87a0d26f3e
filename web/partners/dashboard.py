"""A utility's first page: how its feed is doing, in one sentence, three figures and the last files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import render_template, url_for

from utility_connectors import partner_files
from utility_connectors.partner_files import PartnerFileState, PartnerFileView
from web import current, i18n
from web.access import Access, access
from web.components import Notice, Tone
from web.formatting import TORONTO, day, number
from web.partners import views
from web.partners.blueprint import partners
from web.partners.files import row
from web.text import gettext as _
from web.text import ngettext

LAST = 5
LOOKED_BACK = 50
QUIET_AFTER = timedelta(days=3)
"""How long a feed may be silent before its page says so."""
REFUSED_SHARE = 0.02
"""The share of refused rows from which a file deserves a word."""


@partners.get("/")
@access(Access.UTILITY)
def dashboard() -> str:
    """How the feed of the signed-in person's utility is doing."""
    organisation = current.organisation()
    if organisation is None:
        page = views.Dashboard(
            "",
            _("Your sign-in belongs to no organisation yet."),
            _("Ask the program to add you to your organisation, then sign in again."),
        )
        return render_template("partners/dashboard.html", dashboard=page)
    past = partner_files.history(current.session(), organisation.id, limit=LOOKED_BACK)
    stored = [run for run in past if run.state is PartnerFileState.STORED]
    heading, lead = _said(past, stored)
    page = views.Dashboard(
        organisation=organisation.name,
        heading=heading,
        lead=lead,
        figures=_figures(stored),
        health=_health(past, stored),
        files=tuple(row(run) for run in past[:LAST]),
        send_url=url_for("partners.send"),
        all_url=url_for("partners.files"),
        decide_url=_decide_url(past),
    )
    return render_template("partners/dashboard.html", dashboard=page)


def _decide_url(past: Sequence[PartnerFileView]) -> str:
    """The page of the file that has waited longest for its sender's yes."""
    waiting = [run for run in past if run.state is PartnerFileState.CHECKED]
    return url_for("partners.file", file_id=waiting[-1].id) if waiting else ""


def _said(past: Sequence[PartnerFileView], stored: Sequence[PartnerFileView]) -> tuple[str, str]:
    waiting = sum(run.state is PartnerFileState.CHECKED for run in past)
    if waiting:
        heading = ngettext("One file waits for your yes.", "%(num)s files wait for your yes.", waiting)
        return heading, _("We have looked at it. Nothing is stored until you decide.")
    if not stored:
        return _("Nothing from you is stored yet."), _("Send a first file, by hand or with your own software.")
    on = day(stored[0].received_at.astimezone(TORONTO).date(), i18n.language())
    if current.now() - stored[0].received_at > QUIET_AFTER:
        return _("Your feed has been quiet since %(on)s.", on=on), _(
            "Residents see their last readings with that date."
        )
    return _("Your feed is up to date."), _("The last file that is stored came on %(on)s.", on=on)


def _figures(stored: Sequence[PartnerFileView]) -> tuple[views.Figure, ...]:
    if not stored:
        return ()
    language, last = i18n.language(), stored[0].counts
    return (
        views.Figure(
            _("Homes in the last file"),
            number(last.get("homes", 0), language),
            _("Customers of yours who agreed and are matched."),
        ),
        views.Figure(
            _("Rows kept"),
            number(last.get("kept", 0), language),
            _("Of %(rows)s in the last file.", rows=number(last.get("rows", 0), language)),
        ),
        views.Figure(
            _("Rows to mend"),
            number(last.get("refused", 0), language),
            _("In the last file. The page of the file says which and why."),
        ),
    )


def _health(past: Sequence[PartnerFileView], stored: Sequence[PartnerFileView]) -> tuple[Notice, ...]:
    found = []
    unread = sum(run.state is PartnerFileState.REJECTED for run in past[:LAST])
    if unread:
        text = ngettext(
            "One of the last files could not be read.", "%(num)s of the last files could not be read.", unread
        )
        found.append(Notice(Tone.BAD, text, (_("Open it to see why. Nothing from it was stored."),)))
    if stored:
        counts = stored[0].counts
        rows = counts.get("rows", 0)
        if rows and counts.get("refused", 0) / rows > REFUSED_SHARE:
            text = _("More rows than usual were refused in the last file.")
            found.append(Notice(Tone.WARN, text, (_("Its page counts them by reason."),)))
        if counts.get("accounts_not_customers"):
            text = _("The last file held people who are not here.")
            line = _("They were counted and dropped. Your export can leave them out: the API lists who agreed.")
            found.append(Notice(Tone.INFO, text, (line,)))
    return tuple(found)
