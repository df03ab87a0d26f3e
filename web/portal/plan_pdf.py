"""The plan as a tagged PDF to keep: what stands on the printed plan, out of the same `PrintedPlan`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response

from web import current, i18n, paper
from web.access import Access, access
from web.advice.money import Amount
from web.components import Provenance, Tag
from web.formatting import day
from web.portal import plan_views
from web.portal.blueprint import portal
from web.portal.plan_print import printed
from web.text import gettext as _


@portal.get("/plan/pdf")
@access(Access.RESIDENT)
def plan_as_pdf() -> Response:
    """The plan as a file to keep. Without recommendations there is none."""
    found = printed()
    name = _("plan-%(reference)s.pdf", reference=found.reference)
    return paper.as_file(plan_paper(found), name, now=current.now())


def plan_paper(plan: plan_views.PrintedPlan) -> paper.Paper:
    """The printed plan in the parts of a document, in the same order and the same words."""
    language = i18n.language()
    reference = _("Home plan %(reference)s", reference=plan.reference)
    return paper.Paper(
        title=plan.finding,
        language=language,
        brand=_("Greener Homes"),
        region=_("Region of Durham"),
        about=plan.lead,
        reference=(reference, day(plan.on, language)),
        foot=_("%(reference)s · prices of %(month)s", reference=reference, month=plan.prices_of),
        parts=tuple(_parts(plan, language)),
    )


def _parts(plan: plan_views.PrintedPlan, language: str) -> Iterator[paper.Part]:
    yield paper.Heading(plan.finding, 1)
    yield paper.Text(plan.lead, is_lead=True)
    yield paper.Heading(_("What to do, in order"))
    yield _steps(plan, language)
    yield from (paper.Text(step.worst, start=step.title, is_small=True) for step in plan.steps if step.worst)
    yield paper.Text(plan.small_print, is_small=True)
    if plan.coach_note:
        words = _("“%(words)s”", words=plan.coach_note.words)
        on = day(plan.coach_note.on, language)
        yield paper.Quote(words, _("Your coach, who reviewed this plan on %(day)s", day=on))
    if plan.whole:
        yield paper.Heading(_("All steps together"))
        yield _amounts(plan.whole.amounts)
        answer = f"{plan.whole.answer.text}. {plan.whole.chance}"
        yield paper.Text(answer, start=_("Bill-neutral from the first year?"))
        if plan.whole.turns:
            yield paper.Listed(tuple(map(paper.Item, plan.whole.turns)))
    yield from _ways(plan)
    yield paper.Heading(_("The money of each step"))
    for step in plan.steps:
        if step.money:
            yield paper.Heading(step.title, 3)
            yield _amounts(step.money.amounts)
    if plan.not_advised:
        yield paper.Heading(_("What we do not advise"))
        yield paper.Listed(
            tuple(paper.Item(", ".join(each.titles) + ".", start=f"{each.heading}.") for each in plan.not_advised)
        )
    yield paper.Heading(_("Before you sign with anyone"))
    yield paper.Listed(tuple(map(paper.Item, plan.checks)), to_tick=True)
    yield paper.Heading(_("Based on"))
    yield paper.Listed(tuple(paper.Item(_tag(one, language)) for one in plan.based_on))
    yield paper.Text(_("This is advice, not an audit, and not an EnerGuide rating."))


def _ways(plan: plan_views.PrintedPlan) -> Iterator[paper.Part]:
    """What lenders offer for it, after what asks for nothing back."""
    if not plan.ways:
        return
    yield paper.Heading(_("Ways to pay for it"))
    if plan.free_first:
        names = ", ".join(plan.free_first)
        yield paper.Text(_("They may do the work for nothing: %(names)s.", names=names), start=_("Ask these first."))
    for way in plan.ways:
        yield paper.Heading(f"{way.name} · {way.lender}", 3)
        yield paper.Text(" ".join((f"{way.answer.text}.", *way.missing, *way.mind)))
        yield _amounts(way.amounts)
    yield paper.Text(_("Likely, never promised: the lender decides. The order is the true annual cost, nothing else."))


def _steps(plan: plan_views.PrintedPlan, language: str) -> paper.Table:
    return paper.Table(
        (
            paper.Column(_("Step"), 2.2),
            paper.Column(_("When"), 0.9),
            paper.Column(_("You pay*"), is_number=True),
            paper.Column(_("A year"), is_number=True),
            paper.Column(_("Pays back"), 1.3),
        ),
        tuple(
            (
                step.title,
                step.when,
                step.pay.said,
                step.saving.said,
                step.payback,
            )
            for step in plan.steps
        ),
    )


def _amounts(found: Iterable[Amount]) -> paper.Amounts:
    return paper.Amounts(tuple(paper.Said(one.label, one.said, one.note) for one in found))


def _tag(tag: Tag, language: str) -> str:
    """What the tag on the screen says."""
    on = day(tag.on, language) if tag.on else ""
    names = {
        Provenance.MEASURED: _("Measured to %(day)s", day=on) if on else _("Measured"),
        Provenance.ESTIMATED: _("Estimated"),
        Provenance.TOLD: _("You told us"),
        Provenance.ENERGUIDE: _("EnerGuide, %(day)s", day=on) if on else _("EnerGuide"),
        Provenance.COACH: _("Coach, %(day)s", day=on) if on else _("Seen by a coach"),
    }
    return tag.text or names[tag.kind]
