"""What the resident was looking at when they asked, as a coach may see it: the same numbers, opened to their trace.

Nothing of usage or advice is shown without the household's permission for coaches; the question itself needs none.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import url_for

from coach.asking import questions
from coach.asking.questions import About, ThreadView
from coach.cases import recommendation, review
from coach.cases.recommendation import RecommendationView
from coach.homes import permitted
from greener_homes import audit, homes
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound
from utility_connectors import imports
from web import asked_about, current, i18n
from web import opportunity as numbers
from web.components import Fact, Link
from web.formatting import TORONTO, day, number, span, yearly_effect
from web.text import gettext as _
from web.words.trace import trace_lines


@dataclass(frozen=True, slots=True)
class Subject:
    """The home in question and what was asked about. `closed` says in words why nothing more is shown."""

    home: str = ""
    case: Link | None = None
    facts: tuple[Fact, ...] = ()
    trace: tuple[Fact, ...] = ()
    closed: str = ""


def subject(thread: ThreadView) -> Subject:
    """What a coach may see of it now; that a coach looked is on record where anything of the home is shown."""
    if thread.home_id is None:
        return Subject(closed=_("This resident has no home with us yet."))
    session, now = current.session(), current.now()
    reference = homes.get(session, thread.home_id).reference
    if not permitted.for_coaches(session, thread.home_id, at=now):
        return Subject(
            reference,
            closed=_("The household has not opened its readings and advice to coaches. Answer from the words."),
        )
    case = review.latest(session, thread.home_id)
    link = Link(_("Open the case of %(home)s", home=reference), _address(case.id, thread)) if case else None
    match thread.about:
        case About.RECOMMENDATION:
            return _recommendation(thread, thread.home_id, reference, link)
        case About.IMPORT:
            return _import(thread, thread.home_id, reference, link)
        case About.CHART:
            return Subject(reference, link, closed=_("The chart with its fit and its numbers stands in the case."))
        case About.GENERAL:
            return Subject(reference, link)


def _address(review_id: uuid.UUID, thread: ThreadView) -> str:
    anchor = {About.RECOMMENDATION: f"opportunity-{thread.about_key}", About.CHART: "findings"}.get(thread.about)
    return url_for("desk.case", review_id=review_id, _anchor=anchor)


def _recommendation(thread: ThreadView, home_id: uuid.UUID, reference: str, link: Link | None) -> Subject:
    given = recommendation.for_home(current.session(), home_id, viewer=current.person().actor, now=current.now())
    found = next((one for one in given if one.measure == thread.about_key), None)
    if found is None:
        return Subject(reference, link, closed=_("This is not among the home’s recommendations any more."))
    return Subject(reference, link, _numbers(found), trace_lines(found.trace, i18n.language()))


def _numbers(found: RecommendationView) -> tuple[Fact, ...]:
    language = i18n.language()
    return (
        Fact(_("Rank"), number(found.rank, language)),
        Fact(_("Resident pays"), span(numbers.pay(found.numbers), language)),
        Fact(_("Bill"), yearly_effect(numbers.bill(found.numbers), language)),
        Fact(_("Published on"), day(found.reviewed_at.astimezone(TORONTO).date(), language)),
    )


def _import(thread: ThreadView, home_id: uuid.UUID, reference: str, link: Link | None) -> Subject:
    session, language = current.session(), i18n.language()
    try:
        run = imports.get(session, home_id, uuid.UUID(thread.about_key))
    except (NotFound, ValueError):
        return Subject(reference, link, closed=_("What the question is about has been deleted since."))
    seen = {one.source for one in permitted.for_coaches(session, home_id, at=current.now())}
    if run.source not in seen:
        return Subject(reference, link, closed=_("The household has not opened what came this way to coaches."))
    audit.record_looks(
        session,
        current.person().actor,
        audit.Action.USAGE_VIEWED,
        [home_id],
        at=current.now(),
        purpose=Purpose.COACH_ACCESS.value,
    )
    facts = (
        Fact(_("Received on"), day(run.received_at.astimezone(TORONTO).date(), language)),
        Fact(_("Readings kept"), number(run.kept, language)),
        Fact(_("Rows left out"), number(len(run.rejects), language)),
    )
    return Subject(reference, link, facts)


def asked_of(home_id: uuid.UUID) -> tuple[Link, ...]:
    """The open questions of a home, for its case; what they say stands behind each."""
    language = i18n.language()
    return tuple(
        Link(asked_about.subject_words(one.about, one.about_key, language), url_for("desk.question", thread_id=one.id))
        for one in questions.of_home(current.session(), home_id)
    )
