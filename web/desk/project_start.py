"""Beginning a project for a household, of work that a coach recommends to it now; the household is told."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.cases import review
from coach.projects import codes_projects as codes
from coach.projects import starting
from greener_homes import homes
from greener_homes.errors import Refusal
from web import current, i18n, messages
from web import project_shown as shown
from web.access import Access, access
from web.components import Choice, FieldError, Link, Question
from web.desk.blueprint import desk
from web.desk.case_opened import opened_case
from web.text import gettext as _

MEASURE = re.compile(r"[A-Z0-9-]{1,40}")
MENDABLE = (codes.NOT_RECOMMENDED, codes.UNDER_WAY, codes.TOO_MANY)


@dataclass(frozen=True, slots=True)
class Start:
    """What a project can be begun of; without a question there is nothing."""

    back: Link
    action: str
    asked: Question | None
    errors: tuple[FieldError, ...] = ()


@desk.get("/cases/<uuid:review_id>/project")
@access(Access.COACH)
def project_new(review_id: uuid.UUID) -> str:
    """The recommended work that no project is under way for."""
    return _page(review_id)


@desk.post("/cases/<uuid:review_id>/project")
@access(Access.COACH)
def project_begun(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """The project is planned, and the household is told."""
    wanted = [one for one in request.form.getlist("measure") if MEASURE.fullmatch(one)]
    home_id = review.get(current.session(), review_id).home_id
    try:
        made = starting.start_for_household(
            current.session(), current.vault(), current.person(), home_id, wanted, now=current.now()
        )
    except Refusal as refusal:
        if refusal.code not in MENDABLE:
            raise
        sentence = _("Choose what it is of.") if not wanted else messages.sentence(refusal.code.code, refusal.facts)
        return _page(review_id, sentence), 422
    flash(_("Begun. The household finds it among its projects, and has a letter if it wants letters."), "success")
    return redirect(url_for("desk.project", project_id=made), code=303)


def _page(review_id: uuid.UUID, error: str = "") -> str:
    session, language = current.session(), i18n.language()
    found, _consents = opened_case(review_id)
    facts = {fact.name: fact.value for fact in homes.known_facts(session, found.home_id)}
    open_ones, ticked = starting.may_begin(session, found.home_id), set(request.form.getlist("measure"))
    asked = Question(
        "measure",
        _("Which work is it of?"),
        tuple(Choice(one, shown.title([one], language, facts), chosen=one in ticked) for one in open_ones),
        _("What is done together is one project."),
        error,
        many=True,
    )
    page = Start(
        Link(homes.get(session, found.home_id).reference, url_for("desk.case", review_id=review_id)),
        url_for("desk.project_begun", review_id=review_id),
        asked if open_ones else None,
        (FieldError("measure", error),) if error else (),
    )
    return render_template("desk/project_start.html", start=page)
