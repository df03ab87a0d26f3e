"""Files on their way in: the form, and what was sent, kept sealed until it has been looked at."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes.errors import NotFound, Refusal
from utility_connectors import partner_files
from web import current, messages, sealed_body
from web.access import Access, access
from web.partners import views
from web.partners.blueprint import partners
from web.partners.tenancy import utility
from web.security import takes_partner_files
from web.text import gettext as _

MEGABYTE = 1_000_000


@partners.get("/files/send")
@access(Access.UTILITY)
def send() -> str:
    """The form to send a file; with `corrects`, one that corrects a stored file of the organisation."""
    organisation, corrected = utility(), _corrected()
    if corrected is not None:
        partner_files.get(current.session(), organisation.id, corrected)
    return render_template("partners/send.html", send=_send(corrected))


@partners.post("/files/send")
@access(Access.UTILITY)
@takes_partner_files
def sent() -> Response | tuple[str, int]:
    """The file waits to be looked at; nothing of it is stored until its sender says so."""
    organisation, corrected = utility(), _corrected()
    try:
        file, named = sealed_body.received("file", largest=current.settings().partner_upload_max_bytes)
    except Refusal as refusal:
        error = messages.sentence(refusal.code.code, refusal.facts)
        return render_template("partners/send.html", send=_send(corrected, error=error)), 422
    run = partner_files.accept(
        current.session(),
        current.vault(),
        organisation.id,
        file,
        named=named,
        idempotency_key=None,
        commit=False,
        actor=current.person().actor,
        now=current.now(),
        supersedes=corrected,
    )
    return redirect(url_for("partners.file", file_id=run.id), code=303)


def _corrected() -> uuid.UUID | None:
    wanted = request.args.get("corrects")
    try:
        return uuid.UUID(wanted) if wanted else None
    except ValueError:
        raise NotFound from None


def _send(corrected: uuid.UUID | None, *, error: str = "") -> views.Send:
    largest = current.settings().partner_upload_max_bytes // MEGABYTE
    return views.Send(
        heading=_("Send a corrected file") if corrected else _("Send a file"),
        url=url_for("partners.sent", corrects=corrected) if corrected else url_for("partners.sent"),
        back_url=url_for("partners.files"),
        hint=_("CSV, Green Button XML or a ZIP of them, up to %(size)s MB.", size=largest),
        error=error,
        guide=(
            _("One row a reading: account_number, meter_id, commodity, interval_start, interval_end, quantity, unit."),
            _("Account and meter exactly as on the bill. A pair that differs by a space is nobody’s."),
            _("Times with their offset, such as 2026-10-31T00:00:00-04:00. Without one they are Toronto time."),
            _("Rows of anybody who has not agreed are counted and dropped. Better to leave them out: see Customers."),
        ),
    )
