"""The recommendations of a case as a tagged PDF, for a coach's own desk or a visit: the numbers of the case page.

Made of the very `Case` that the page shows, so it opens to whoever may open the case, and that the coach looked is on
record. No name, no address and no chart is in it: the home's number stands for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from flask import Response

from coach.cases import review
from coach.homes import permitted
from greener_homes import consent
from greener_homes.errors import Refusal
from web import current, i18n, paper
from web.access import Access, access
from web.advice.money import Amount
from web.desk import views
from web.desk.blueprint import desk
from web.desk.case_input import CaseInput
from web.desk.case_view import case_view
from web.formatting import TORONTO, day, yearly_effect
from web.opportunity import price_said
from web.text import gettext as _


@desk.get("/cases/<uuid:review_id>/pdf")
@access(Access.COACH)
def case_as_pdf(review_id: uuid.UUID) -> Response:
    """The case as it stands now, as a file. Raises Refusal for a home that is not open to coaches."""
    session, now = current.session(), current.now()
    found = review.get(session, review_id)
    if not permitted.for_coaches(session, found.home_id, at=now):
        raise Refusal(consent.MISSING)
    case = case_view(found, CaseInput())
    on = day(now.astimezone(TORONTO).date(), i18n.language())
    return paper.as_file(case_paper(case, on), f"{case.reference}-recommendations.pdf", now=now)


def case_paper(case: views.Case, on: str) -> paper.Paper:
    """The case in the parts of a document: what the resident would be given, then what stands below it."""
    title = _("Recommendations for %(reference)s", reference=case.reference)
    return paper.Paper(
        title=title,
        language=i18n.language(),
        brand=_("Greener Homes"),
        region=_("Region of Durham"),
        about=case.home,
        reference=(case.reference, on),
        foot=_("%(reference)s · %(on)s · for coaches", reference=case.reference, on=on),
        parts=(paper.Heading(title, 1), *_parts(case)),
    )


def _parts(case: views.Case) -> Iterator[paper.Part]:
    yield paper.Text(case.home, is_lead=True)
    standing = ", ".join(chip.text for chip in case.chips)
    if standing:
        yield paper.Text(standing, start=_("State:"))
    if case.priorities:
        yield paper.Heading(_("What this household wants"))
        yield _list(case.priorities)
    yield from (paper.Quote(words, _("The household")) for words in case.in_their_words)
    if case.to_check:
        yield paper.Heading(case.to_check.heading)
        yield from map(paper.Text, case.to_check.paragraphs)
        if case.to_check.points:
            yield _list(case.to_check.points)
    if case.shown_first:
        yield paper.Heading(_("Ranked opportunities"))
        yield _overview(case.shown_first)
        for one in case.shown_first:
            yield from _opportunity(one)
    if case.shown_after:
        yield paper.Heading(_("Further down"))
        yield _overview(case.shown_after)
    if case.plan and case.plan.refusals:
        yield paper.Heading(_("What we do not advise"))
        for group in case.plan.refusals:
            yield paper.Listed((paper.Item(", ".join(one.title for one in group.members) + ".", f"{group.heading}."),))
    yield paper.Heading(_("Evidence"))
    yield paper.Amounts(tuple(paper.Said(fact.label, fact.value) for fact in case.evidence if fact.value))
    yield paper.Text(_("This is advice, not an audit, and not an EnerGuide rating."))


def _overview(found: Iterable[views.Opportunity]) -> paper.Table:
    language = i18n.language()
    return paper.Table(
        (
            paper.Column(_("Step"), 2.2),
            paper.Column(_("Pays"), is_number=True),
            paper.Column(_("A year"), is_number=True),
        ),
        tuple(
            (f"{one.rank}. {one.title}", price_said(one.pay, language), yearly_effect(one.saving, language))
            for one in found
        ),
    )


def _opportunity(one: views.Opportunity) -> Iterator[paper.Part]:
    yield paper.Heading(f"{one.rank}. {one.title}", 3)
    if one.why:
        yield paper.Text(one.why)
    yield paper.Text(". ".join(filter(None, (_sureness()[one.confidence], one.moved))) + ".", is_small=True)
    if one.money:
        yield _amounts(one.money.line.amounts)
        if one.money.months:
            yield paper.Text(one.money.months, start=f"{_('Month by month')}.", is_small=True)
        for group in one.money.answers:
            yield paper.Text(", ".join(offer.name for offer in group.offers) + ".", start=f"{group.heading}.")
    if one.beside:
        yield _list(one.beside)
    if one.findings:
        yield paper.Text(_("What to mind"), is_small=True)
        yield _list(one.findings)


def _sureness() -> dict[views.Confidence, str]:
    return {
        views.Confidence.LOW: _("Confidence low"),
        views.Confidence.MEDIUM: _("Confidence medium"),
        views.Confidence.HIGH: _("Confidence high"),
    }


def _amounts(found: Iterable[Amount]) -> paper.Amounts:
    return paper.Amounts(tuple(paper.Said(one.label, one.said, one.note) for one in found))


def _list(sentences: Iterable[str]) -> paper.Listed:
    return paper.Listed(tuple(map(paper.Item, sentences)))
