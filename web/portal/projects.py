"""My projects: work begun from the plan, carried through to done and checked, and what it brought."""

from __future__ import annotations

import re
import uuid
from datetime import date

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.projects import codes_projects as codes
from coach.projects import (
    deadlines,
    moves,
    notes,
    outcomes,
    predictions,
    project_photos,
    projects,
    quotes,
    rebate_steps,
    starting,
    step_marks,
)
from coach.projects.projects import ProjectView
from coach.referrals import lists as referral_lists
from greener_homes import homes, organisations
from greener_homes.errors import NotFound, Refusal
from greener_homes.local_days import LOCAL
from web import asked_about, current, forms, i18n, messages, photos_sent, project_moves
from web import project_shown as shown
from web.access import Access, access
from web.components import FieldError
from web.portal import project_views as views
from web.portal.blueprint import portal
from web.security import takes_uploads
from web.text import gettext as _

OF_PHOTOS = (codes.NO_PHOTO.code, codes.TOO_MANY_PHOTOS.code, "photo.kind", "photo.large", "question.too_many_photos")
OF_STEPS = (codes.STEP_LATER.code, codes.STEP_BEFORE.code, forms.BAD_DATE.code)
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


@portal.get("/projects")
@access(Access.RESIDENT)
def projects_shown() -> str:
    """The household's projects, those under way first."""
    language, today = i18n.language(), _today()
    found = projects.of_home(current.session(), current.home().id)
    lines = [(one, views.line(one, _title(one), _dues(one), today, language)) for one in found]
    page = views.Projects(
        tuple(line for one, line in lines if one.is_under_way),
        tuple(line for one, line in lines if not one.is_under_way),
        url_for("portal.plan"),
    )
    return render_template("portal/projects.html", projects=page)


@portal.post("/projects")
@access(Access.RESIDENT)
def project_started() -> Response:
    """Work of the plan has become a project."""
    wanted = [each for each in request.form.getlist("measure") if NAME.fullmatch(each)]
    made = starting.start(current.session(), current.home().id, wanted, actor=current.person().actor, now=current.now())
    flash(_("Begun. What we predicted is kept with it, so that later can be held to it."), "success")
    return redirect(url_for("portal.project", project_id=made), code=303)


@portal.get("/projects/<uuid:project_id>")
@access(Access.RESIDENT)
def project(project_id: uuid.UUID) -> str:
    """One project. Another household's is not found."""
    return _page(project_id)


@portal.post("/projects/<uuid:project_id>/move")
@access(Access.RESIDENT)
def project_moved(project_id: uuid.UUID) -> Response | tuple[str, int]:
    """The project is where the household says it is; or the page comes back with what to mend."""
    try:
        wanted = project_moves.asked(request.form, without_act=codes.NOT_ALLOWED)
        reached = moves.move(
            current.session(),
            current.vault(),
            current.home().id,
            project_id,
            wanted,
            actor=current.person().actor,
            now=current.now(),
        )
    except Refusal as refusal:
        if refusal.code.code not in project_moves.FIELD_OF:
            raise
        error = FieldError(
            project_moves.FIELD_OF[refusal.code.code], messages.sentence(refusal.code.code, refusal.facts)
        )
        return _page(project_id, error), 422
    if reached.value == "done":
        flash(_("Noted. Is it as it should be?"), "success")
    else:
        flash(_("Noted."), "success")
    return redirect(url_for("portal.project", project_id=project_id), code=303)


@portal.post("/projects/<uuid:project_id>/step")
@access(Access.RESIDENT)
def project_step(project_id: uuid.UUID) -> Response | tuple[str, int]:
    """A step to a rebate was done on a day, or was not."""
    path, step = request.form.get("path", ""), request.form.get("step", "")
    if not (NAME.fullmatch(path) and NAME.fullmatch(step)):
        raise NotFound
    undone = request.form.get("undo") == "yes"
    home, actor = current.home().id, current.person().actor
    try:
        on = None if undone else forms.day(request.form, "on") or _today()
        step_marks.mark(current.session(), home, project_id, path, step, on, actor=actor, now=current.now())
    except Refusal as refusal:
        if refusal.code.code not in OF_STEPS:
            raise
        return _page(project_id, FieldError("step", messages.sentence(refusal.code.code, refusal.facts))), 422
    flash(_("Noted."), "success")
    return redirect(url_for("portal.project", project_id=project_id, _anchor="rebates"), code=303)


