"""Signing a visit off: what becomes a fact, ticked by the coach; correcting it afterwards; the plan, and giving it."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from coach.cases import review
from coach.homes import permitted
from coach.visits import codes_visits as codes
from coach.visits import given, signing, visits
from coach.visits.signing import Becoming, ToSign
from coach.visits.visit_views import VisitView
from greener_homes import homes
from greener_homes.errors import NotFound, Refusal
from web import current, i18n, messages, paper
from web.access import Access, access
from web.advice.visit_paper import visit_paper
from web.advice.visit_plan import VisitPlan
from web.advice.visit_plan import visit_plan as plan_of
from web.components import Link
from web.desk import visit_form, visit_input
from web.desk import visit_views as views
from web.desk.blueprint import desk
from web.desk.evidence_shown import tag_for_coach
from web.text import gettext as _
from web.text import ngettext
from web.words import home_facts

LOOK_AGAIN = (codes.CHANGED.code, codes.TWO_VERSIONS.code)


@desk.get("/visits/<uuid:visit_id>/sign")
@access(Access.COACH)
def visit_signing(visit_id: uuid.UUID) -> str | Response:
    """These become facts: what is known now beside what the visit says."""
    found = _found(visit_id)
    if not found.visit.is_open:
        return redirect(url_for("desk.visit_plan", visit_id=visit_id), code=303)
    if found.visit.coach_id != current.person().id:
        raise Refusal(codes.OF_ANOTHER)
    return render_template("desk/visit_sign.html", signing=_signing(found))


@desk.post("/visits/<uuid:visit_id>/sign")
@access(Access.COACH)
def visit_signed(visit_id: uuid.UUID) -> Response:
    """The visit is signed off, and what was ticked is the home's."""
    try:
        stated = signing.sign(
            current.session(),
            current.vault(),
            current.person(),
            visit_id,
            frozenset(request.form.getlist("fact")),
            version=visit_input.version(request.form),
            now=current.now(),
        )
    except Refusal as refusal:
        if refusal.code.code not in LOOK_AGAIN:
            raise
        flash(messages.sentence(refusal.code.code, refusal.facts), "warning")
        return redirect(url_for("desk.visit_signing", visit_id=visit_id), code=303)
    said = ngettext("Signed off. One fact is the home’s.", "Signed off. %(num)s facts are the home’s.", len(stated))
    flash(said if stated else _("Signed off. No fact of the home changed."), "success")
    return redirect(url_for("desk.visit_plan", visit_id=visit_id), code=303)


@desk.post("/visits/<uuid:visit_id>/correct")
@access(Access.COACH)
def visit_corrected(visit_id: uuid.UUID) -> Response:
    """It can be written again; what was signed stays until it is signed anew."""
    signing.correct(current.session(), current.person(), visit_id, now=current.now())
    return redirect(url_for("desk.visit", visit_id=visit_id), code=303)


@desk.get("/visits/<uuid:visit_id>/plan")
@access(Access.COACH)
def visit_plan(visit_id: uuid.UUID) -> str | Response:
    """The plan as the household will read it, in its language."""
    found = _found(visit_id)
    if found.visit.is_open:
        return redirect(url_for("desk.visit", visit_id=visit_id), code=303)
    return render_template("desk/visit_plan.html", plan=_plan(found))


@desk.get("/visits/<uuid:visit_id>/plan/pdf")
@access(Access.COACH)
def visit_plan_as_pdf(visit_id: uuid.UUID) -> Response:
    """The same as a tagged PDF in the household's language. While the visit is being written there is none."""
    found = _found(visit_id)
    if found.visit.is_open:
        raise NotFound
    reference = homes.get(current.session(), found.visit.home_id).reference
    with force_locale(found.visit.language.value):
        is_open = bool(permitted.for_coaches(current.session(), found.visit.home_id, at=current.now()))
        made = visit_paper(_household_plan(found, reference, is_open=is_open))
    return paper.as_file(made, f"{reference}.pdf", now=current.now())


@desk.post("/visits/<uuid:visit_id>/give")
@access(Access.COACH)
def visit_given(visit_id: uuid.UUID) -> Response:
    """The household reads its plan."""
    signing.give(current.session(), current.vault(), current.person(), visit_id, now=current.now())
    flash(_("Given. The household reads it under “Talk to your coach”."), "success")
    return redirect(url_for("desk.visit_plan", visit_id=visit_id), code=303)


