"""Files on their way in: sending one, and watching it arrive."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import jobs
from utility_connectors import imports
from utility_connectors.imports import ImportState, ImportView
from web import current, i18n, messages
from web import opportunity as numbers
from web.access import Access, access
from web.components import Fact, Link, Problem, Step, StepState
from web.formatting import TORONTO, number
from web.portal import brought_views
from web.portal.blueprint import portal
from web.portal.sharing import connect_view
from web.security import takes_uploads
from web.text import gettext as _
from web.uploads import SealedPart
from web.words.fact_values import spoken

DELAYED_AFTER_S = 60


@portal.post("/sharing/upload")
@access(Access.RESIDENT)
@takes_uploads
def upload() -> Response | tuple[str, int]:
    """The file waits to be read, sealed; the page to watch it is next."""
    home = current.home()
    part = request.files.get("file")
    if part is None or not part.filename or not isinstance(part.stream, SealedPart):
        return _upload_again(_("Choose a file first. Nothing was sent."))
    file = part.stream.finish()
    if file.size == 0:
        current.vault().discard(file.name)
        return _upload_again(_("That file is empty. Nothing was stored."))
    if file.size > current.settings().upload_max_bytes:
        current.vault().discard(file.name)
        return _upload_again(_("That file is larger than we take. Nothing was stored."))
    run = imports.accept(
        current.session(),
        current.vault(),
        home.id,
        file,
        actor=current.person().actor,
        now=current.now(),
        named=part.filename,
    )
    return redirect(url_for("portal.import_shown", run_id=run.id), code=303)


@portal.get("/sharing/imports/<uuid:run_id>")
@access(Access.RESIDENT)
def import_shown(run_id: uuid.UUID) -> str | tuple[str, int]:
    """Where an import stands, what came in, or why it was refused; 204 for who asks whether it is `still` there."""
    run = imports.get(current.session(), current.home().id, run_id)
    state = _state(run)
    if request.args.get("still") == state.value:
        return "", 204
    return render_template("portal/import.html", run=_import(run, state))


def _upload_again(error: str) -> tuple[str, int]:
    return render_template("portal/connect.html", connect=connect_view(current.home(), error=error)), 422


def _import(run: ImportView, state: brought_views.ImportState) -> brought_views.Import:
    return brought_views.Import(
        state=state,
        file_kind=_kind(run.format),
        received_at=run.received_at.astimezone(TORONTO),
        steps=_import_steps(state),
        counts=_counts(run),
        findings=tuple(
            messages.sentence(str(found["code"]), spoken(numbers.facts_of(found), i18n.language()))
            for found in run.findings
        ),
        problem=_problem(run),
        here_url=url_for("portal.import_shown", run_id=run.id),
        next=Link(_("See my energy"), url_for("portal.energy")) if run.kept else None,
        again_url=url_for("portal.sharing") if run.is_finished else "",
        reference=str(run.id)[-12:],
    )


def _kind(read_as: str | None) -> str:
    """What kind of file it turned out to be; empty until it has been read."""
    if read_as is None:
        return ""
    return _("Green Button file") if read_as == "green-button" else _("Usage file")


def _state(run: ImportView) -> brought_views.ImportState:
    if run.is_finished:
        return (
            brought_views.ImportState.STORED if run.state is ImportState.STORED else brought_views.ImportState.REJECTED
        )
    work = jobs.state_of(current.session(), "import.run", run.id)
    if work is None or work.was_given_up:
        return brought_views.ImportState.DELAYED
    waited = (current.now() - run.received_at).total_seconds()
    if waited > DELAYED_AFTER_S:
        return brought_views.ImportState.DELAYED
    return brought_views.ImportState.READING if work.started_at else brought_views.ImportState.RECEIVED


def _import_steps(state: brought_views.ImportState) -> tuple[Step, ...]:
    names = (_("Received"), _("Being read"), _("Stored"))
    reached = {
        brought_views.ImportState.RECEIVED: 0,
        brought_views.ImportState.READING: 1,
        brought_views.ImportState.DELAYED: 1,
        brought_views.ImportState.STORED: 3,
        brought_views.ImportState.REJECTED: 1,
    }[state]
    return tuple(
        Step(name, StepState.DONE if place < reached else StepState.NOW if place == reached else StepState.NEXT)
        for place, name in enumerate(names)
    )


def _counts(run: ImportView) -> tuple[Fact, ...]:
    labels = (
        ("added", _("New readings")),
        ("replaced", _("Corrected readings")),
        ("repeated", _("Readings we already had")),
        ("rejected", _("Readings we could not use")),
        ("before_move_in", _("From before you moved in, left out")),
        ("after_move_out", _("From after you moved out, left out")),
        ("not_consented", _("Of a kind not agreed to, left out")),
    )
    return tuple(
        Fact(label, number(run.counts[name], i18n.language()))
        for name, label in labels
        if run.counts.get(name) or (name == "added" and run.counts)
    )


def _why_refused(code: str, facts: Mapping[str, object]) -> str:
    """The refusal in words. One that only points to another code is said as that one: codes are not for reading."""
    reason = str(facts.get("reason", ""))
    return messages.sentence(reason if reason in messages.register() else code, facts)


def _problem(run: ImportView) -> Problem | None:
    if run.code is None:
        return None
    return Problem(
        status=422,
        heading=_("We could not read this file"),
        what=_why_refused(run.code, spoken(run.facts, i18n.language())),
        safe=_("Nothing from it was stored. What you sent before is safe."),
        todo=(
            _("Download the file again from your utility, and send it as it is."),
            _("If it happens again, tell us the reference below."),
        ),
        reference=str(run.id)[-12:],
    )
