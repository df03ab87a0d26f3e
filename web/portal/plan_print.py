"""The plan as a letter: the same money as on the screen, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import render_template, url_for

from coach.cases.recommendation import RecommendationView
from coach.financing import WayToPay
from coach.what_if import Asked, Tried
from greener_homes.errors import NotFound
from web import current, i18n
from web import opportunity as numbers
from web.access import Access, access
from web.advice import honest_no, roadmap
from web.advice.incentives import free_first
from web.advice.money import bill_amount, pay_amount
from web.advice.plan_money import plan_money_in_short
from web.advice.ways_to_pay import ways_shown
from web.components import Provenance, Tag, zone_of
from web.formatting import TORONTO, month_year
from web.portal import plan_money, plan_views, recommended, views
from web.portal.blueprint import portal
from web.portal.recommended import Scene
from web.text import gettext as _


@portal.get("/plan/print")
@access(Access.RESIDENT)
def plan_printed() -> str:
    """The plan on paper."""
    return render_template("portal/plan_print.html", printed=printed())


def printed() -> plan_views.PrintedPlan:
    """The plan of the home this request is about, as a letter. Raises NotFound without recommendations."""
    scene = recommended.scene(whole_trace=True)
    if not scene.items:
        raise NotFound
    found = plan_money.tried(scene, Asked())
    return printed_plan(scene, current.home().reference, found, plan_money.ways(found))


def printed_plan(
    scene: Scene, reference: str, found: Tried | None = None, offers: Sequence[WayToPay] = ()
) -> plan_views.PrintedPlan:
    """The letter; `found` is the money of the whole plan, `offers` the ways there are to pay for it."""
    worst_first = any(item.numbers.get("worst_first") for item in scene.items)
    stored = found.stored if found is not None else None
    now, later = recommended.now_and_later(scene.items)
    first = scene.items[0]
    reviewed = first.reviewed_at.astimezone(TORONTO).date()
    rests_on = scene.rests_on
    refused = rests_on.not_advised if rests_on is not None else ()
    return plan_views.PrintedPlan(
        reference=reference,
        on=reviewed,
        finding=_("Your plan: start with this. %(step)s", step=recommended.title(first.measure, scene.facts)),
        lead=_(
            "In the order your coach chose. Together they save less than added up, because they share the same heat."
        ),
        steps=(*_steps(now, scene, 1), *_together(scene), *_steps(later, scene, len(now) + 1)),
        small_print=_small_print(scene),
        checks=(
            _("The rebate is still open, and the programme says that you qualify."),
            _("You have two or three written quotes."),
            _("Nobody came to your door to sell it. You have 10 days to cancel."),
            _("Ask your coach if a price or a promise looks odd."),
        ),
        based_on=_based_on(scene.items),
        coach_note=views.CoachNote(first.coach_said, reviewed) if first.coach_said else None,
        plan_url=url_for("portal.plan"),
        pdf_url=url_for("portal.plan_as_pdf"),
        prices_of=month_year(_priced_at(scene), i18n.language()),
        not_advised=honest_no.refused_in_short(refused, scene.facts, i18n.language()),
        whole=plan_money_in_short(stored, i18n.language(), worst_first=worst_first),
        ways=ways_shown(offers, i18n.language()),
        free_first=tuple(
            dict.fromkeys(each for item in scene.items for each in free_first(item.numbers, i18n.language()))
        ),
    )


def _steps(items: Sequence[RecommendationView], scene: Scene, first: int) -> tuple[plan_views.PrintedStep, ...]:
    found = []
    for number, item in enumerate(items, start=first):
        line = recommended.money(item)
        amounts = line.by_name
        found.append(
            plan_views.PrintedStep(
                zone_of(item.measure),
                f"{number}. {recommended.title(item.measure, scene.facts)}",
                _when(item, scene),
                amounts["pay"],
                amounts["bill"],
                amounts["payback"].said if "payback" in amounts else "",
                line,
                f"{amounts['worst'].label}\u00a0: {amounts['worst'].said}" if "worst" in amounts else "",
            )
        )
    return tuple(found)


def _when(item: RecommendationView, scene: Scene) -> str:
    if item.later:
        return _("Later")
    return scene.when(item.measure)[0] if scene.waits(item.measure) else _("Now")


def _together(scene: Scene) -> tuple[plan_views.PrintedStep, ...]:
    """The row that adds the steps up, where the roadmap holds them all."""
    planned = {step.measure for step in scene.roadmap.steps}
    now, _later = recommended.now_and_later(scene.items)
    ready = [item for item in now if item.measure in planned or not numbers.waits_for_its_moment(item.numbers)]
    if len(ready) < 2 or any(item.measure not in planned for item in ready) or list(now[: len(ready)]) != ready:
        return ()
    total = roadmap.by_the_end(scene.roadmap, scene.this_year, scene.costs)
    title = _("Together, 1 to %(last)s", last=len(ready))
    pay, saving = pay_amount(total.paid, i18n.language()), bill_amount(total.bills, i18n.language())
    return (plan_views.PrintedStep(None, title, "", pay, saving),)


def _priced_at(scene: Scene) -> date:
    """The day whose prices the figures are worked out with."""
    at = scene.rests_on.assessed_at if scene.rests_on is not None else scene.items[0].reviewed_at
    return at.astimezone(TORONTO).date()


def _small_print(scene: Scene) -> str:
    month = month_year(_priced_at(scene), i18n.language())
    said = _(
        "* After rebates that are likely, never promised. All figures are estimates at prices of %(month)s: eight "
        "times in ten the truth lies between the two.",
        month=month,
    )
    return " ".join((said, *recommended.price_doubts(scene)))


def _based_on(items: Sequence[RecommendationView]) -> tuple[Tag, ...]:
    """What the numbers rest on, each kind once."""
    origins = {str(entry.get("origin")) for item in items for entry in item.trace}
    kinds = {
        "measured": Provenance.MEASURED,
        "energuide": Provenance.ENERGUIDE,
        "resident": Provenance.TOLD,
        "coach": Provenance.COACH,
        "stock": Provenance.ESTIMATED,
    }
    return tuple(Tag(kind) for origin, kind in kinds.items() if origin in origins)
