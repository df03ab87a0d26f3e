"""Writing a visit or a call down: begun from the case or the appointment, kept as it is written, photos, two devices.

A form that is sent answers a browser with the page, and the page's own script (static/js/visit.js) with what stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.asking.questions import TOO_MANY_PHOTOS as TOO_MANY_AT_ONCE
from coach.cases import review
from coach.visits import codes_visits as codes
from coach.visits import signing, visit_photos, visits
from coach.visits.form import FIELDS, Part
from coach.visits.visit_views import MeetingKind, VisitView
from greener_homes import homes
from greener_homes.errors import Refusal
from greener_homes.photos import CODES as PHOTO_CODES
from web import asked_about, current, forms, messages, photos_sent
from web.access import Access, access
from web.components import Choice as Option
from web.components import Link, Notice, Question, Tone
from web.desk import visit_form, visit_input, visit_views
from web.desk.blueprint import desk
from web.formatting import clock
from web.i18n import language
from web.security import takes_uploads
from web.text import gettext as _

NOT_KEPT = {
    codes.SIGNED.code: 409,
    codes.OF_ANOTHER.code: 409,
    forms.BAD_TEXT.code: 422,
    forms.BAD_CHOICE.code: 422,
    forms.BAD_DATE.code: 422,
}
"""Why a form is not kept: it comes back as it was typed, and nothing of it is lost."""
ABOUT_PHOTOS = frozenset(
    {code.code for code in (*PHOTO_CODES, codes.TOO_MANY_PHOTOS, TOO_MANY_AT_ONCE, forms.BAD_CHOICE)}
)


@desk.post("/cases/<uuid:review_id>/visit")
@access(Access.COACH)
def visit_begun(review_id: uuid.UUID) -> Response:
    """A visit or a call with this household is being written down; or the one that is goes on."""
    home_id = review.get(current.session(), review_id).home_id
    kind = forms.choice(request.form, "kind", MeetingKind) or MeetingKind.VISIT
    made = visits.begin_at_home(current.session(), current.vault(), current.person(), home_id, kind, now=current.now())
    return redirect(url_for("desk.visit", visit_id=made), code=303)


@desk.post("/calendar/appointments/<uuid:appointment_id>/visit")
@access(Access.COACH)
def appointment_visit_begun(appointment_id: uuid.UUID) -> Response:
    """What was booked is being written down; or it goes on. `then` leads to the brief."""
    made = visits.begin_at_appointment(
        current.session(), current.vault(), current.person(), appointment_id, now=current.now()
    )
    place = "desk.visit_brief" if request.form.get("then") == "brief" else "desk.visit"
    return redirect(url_for(place, visit_id=made), code=303)


@desk.get("/visits/<uuid:visit_id>")
@access(Access.COACH)
def visit(visit_id: uuid.UUID) -> str | Response:
    """The form as it stands; what was signed off leads to its plan."""
    found = _found(visit_id)
    if not found.visit.is_open:
        return redirect(url_for("desk.visit_plan", visit_id=visit_id), code=303)
    return _page(found)


@desk.post("/visits/<uuid:visit_id>")
@access(Access.COACH)
def visit_saved(visit_id: uuid.UUID) -> Response | tuple[str, int] | tuple[Response, int]:
    """The form is kept, with whatever is impossible in it said beside it; `next` goes on to signing off."""
    from_script = request.accept_mimetypes.best == "application/json"
    try:
        given = visit_input.answers(request.form)
        kept = visits.save(
            current.session(),
            current.vault(),
            current.person(),
            visit_id,
            given,
            based_on=visit_input.version(request.form),
            now=current.now(),
        )
        step = visit_input.move(request.form)
        if step is not None:
            kept = visits.move(current.session(), current.vault(), current.person(), visit_id, *step, now=current.now())
    except Refusal as refusal:
        if refusal.code.code not in NOT_KEPT:
            raise
        sentence, status = messages.sentence(refusal.code.code, refusal.facts), NOT_KEPT[refusal.code.code]
        if from_script:
            return jsonify(code=refusal.code.code, said=sentence), status
        notice = Notice(Tone.BAD, _("This was not kept"), paragraphs=(sentence,))
        return _page(_found(visit_id), visit_input.as_typed(request.form), notice), status
    if from_script:
        return _stands(kept)
    if step is not None:
        return redirect(url_for("desk.visit", visit_id=visit_id, _anchor="concerns"), code=303)
    flash(_("Saved at %(time)s.", time=clock(current.now(), language())), "success")
    onwards = request.form.get("next") == "sign"
    return redirect(url_for("desk.visit_signing" if onwards else "desk.visit", visit_id=visit_id), code=303)


@desk.post("/visits/<uuid:visit_id>/take")
@access(Access.COACH)
def visit_taken(visit_id: uuid.UUID) -> Response:
    """This coach writes it down from here on."""
    visits.take(current.session(), current.person(), visit_id, now=current.now())
    flash(_("It is yours now."), "success")
    return redirect(url_for("desk.visit", visit_id=visit_id), code=303)


@desk.get("/visits/<uuid:visit_id>/choose")
@access(Access.COACH)
def visit_choosing(visit_id: uuid.UUID) -> str | Response:
    """Answers that two devices wrote differently, side by side."""
    found = _found(visit_id)
    if not found.form.aside:
        return redirect(url_for("desk.visit", visit_id=visit_id), code=303)
    return render_template("desk/visit_choose.html", choosing=choosing(found))


@desk.post("/visits/<uuid:visit_id>/choose")
@access(Access.COACH)
def visit_chosen(visit_id: uuid.UUID) -> Response:
    """The answers that were chosen count; what was not chosen between waits on."""
    found = _found(visit_id)
    choices = {}
    for name, others in found.form.aside.items():
        told = (found.answers.get(name, ""), *others)
        place = request.form.get(f"keep-{name}", "")
        if place in {str(number) for number in range(len(told))}:
            choices[name] = told[int(place)]
    visits.choose(current.session(), current.vault(), current.person(), visit_id, choices, now=current.now())
    return redirect(url_for("desk.visit", visit_id=visit_id), code=303)


@desk.post("/visits/<uuid:visit_id>/photos")
@access(Access.COACH)
@takes_uploads
def visit_photos_added(visit_id: uuid.UUID) -> Response | tuple[str, int]:
    """The photos are the visit's, without what the camera wrote beside them."""
    row = visits.writable(current.session(), current.person(), visit_id, current.now())
    try:
        part = forms.choice(request.form, "part", Part) or Part.ATTIC
        sent = photos_sent.photos("photos")
        visit_photos.add(current.session(), current.vault(), row, part, sent, now=current.now())
    except Refusal as refusal:
        if refusal.code.code not in ABOUT_PHOTOS:
            raise
        said = messages.sentence(refusal.code.code, refusal.facts)
        return _page(_found(visit_id), photos_error=said), 422
    return redirect(url_for("desk.visit", visit_id=visit_id, _anchor="photos"), code=303)


