"""The plan after a visit as a tagged PDF: the words of `VisitPlan` in the same order; photos stay on the page."""

from __future__ import annotations

from collections.abc import Iterator

from web import i18n, paper
from web.advice.visit_plan import VisitPlan
from web.formatting import day
from web.text import gettext as _
from web.text import ngettext


def visit_paper(plan: VisitPlan) -> paper.Paper:
    """The plan in the parts of a document, in the language of the page."""
    language = i18n.language()
    on = day(plan.on, language) if plan.on else ""
    return paper.Paper(
        title=plan.heading,
        language=language,
        brand=_("Greener Homes"),
        region=_("Region of Durham"),
        about=plan.advice,
        reference=tuple(filter(None, (plan.reference, on))),
        foot=" · ".join(filter(None, (plan.reference, on))),
        parts=(paper.Heading(plan.heading, 1), *_parts(plan)),
    )


def _parts(plan: VisitPlan) -> Iterator[paper.Part]:
    if plan.in_your_words:
        yield paper.Heading(_("What matters to you, in your words"))
        yield _list(plan.in_your_words)
    if plan.stops:
        yield paper.Heading(_("First, for your safety"))
        yield paper.Text(_("We saw this. Have it made safe before any other work begins."))
        yield _list(plan.stops)
    if plan.summary or plan.parts:
        yield paper.Heading(_("What we saw"))
        yield from map(paper.Text, plan.summary)
        yield from _seen(plan)
    if plan.measured:
        yield paper.Heading(_("What we measured and read off"))
        yield paper.Table(
            (paper.Column(_("What"), 1.4), paper.Column(_("Known before")), paper.Column(_("What we found"))),
            tuple(
                (one.label, one.before, one.now if one.is_new else f"{one.now} ({_('confirmed')})")
                for one in plan.measured
            ),
        )
    yield paper.Heading(_("What it changes in the advice"))
    yield from map(paper.Text, (*plan.changes, plan.advice))
    if plan.steps:
        yield paper.Heading(_("Next steps"))
        yield paper.Table(
            (paper.Column(_("What"), 2.0), paper.Column(_("Who")), paper.Column(_("By when"))),
            tuple((one.what, one.who, one.by) for one in plan.steps),
        )
    yield paper.Text(_("This is advice, not an audit, and not an EnerGuide rating."))


def _seen(plan: VisitPlan) -> Iterator[paper.Part]:
    for part in plan.parts:
        if not (part.seen or part.notes or part.pictures):
            continue
        yield paper.Heading(part.title, 3)
        if part.seen:
            yield _list(part.seen)
        yield from map(paper.Text, part.notes)
        if part.pictures:
            photos = ngettext("One photo, on the page", "%(num)s photos, on the page", len(part.pictures))
            yield paper.Text(photos, is_small=True)


def _list(items: tuple[str, ...]) -> paper.Listed:
    return paper.Listed(tuple(map(paper.Item, items)))
