"""What programs paid toward a project, as a coach writes it down for a household, beside what the plan counted."""

from __future__ import annotations

import uuid

from flask import url_for
from werkzeug.wrappers import Response

from coach.projects import projects
from greener_homes.errors import Refusal
from web import current, payments_shown
from web.access import Access, access
from web.desk.blueprint import desk
from web.payments_shown import Answer, Urls


@desk.get("/projects/<uuid:project_id>/payments")
@access(Access.COACH)
def project_payments(project_id: uuid.UUID) -> str:
    """Plan and payments side by side. That the coach looked is on record for the household."""
    return _page(project_id)


@desk.post("/projects/<uuid:project_id>/payments")
@access(Access.COACH)
def project_paid(project_id: uuid.UUID) -> Answer:
    """The payment stands with the project; or the page says what to mend."""
    return payments_shown.recorded(None, project_id, _url(project_id), lambda refusal: _page(project_id, refusal))


@desk.post("/projects/<uuid:project_id>/payments/<uuid:payment_id>/remove")
@access(Access.COACH)
def project_payment_removed(project_id: uuid.UUID, payment_id: uuid.UUID) -> Response:
    """The payment was a mistake and is gone."""
    return payments_shown.removed(None, project_id, payment_id, _url(project_id))


def _url(project_id: uuid.UUID) -> str:
    return url_for("desk.project_payments", project_id=project_id)


def _page(project_id: uuid.UUID, refusal: Refusal | None = None) -> str:
    found = projects.for_coach(current.session(), current.person().actor, project_id, now=current.now())
    urls = Urls(
        url_for("desk.project", project_id=project_id),
        url_for("desk.project_paid", project_id=project_id),
        lambda payment: url_for("desk.project_payment_removed", project_id=project_id, payment_id=payment),
    )
    return payments_shown.shown_for(found, urls, "layouts/desk.html", "projects_list", refusal)