@desk.get("/visits/<uuid:visit_id>/photos/<uuid:photo_id>")
@access(Access.COACH)
def visit_photo(visit_id: uuid.UUID, photo_id: uuid.UUID) -> FlaskResponse:
    """A photo of the visit."""
    found = visits.photo(current.session(), current.vault(), current.person(), visit_id, photo_id, now=current.now())
    return asked_about.photo_response(found, f"photo-{str(photo_id)[-12:]}")


@desk.post("/visits/<uuid:visit_id>/photos/<uuid:photo_id>/remove")
@access(Access.COACH)
def visit_photo_removed(visit_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    """The photo is gone."""
    row = visits.writable(current.session(), current.person(), visit_id, current.now())
    visit_photos.remove(current.session(), row, photo_id)
    return redirect(url_for("desk.visit", visit_id=visit_id, _anchor="photos"), code=303)


def choosing(found: VisitView) -> visit_views.Choosing:
    """Each field with its answers; the one that stands is first, and chosen."""
    questions = []
    for name in (one for one in FIELDS if one in found.form.aside):
        told = (found.answers.get(name, ""), *found.form.aside[name])
        options = tuple(
            Option(
                str(place),
                visit_form.said_of(name, value) or _("(empty)"),
                hint=_("Stands in the form now") if not place else _("From another device"),
                chosen=not place,
            )
            for place, value in enumerate(told)
        )
        questions.append(Question(f"keep-{name}", visit_form.label(name), options))
    address = url_for("desk.visit_choosing", visit_id=found.visit.id)
    back = Link(_("The form"), url_for("desk.visit", visit_id=found.visit.id))
    return visit_views.Choosing(address, back, tuple(questions))


def _found(visit_id: uuid.UUID) -> VisitView:
    return visits.get(current.session(), current.vault(), current.person(), visit_id, now=current.now())


def _page(
    found: VisitView,
    answers: Mapping[str, str] | None = None,
    notice: Notice | None = None,
    photos_error: str = "",
) -> str:
    session, coach = current.session(), current.person()
    today = current.now().astimezone(homes.LOCAL).date()
    wrong = signing.problems(found, today)
    if found.held_on is not None and found.held_on > today:
        wrong.pop("held_on", None)  # it has not taken place yet: nothing to mend before it has
    mine = found.visit.coach_id == coach.id
    if not mine and notice is None:
        notice = Notice(Tone.INFO, _("A colleague is writing this down"), paragraphs=(_("You can read it."),))
    view = visit_form.visit_form(
        found,
        homes.get(session, found.visit.home_id).reference,
        current.name_of(found.visit.person_id) or "",
        wrong,
        coach=str(coach.id),
        answers=answers,
        notice=notice,
        take_url="" if mine else url_for("desk.visit_taken", visit_id=found.visit.id),
        photos_error=photos_error,
    )
    return render_template("desk/visit.html", visit=view)


def _stands(kept: VisitView) -> Response:
    """What stands now, for the script of the page."""
    today = current.now().astimezone(homes.LOCAL).date()
    wrong = signing.problems(kept, today)
    if kept.held_on is not None and kept.held_on > today:
        wrong.pop("held_on", None)
    return jsonify(
        version=kept.visit.version,
        answers=dict(kept.answers),
        aside=len(kept.form.aside),
        wrong={name: visit_form.refused(one) for name, one in wrong.items()},
    )
