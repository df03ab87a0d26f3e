"""My plan: the coach's recommendations in their order, grouped by what each asks of the purse; one page for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template, request, url_for

from coach.cases.recommendation import RecommendationView
from greener_homes.errors import NotFound
from web import i18n
from web import opportunity as numbers
from web.access import Access, access
from web.advice import groups, roadmap
from web.components import Link, Notice, StepState, Tone, zone_of
from web.formatting import TORONTO
from web.portal import money, money_news, plan_views, recommended, views
from web.portal.blueprint import portal
from web.portal.recommended import Scene
from web.ranges import Axis, RangeBar, Tells
from web.text import gettext as _
from web.text import ngettext
from web.words import worth as words
from web.words.measures import measure_words


@portal.get("/plan")
@access(Access.RESIDENT)
def plan() -> str:
    """The plan in its groups, or what it waits for."""
    scene = recommended.scene()
    news = money_news.notices(scene.items) if scene.has_money_news else ()
    return render_template("portal/plan.html", plan=plan_page(scene), news=news)


@portal.get("/plan/<measure>")
@access(Access.RESIDENT)
def recommendation(measure: str) -> str:
    """One recommendation: its money, rebates, months, why, what could change it, how to start, and its trace."""
    scene = recommended.scene(whole_trace=True)
    found = next((item for item in scene.items if item.measure == measure), None)
    if found is None:
        raise NotFound
    typed = (request.args.get("rate", "")[:20], request.args.get("years", "")[:20])
    return render_template("portal/recommendation.html", recommendation=money.recommendation_page(found, scene, typed))


def waiting() -> views.NextAction:
    """What a plan that is not there yet waits for."""
    return views.NextAction(
        flag=_("What happens next"),
        heading=_("See where you are"),
        text=_("Your first page says what the plan waits for."),
        go=Link(_("To my first page"), url_for("portal.home")),
    )


def plan_page(scene: Scene) -> plan_views.Plan:
    """The plan as a page."""
    if not scene.items:
        return plan_views.Plan(
            finding=_("Your plan will be here"),
            lead=_("A coach checks every recommendation before you see it."),
            waiting=waiting(),
        )
    now, later = recommended.now_and_later(scene.items)
    is_whole = _whole(now, scene)
    return plan_views.Plan(
        finding=_finding(now, later, scene),
        lead=_(
            "In the order your coach chose. Together they save less than added up, because they share the same heat."
        ),
        reviewed_on=scene.items[0].reviewed_at.astimezone(TORONTO).date(),
        coach_said=scene.items[0].coach_said or "",
        stages=_stages(now, later, scene),
        totals_heading=_("All steps together") if is_whole else _("Each step on its own, a year"),
        totals=_totals(scene) if is_whole else _bars(now, scene.facts),
        each_alone=not is_whole,
        more=_more(scene),
        print_url=url_for("portal.plan_printed"),
        pdf_url=url_for("portal.plan_as_pdf"),
        small_print=recommended.price_doubts(scene),
        notices=(
            Notice(
                Tone.INFO,
                _("Before you sign anything"),
                paragraphs=(
                    _("Nobody from this program will come to your door to sell you work."),
                    _("Get three quotes, and ask your coach if one looks odd."),
                ),
            ),
        ),
    )


def _finding(now: Sequence[RecommendationView], later: Sequence[RecommendationView], scene: Scene) -> str:
    waits = [item for item in now if scene.waits(item.measure)]
    ready = len(now) - len(waits)
    due = len(waits) + len(later)
    if ready and due:
        first = ngettext("One step now", "%(num)s steps now", ready)
        return _("%(now)s, %(later)s when the time is right", now=first, later=due)
    if now and groups.purse(now[0].numbers, now[0].trace) is groups.Purse.FREE:
        return _("Start with what costs nothing")
    return _("Your plan, one step at a time")


def _stages(
    now: Sequence[RecommendationView], later: Sequence[RecommendationView], scene: Scene
) -> tuple[plan_views.Stage, ...]:
    """Neighbours in the coach's order that ask the same of the purse stand together; what is for later comes last."""
    language, start_url = i18n.language(), url_for("portal.project_started")
    found = []
    runs = groups.runs([(groups.purse(item.numbers, item.trace), item) for item in now])
    for place, (kind, members) in enumerate(runs, start=1):
        said = words.KINDS[kind.value]
        found.append(
            plan_views.Stage(
                said.title(language),
                StepState.NOW if place == 1 else StepState.NEXT,
                number=place,
                text=said.text(language),
                items=tuple(_item(item, scene, start_url, is_free=kind is groups.Purse.FREE) for item in members),
            )
        )
    if later:
        found.append(
            plan_views.Stage(
                _("Later"),
                StepState.LATER,
                when=_("when the time comes"),
                number=len(runs) + 1,
                items=tuple(_item(item, scene, start_url, is_free=numbers.is_free(item.numbers)) for item in later),
            )
        )
    return tuple(found)


