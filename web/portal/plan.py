"""My plan: the coach's recommendations in their order of work, and one page for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template, url_for

from coach import recommendation as recommendations
from coach.recommendation import RecommendationView
from greener_homes import homes
from greener_homes.errors import NotFound
from greener_homes.homes import FactValue
from web import current, i18n, messages
from web import opportunity as numbers
from web.access import Access, access
from web.components import Basis, Link, Notice, Provenance, StepState, Tag, Tone, zone_of
from web.formatting import TORONTO, Span
from web.portal import recommended, views
from web.portal.blueprint import portal
from web.ranges import Axis, RangeBar, Tells
from web.text import gettext as _
from web.words import reasons, stages
from web.words.fact_values import spoken
from web.words.measures import measure_words
from web.words.trace import origin_of_fact, trace_lines

REASON_ICONS = {
    "air": "wave",
    "electricity": "bolt",
    "heating": "flame",
    "hot_water": "drop",
    "solar": "sun",
    "bill": "coins",
}


@portal.get("/plan")
@access(Access.RESIDENT)
def plan() -> str:
    """The plan on a timeline, or what it waits for."""
    items, facts = _items(), _facts()
    return render_template("portal/plan.html", plan=_plan(items, facts))


@portal.get("/plan/<measure>")
@access(Access.RESIDENT)
def recommendation(measure: str) -> str:
    """One recommendation: what to expect, why, what could change it, how to start, and where the numbers come from."""
    items = _items()
    found = next((item for item in items if item.measure == measure), None)
    if found is None:
        raise NotFound
    return render_template("portal/recommendation.html", recommendation=_recommendation(found, items, _facts()))


def _items() -> Sequence[RecommendationView]:
    return recommendations.for_home(
        current.session(), current.home().id, viewer=current.person().actor, now=current.now()
    )


def _facts() -> Mapping[str, FactValue]:
    return {fact.name: fact.value for fact in homes.known_facts(current.session(), current.home().id)}


def _plan(items: Sequence[RecommendationView], facts: Mapping[str, FactValue]) -> views.Plan:
    if not items:
        return views.Plan(
            finding=_("Your plan will be here"),
            lead=_("A coach checks every recommendation before you see it."),
            waiting=views.NextAction(
                flag=_("What happens next"),
                heading=_("See where you are"),
                text=_("Your first page says what the plan waits for."),
                go=Link(_("To my first page"), url_for("portal.home")),
            ),
        )
    now, later = recommended.now_and_later(items)
    return views.Plan(
        finding=_("Your plan, one step at a time"),
        lead=_(
            "In the order your coach chose. Together they save less than added up, because they share the same heat."
        ),
        reviewed_on=items[0].reviewed_at.astimezone(TORONTO).date(),
        stages=_stages(now, later, facts),
        totals_heading=_("Each step on its own, a year"),
        totals=_bars(now, facts),
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


def _stages(
    now: Sequence[RecommendationView], later: Sequence[RecommendationView], facts: Mapping[str, FactValue]
) -> tuple[views.Stage, ...]:
    """The coach's first step is now; the rest follow by stage of work; what was kept for later comes last."""
    language = i18n.language()
    found = []
    if now:
        found.append(
            views.Stage(_("Do this first"), StepState.NOW, when=_("now"), number=1, items=(_item(now[0], facts),))
        )
    by_stage: dict[int, list[RecommendationView]] = {}
    for item in now[1:]:
        by_stage.setdefault(_stage_of(item), []).append(item)
    for place, (stage, members) in enumerate(sorted(by_stage.items()), start=2):
        found.append(
            views.Stage(
                stages.stage_name(stage, language),
                StepState.NEXT,
                when=stages.stage_when(stage, language),
                number=place,
                items=tuple(_item(item, facts) for item in members),
            )
        )
    if later:
        found.append(
            views.Stage(
                _("Later"),
                StepState.LATER,
                when=_("when the time comes"),
                items=tuple(_item(item, facts) for item in later),
            )
        )
    return tuple(found)


def _item(item: RecommendationView, facts: Mapping[str, FactValue]) -> views.PlanItem:
    language = i18n.language()
    return views.PlanItem(
        zone=zone_of(item.measure),
        title=recommended.title(item.measure, facts),
        line=item.note or measure_words(item.measure).line(language, **facts),
        pay=numbers.pay(item.numbers),
        saving=numbers.bill(item.numbers),
        href=url_for("portal.recommendation", measure=item.measure),
    )


def _stage_of(item: RecommendationView) -> int:
    stage = item.numbers.get("stage")
    return stage if isinstance(stage, int) else 0


