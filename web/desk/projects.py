"""Projects at the desk: those that need a hand, and one with its quotes, steps and results, which a coach may move."""

from __future__ import annotations

import re
import uuid
from datetime import date

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.cases import review
from coach.projects import codes_projects as codes
from coach.projects import (
    hands,
    moves,
    notes,
    outcomes,
    predictions,
    project_photos,
    projects,
    quote_flags,
    quotes,
    rebate_steps,
)
from coach.projects.hands import Which
from greener_homes import audit, homes
from greener_homes.errors import Refusal
from greener_homes.local_days import LOCAL
from web import asked_about, current, forms, i18n, messages, project_moves
from web import project_shown as shown
from web.access import Access, access
from web.components import Field, FieldError, Link
from web.desk import project_views as views
from web.desk.blueprint import desk
from web.text import gettext as _

PAGE = re.compile("[1-9][0-9]{0,3}")
FIELD_OF = {**project_moves.FIELD_OF, codes.NOT_ALLOWED.code: "act", forms.BAD_CHOICE.code: "act"}
"""Which field a refusal is about: what to do is chosen from a list here."""


@desk.get("/projects")
@access(Access.COACH)
def projects_list() -> str:
    """Projects that need a hand; that their homes were listed is on record."""
    session, now = current.session(), current.now()
    which = forms.choice(request.args, "list", Which) or Which.ALL
    asked_for = request.args.get("page", "1")
    page = hands.listed(session, which, page=int(asked_for) if PAGE.fullmatch(asked_for) else 1, now=now)
    seen = {hand.project.home_id for hand in page.hands}
    actor = current.person().actor
    audit.record_looks(session, actor, audit.Action.PROJECT_VIEWED, seen, at=now, purpose="project")
    view = views.hand_list(page, which, hands.counts(session, now=now), _today())
    return render_template("desk/projects.html", hands=view)


@desk.get("/projects/<uuid:project_id>")
@access(Access.COACH)
def project(project_id: uuid.UUID) -> str:
    """One project; that the coach looked is on record for the household."""
    return _page(project_id)


@desk.post("/projects/<uuid:project_id>/move")
@access(Access.COACH)
def project_moved(project_id: uuid.UUID) -> Response | tuple[str, int]:
    """The project is where the coach says it is; or the page comes back with what to mend."""
    try:
        wanted = project_moves.asked(request.form, without_act=forms.BAD_CHOICE)
        session, vault = current.session(), current.vault()
        moves.move(session, vault, None, project_id, wanted, actor=current.person().actor, now=current.now())
    except Refusal as refusal:
        if refusal.code.code not in FIELD_OF:
            raise
        error = FieldError(FIELD_OF[refusal.code.code], messages.sentence(refusal.code.code, refusal.facts))
        return _page(project_id, error), 422
    flash(_("Noted. The household sees it."), "success")
    return redirect(url_for("desk.project", project_id=project_id), code=303)


@desk.get("/projects/photos/<uuid:photo_id>")
@access(Access.COACH)
def project_photo(photo_id: uuid.UUID) -> FlaskResponse:
    """A photo or PDF of a project; that it was opened is on record for the household."""
    actor = current.person().actor
    found = project_photos.read(current.session(), current.vault(), None, photo_id, actor, now=current.now())
    return asked_about.photo_response(found, f"photo-{str(photo_id)[-12:]}")


def _page(project_id: uuid.UUID, *errors: FieldError) -> str:
    session, vault, language = current.session(), current.vault(), i18n.language()
    found = projects.for_coach(session, current.person().actor, project_id, now=current.now())
    predicted, today = predictions.of_project(session, project_id), _today()
    kept = quotes.of_project(session, vault, project_id)
    done, known = rebate_steps.done_of(session, project_id), rebate_steps.programmes(session, today)
    ways = rebate_steps.ways(found, predicted, done, known, today)
    case = review.latest(session, found.home_id)
    reference = homes.get(session, found.home_id).reference
    hand = next((one for one in hands.of_home(session, found.home_id) if one.project.id == found.id), None)
    given = project_moves.typed(request.form)
    wrong = {error.field: error.text for error in errors}
    view = views.DeskProject(
        title=shown.title(found.measures, language, {}),
        home=reference,
        state=shown.state_chip(found.state.value, language),
        due=views.due_line(hand),
        case=Link(_("Open the case of %(home)s", home=reference), url_for("desk.case", review_id=case.id))
        if case
        else None,
        quotes=tuple(shown.quote_shown(each, predicted, found.measures, today, language) for each in kept),
        quotes_said=tuple(shown.sentence(each, language) for each in quote_flags.about_all(kept)),
        usual=shown.usual_price(predicted, found.measures, language),
        ways=tuple(shown.way_shown(each, today, language) for each in ways),
        outcomes=tuple(shown.outcome_shown(each, language) for each in outcomes.of_project(session, project_id)),
        photos=tuple(
            Link(_("Photo %(place)s", place=place), url_for("desk.project_photo", photo_id=each.id))
            for place, each in enumerate(project_photos.of_project(session, project_id), 1)
        ),
        notes=views.written(notes.of_project(session, vault, project_id)),
        history=views.history(projects.history(session, project_id)),
        payments_url=url_for("desk.project_payments", project_id=project_id),
        move_url=url_for("desk.project_moved", project_id=project_id),
        acts=views.acts_of(found.state, given["act"]),
        reasons=views.reasons(given["reason"]),
        booked=Field("booked_for", _("Booked for"), given["booked_for"], "", wrong.get("booked_for", ""), "date"),
        done=Field("done_on", _("Finished on"), given["done_on"], "", wrong.get("done_on", ""), "date"),
        words=Field(
            "words",
            _("A note for the household"),
            given["words"],
            _("The household reads this. Needed where something is wrong."),
            wrong.get("words", ""),
            "textarea",
        ),
        errors=errors,
    )
    return render_template("desk/project.html", project=view)


def _today() -> date:
    return current.now().astimezone(LOCAL).date()
