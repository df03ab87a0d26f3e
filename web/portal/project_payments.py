"""What programs paid toward a household's project, as it writes it down, beside what its plan counted."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.projects import payments, projects
from greener_homes.errors import Refusal
from web import current, i18n, payments_shown
from web import project_shown as shown
from web.access import Access, access
from web.payments_shown import Urls
from web.portal.blueprint import portal
from web.text import gettext as _


@portal.get("/projects/<uuid:project_id>/payments")
@access(Access.RESIDENT)
def project_payments(project_id: uuid.UUID) -> str:
    """Plan and payments side by side. Another household's project is not found."""
    return _page(project_id)


@portal.post("/projects/<uuid:project_id>/payments")
@access(Access.RESIDENT)
def project_paid(project_id: uuid.UUID) -> Response | tuple[str, int]:
    """The payment stands with the project; or the page says what to mend."""
    home, actor = current.home().id, current.person().actor
    try:
        said = payments_shown.asked(request.form)
        payments.record(current.session(), home, project_id, said, actor=actor, now=current.now())
    except Refusal as refusal:
        if refusal.code.code not in payments_shown.FIELD_OF:
            raise
        return _page(project_id, refusal), 422
    flash(_("Noted."), "success")
    return redirect(url_for("portal.project_payments", project_id=project_id), code=303)


@portal.post("/projects/<uuid:project_id>/payments/<uuid:payment_id>/remove")
@access(Access.RESIDENT)
def project_payment_removed(project_id: uuid.UUID, payment_id: uuid.UUID) -> Response:
    """The payment was a mistake and is gone."""
    home, actor = current.home().id, current.person().actor
    payments.remove(current.session(), home, project_id, payment_id, actor=actor, now=current.now())
    flash(_("Taken away."), "success")
    return redirect(url_for("portal.project_payments", project_id=project_id), code=303)


def _page(project_id: uuid.UUID, refusal: Refusal | None = None) -> str:
    found = projects.get(current.session(), current.home().id, project_id)
    urls = Urls(
        url_for("portal.project", project_id=project_id),
        url_for("portal.project_paid", project_id=project_id),
        lambda payment: url_for("portal.project_payment_removed", project_id=project_id, payment_id=payment),
    )
    page, name = payments_shown.page_of(found, urls, refusal), shown.title(found.measures, i18n.language(), {})
    return render_template("portal/project_payments.html", page=page, project_title=name)
