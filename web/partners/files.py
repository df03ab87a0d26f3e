"""Files that were sent: the list, and one file with what it holds, what was refused and what can be done."""

from __future__ import annotations

import uuid

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from greener_homes.errors import NotFound
from utility_connectors import partner_files
from utility_connectors.partner_files import PartnerFileContent, PartnerFileState, PartnerFileView
from web import current, i18n, report_csv
from web.access import Access, access
from web.components import Chip, Tone
from web.formatting import TORONTO, number
from web.partners import views
from web.partners.blueprint import partners
from web.partners.file_shown import as_csv, shown
from web.partners.tenancy import utility
from web.text import gettext as _

PAGE = 50


@partners.get("/files")
@access(Access.UTILITY)
def files() -> str:
    """The organisation's files, newest first."""
    before = request.args.get("before")
    found = partner_files.history(
        current.session(), utility().id, limit=PAGE + 1, before=_id(before) if before else None
    )
    older = url_for("partners.files", before=found[PAGE - 1].id) if len(found) > PAGE else ""
    page = views.Files(tuple(row(run) for run in found[:PAGE]), url_for("partners.send"), older)
    return render_template("partners/files.html", files=page)


@partners.get("/files/<uuid:file_id>")
@access(Access.UTILITY)
def file(file_id: uuid.UUID) -> str:
    """Where one file of the organisation's stands, what it holds, and what can be done now."""
    run = partner_files.get(current.session(), utility().id, file_id)
    if run.content is not PartnerFileContent.USAGE:
        raise NotFound
    report = partner_files.report(current.session(), utility().id, file_id, vault=current.vault())
    page = shown(run, report, keeps_rejects=_keeps_rejects(file_id))
    return render_template("partners/file.html", file=page)


@partners.post("/files/<uuid:file_id>/commit")
@access(Access.UTILITY)
def file_committed(file_id: uuid.UUID) -> Answer:
    """What was looked at will be stored."""
    partner_files.commit(current.session(), utility().id, file_id, actor=current.person().actor, now=current.now())
    return redirect(url_for("partners.file", file_id=file_id), code=303)


@partners.post("/files/<uuid:file_id>/cancel")
@access(Access.UTILITY)
def file_cancelled(file_id: uuid.UUID) -> Answer:
    """The file is gone; nothing of it was stored."""
    partner_files.cancel(
        current.session(), current.vault(), utility().id, file_id, actor=current.person().actor, now=current.now()
    )
    flash(_("The file is deleted. Nothing of it was stored."), "success")
    return redirect(url_for("partners.files"), code=303)


@partners.get("/files/<uuid:file_id>/rejects.csv")
@access(Access.UTILITY)
def file_rejects(file_id: uuid.UUID) -> Response:
    """The refused rows as they were sent, with the reason in a last column."""
    content = b"".join(partner_files.rejects_file(current.session(), current.vault(), utility().id, file_id))
    return as_csv(content, f"rejects-{file_id}.csv")


@partners.get("/files/<uuid:file_id>/report.csv")
@access(Access.UTILITY)
def file_report(file_id: uuid.UUID) -> Response:
    """Every refused row that was kept count of: line, column, code, what customers who agreed had there, and why."""
    report = partner_files.report(current.session(), utility().id, file_id, vault=current.vault())
    content = "".join(report_csv.written(report.rows, i18n.language())).encode()
    return as_csv(content, f"report-{file_id}.csv")


def row(run: PartnerFileView) -> views.FileRow:
    """One file in a list."""
    states = {
        PartnerFileState.RECEIVED: Chip(_("Being looked at"), Tone.INFO, "clock"),
        PartnerFileState.CHECKED: Chip(_("Waits for you"), Tone.WARN),
        PartnerFileState.RUNNING: Chip(_("Being stored"), Tone.INFO, "clock"),
        PartnerFileState.STORED: Chip(_("Stored"), Tone.OK),
        PartnerFileState.REJECTED: Chip(_("Could not be read"), Tone.BAD),
        PartnerFileState.CANCELLED: Chip(_("Not stored")),
    }
    language = i18n.language()
    rows = run.counts.get("rows")
    said = (
        _("%(kept)s of %(rows)s", kept=number(run.counts.get("kept", 0), language), rows=number(rows, language))
        if rows is not None
        else "–"
    )
    return views.FileRow(
        when=run.received_at.astimezone(TORONTO),
        href=url_for("partners.file", file_id=run.id),
        state=states[run.state],
        rows=said,
        reference=str(run.id)[-12:],
    )


def _keeps_rejects(file_id: uuid.UUID) -> bool:
    try:
        lines = partner_files.rejects_file(current.session(), current.vault(), utility().id, file_id)
    except NotFound:
        return False
    return sum(1 for _line in lines) > 1  # the first is the header


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None
