"""One recommendation as a page: its money, rebates opened, months and years, why this and why not that, its trace."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from flask import Response, url_for

from coach.cases.recommendation import RecommendationView
from coach.homes import questionnaire_order
from greener_homes.errors import NotFound
from web import i18n, messages
from web import opportunity as numbers
from web.access import Access, access
from web.advice import beside, cash_flow, honest_no, roadmap
from web.advice.incentives import free_first
from web.components import Basis, Field, NextStep, Notice, Provenance, Tag, Tone, zone_of
from web.formatting import TORONTO, Span
from web.portal import plan_views, recommended
from web.portal.blueprint import portal
from web.portal.recommended import Scene
from web.ranges import Axis, RangeBar, Tells
from web.text import gettext as _
from web.words import reasons
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


@portal.get("/plan/<measure>/money.csv")
@access(Access.RESIDENT)
def money_file(measure: str) -> Response:
    """The months and years of one recommendation as a table to keep."""
    found = next((item for item in recommended.scene().items if item.measure == measure), None)
    if found is None or not numbers.month_spans(found.numbers):
        raise NotFound
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("period", "at_least_cad", "at_most_cad"))
    rows.writerows((f"month {n}", *_cents(each)) for n, each in enumerate(numbers.month_spans(found.numbers), start=1))
    rows.writerows((f"after year {n}", *_cents(each)) for n, each in enumerate(numbers.year_spans(found.numbers)))
    said = {"Content-Disposition": f'attachment; filename="{measure.lower()}-money.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=said)


def bill(item: RecommendationView) -> Span:
    """The yearly effect on bills, positive where it saves."""
    return numbers.bill(item.numbers)


def recommendation_page(
    item: RecommendationView, scene: Scene, typed: tuple[str, str] = ("", "")
) -> plan_views.Recommendation:
    """The page of one recommendation; `typed` are the rate and years of a loan to try out."""
    language = i18n.language()
    words, facts = measure_words(item.measure), scene.facts
    form, terms = _loan_form(item, typed)
    _short, sentence = scene.when(item.measure)
    return plan_views.Recommendation(
        zone=zone_of(item.measure),
        title=recommended.title(item.measure, facts),
        lead=item.wording or words.lead(language, **facts),
        is_first=item.rank == 1,
        reviewed_on=item.reviewed_at.astimezone(TORONTO).date(),
        review_note=item.note,
        expect=_expect(item, scene.items),
        reasons=_reasons(item, facts),
        warning=_warning(item),
        doubts=tuple(
            messages.sentence(str(each["code"]), spoken(numbers.facts_of(each), language))
            for each in numbers.findings(item.numbers)
        ),
        start=tuple(step(language, **facts) for step in words.start),
        trace=trace_lines(item.trace, language),
        beside=_beside(item, scene),
        plan_url=url_for("portal.plan"),
        ask_url=url_for("portal.asked", about="recommendation", key=item.measure),
        money=recommended.money(item),
        answers=recommended.answers(item),
        answer_url=_answer_url(item),
        when=sentence if scene.waits(item.measure) else "",
        works=roadmap.works_with(scene.roadmap, item.measure, language),
        cash=cash_flow.cash_shown(item.numbers, item.trace, language, terms),
        loan=form,
        at_replacement=beside.at_replacement(item.numbers, language, facts),
        by_plan=beside.by_plan(item.numbers, language),
        instead=_instead(item, scene),
        money_file=url_for("portal.money_file", measure=item.measure) if numbers.month_spans(item.numbers) else "",
        measure=item.measure,
        start_url="" if item.measure in scene.begun else url_for("portal.project_started"),
        project_url=scene.project_url(item.measure),
    )


def _loan_form(
    item: RecommendationView, typed: tuple[str, str]
) -> tuple[plan_views.LoanForm | None, tuple[float, int] | None]:
    if numbers.typical_pay(item.numbers) <= 0 or not numbers.month_spans(item.numbers):
        return None, None
    rate, years = typed
    url = url_for("portal.recommendation", measure=item.measure, _anchor="cash")
    error, terms = "", None
    try:
        terms = cash_flow.loan_terms(rate, years)
    except ValueError:
        error = _("Write a yearly rate from 0 to 60 and whole years from 1 to 40, such as 6.5 and 10.")
    fields = (
        Field("rate", _("Interest a year, in percent"), rate, error=error, suffix="%"),
        Field("years", _("Years to pay it back"), years),
    )
    return plan_views.LoanForm(url, fields, free_first(item.numbers, i18n.language())), terms


def _expect(item: RecommendationView, items: Sequence[RecommendationView]) -> tuple[RangeBar, ...]:
    """What it costs, saves and spares, each on a scale shared by all recommendations of this home."""
    pays = tuple(numbers.pay(one.numbers) for one in items)
    bills = tuple(numbers.bill(one.numbers) for one in items)
    carbon = tuple(numbers.in_tonnes(numbers.carbon(one.numbers)) for one in items)
    note = _("After the rebate that is likely today.") if numbers.has_rebate(item.numbers) else ""
    own = _("Your coach’s own range.")
    paid = " ".join(part for part in (own if "cost_cad" in item.coach_numbers else "", note) if part)
    effect = own if "bill_cad_per_year" in item.coach_numbers else ""
    money = (
        RangeBar(_("You pay"), numbers.pay(item.numbers), Axis.covering(pays), paid),
        RangeBar(_("Your yearly bills could"), numbers.bill(item.numbers), Axis.covering(bills), effect, Tells.BILL),
    )
    if "carbon_kg_per_year" not in item.numbers:  # work that only a coach put forward
        return money
    return (
        *money,
        RangeBar(
            _("Carbon spared each year"),
            numbers.in_tonnes(numbers.carbon(item.numbers)),
            Axis.covering(carbon),
            _("CO₂ equivalent, with power counted as the grid answers a change in use."),
        ),
    )


def _reasons(item: RecommendationView, facts: Mapping[str, object]) -> tuple[Basis, ...]:
    """Why this. A wish is named only where one was given."""
    return tuple(
        Basis(_icon(code), numbers.reason_sentence(item.numbers, code), Tag(_provenance(item, code)))
        for code in numbers.reasons(item.numbers)
        if facts.get("goal") is not None or code not in reasons.WISHES
    )


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


def _warning(item: RecommendationView) -> Notice | None:
    """The unwelcome part first: bills may rise, or it may not pay for itself."""
    if numbers.bill(item.numbers).may_be_negative:
        return Notice(
            Tone.WARN,
            _("It may cost more to run"),
            paragraphs=(
                _("Part of the range is below zero: your bills could rise. Ask your coach before you decide."),
            ),
        )
    middle = numbers.value_middle(item.numbers)
    if middle is not None and middle < 0:
        return Notice(
            Tone.WARN,
            _("It will not pay for itself quickly"),
            paragraphs=(
                _("More likely than not it costs more than it brings back. The reasons below still speak for it."),
            ),
        )
    return None


def _answer_url(item: RecommendationView) -> str:
    """Where the resident can answer what an offer is waiting for; empty when no question of ours would settle it."""
    offers = numbers.offers(item.numbers)
    names = {str(name) for each in offers for name in numbers.words_of(each.get("missing"))}
    key = next((name for name in questionnaire_order.ORDER if name in names), None)
    return url_for("portal.about", key=key) if key else ""


def _instead(item: RecommendationView, scene: Scene) -> tuple[honest_no.NoShown, ...]:
    """Why not that: what was passed over because this suits better."""
    refused = scene.rests_on.not_advised if scene.rests_on is not None else ()
    return tuple(
        honest_no.no_shown(each, scene.facts, i18n.language())
        for each in refused
        if numbers.facts_of(each).get("better") == item.measure
    )


def _beside(item: RecommendationView, scene: Scene) -> NextStep | None:
    """Another recommendation of the same stage of work, which is best done in the same visit."""
    stage = item.numbers.get("stage")
    same = [one for one in scene.items if one is not item and one.numbers.get("stage") == stage and not one.later]
    return recommended.next_step(same[0], scene.facts, None) if same else None


def _cents(each: Span) -> tuple[str, str]:
    return f"{each.low:.2f}", f"{each.high:.2f}"