def _bars(items: Sequence[RecommendationView], facts: Mapping[str, FactValue]) -> tuple[RangeBar, ...]:
    spans = tuple(numbers.bill(item.numbers) for item in items)
    axis = Axis.covering(spans)
    return tuple(
        RangeBar(recommended.title(item.measure, facts), span, axis, tells=Tells.BILL)
        for item, span in zip(items, spans, strict=True)
    )


def _recommendation(
    item: RecommendationView, items: Sequence[RecommendationView], facts: Mapping[str, FactValue]
) -> views.Recommendation:
    language = i18n.language()
    words = measure_words(item.measure)
    effect = numbers.bill(item.numbers)
    said = [
        messages.sentence(str(each["code"]), spoken(numbers.facts_of(each), language))
        for each in numbers.findings(item.numbers)
    ]
    return views.Recommendation(
        zone=zone_of(item.measure),
        title=recommended.title(item.measure, facts),
        lead=words.lead(language, **facts),
        is_first=item.rank == 1,
        reviewed_on=item.reviewed_at.astimezone(TORONTO).date(),
        review_note=item.note,
        expect=_expect(item, items),
        reasons=_reasons(item, facts, (words.comfort(language, **facts), words.disruption(language, **facts))),
        warning=_warning(effect),
        doubts=tuple(said),
        start=tuple(step(language, **facts) for step in words.start),
        trace=trace_lines(item.trace, language),
        beside=_beside(item, items, facts),
        plan_url=url_for("portal.plan"),
    )


def _expect(item: RecommendationView, items: Sequence[RecommendationView]) -> tuple[RangeBar, ...]:
    """What it costs, saves and spares, each on a scale shared by all recommendations of this home."""
    pays = tuple(numbers.pay(one.numbers) for one in items)
    bills = tuple(numbers.bill(one.numbers) for one in items)
    carbon = tuple(numbers.carbon(one.numbers) for one in items)
    note = _("After the rebate that is likely today.") if numbers.has_rebate(item.numbers) else ""
    return (
        RangeBar(_("You pay"), numbers.pay(item.numbers), Axis.covering(pays), note),
        RangeBar(_("Your yearly bills could"), numbers.bill(item.numbers), Axis.covering(bills), tells=Tells.BILL),
        RangeBar(
            _("Carbon spared each year"),
            numbers.carbon(item.numbers),
            Axis.covering(carbon),
            _("CO₂ equivalent, with power counted as the grid answers a change in use."),
        ),
    )


def _reasons(item: RecommendationView, facts: Mapping[str, FactValue], feels: tuple[str, str]) -> tuple[Basis, ...]:
    """Why this, and how it feels afterwards and meanwhile. A wish is named only where one was given."""
    comfort, disruption = feels
    found = [
        Basis(_icon(code), numbers.reason_sentence(item.numbers, code), Tag(_provenance(item, code)))
        for code in numbers.reasons(item.numbers)
        if facts.get("goal") is not None or code not in reasons.WISHES
    ]
    if comfort:
        found.append(Basis("home", comfort, Tag(Provenance.ESTIMATED)))
    if disruption:
        found.append(Basis("calendar", disruption, Tag(Provenance.ESTIMATED)))
    return tuple(found)


def _icon(code: str) -> str:
    return REASON_ICONS.get(code.partition(".")[0], "home")


def _provenance(item: RecommendationView, code: str) -> Provenance:
    """What a reason rests on: the wish we were told, a fact of the home, the readings, else an estimate."""
    if code in reasons.TOLD:
        return Provenance.TOLD
    if code.startswith("rank."):
        return Provenance.ESTIMATED
    known = origin_of_fact(item.trace, reasons.fact_of(code))
    if known is not None:
        return known
    measured = any(entry.get("origin") == "measured" for entry in item.trace)
    return Provenance.MEASURED if measured else Provenance.ESTIMATED


def _warning(effect: Span) -> Notice | None:
    if not effect.may_be_negative:
        return None
    return Notice(
        Tone.WARN,
        _("It may cost more to run"),
        paragraphs=(_("Part of the range is below zero: your bills could rise. Ask your coach before you decide."),),
    )


def _beside(
    item: RecommendationView, items: Sequence[RecommendationView], facts: Mapping[str, FactValue]
) -> views.NextStep | None:
    """Another recommendation of the same stage of work, which is best done in the same visit."""
    same = [one for one in items if one is not item and _stage_of(one) == _stage_of(item) and not one.later]
    return recommended.next_step(same[0], facts, None) if same else None
