"""What programs paid toward a household's project, as it writes it down, beside what its plan counted."""

from __future__ import annotations

import uuid

from flask import url_for
from werkzeug.wrappers import Response

from coach.projects import projects
from greener_homes.errors import Refusal
from web import current, payments_shown
from web.access import Access, access
from web.payments_shown import Answer, Urls
from web.portal.blueprint import portal


@portal.get("/projects/<uuid:project_id>/payments")
@access(Access.RESIDENT)
def project_payments(project_id: uuid.UUID) -> str:
    """Plan and payments side by side. Another household's project is not found."""
    return _page(project_id)


@portal.post("/projects/<uuid:project_id>/payments")
@access(Access.RESIDENT)
def project_paid(project_id: uuid.UUID) -> Answer:
    """The payment stands with the project; or the page says what to mend."""
    return payments_shown.recorded(
        current.home().id, project_id, _url(project_id), lambda refusal: _page(project_id, refusal)
    )


@portal.post("/projects/<uuid:project_id>/payments/<uuid:payment_id>/remove")
@access(Access.RESIDENT)
def project_payment_removed(project_id: uuid.UUID, payment_id: uuid.UUID) -> Response:
    """The payment was a mistake and is gone."""
    return payments_shown.removed(current.home().id, project_id, payment_id, _url(project_id))


def _url(project_id: uuid.UUID) -> str:
    return url_for("portal.project_payments", project_id=project_id)


def _page(project_id: uuid.UUID, refusal: Refusal | None = None) -> str:
    found = projects.get(current.session(), current.home().id, project_id)
    urls = Urls(
        url_for("portal.project", project_id=project_id),
        url_for("portal.project_paid", project_id=project_id),
        lambda payment: url_for("portal.project_payment_removed", project_id=project_id, payment_id=payment),
    )
    return payments_shown.shown_for(found, urls, "layouts/page.html", "plan", refusal)
