"""Files in: send one, look before it is stored, follow it, read what was refused and why, send that again."""

from __future__ import annotations

import re
import uuid

from flask import Response, jsonify, request, url_for

from greener_homes.errors import Refusal
from greener_homes.partner_clients import Scope
from utility_connectors import partner_files
from utility_connectors.partner_files import PartnerFileView
from web import current, messages, problems, report_csv, sealed_body
from web.access import Access, access
from web.api_codes import IDEMPOTENCY_KEY
from web.partner_api.blueprint import api
from web.partner_api.describe import Header, Operation, described, query_as
from web.partner_api.guard import caller, needs
from web.partner_api.models import (
    FindingDocument,
    HistoryQuery,
    ImportDocument,
    ImportsDocument,
    RejectDocument,
    ReportDocument,
    UploadQuery,
)
from web.security import takes_partner_files
from web.words.mending import mending

KEY = re.compile(r"[!-~]{1,255}")
KEY_MAXIMUM = 255


@api.post("/imports")
@access(Access.CLIENT)
@needs(Scope.IMPORTS_WRITE)
@takes_partner_files
@described(
    Operation(
        "Send a file",
        {202: ImportDocument},
        text="One part named `file` of a form, or the body itself. With `commit=false` the file is read and counted, "
        "and stored only when you say so. The same key with the same file is the same import.",
        query=UploadQuery,
        takes_file=True,
        headers=(Header("Idempotency-Key", "A name of yours for this file, new for each new file."),),
        refuses=(400, 409, 413, 415, 422),
    )
)
def import_sent() -> tuple[Response, int, dict[str, str]]:
    """The file waits to be read, sealed; where to follow it is told once that is on record."""
    key = request.headers.get("Idempotency-Key", "")
    if KEY.fullmatch(key) is None:
        raise Refusal(IDEMPOTENCY_KEY, maximum=KEY_MAXIMUM)
    asked = query_as(UploadQuery)
    file, named = sealed_body.received("file", largest=current.settings().partner_upload_max_bytes)
    client = caller().client
    run = partner_files.accept(
        current.session(),
        current.vault(),
        client.organisation_id,
        file,
        named=named,
        idempotency_key=key,
        commit=asked.commit,
        actor=client.actor,
        now=current.now(),
        supersedes=asked.supersedes,
    )
    where = url_for("api.import_shown", file_id=run.id)
    return jsonify(_document(run).model_dump(mode="json")), 202, {"Location": where}


@api.get("/imports")
@access(Access.CLIENT)
@needs(Scope.IMPORTS_READ)
@described(Operation("List your files", {200: ImportsDocument}, query=HistoryQuery, refuses=(400,)))
def imports_listed() -> Response:
    """The organisation's files, newest first, a page at a time."""
    asked = query_as(HistoryQuery)
    found = partner_files.history(
        current.session(), caller().client.organisation_id, limit=asked.limit + 1, before=asked.before
    )
    shown = list(found[: asked.limit])
    more = None
    if len(found) > asked.limit:
        more = url_for("api.imports_listed", limit=asked.limit, before=shown[-1].id)
    return jsonify(ImportsDocument(items=[_document(run) for run in shown], next=more).model_dump(mode="json"))


@api.get("/imports/<uuid:file_id>")
@access(Access.CLIENT)
@needs(Scope.IMPORTS_READ)
@described(Operation("Follow one file", {200: ImportDocument}, refuses=(404,)))
def import_shown(file_id: uuid.UUID) -> Response:
    """Where one file of the organisation's stands."""
    run = partner_files.get(current.session(), caller().client.organisation_id, file_id)
    return jsonify(_document(run).model_dump(mode="json"))


@api.post("/imports/<uuid:file_id>/commit")
@access(Access.CLIENT)
@needs(Scope.IMPORTS_WRITE)
@described(Operation("Store what was looked at", {202: ImportDocument}, refuses=(404, 409)))
def import_committed(file_id: uuid.UUID) -> tuple[Response, int, dict[str, str]]:
    """A file that was only looked at will be stored. Saying it twice changes nothing."""
    client = caller().client
    run = partner_files.commit(
        current.session(), client.organisation_id, file_id, actor=client.actor, now=current.now()
    )
    where = url_for("api.import_shown", file_id=run.id)
    return jsonify(_document(run).model_dump(mode="json")), 202, {"Location": where}


