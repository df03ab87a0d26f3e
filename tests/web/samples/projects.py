"""Projects at the portal and at the desk: begun, quoted, done, measured, empty and wrong."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from werkzeug.datastructures import MultiDict

from coach.projects import codes_outcomes, codes_payments, rebate_steps
from coach.projects.deadlines import Due, DueWhat
from coach.projects.hands import Hand, HandPage, Which
from coach.projects.notes import NoteView
from coach.projects.outcomes import OutcomeView
from coach.projects.payments import Payment, PaymentView, offers_for, reconciled
from coach.projects.predictions import Predicted
from coach.projects.projects import EventView, GivenUp, ProjectView, Word
from coach.projects.quotes import Line, Pressure, QuoteView, SizeUnit
from coach.projects.states import ProjectState
from greener_homes.errors import Refusal
from greener_homes.people import Audience
from models.incentives.load import graph
from models.quantities import Commodity
from tests.web.samples.pages import COACH, RESIDENT, Page
from tests.web.samples.speaking import speaking
from web import payments_shown
from web import project_shown as shown
from web.components import Choice, Field, FieldError, Link, Question
from web.desk import project_start
from web.desk import project_views as desk_views
from web.payments_shown import Urls
from web.portal import project_quote, project_views
from web.text import gettext as _

NOW = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
TODAY = date(2026, 11, 21)
ATTIC, FURNACE = "ENV-ATTIC-MID", "HVAC-FURN"


def project(state: ProjectState, measure: str = FURNACE, **other: object) -> ProjectView:
    plain = ProjectView(
        uuid.UUID(int=1), uuid.UUID(int=2), (measure,), state, NOW, NOW, None, None, None, None, None, False
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def predicted(measure: str) -> Predicted:
    offers = [{"offer": "HRS-ATTIC-12-25", "answer": "eligible", "counted_cad": 1200.0}] if measure == ATTIC else []
    numbers: dict[str, object] = {
        "cost_cad": {"low": 4500, "typical": 6500, "high": 9500},
        "bill_cad_per_year": {"p10": 90.0, "p50": 180.0, "p90": 290.0},
        "incentives": offers,
    }
    return Predicted(measure, uuid.UUID(int=3), numbers, {}, (), (8.0, 10.0, 12.0), {"natural_gas": 2200.0})


def quotes() -> tuple[QuoteView, ...]:
    first = QuoteView(
        uuid.UUID(int=4),
        "Sample Heating Ltd",
        date(2026, 11, 12),
        date(2026, 12, 12),
        620_000,
        80_600,
        0,
        (Line(FURNACE, size=40_000, size_unit=SizeUnit.BTU_H, model="Sample 96-040"),),
        frozenset(),
        True,
    )
    pressed = frozenset({Pressure.TODAY_ONLY, Pressure.CAME_UNASKED, Pressure.RENTAL_OR_LIEN})
    second = replace(
        first,
        id=uuid.UUID(int=5),
        contractor="Door to Door Example Inc.",
        valid_until=TODAY,
        before_tax_cents=1_480_000,
        tax_cents=192_400,
        rebate_cents=500_000,
        lines=(Line(FURNACE, size=110_000, size_unit=SizeUnit.BTU_H),),
        pressure=pressed,
        is_chosen=False,
    )
    return first, second


def outcome(code: str = codes_outcomes.LESS.code) -> OutcomeView:
    if code == codes_outcomes.TOO_EARLY.code:
        said = codes_outcomes.TOO_EARLY.finding(day="2027-02-02", needed=90, counted=12)
        return OutcomeView(Commodity.NATURAL_GAS, said, (), {}, NOW)
    said = codes_outcomes.LESS.finding(days=365, unit="m3", avoided=310, low=240, high=380)
    more = (codes_outcomes.AS_PREDICTED.finding(percent=14, low=9, high=22),)
    numbers: dict[str, object] = {
        "avoided": 312.0,
        "expected": 2210.0,
        "observed": 1898.0,
        "days": 365,
        "unit": "m3",
        "baseline": {"first_day": "2024-10-30", "last_day": "2025-10-29"},
    }
    return OutcomeView(Commodity.NATURAL_GAS, said, more, numbers, NOW)


def told(lang: str, found: ProjectView, **other: object) -> project_views.Told:
    (measure,) = found.measures
    known = (predicted(measure),)
    first = date(2026, 9, 1) if found.done_on is None else found.done_on - timedelta(days=40)
    done = {("", rebate_steps.BEFORE): first}
    plain = project_views.Told(
        found,
        shown.title(found.measures, lang, {}),
        known,
        (),
        rebate_steps.ways(found, known, done, graph(), TODAY),
        (),
        (),
        (),
        (EventView(NOW, "start", ProjectState.PLANNED, None, "resident", "", None),),
        TODAY,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def page(lang: str, found: ProjectView, *errors: FieldError, **other: object) -> dict[str, object]:
    given = {"act": "complain"} if errors else {}
    return {"project": project_views.page(told(lang, found, **other), given, errors, lang)}


def done(state: ProjectState, **other: object) -> ProjectView:
    day = date(2025, 11, 3)
    return project(state, ATTIC, work_began_on=day, done_on=day, **other)


def listed(lang: str) -> project_views.Projects:
    def line(found: ProjectView, *dues: Due) -> project_views.ProjectLine:
        return project_views.line(found, shown.title(found.measures, lang, {}), dues, TODAY, lang)

    booked = project(ProjectState.BOOKED, booked_for=TODAY - timedelta(days=9))
    return project_views.Projects(
        (
            line(booked, Due(TODAY - timedelta(days=2), DueWhat.IS_IT_DONE)),
            line(project(ProjectState.PLANNED, ATTIC), Due(date(2026, 11, 30), DueWhat.PROGRAMME_CLOSES)),
        ),
        (
            line(done(ProjectState.VERIFIED)),
            line(project(ProjectState.GIVEN_UP, "ENV-WIN-ES", given_up=GivenUp.TOO_EXPENSIVE)),
        ),
        "/plan",
    )


def quote_form(lang: str, *, wrong: bool = False) -> project_quote.QuoteForm:
    given = MultiDict({"contractor": "Sample Heating Ltd", "total": "1.234", "tax": "with"}) if wrong else MultiDict()
    errors = (FieldError("total", _("Noted.")),) if wrong else ()
    return project_quote.quote_form((FURNACE,), given, errors, ("/project_quote", "/project"), TODAY, lang)


def desk_list(*, rows: bool = True) -> desk_views.Hands:
    made = (
        Hand(done(ProjectState.UNSATISFACTORY), "GH-2041", None, None),
        Hand(project(ProjectState.BOOKED), "GH-1987", TODAY - timedelta(days=3), DueWhat.IS_IT_DONE),
        Hand(project(ProjectState.PLANNED, ATTIC), "GH-2107", date(2026, 11, 30), DueWhat.PROGRAMME_CLOSES),
    )
    counted = (
        {Which.ALL: 3, Which.UNSATISFACTORY: 1, Which.OVERDUE: 1, Which.SOON: 1} if rows else dict.fromkeys(Which, 0)
    )
    return desk_views.hand_list(HandPage(made if rows else (), 3 if rows else 0, 1), Which.ALL, counted, TODAY)


def at_desk(lang: str) -> desk_views.DeskProject:
    w = speaking(lang)
    found, known = project(ProjectState.UNSATISFACTORY), (predicted(FURNACE),)
    words = w("It rattles at night.", "Elle fait du bruit la nuit.")
    return desk_views.DeskProject(
        title=shown.title(found.measures, lang, {}),
        home="GH-2041",
        state=shown.state_chip(found.state.value, lang),
        due=desk_views.due_line(Hand(found, "", date(2026, 11, 30), DueWhat.REBATE_STEP)),
        case=Link(_("Open the case of %(home)s", home="GH-2041"), "/case"),
        quotes=tuple(shown.quote_shown(each, known, found.measures, TODAY, lang) for each in quotes()),
        quotes_said=(),
        usual=shown.usual_price(known, found.measures, lang),
        ways=tuple(shown.way_shown(each, TODAY, lang) for each in told(lang, project(found.state, ATTIC)).ways),
        outcomes=(shown.outcome_shown(outcome(), lang),),
        photos=(Link(_("Photo %(place)s", place=1), "/project"),),
        notes=desk_views.written((NoteView(NOW, Audience.RESIDENT, words),)),
        history=desk_views.history((EventView(NOW, "start", ProjectState.PLANNED, None, "resident", "", None),)),
        move_url="/desk_project",
        acts=desk_views.acts_of(found.state, ""),
        reasons=desk_views.reasons(""),
        booked=Field("booked_for", _("Booked for"), kind="date"),
        done=Field("done_on", _("Finished on"), kind="date"),
        words=Field("words", _("A note for the household"), kind="textarea"),
    )


def _wrong(lang: str) -> dict[str, object]:
    return page(lang, done(ProjectState.DONE), FieldError("words", _("What is wrong?")))


def start(language: str, *, nothing: bool = False) -> dict[str, object]:
    measures = (ATTIC, FURNACE)
    choices = tuple(Choice(one, shown.title([one], language, {}), chosen=one == ATTIC) for one in measures)
    asked = Question(
        "measure", _("Which work is it of?"), choices, _("What is done together is one project."), many=True
    )
    return {"start": project_start.Start(Link("GH-2041", "/case"), "/case", None if nothing else asked)}


def paid(lang: str, *, nothing: bool = False, wrong: bool = False, desk: bool = False) -> dict[str, object]:
    """What programs paid toward the attic: less than planned, and twice; or nothing yet."""
    found = project(ProjectState.VERIFIED, ATTIC, done_on=date(2026, 6, 2))
    came = [] if nothing else [Payment("EAP", ATTIC, 40_000, TODAY), Payment("HRS-ATTIC-12-25", ATTIC, 90_000, TODAY)]
    held = reconciled(found, () if nothing else (predicted(ATTIC),), came, graph(), (), TODAY)
    views = [PaymentView(uuid.UUID(int=place), each, "resident") for place, each in enumerate(came, 1)]
    offers = [
        (offer.id, measure, f"{offer.programme.name}: {offer.name(lang)}")
        for offer, measure in offers_for(found, graph())
    ]
    urls = Urls("/project_verified", "/project_payments", lambda _: "/project_payments")
    refusal = Refusal(codes_payments.DAY) if wrong else None
    page = payments_shown.page(held, views, offers, urls, lang, refusal)
    layout, nav_entry = ("layouts/desk.html", "projects_list") if desk else ("layouts/page.html", "plan")
    return {
        "page": page,
        "project_title": shown.title(found.measures, lang, {}),
        "layout": layout,
        "nav_entry": nav_entry,
    }


PAGES = {
    "projects": Page(RESIDENT, "portal/projects.html", lambda lang: {"projects": listed(lang)}),
    "projects_none": Page(
        RESIDENT, "portal/projects.html", lambda lang: {"projects": project_views.Projects((), (), "/plan")}
    ),
    "project_quoted": Page(
        RESIDENT, "portal/project.html", lambda lang: page(lang, project(ProjectState.QUOTED), quotes=quotes())
    ),
    "project_planned": Page(
        RESIDENT, "portal/project.html", lambda lang: page(lang, project(ProjectState.PLANNED, ATTIC))
    ),
    "project_done": Page(
        RESIDENT,
        "portal/project.html",
        lambda lang: page(lang, done(ProjectState.DONE), outcomes=(outcome(codes_outcomes.TOO_EARLY.code),)),
    ),
    "project_verified": Page(
        RESIDENT,
        "portal/project.html",
        lambda lang: page(lang, done(ProjectState.VERIFIED, word=Word.METER), outcomes=(outcome(),)),
    ),
    "project_wrong": Page(RESIDENT, "portal/project.html", _wrong),
    "project_quote": Page(RESIDENT, "portal/project_quote.html", lambda lang: {"form": quote_form(lang)}),
    "project_quote_wrong": Page(
        RESIDENT, "portal/project_quote.html", lambda lang: {"form": quote_form(lang, wrong=True)}
    ),
    "desk_projects": Page(COACH, "desk/projects.html", lambda lang: {"hands": desk_list()}),
    "desk_projects_none": Page(COACH, "desk/projects.html", lambda lang: {"hands": desk_list(rows=False)}),
    "project_payments": Page(RESIDENT, "components/payments_page.html", paid),
    "desk_project": Page(COACH, "desk/project.html", lambda lang: {"project": at_desk(lang)}),
}
"""The pages of projects."""
STATES = {
    "project_payments_none": Page(RESIDENT, "components/payments_page.html", lambda lang: paid(lang, nothing=True)),
    "project_payments_wrong": Page(RESIDENT, "components/payments_page.html", lambda lang: paid(lang, wrong=True)),
    "desk_project_payments": Page(COACH, "components/payments_page.html", lambda lang: paid(lang, desk=True)),
    "project_start": Page(COACH, "desk/project_start.html", start),
    "project_start_none": Page(COACH, "desk/project_start.html", lambda lang: start(lang, nothing=True)),
}
"""Read by a strict reader, and not looked at in a browser."""
