"""The plan after a visit or a call, once the coach has given it: for the resident whose visit it was, and to print."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import render_template, url_for

from coach.visits import given
from greener_homes import homes
from web import asked_about, current, i18n, meetings, paper
from web.access import Access, access
from web.advice.visit_paper import visit_paper
from web.advice.visit_plan import VisitPlan, visit_plan
from web.formatting import TORONTO, day
from web.portal.blueprint import portal
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class GivenPlan:
    """One plan to read."""

    kind: str
    on: str
    href: str


@portal.get("/visits/<uuid:visit_id>")
@access(Access.RESIDENT)
def visited(visit_id: uuid.UUID) -> str:
    """The plan as it was given. Another's, and one that was not given yet, are not found."""
    return render_template("portal/visited.html", plan=_given(visit_id), visit_id=visit_id)


@portal.get("/visits/<uuid:visit_id>/pdf")
@access(Access.RESIDENT)
def visited_as_pdf(visit_id: uuid.UUID) -> FlaskResponse:
    """The same as a tagged PDF, without the photos."""
    name = _("visit.pdf")
    return paper.as_file(visit_paper(_given(visit_id)), name, now=current.now())


def _given(visit_id: uuid.UUID) -> VisitPlan:
    session, person = current.session(), current.person()
    found = given.for_resident(session, current.vault(), person, visit_id)
    return visit_plan(
        found,
        homes.get(session, found.visit.home_id).reference,
        lambda one: url_for("portal.visited_photo", visit_id=visit_id, photo_id=one.id),
        given.reviewed_since(session, person, found, now=current.now()),
        given.known_before(session, found),
    )


@portal.get("/visits/<uuid:visit_id>/photos/<uuid:photo_id>")
@access(Access.RESIDENT)
def visited_photo(visit_id: uuid.UUID, photo_id: uuid.UUID) -> FlaskResponse:
    """A photo of the resident's own visit."""
    found = given.photo(current.session(), current.vault(), current.person(), visit_id, photo_id)
    return asked_about.photo_response(found, f"photo-{str(photo_id)[-12:]}")


def plans() -> tuple[GivenPlan, ...]:
    """The plans this resident was given, the newest first."""
    language = i18n.language()
    return tuple(
        GivenPlan(
            meetings.kind_words(one.kind),
            day(one.given_at.astimezone(TORONTO).date(), language) if one.given_at else "",
            url_for("portal.visited", visit_id=one.id),
        )
        for one in given.of_person(current.session(), current.person().id)
    )
