"""The list of formats files are read in, and what may be done with one that staff taught."""

from __future__ import annotations

import json
import uuid

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from utility_connectors import supplier_profiles
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.supplier_profiles import ProfileView
from web import current
from web.access import Access, access
from web.components import Chip, Tone
from web.formatting import TORONTO
from web.programme import views
from web.programme.blueprint import programme
from web.text import gettext as _

HEADER_SHOWN = 110


@programme.get("/formats")
@access(Access.PROGRAMME)
def formats() -> str:
    """Every format files are read in, those taught by staff first."""
    taught = supplier_profiles.listed(current.session())
    view = views.Formats(
        rows=tuple(_row(one) for one in taught),
        built_in=tuple(views.BuiltIn(profile.name, _header(profile.example)) for profile in KNOWN),
        teach_url=url_for("programme.format_new"),
    )
    return render_template("programme/formats.html", formats=view)


@programme.get("/formats/<uuid:profile_id>.json")
@access(Access.PROGRAMME)
def format_document(profile_id: uuid.UUID) -> FlaskResponse:
    """The format as a document, for `greener-homes inspect --profile`."""
    found = supplier_profiles.get(current.session(), profile_id)
    answer = FlaskResponse(json.dumps(found.document, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.json"'
    return answer


@programme.post("/formats/<uuid:profile_id>/retire")
@access(Access.PROGRAMME)
def format_retired(profile_id: uuid.UUID) -> Response:
    """No file is read in this format any more."""
    supplier_profiles.retire(current.session(), profile_id, by=current.person().id, now=current.now())
    flash(_("Retired. Files in this format are refused from now on; what was read stays."), "success")
    return redirect(url_for("programme.formats"), code=303)


def _row(one: ProfileView) -> views.Format:
    return views.Format(
        title=one.title,
        name=f"{one.name} · {one.version}",
        fingerprint=one.fingerprint,
        taught_on=one.created_at.astimezone(TORONTO).date(),
        used=one.used,
        used_at=one.last_used_at.astimezone(TORONTO) if one.last_used_at else None,
        state=Chip(_("In force"), Tone.OK) if one.is_in_force else Chip(_("Retired")),
        document_url=url_for("programme.format_document", profile_id=one.id),
        retire_url=url_for("programme.format_retired", profile_id=one.id) if one.is_in_force else "",
    )


def _header(example: str) -> str:
    """The line of the example that names its columns: the widest, shortened."""
    line = max(example.splitlines(), key=lambda text: sum(text.count(mark) for mark in ",;\t"))
    first = next(
        text
        for text in example.splitlines()
        if text.count(",") + text.count(";") >= line.count(",") + line.count(";") - 1
    )
    return first if len(first) <= HEADER_SHOWN else first[: HEADER_SHOWN - 1] + "…"