def _item(item: RecommendationView, scene: Scene, start_url: str, *, is_free: bool) -> plan_views.PlanItem:
    language = i18n.language()
    line = recommended.money(item)
    works = roadmap.works_with(scene.roadmap, item.measure, language)
    return plan_views.PlanItem(
        zone=zone_of(item.measure),
        title=recommended.title(item.measure, scene.facts),
        line=item.note or item.wording or measure_words(item.measure).line(language, **scene.facts),
        money=line,
        href=url_for("portal.recommendation", measure=item.measure),
        when=scene.when(item.measure)[0] if scene.waits(item.measure) else "",
        works=tuple(each.title for each in works),
        answers=recommended.answer_chips(item),
        id=item.measure.lower(),
        short=line.only("pay", "bill") if is_free else line.only("pay", "bill", "payback"),
        worst=line.by_name.get("worst"),
        measure=item.measure,
        start_url="" if item.measure in scene.begun else start_url,
        project_url=scene.project_url(item.measure),
    )


def _whole(now: Sequence[RecommendationView], scene: Scene) -> bool:
    """Whether the roadmap adds up what the coach gives to do now; what waits for the old one to go is apart."""
    planned = {step.measure for step in scene.roadmap.steps}
    ready = [item for item in now if item.measure in planned or not numbers.waits_for_its_moment(item.numbers)]
    return bool(ready) and all(item.measure in planned for item in ready)


def _totals(scene: Scene) -> tuple[RangeBar, ...]:
    last = roadmap.by_the_end(scene.roadmap, scene.this_year, scene.costs)
    carbon = numbers.in_tonnes(last.carbon)
    note = _careful() if last.is_careful else _("Less than the steps added up: they share the same heat.")
    return (
        RangeBar(_("You pay, after rebates"), last.paid, Axis.covering((last.paid,))),
        RangeBar(_("Your yearly bills could"), last.bills, Axis.covering((last.bills,)), note, Tells.BILL),
        RangeBar(_("Carbon spared each year"), carbon, Axis.covering((carbon,))),
    )


def _careful() -> str:
    return _("A careful sum: your coach left out other steps this was counted with.")


def _bars(items: Sequence[RecommendationView], facts: Mapping[str, object]) -> tuple[RangeBar, ...]:
    spans = tuple(money.bill(item) for item in items)
    axis = Axis.covering(spans)
    return tuple(
        RangeBar(recommended.title(item.measure, facts), span, axis, tells=Tells.BILL)
        for item, span in zip(items, spans, strict=True)
    )


def _more(scene: Scene) -> tuple[plan_views.PlanPart, ...]:
    """The other pages of the plan, those that have something to say."""
    found = []
    rests_on = scene.rests_on
    if scene.begun:
        found.append(
            plan_views.PlanPart(
                "clipboard",
                _("My projects"),
                _("What you have begun: quotes, dates, rebates, and what it brought."),
                url_for("portal.projects_shown"),
            )
        )
    if scene.roadmap.steps:
        found.append(
            plan_views.PlanPart(
                "calendar",
                _("When each step comes"),
                _("Moments to wait for, what is done together, and what it adds up to."),
                url_for("portal.roadmap_shown"),
            )
        )
        found.append(
            plan_views.PlanPart(
                "coins",
                _("The whole plan’s money, and what if"),
                _("Month by month, with a loan to try, and what it hangs on."),
                url_for("portal.plan_money"),
            )
        )
    if rests_on is not None and rests_on.price_plans:
        found.append(
            plan_views.PlanPart(
                "bolt",
                _("Electricity price plans"),
                _("A year of your power on each of the three plans."),
                url_for("portal.price_plans_shown"),
            )
        )
    if rests_on is not None and (rests_on.not_advised or rests_on.left_out):
        found.append(
            plan_views.PlanPart(
                "stop",
                _("What we do not advise"),
                _("Why not, and what would change that."),
                url_for("portal.not_advised"),
            )
        )
    return tuple(found)
