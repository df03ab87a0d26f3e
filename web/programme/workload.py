"""How the service does: who carries what, which promises were kept, what households say, and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from coach.service import service_report
from coach.service.promises import Contacted
from coach.service.service_report import CoachLoad, ServiceReport
from greener_homes import mail
from greener_homes.mail import LetterState
from web import current, i18n
from web.access import Access, access
from web.components import Fact, Notice, Tone
from web.formatting import number, percent
from web.programme.blueprint import programme
from web.text import gettext as _
from web.text import ngettext


@dataclass(frozen=True, slots=True)
class Row:
    """One coach."""

    name: str
    cases: str
    to_answer: str
    overdue: str
    is_late: bool
    kept: str
    days: str


@dataclass(frozen=True, slots=True)
class Workload:
    """The page: what to know first, the coaches, and the counts."""

    notices: tuple[Notice, ...]
    rows: tuple[Row, ...]
    waiting: tuple[Fact, ...]
    said: tuple[Fact, ...]
    said_sentence: str
    letters: tuple[Fact, ...]
    lists_url: str


@programme.get("/workload")
@access(Access.PROGRAMME)
def workload() -> str:
    """The page as of now."""
    found = service_report.report(current.session(), current.vault(), now=current.now())
    ready = mail.is_ready(current.settings())
    view = workload_page(found, i18n.language(), letters_go=ready, lists_url=url_for("programme.lists"))
    return render_template("programme/workload.html", workload=view)


def workload_page(found: ServiceReport, language: str, *, letters_go: bool, lists_url: str) -> Workload:
    """The report in words and numbers."""

    def count(value: int) -> str:
        return number(value, language)

    return Workload(
        notices=_notices(found, letters_go),
        rows=tuple(_row(one, language) for one in found.coaches),
        waiting=(
            Fact(_("Homes waiting for a coach"), count(found.cases_waiting)),
            Fact(_("Past their promised day"), count(found.cases_overdue)),
            Fact(
                _("The oldest has waited"),
                ngettext("%(num)s working day", "%(num)s working days", found.oldest_days),
            ),
            Fact(_("Questions nobody has taken"), count(found.questions_free)),
            Fact(_("Answers for everybody due to be read again"), count(found.articles_due)),
        ),
        said=(
            Fact(_("Asked"), count(found.asked)),
            Fact(_("Yes, somebody was in touch"), count(found.said[Contacted.YES])),
            Fact(_("No, nobody"), count(found.said[Contacted.NO])),
            Fact(_("Not sure"), count(found.said[Contacted.UNSURE])),
        ),
        said_sentence=_said(found, language),
        letters=(
            Fact(_("Waiting"), count(found.letters[LetterState.WAITING])),
            Fact(_("Sent"), count(found.letters[LetterState.SENT])),
            Fact(_("Refused by the other side"), count(found.letters[LetterState.FAILED])),
            Fact(_("Not wanted any more"), count(found.letters[LetterState.DROPPED])),
        ),
        lists_url=lists_url,
    )


def _notices(found: ServiceReport, letters_go: bool) -> tuple[Notice, ...]:
    notices = []
    late = found.cases_overdue + sum(one.overdue for one in found.coaches)
    if late:
        notices.append(
            Notice(
                Tone.BAD,
                ngettext("One promise is overdue", "%(num)s promises are overdue", late),
                (_("Homes and questions past their day stand first on the coaches’ lists."),),
            )
        )
    if not letters_go:
        notices.append(
            Notice(
                Tone.WARN,
                _("No mail server is set: letters wait"),
                (_("Set GREENER_HOMES_SMTP_HOST, GREENER_HOMES_MAIL_FROM and the public address. Nothing is lost."),),
            )
        )
    return tuple(notices)


def _said(found: ServiceReport, language: str) -> str:
    if not found.answered_checks:
        return _("No household has answered yet.")
    return _(
        "%(share)s of those who answered had heard from us.",
        share=percent(found.said[Contacted.YES] / found.answered_checks, language),
    )


def _row(one: CoachLoad, language: str) -> Row:
    share, days = one.kept_share, one.days_to_answer
    return Row(
        name=one.name,
        cases=number(one.cases, language),
        to_answer=number(one.to_answer, language),
        overdue=number(one.overdue, language),
        is_late=one.overdue > 0,
        kept=_("No answers yet")
        if share is None
        else _("%(share)s of %(count)s", share=percent(share, language), count=number(one.answered, language)),
        days="–" if days is None else number(days, language, 1),
    )