@portal.post("/projects/<uuid:project_id>/photos")
@access(Access.RESIDENT)
@takes_uploads
def project_photos_sent(project_id: uuid.UUID) -> Response | tuple[str, int]:
    """The photos are with the project."""
    home, actor = current.home().id, current.person().actor
    try:
        sent = photos_sent.photos("photos")
        project_photos.add(current.session(), current.vault(), home, project_id, sent, actor=actor, now=current.now())
    except Refusal as refusal:
        if refusal.code.code not in OF_PHOTOS:
            raise
        return _page(project_id, FieldError("photos", messages.sentence(refusal.code.code, refusal.facts))), 422
    flash(_("Kept with your project."), "success")
    return redirect(url_for("portal.project", project_id=project_id, _anchor="photos"), code=303)


@portal.get("/projects/<uuid:project_id>/photos/<uuid:photo_id>")
@access(Access.RESIDENT)
def project_photo(project_id: uuid.UUID, photo_id: uuid.UUID) -> FlaskResponse:
    """A photo or PDF of the household's own project. Another's is not found."""
    home, actor = current.home().id, current.person().actor
    found = project_photos.read(current.session(), current.vault(), home, photo_id, actor, now=current.now())
    return asked_about.photo_response(found, f"photo-{str(photo_id)[-12:]}")


@portal.post("/projects/<uuid:project_id>/photos/<uuid:photo_id>/remove")
@access(Access.RESIDENT)
def project_photo_removed(project_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    """The photo is gone."""
    home, actor = current.home().id, current.person().actor
    project_photos.remove(current.session(), home, project_id, photo_id, actor=actor, now=current.now())
    flash(_("Taken away."), "success")
    return redirect(url_for("portal.project", project_id=project_id, _anchor="photos"), code=303)


@portal.post("/projects/<uuid:project_id>/reminders")
@access(Access.RESIDENT)
def project_silenced(project_id: uuid.UUID) -> Response:
    """No more reminders of this project, or again."""
    on, home, actor = request.form.get("quiet") == "yes", current.home().id, current.person().actor
    moves.silence(current.session(), home, project_id, on=on, actor=actor, now=current.now())
    flash(_("No more reminders of this project.") if on else _("You are reminded again."), "success")
    return redirect(url_for("portal.project", project_id=project_id), code=303)


def _page(project_id: uuid.UUID, *errors: FieldError) -> str:
    session, home = current.session(), current.home()
    found = projects.get(session, home.id, project_id)
    predicted = predictions.of_project(session, project_id)
    done, today = rebate_steps.done_of(session, project_id), _today()
    told = views.Told(
        found,
        _title(found),
        predicted,
        quotes.of_project(session, current.vault(), project_id),
        rebate_steps.ways(found, predicted, done, rebate_steps.programmes(session, today), today),
        outcomes.of_project(session, project_id),
        project_photos.of_project(session, project_id),
        notes.of_project(session, current.vault(), project_id),
        projects.history(session, project_id),
        today,
        funded=tuple(
            (organisations.get(session, lender).name, on)
            for lender, on in referral_lists.funded(session, home.id, found.measures)
        ),
    )
    given = project_moves.typed(request.form) if errors else {}
    return render_template("portal/project.html", project=views.page(told, given, errors, i18n.language()))


def _dues(found: ProjectView) -> tuple[deadlines.Due, ...]:
    due = deadlines.known(current.session(), found.id)
    return (due,) if due is not None else ()


def _title(found: ProjectView) -> str:
    facts = {fact.name: fact.value for fact in homes.known_facts(current.session(), found.home_id)}
    return shown.title(found.measures, i18n.language(), facts)


def _today() -> date:
    return current.now().astimezone(LOCAL).date()
