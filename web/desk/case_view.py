"""What the case page shows of one home, from its assessment and under its coach-access permission, no more."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from flask import url_for

from coach import assessment, financing
from coach.assessment import AssessmentView
from coach.cases import order, review, since_last
from coach.cases.changes import Aspect
from coach.cases.order import CaseOpportunity, ChangeAction
from coach.cases.review import ReviewView
from coach.financing import WayToPay
from coach.homes import left_out_kept, permitted, similar, usage
from coach.homes.questionnaire_wishes import in_line
from coach.visits import visits
from greener_homes import audit, consent, homes, weather
from greener_homes.audit import Action
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.errors import Refusal
from models.quantities import Commodity, Fuel, Unit
from web import charts, current, i18n, messages
from web import opportunity as numbers
from web import similar as similar_shown
from web.components import Fact, Link, Notice, Tone, zone_of
from web.desk import project_views, question_subject, views, visit_links
from web.desk.case_input import CaseInput as CaseInput
from web.desk.case_input import errors_of
from web.desk.case_standing import chips, may_take, state_notice
from web.desk.change_forms import add_form, change_form
from web.desk.decide_forms import look_form, verdict
from web.desk.evidence_shown import WANTED, evidence
from web.desk.money_shown import case_plan, opportunity_money
from web.desk.queue_shown import turn_in_words
from web.desk.shape import shape_facts, shape_sentences
from web.desk.since import since_view
from web.desk.to_check import to_check
from web.desk.without import kept_bill
from web.fit import document_of, fit_facts, fitted_line
from web.formatting import TORONTO, Shown, day, span, yearly_effect
from web.plotting import Spots
from web.text import gettext as _
from web.words import desk as words
from web.words import home_facts, reasons
from web.words.fact_values import spoken
from web.words.measures import measure_words
from web.words.trace import trace_lines

SHOWN_UNITS = {Unit.KWH: Shown.KWH, Unit.M3: Shown.M3}
FUELS = ((Commodity.NATURAL_GAS, Fuel.NATURAL_GAS), (Commodity.ELECTRICITY, Fuel.ELECTRICITY))
SURE, UNSURE = 0.6, 1.2
"""Width of a range over its middle below which confidence is high, and above which it is low."""


def case_view(found: ReviewView, given: CaseInput) -> views.Case:
    """The case. Without coach access in force it holds nothing but that sentence."""
    session, coach, language = current.session(), current.person(), i18n.language()
    home = homes.get(session, found.home_id)
    seen = permitted.for_coaches(session, found.home_id, at=current.now())
    try:
        if not seen:
            raise Refusal(consent.MISSING)
        assessed = assessment.get(session, seen, found.assessment_id)
    except Refusal as refusal:
        return _closed(home.reference, messages.sentence(refusal.code.code))
    audit.record(
        session,
        coach.actor,
        Action.USAGE_VIEWED,
        at=current.now(),
        home_id=found.home_id,
        object_id=found.id,
        purpose=Purpose.COACH_ACCESS.value,
    )
    mine = found.is_mine(coach)
    known = homes.known_facts(session, found.home_id)
    facts = {fact.name: fact.value for fact in known}
    shown = order.worked_order(session, found.home_id, found.assessment_id)
    if given.machine_order:
        shown = sorted(shown, key=lambda item: item.machine_rank)
    return views.Case(
        reference=home.reference,
        home=home_facts.home_sentence(facts, language),
        queue_url=url_for("desk.queue"),
        chips=chips(found, mine),
        to_check=to_check(found, assessed, shown),
        charts=_charts(seen, assessed),
        fit=fit_facts(assessed.baselines, language),
        shape=shape_facts(assessed.evidence, language),
        noticed=shape_sentences(assessed.findings, language),
        similar=similar_shown.compared(similar.of_home(session, seen, assessed.evidence)),
        evidence=evidence(known, assessed, found.id if mine else None),
        facts_url=url_for("desk.facts", review_id=found.id),
        opportunities=tuple(_opportunity(found, item, facts, given, mine, len(shown)) for item in shown),
        priorities=_priorities(in_line(facts)),
        in_their_words=visits.in_their_words(session, current.vault(), coach, found.home_id, now=current.now()),
        plan=case_plan(assessed, shown, facts, _ways_to_pay(assessed)),
        consents=_consents(found.home_id),
        asked=question_subject.asked_of(found.home_id),
        projects=project_views.of_home(found.home_id),
        project_url=project_views.start_url(found),
        state=state_notice(found),
        claim_url=url_for("desk.take", review_id=found.id) if may_take(found) else "",
        release_url=url_for("desk.give_back", review_id=found.id) if mine else "",
        machine_order_url=_order_url(found, shown, given),
        pdf_url=url_for("desk.case_as_pdf", review_id=found.id),
        verdict=(given.verdict or verdict(found)) if mine else None,
        errors=errors_of(given),
        shown_at_most=review.SHOWN_AT_MOST,
        history=tuple(
            (event.at, words.history_line(event.action, event.measure, event.reason, event.note, language))
            for event in review.history_of_home(session, found.home_id)
        ),
        turn=f"{words.waiting_label(found.reason, language)}. {turn_in_words(found)}" if found.is_open else "",
        since=since_view(since_last.since_last(session, seen, found.assessment_id)),
        add=(given.add or add_form(found, [item.measure for item in shown])) if mine else None,
        without_url=url_for("desk.without", review_id=found.id),
        left_out=tuple(
            Link(f"{one.name} ({one.why})", one.see_url)
            for one in (kept_bill(found, each, mine=mine) for each in left_out_kept.kept(session, found.home_id))
        ),
        visits=visit_links.of_home(found.home_id),
        visit_url=url_for("desk.visit_begun", review_id=found.id),
        look=look_form(found, given.look_note, given.look_error),
    )


def _closed(reference: str, sentence: str) -> views.Case:
    return views.Case(
        reference=reference,
        home="",
        queue_url=url_for("desk.queue"),
        chips=(),
        to_check=None,
        charts=(),
        fit=(),
        evidence=(),
        opportunities=(),
        state=Notice(Tone.WARN, _("This home is not open to coaches"), paragraphs=(sentence,)),
    )


def _charts(seen: Sequence[LiveConsent], assessed: AssessmentView) -> tuple[views.CaseChart, ...]:
    language, drawn = i18n.language(), []
    place = weather.place_in(current.session(), seen[0].home_id)
    for commodity, fuel in FUELS:
        use = usage.of_home(current.session(), seen, commodity)
        document = document_of(assessed.baselines, commodity)
        if use is None or document is None or use.unit not in SHOWN_UNITS:
            continue
        found = usage.points(use, assessment.temperature_for(current.session(), place, use))
        if not found:
            continue
        chart = charts.UseByTemperature(
            fuel=fuel,
            unit=SHOWN_UNITS[use.unit],
            days=Spots(found.mean_c, found.amount_per_day, found.estimated),
            line=fitted_line(document),
            caption=_("Each dot is a day or a bill; the line is the fit."),
        )
        drawn.append(
            views.CaseChart(
                id=f"fit-{fuel.value.replace('_', '-')}",
                heading=charts.fuel_name(fuel, language),
                chart=charts.use_by_temperature(chart, language),
            )
        )
    return tuple(drawn)


def _opportunity(
    found: ReviewView,
    item: CaseOpportunity,
    facts: Mapping[str, object],
    given: CaseInput,
    mine: bool,
    count: int,
) -> views.Opportunity:
    language = i18n.language()
    form = given.change if given.measure == item.measure else None
    carbon = numbers.carbon(item.numbers)
    return views.Opportunity(
        id=item.measure,
        rank=item.place,
        zone=zone_of(item.measure),
        title=measure_words(item.measure).title(language, **facts),
        why=" ".join(
            numbers.reason_sentence(item.numbers, code)
            for code in numbers.reasons(item.numbers)
            if code not in reasons.WISHES
        ),
        pay=numbers.pay(item.numbers),
        saving=numbers.bill(item.numbers),
        confidence=_confidence(item.numbers),
        carbon=carbon if carbon.low or carbon.high else None,
        moved=_moved(item),
        findings=tuple(
            messages.sentence(str(finding["code"]), spoken(numbers.facts_of(finding), language))
            for finding in numbers.findings(item.numbers)
        ),
        trace=trace_lines(item.trace, language, for_coach=True),
        money=opportunity_money(item),
        change_url=url_for("desk.change", review_id=found.id, measure=item.measure) if mine else "",
        change=(form or change_form(item)) if mine else None,
        beside=_beside(item),
        is_last=item.place == count,
    )


def _confidence(found: Mapping[str, object]) -> views.Confidence:
    width = numbers.relative_width(found)
    if width is None or width > UNSURE:
        return views.Confidence.LOW
    return views.Confidence.HIGH if width <= SURE else views.Confidence.MEDIUM


def _moved(item: CaseOpportunity) -> str:
    if item.is_added:
        return _("Added by a coach")
    placed = item.change_of(Aspect.PLACE)
    if placed is None:
        return ""
    if placed.action is ChangeAction.MOVE:
        return _("Was %(rank)s", rank=item.machine_rank)
    return words.change_label(placed.action, i18n.language())


def _beside(item: CaseOpportunity) -> tuple[str, ...]:
    """What a coach put in the place of the machine's, with the machine's beside it."""
    language, found = i18n.language(), []
    if item.change_of(Aspect.RANGE) is not None and not item.is_added:
        machine = item.machine_numbers
        found.append(
            _(
                "A coach’s own range. The computer says: pays %(pay)s, a year %(saving)s.",
                pay=span(numbers.pay(machine), language),
                saving=yearly_effect(numbers.bill(machine), language),
            )
        )
    if item.wording:
        found.append(_("In a coach’s words: “%(words)s”", words=item.wording))
    if item.note:
        found.append(_("Note to the resident: “%(words)s”", words=item.note))
    return tuple(found)


def _priorities(facts: Mapping[str, object]) -> tuple[str, ...]:
    language = i18n.language()
    return tuple(
        _(
            "%(name)s: %(value)s",
            name=home_facts.label(name, language),
            value=home_facts.describe_fact(name, facts[name], language),
        )
        for name in WANTED
        if facts.get(name) is not None
    )


def _consents(home_id: uuid.UUID) -> tuple[Fact, ...]:
    language = i18n.language()
    names = {Purpose.ADVICE: _("Use readings for advice"), Purpose.COACH_ACCESS: _("A coach may look")}
    given = {grant.purpose: grant for grant in consent.in_force(current.session(), home_id, at=current.now())}
    return tuple(
        Fact(names[purpose], _("until %(day)s", day=day(grant.expires_at.astimezone(TORONTO).date(), language)))
        for purpose, grant in given.items()
        if purpose in names  # letters and calls are no part of a case
    )


def _order_url(found: ReviewView, shown: Sequence[CaseOpportunity], given: CaseInput) -> str:
    changed = any(item.override is not None for item in shown)
    if not changed or given.machine_order:
        return ""
    return url_for("desk.case", review_id=found.id, machine=1)


def _ways_to_pay(assessed: AssessmentView) -> Sequence[WayToPay]:
    """What lenders offer this home today for the plan the assessment made."""
    roadmap, facts = assessed.evidence.get("roadmap"), assessed.evidence.get("facts")
    if not isinstance(roadmap, Mapping) or not isinstance(facts, Mapping):
        return ()
    return financing.ways_as_kept(current.session(), roadmap, facts, current.now().astimezone(TORONTO).date())
