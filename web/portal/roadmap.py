"""The other pages of a plan: when each step comes, what power costs on each plan, and what is not advised."""

from __future__ import annotations

from flask import render_template, url_for

from web import i18n
from web.access import Access, access
from web.advice import honest_no, price_plans, roadmap
from web.advice.price_plans import PlansShown
from web.portal import plan_views, recommended
from web.portal.blueprint import portal
from web.portal.recommended import Scene
from web.text import gettext as _
from web.text import ngettext

SWITCH = "PLAN-SWITCH"
OF_PUMPS = "heat_pump."


@portal.get("/plan/when")
@access(Access.RESIDENT)
def roadmap_shown() -> str:
    """When each step comes, what goes with it, and what it adds up to."""
    return render_template("portal/roadmap.html", page=roadmap_page(recommended.scene()))


@portal.get("/plan/prices")
@access(Access.RESIDENT)
def price_plans_shown() -> str:
    """A year of this home's electricity on each price plan."""
    return render_template("portal/price_plans.html", page=price_plans_page(recommended.scene()))


@portal.get("/plan/not-advised")
@access(Access.RESIDENT)
def not_advised() -> str:
    """What is not advised, why, and what would change it."""
    return render_template("portal/not_advised.html", page=not_advised_page(recommended.scene()))


def roadmap_page(scene: Scene) -> plan_views.RoadmapPage:
    """The roadmap as a page; without steps it says so."""
    language = i18n.language()
    shown = roadmap.moments(
        scene.roadmap,
        scene.facts,
        scene.this_year,
        language,
        href=lambda measure: url_for("portal.recommendation", measure=measure),
        costs=scene.costs,
    )
    now, later = recommended.now_and_later(scene.items)
    placed = {step.measure for step in scene.roadmap.steps}
    unplaced = [item for item in now if item.measure not in placed] if shown else []
    return plan_views.RoadmapPage(
        finding=_("When each step comes") if unplaced else _roadmap_finding(len(shown)),
        lead=_("Each step makes the next one smaller or cheaper. You can stop after any of them."),
        moments=shown,
        about=roadmap.about(scene.roadmap, language),
        others=roadmap.others(scene.roadmap, scene.facts, language),
        later=tuple(recommended.next_step(item, scene.facts, None) for item in later),
        unplaced=tuple(recommended.next_step(item, scene.facts, None) for item in unplaced),
        careful=_("Your coach left out other steps this was counted with, so these sums are careful ones.")
        if scene.roadmap.is_careful
        else "",
        plan_url=url_for("portal.plan"),
    )


def price_plans_page(scene: Scene) -> plan_views.PricePlansPage:
    """The comparison of price plans as a page."""
    language, rests_on = i18n.language(), scene.rests_on
    known = scene.facts.get("price_plan") is not None
    said = rests_on.about_plans if rests_on is not None else ()
    of_plans = [each for each in said if not str(each.get("code")).startswith(OF_PUMPS)]
    of_pumps = [each for each in said if str(each.get("code")).startswith(OF_PUMPS)]
    stored = rests_on.price_plans if rests_on is not None else None
    shown = price_plans.plans_shown(stored, of_plans, language, known=known)
    switch = next((item for item in scene.items if item.measure == SWITCH), None)
    return plan_views.PricePlansPage(
        finding=_plans_finding(shown, switch is not None),
        lead=_("The same use, at the same hours, on each of the three plans. Taxes and fixed charges are in."),
        plans=shown,
        heat_pump=price_plans.sentences(of_pumps, language),
        switch=recommended.next_step(switch, scene.facts, None) if switch is not None else None,
        plan_url=url_for("portal.plan"),
    )


def not_advised_page(scene: Scene) -> plan_views.NotAdvisedPage:
    """The refusals as a page, the coach's own first."""
    language, rests_on = i18n.language(), scene.rests_on
    groups: tuple[honest_no.NoGroup, ...] = ()
    if rests_on is not None:
        left = [(each.measure, each.note) for each in rests_on.left_out]
        groups = (
            *honest_no.left_out_group(left, scene.facts, language),
            *honest_no.no_groups(rests_on.not_advised, scene.facts, language),
        )
    count = sum(len(group.members) for group in groups)
    return plan_views.NotAdvisedPage(
        finding=ngettext(
            "One more thing we looked at, and do not advise today",
            "%(num)s more things we looked at, and do not advise today",
            count,
        )
        if count
        else _("Nothing was turned down"),
        lead=_("Each was worked out for this home. Prices change, and so may the answer."),
        groups=groups,
        plan_url=url_for("portal.plan"),
    )


def _roadmap_finding(count: int) -> str:
    if not count:
        return _("Your roadmap will be here")
    return ngettext("Everything can be done at one time", "%(num)s moments, and you can stop after any", count)


def _plans_finding(shown: PlansShown | None, advised: bool) -> str:
    if shown is None:
        return _("We cannot compare price plans yet")
    return _("Another price plan may cost you less") if advised else _("Your price plan, beside the others")
