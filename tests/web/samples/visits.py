"""Visits: the form being written, full, empty and wrong; two devices; signing off; the papers before and after."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from coach.asking.conversations import About, ReplyBy, ThreadView
from coach.asking.thread_states import ThreadState
from coach.visits import signing
from coach.visits.brief import Allowed, Brief, LookAt
from coach.visits.form import Part
from coach.visits.merging import Form
from coach.visits.signing import Becoming, ToSign
from coach.visits.visit_views import MeetingKind, PhotoLine, VisitLine, VisitState, VisitView
from greener_homes.consent import Purpose
from greener_homes.homes import KnownFact, Provenance
from greener_homes.people import Language
from greener_homes.photos import PhotoKind
from tests.web.samples.pages import COACH, RESIDENT, Page
from tests.web.samples.speaking import speaking
from web.advice.visit_plan import VisitPlan, visit_plan
from web.components import Link, Notice, Tone
from web.desk import visit, visit_brief, visit_form, visit_sign
from web.desk import visit_views as views
from web.text import gettext as _

AT = datetime(2026, 11, 25, 15, 6, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def line(state: VisitState = VisitState.OPEN) -> VisitLine:
    one = uuid.UUID(int=1)
    signed = None if state is VisitState.OPEN else AT
    return VisitLine(
        one, one, one, one, one, MeetingKind.VISIT, Language.FRENCH, state, 7, (), AT, AT, signed, None, None
    )


def said(language: str) -> dict[str, str]:
    w = speaking(language)
    return {
        "held_on": "2026-11-25",
        "concern_1": w("The back room is cold all winter", "La pièce du fond est froide tout l’hiver"),
        "concern_2": w("The gas bill went up by a third", "La facture de gaz a monté du tiers"),
        "seen_attic": "thin hatch_leaks",
        "attic_depth": "8",
        "attic_depth_unit": "in",
        "attic_material": "cellulose",
        "fact_vermiculite": "no",
        "note_attic": w("Boards over the east half.", "Des planches sur la moitié est."),
        "heating_make": "Northern",
        "heating_model": "F-80",
        "heating_year": "2004",
        "heating_afue": "92.1",
        "blower": "6.2",
        "panel_amps": "100",
        "seen_safety": "no_co_alarm",
        "summary": w("A sound house with a thin attic.", "Une maison saine au grenier mince."),
        "changes": w("The attic comes first now.", "Le grenier passe en premier."),
        "step_1_what": w("Get two quotes for the attic", "Demander deux soumissions pour le grenier"),
        "step_1_who": "household",
        "step_1_by": "2027-01-15",
    }


def found(language: str, *, state: VisitState = VisitState.OPEN, aside: bool = False) -> VisitView:
    w = speaking(language)
    other = {"note_attic": (w("Half of it has boards.", "Des planches à moitié."),), "seen_attic": ("patchy",)}
    photos = (PhotoLine(uuid.UUID(int=2), Part.ATTIC, PhotoKind.PDF, 1_000),)
    return VisitView(line(state), Form(said(language), other if aside else {}), photos)


def form(language: str, *, wrong: bool = False, empty: bool = False) -> views.VisitForm:
    w = speaking(language)
    told = said(language) | {"blower": "1500", "attic_material": ""} if wrong else said(language)
    there = found(language, aside=wrong)
    if empty:
        there, told = VisitView(line(), Form()), {}
    problems = signing.problems(VisitView(line(), Form({k: v for k, v in told.items() if v})), TODAY) if wrong else {}
    notice = Notice(Tone.INFO, _("A colleague is writing this down"), paragraphs=(_("You can read it."),))
    return visit_form.visit_form(
        there,
        "GH-2041",
        w("Sample person", "Personne exemple"),
        problems,
        coach="1",
        answers=told,
        notice=notice if empty else None,
        take_url="/visit" if empty else "",
        photos_error=w("A file is larger than 8 MB.", "Un fichier dépasse 8\u00a0Mo.") if wrong else "",
    )


def to_sign(language: str, *, wrong: bool = False, nothing: bool = False) -> views.Signing:
    told = KnownFact("attic_r", 32, Provenance.RESIDENT, AT)
    rated = KnownFact("ach50", 5.1, Provenance.ENERGUIDE, AT)
    facts = (
        Becoming("attic_r", 28, told),
        Becoming("ach50", 6.2, rated),
        Becoming("panel_amps", 100),
        Becoming("window_type", None, KnownFact("window_type", "triple", Provenance.COACH, AT)),
    )
    there = found(language, aside=wrong)
    problems = signing.problems(VisitView(line(), Form({"blower": "1500"})), TODAY) if wrong else {}
    planned = ToSign(() if nothing else facts, problems, tuple(there.form.aside))
    return visit_sign.signing_page(there, planned, "GH-2041", is_closed=nothing)


def brief(language: str, *, closed: bool = False) -> views.BriefPage:
    w = speaking(language)
    one, there = uuid.UUID(int=1), found(language)
    concerns = (there.answers["concern_1"],) if not closed else ()
    allowed = (Allowed(Purpose.CONTACT_EMAIL, AT),)
    where = w("1 Sample Street, Oshawa", "1, rue Exemple, Oshawa")
    if closed:
        told = Brief(concerns, allowed=allowed)
        return visit_brief.brief_page(there, told, "GH-2041", on=TODAY, when="", where="")
    thread = ThreadView(
        one,
        one,
        one,
        About.GENERAL,
        "",
        ThreadState.OPEN,
        Language.ENGLISH,
        ReplyBy.PORTAL,
        "",
        None,
        TODAY,
        AT,
        AT,
        None,
    )
    told = Brief(
        concerns,
        is_closed=False,
        wishes={"goal": "comfort", "budget_cad": 6000},
        known=(
            KnownFact("attic_r", 32, Provenance.RESIDENT, AT),
            KnownFact("year_built", 1978, Provenance.ENERGUIDE, AT),
        ),
        assumed=("ach50", "wall_r"),
        look_at=(
            LookAt("attic_r", True, ("ENV-ATTIC-MID",), 40, 210),
            LookAt("ach50", False, ("ENV-AIR", "ENV-ATTIC-MID"), -20, 160),
        ),
        stops=("HS-CO",),
        questions=(thread,),
        allowed=(Allowed(Purpose.ADVICE, AT), Allowed(Purpose.COACH_ACCESS, AT), *allowed),
        review_id=one,
    )
    when = w("25 November 2026, 9:00 to 10:30", "25 novembre 2026, de 9 h à 10 h 30")
    return visit_brief.brief_page(there, told, "GH-2041", on=TODAY, when=when, where=where)


def paper(language: str, *, reviewed: bool = True) -> VisitPlan:
    there = found(language, state=VisitState.SIGNED)
    before = {
        "attic_r": KnownFact("attic_r", 32, Provenance.RESIDENT, AT),
        "vermiculite": KnownFact("vermiculite", False, Provenance.RESIDENT, AT),
    }
    return visit_plan(there, "GH-2041", lambda one: "/visit", AT if reviewed else None, before)


def plan(language: str) -> views.PlanPage:
    with force_locale(language):
        page = Markup(render_template("components/visit_paper.html", plan=paper(language, reviewed=False)))
    return views.PlanPage(
        heading=visit_form.heading(MeetingKind.VISIT, "GH-2041"),
        back=Link(_("Calendar"), "/calendar"),
        chips=visit_form.chips(found(language, state=VisitState.SIGNED)),
        title=paper(language).heading,
        paper=page,
        language=language,
        said=_("Read it once as the household will. Then give it."),
        give_url="/visit",
        correct_url="/visit",
        case=Link(_("The case"), "/case"),
        pdf_url="/visit",
    )


PAGES = {
    "visit": Page(COACH, "desk/visit.html", lambda lang: {"visit": form(lang)}),
    "visit_wrong": Page(COACH, "desk/visit.html", lambda lang: {"visit": form(lang, wrong=True)}),
    "visit_none": Page(COACH, "desk/visit.html", lambda lang: {"visit": form(lang, empty=True)}),
    "visit_choose": Page(
        COACH, "desk/visit_choose.html", lambda lang: {"choosing": visit.choosing(found(lang, aside=True))}
    ),
    "visit_sign": Page(COACH, "desk/visit_sign.html", lambda lang: {"signing": to_sign(lang)}),
    "visit_sign_wrong": Page(COACH, "desk/visit_sign.html", lambda lang: {"signing": to_sign(lang, wrong=True)}),
    "visit_sign_none": Page(COACH, "desk/visit_sign.html", lambda lang: {"signing": to_sign(lang, nothing=True)}),
    "visit_brief": Page(COACH, "desk/visit_brief.html", lambda lang: {"brief": brief(lang)}),
    "visit_brief_closed": Page(COACH, "desk/visit_brief.html", lambda lang: {"brief": brief(lang, closed=True)}),
    "visit_plan": Page(COACH, "desk/visit_plan.html", lambda lang: {"plan": plan(lang)}),
    "visited": Page(RESIDENT, "portal/visited.html", lambda lang: {"plan": paper(lang)}),
}
"""The pages of a visit."""
STATES = {"visit_empty": Page(COACH, "desk/visit.html", lambda lang: {"visit": visit_form.empty_form("1")})}
"""Read by a strict reader, and not looked at in a browser."""
