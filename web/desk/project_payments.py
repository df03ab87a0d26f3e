"""What programs paid toward a project, as a coach writes it down for a household, beside what the plan counted."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.projects import payments, projects
from greener_homes.errors import Refusal
from web import current, i18n, payments_shown
from web import project_shown as shown
from web.access import Access, access
from web.desk.blueprint import desk
from web.payments_shown import Urls
from web.text import gettext as _


@desk.get("/projects/<uuid:project_id>/payments")
@access(Access.COACH)
def project_payments(project_id: uuid.UUID) -> str:
    """Plan and payments side by side. That the coach looked is on record for the household."""
    return _page(project_id)


@desk.post("/projects/<uuid:project_id>/payments")
@access(Access.COACH)
def project_paid(project_id: uuid.UUID) -> Response | tuple[str, int]:
    """The payment stands with the project; or the page says what to mend."""
    actor = current.person().actor
    try:
        said = payments_shown.asked(request.form)
        payments.record(current.session(), None, project_id, said, actor=actor, now=current.now())
    except Refusal as refusal:
        if refusal.code.code not in payments_shown.FIELD_OF:
            raise
        return _page(project_id, refusal), 422
    flash(_("Noted."), "success")
    return redirect(url_for("desk.project_payments", project_id=project_id), code=303)


@desk.post("/projects/<uuid:project_id>/payments/<uuid:payment_id>/remove")
@access(Access.COACH)
def project_payment_removed(project_id: uuid.UUID, payment_id: uuid.UUID) -> Response:
    """The payment was a mistake and is gone."""
    actor = current.person().actor
    payments.remove(current.session(), None, project_id, payment_id, actor=actor, now=current.now())
    flash(_("Taken away."), "success")
    return redirect(url_for("desk.project_payments", project_id=project_id), code=303)


def _page(project_id: uuid.UUID, refusal: Refusal | None = None) -> str:
    found = projects.for_coach(current.session(), current.person().actor, project_id, now=current.now())
    urls = Urls(
        url_for("desk.project", project_id=project_id),
        url_for("desk.project_paid", project_id=project_id),
        lambda payment: url_for("desk.project_payment_removed", project_id=project_id, payment_id=payment),
    )
    page, name = payments_shown.page_of(found, urls, refusal), shown.title(found.measures, i18n.language(), {})
    return render_template("desk/project_payments.html", page=page, project_title=name)
