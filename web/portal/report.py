"""Monthly reports: the months there are, one month, the same as a PDF, and asking for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from coach.reports import draws, reports
from coach.reports.draws import DrawView
from greener_homes import homes
from greener_homes.errors import NotFound
from web import current, i18n, paper, svg
from web.access import Access, access
from web.formatting import TORONTO, day, month_year
from web.portal import report_views
from web.portal.blueprint import portal
from web.portal.report_views import FuelShown, ReportShown
from web.text import gettext as _

WIDE = 500
"""Units of a picture's width."""
COLOURS = {"electricity": "#1D6A9C", "natural_gas": "#B4531B"}
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class MonthLink:
    """One month to read."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The months there are, or why there are none. `ask_url` where the household may ask for reports; `held_until` the
    day from which it gets them anyway."""

    months: tuple[MonthLink, ...]
    held_until: str
    ask_url: str
    letters_url: str


@portal.get("/reports")
@access(Access.RESIDENT)
def reports_shown() -> str:
    """The months there are."""
    session, home = current.session(), current.home()
    months, lot = reports.of_home(session, home.id), draws.of_home(session, home.id)
    today = current.now().astimezone(TORONTO).date()
    return render_template("portal/reports.html", page=reports_page(months, lot, today))


@portal.post("/reports/ask")
@access(Access.RESIDENT)
def reports_asked() -> AnyResponse:
    """The household has its reports from the next one on."""
    session, settings = current.session(), current.settings()
    draws.ask(session, current.vault(), current.home().id, settings, current.person(), now=current.now())
    flash(_("You will have your report every month that we have readings of."), "success")
    return redirect(url_for("portal.reports_shown"), code=303)


@portal.get("/reports/<month>")
@access(Access.RESIDENT)
def report_shown(month: str) -> str:
    """One month. A month of which there is no report is not found."""
    shown = _shown(month)
    return render_template("portal/report.html", report=shown, month=month)


@portal.get("/reports/<month>/pdf")
@access(Access.RESIDENT)
def report_as_pdf(month: str) -> Response:
    """The same as a tagged PDF."""
    made = report_paper(_shown(month), current.home().reference)
    return paper.as_file(made, f"{month}.pdf", now=current.now())


def reports_page(months: list[date], lot: DrawView | None, today: date) -> ReportsPage:
    """The page for these months and this lot."""
    language = i18n.language()
    held = lot is not None and lot.holds_back(today)
    asked = lot is not None and lot.asked_at is not None
    return ReportsPage(
        months=tuple(
            MonthLink(
                month_year(one, language).capitalize(), url_for("portal.report_shown", month=one.strftime("%Y-%m"))
            )
            for one in months
        ),
        held_until=day(lot.held_until, language) if held and lot is not None and lot.held_until else "",
        ask_url="" if asked or (months and not held) else url_for("portal.reports_asked"),
        letters_url=url_for("portal.letters"),
    )


def report_paper(report: ReportShown, reference: str) -> paper.Paper:
    """The report in the parts of a document: the same words and figures in the same order."""
    language = i18n.language()
    head = _("Home report %(reference)s", reference=reference)
    parts: list[paper.Part] = [paper.Heading(report.finding, 1), paper.Text(report.lead, is_lead=True)]
    for fuel in report.fuels:
        parts += [paper.Heading(fuel.name), paper.Text(fuel.said), *_picture(fuel), *_rows(fuel)]
    parts += [
        paper.Heading(_("One thing to do this month")),
        paper.Text(f"{report.step.title}. {report.step.line}", start=f"{report.step.heading}."),
        paper.Heading(_("What changed in your plan")),
        paper.Listed(tuple(map(paper.Item, report.changes))),
        paper.Text(report.small_print, is_small=True),
    ]
    for fuel in report.fuels:
        if fuel.working:
            parts.append(paper.Heading(_("Where the numbers come from: %(fuel)s", fuel=fuel.name)))
            parts.append(paper.Amounts(tuple(paper.Said(each.label, each.value) for each in fuel.working)))
    return paper.Paper(
        title=report.finding,
        language=language,
        brand=_("Greener Homes"),
        region=_("Region of Durham"),
        about=report.lead,
        reference=(head, day(report.made_on, language)),
        foot=_("%(reference)s · prices of %(month)s", reference=head, month=report.prices),
        parts=tuple(parts),
    )


def _picture(fuel: FuelShown) -> list[paper.Part]:
    """The band of the year before with the month on it, as the page draws it."""
    if fuel.band is None:
        return []
    start, width = (WIDE * float(part.rstrip("%")) / 100 for part in fuel.band.band)
    mark = WIDE * float(fuel.band.mark.rstrip("%")) / 100
    colour = COLOURS[fuel.id]
    drawn = svg.element(
        "svg",
        svg.element("line", x1=0, x2=WIDE, y1=12, y2=12, stroke="#DCD7C9", stroke_width=2),
        svg.element("rect", x=start, y=5, width=width, height=14, rx=7, fill="#E4E0D3"),
        svg.element("line", x1=mark, x2=mark, y1=2, y2=22, stroke=colour, stroke_width=3),
        svg.element("circle", cx=mark, cy=12, r=6, fill=colour),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDE,
        height=24,
        viewBox=f"-8 0 {WIDE + 16} 24",
    )
    return [paper.Picture(str(drawn), fuel.band_said), paper.Text(fuel.band_said, is_small=True)]


def _rows(fuel: FuelShown) -> list[paper.Part]:
    if not fuel.rows:
        return []
    return [paper.Amounts(tuple(paper.Said(each.label, each.value) for each in fuel.rows))]


def _shown(month: str) -> ReportShown:
    found = MONTH.fullmatch(month)
    if found is None:
        raise NotFound
    session, home = current.session(), current.home()
    first = date(int(found[1]), int(found[2]), 1)
    report = reports.get(session, home.id, first, viewer=current.person().actor, now=current.now())
    if report is None:
        raise NotFound
    facts = {fact.name: fact.value for fact in homes.known_facts(session, home.id)}
    return report_views.report_shown(report, facts)