@api.delete("/imports/<uuid:file_id>")
@access(Access.CLIENT)
@needs(Scope.IMPORTS_WRITE)
@described(Operation("Cancel a file that is not stored yet", {200: ImportDocument}, refuses=(404, 409)))
def import_cancelled(file_id: uuid.UUID) -> Response:
    """The file is gone, and nothing of it was stored."""
    client = caller().client
    run = partner_files.cancel(
        current.session(),
        current.vault(),
        client.organisation_id,
        file_id,
        actor=client.actor,
        now=current.now(),
    )
    return jsonify(_document(run).model_dump(mode="json"))


@api.get("/imports/<uuid:file_id>/report")
@access(Access.CLIENT)
@needs(Scope.IMPORTS_READ)
@described(
    Operation(
        "Read what was refused, row by row",
        {200: ReportDocument},
        text="With `Accept: text/csv` the rows come as CSV.",
        refuses=(404,),
    )
)
def import_report(file_id: uuid.UUID) -> Response:
    """Why rows were refused: exact counts, and the first rows with line, column and code."""
    found = partner_files.report(current.session(), caller().client.organisation_id, file_id, vault=current.vault())
    said = problems.language()
    if request.accept_mimetypes.best_match(["application/json", report_csv.MEDIA_TYPE]) == report_csv.MEDIA_TYPE:
        return Response(report_csv.written(found.rows, said), mimetype=report_csv.MEDIA_TYPE)
    rows = [
        RejectDocument(
            line=row.line,
            column=row.column,
            code=row.code,
            value=row.value,
            sentence=mending(row.code, said),
        )
        for row in found.rows
    ]
    return jsonify(
        ReportDocument(
            id=file_id, counts=dict(found.counts), rows=rows, shown=len(rows), total=sum(found.counts.values())
        ).model_dump(mode="json")
    )


@api.get("/imports/<uuid:file_id>/rejects")
@access(Access.CLIENT)
@needs(Scope.IMPORTS_READ)
@described(
    Operation(
        "Fetch refused rows in your own format",
        {200: report_csv.MEDIA_TYPE},
        text="Your header, your columns, and a last one that names the code. Only customers whose permission stands.",
        refuses=(404, 409),
    )
)
def import_rejects(file_id: uuid.UUID) -> Response:
    """The refused rows as they were sent, to mend and send again."""
    content = partner_files.rejects_file(current.session(), current.vault(), caller().client.organisation_id, file_id)
    headers = {"Content-Disposition": f'attachment; filename="rejects-{file_id}.csv"'}
    return Response(b"".join(content), mimetype=report_csv.MEDIA_TYPE, headers=headers)


def _document(run: PartnerFileView) -> ImportDocument:
    said = problems.language()
    links = {"self": url_for("api.import_shown", file_id=run.id)}
    links |= {name: url_for(f"api.import_{name}", file_id=run.id) for name in ("report", "rejects") if run.is_finished}
    if run.state is partner_files.PartnerFileState.CHECKED:
        links["commit"] = url_for("api.import_committed", file_id=run.id)
    return ImportDocument(
        id=run.id,
        state=run.state.value,
        format=run.format,
        sha256=run.sha256,
        size_bytes=run.size_bytes,
        counts=dict(run.counts),
        findings=[_finding(dict(found), said) for found in run.findings],
        code=run.code,
        reason=messages.sentence(run.code, run.facts, said) if run.code else None,
        progress=run.progress,
        received_at=run.received_at,
        finished_at=run.finished_at,
        supersedes=run.supersedes,
        links=links,
    )


def _finding(found: dict[str, object], said: str) -> FindingDocument:
    kept = found.get("facts")
    facts = dict(kept) if isinstance(kept, dict) else {}
    code = str(found["code"])
    return FindingDocument(
        code=code, severity=str(found["severity"]), facts=facts, sentence=messages.sentence(code, facts, said)
    )