def signing_page(found: VisitView, planned: ToSign, reference: str, *, is_closed: bool) -> views.Signing:
    """The page before signing off."""
    address = url_for("desk.visit", visit_id=found.visit.id)
    return views.Signing(
        heading=visit_form.heading(found.visit.kind, reference),
        version=found.visit.version,
        action=url_for("desk.visit_signed", visit_id=found.visit.id) if planned.is_ready else "",
        back=Link(_("The form"), address),
        facts=tuple(_fact(one, is_closed) for one in planned.becoming),
        wrong=tuple(
            Link(
                _(
                    "%(name)s: %(value)s",
                    name=visit_form.label(name),
                    value=visit_form.refused(one),
                ),
                f"{address}#f-{name}",
            )
            for name, one in planned.wrong.items()
        ),
        choose=Link(
            _("Choose between the answers of two devices"), url_for("desk.visit_choosing", visit_id=found.visit.id)
        )
        if planned.undecided
        else None,
        is_closed=is_closed,
        is_correction=found.visit.is_correction,
    )


def _fact(one: Becoming, is_closed: bool) -> views.FactToBe:
    language, before, note = i18n.language(), one.before, ""
    if one.value is None:
        note = _("The corrected visit no longer says it.")
    elif one.is_outranked:
        note = _("An EnerGuide evaluation says otherwise. Both are kept; the evaluation goes on counting.")
    tag = None
    if before is not None and before.value is not None:
        tag = tag_for_coach(before)
    return views.FactToBe(
        one.name,
        home_facts.label(one.name, language),
        _("not open to coaches")
        if is_closed
        else home_facts.describe_fact(one.name, before.value if before else None, language),
        tag,
        home_facts.describe_fact(one.name, one.value, language) if one.value is not None else _("taken back"),
        note,
    )


def _signing(found: VisitView) -> views.Signing:
    planned = signing.to_sign(current.session(), found, now=current.now())
    home_id = found.visit.home_id
    seen = permitted.for_coaches(current.session(), home_id, at=current.now())
    reference = homes.get(current.session(), home_id).reference
    return signing_page(found, planned, reference, is_closed=not seen)


def _household_plan(found: VisitView, reference: str, *, is_open: bool) -> VisitPlan:
    """What the household reads, with what was known before where the home is open to coaches."""
    before = given.known_before(current.session(), found) if is_open else {}
    return plan_of(
        found,
        reference,
        lambda one: url_for("desk.visit_photo", visit_id=found.visit.id, photo_id=one.id),
        None,
        before,
    )


def _plan(found: VisitView) -> views.PlanPage:
    visit, session = found.visit, current.session()
    reference = homes.get(session, visit.home_id).reference
    case = review.latest(session, visit.home_id)
    mine = visit.coach_id == current.person().id
    is_open = bool(permitted.for_coaches(session, visit.home_id, at=current.now()))
    with force_locale(visit.language.value):
        plan = _household_plan(found, reference, is_open=is_open)
        shown = Markup(render_template("components/visit_paper.html", plan=plan))  # noqa: S704  # nosec B704
    return views.PlanPage(
        heading=visit_form.heading(visit.kind, reference),
        back=Link(_("Calendar"), url_for("desk.calendar")),
        chips=visit_form.chips(found),
        title=plan.heading,
        paper=shown,
        pdf_url="" if visit.is_open else url_for("desk.visit_plan_as_pdf", visit_id=visit.id),
        language=visit.language.value,
        said=_("The household reads this as it was signed last.")
        if not visit.may_be_given
        else _("Read it once as the household will. Then give it."),
        give_url=url_for("desk.visit_given", visit_id=visit.id) if mine and visit.may_be_given else "",
        correct_url=url_for("desk.visit_corrected", visit_id=visit.id) if mine else "",
        case=Link(_("Open the case of %(home)s", home=reference), url_for("desk.case", review_id=case.id))
        if case and is_open
        else None,
    )


def _found(visit_id: uuid.UUID) -> VisitView:
    return visits.get(current.session(), current.vault(), current.person(), visit_id, now=current.now())
