"""What the case page shows of one home, from its assessment and under its coach-access permission, no more."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from coach import assessment, order, permitted, review, usage
from coach.assessment import AssessmentView
from coach.order import CaseOpportunity, ChangeAction, Reason
from coach.review import Decision, ReviewState, ReviewView
from greener_homes import audit, consent, homes
from greener_homes.audit import Action
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.errors import Refusal
from greener_homes.homes import KnownFact
from models.quantities import Commodity, Fuel, Unit
from web import charts, current, i18n, messages
from web import opportunity as numbers
from web.components import Chip, Choice, Fact, FieldError, Notice, Provenance, Tag, Tone, zone_of
from web.desk import views
from web.desk.shape import shape_facts, shape_sentences
from web.fit import document_of, fit_facts, fitted_line
from web.formatting import TORONTO, Shown, clock, day
from web.forms import BAD_TEXT, Form, as_typed
from web.provenance import tag_of
from web.text import gettext as _
from web.words import desk as words
from web.words import home_facts, reasons
from web.words.fact_values import spoken
from web.words.measures import measure_words
from web.words.trace import told_by_resident, trace_lines

SHOWN_UNITS = {Unit.KWH: Shown.KWH, Unit.M3: Shown.M3}
FUELS = ((Commodity.NATURAL_GAS, Fuel.NATURAL_GAS), (Commodity.ELECTRICITY, Fuel.ELECTRICITY))
SURE, UNSURE = 0.6, 1.2
"""Width of a range over its middle below which confidence is high, and above which it is low."""
ABOUT_PRICES = ("price.", "cost.")
"""Doubts about figures, the same for every home: said beside the numbers they touch."""
WANTED = ("goal", "budget_cad")
"""What a household wants, said apart from what is known of its home."""
SEEN_FIRST = (
    "dwelling_type",
    "year_built",
    "heated_area_m2",
    "heating_system",
    "attic_r",
    "basement_insulation",
    "window_type",
    "occupants",
)
"""The facts most advice rests on; the others follow by name."""
ACTIONS = (ChangeAction.LATER, ChangeAction.REMOVE, ChangeAction.NOTE)


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What a coach typed that did not go through, so that nothing is lost; empty on a first look."""

    measure: str = ""
    change: views.ChangeForm | None = None
    verdict: views.Verdict | None = None
    machine_order: bool = False


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
        chips=_chips(found, mine),
        to_check=_to_check(assessed, shown),
        charts=_charts(seen, assessed),
        fit=fit_facts(assessed.baselines, language),
        shape=shape_facts(assessed.evidence, language),
        noticed=shape_sentences(assessed.findings, language),
        evidence=_evidence(known, assessed),
        opportunities=tuple(_opportunity(found, item, facts, given, mine, len(shown)) for item in shown),
        priorities=_priorities(facts),
        not_advised=_not_advised(assessed),
        consents=_consents(found.home_id),
        state=_state(found),
        claim_url=url_for("desk.take", review_id=found.id) if found.state is ReviewState.WAITING else "",
        release_url=url_for("desk.give_back", review_id=found.id) if mine else "",
        machine_order_url=_order_url(found, shown, given),
        verdict=(given.verdict or verdict(found.id)) if mine else None,
        errors=_errors(given),
        shown_at_most=review.SHOWN_AT_MOST,
        history=tuple(
            (event.at, words.history_line(event.action, event.measure, event.reason, event.note, language))
            for event in review.history(session, found.id)
        ),
    )


def verdict(
    review_id: uuid.UUID, form: Form | None = None, decision: Decision | None = None, error: str = ""
) -> views.Verdict:
    """The forms that close a review, with what was typed when it did not go through."""
    note = as_typed(form, "note") if form is not None else ""
    asking, declining = decision is Decision.ASK, decision is Decision.DECLINE
    return views.Verdict(
        url=url_for("desk.decide", review_id=review_id),
        decline_reasons=_reasons(),
        ask_note=note if asking else "",
        ask_error=error if asking else "",
        decline_note=note if declining else "",
        decline_error=error if declining else "",
        approve_note=note if decision is Decision.APPROVE else "",
        approve_error=error if decision is Decision.APPROVE else "",
    )


def _errors(given: CaseInput) -> tuple[FieldError, ...]:
    """What did not go through, for the head of a long page; each leads to its field."""
    found: list[tuple[str, str]] = []
    if given.change is not None:
        found += [
            (f"{given.measure}-reason", given.change.reason_error),
            (f"{given.measure}-note", given.change.note_error),
        ]
    if given.verdict is not None:
        found += [
            ("approve-note", given.verdict.approve_error),
            ("ask-note", given.verdict.ask_error),
            ("decline-note", given.verdict.decline_error),
        ]
    return tuple(FieldError(field, text) for field, text in found if text)


def changed_form(form: Form, refusal: Refusal, sentence: str) -> views.ChangeForm:
    """The override form as it was sent, open, with what to mend."""
    about_note = refusal.code in (review.NOTE_NEEDED, review.NOTE_LONG, BAD_TEXT)
    return views.ChangeForm(
        actions=_actions(form.get("action", "")),
        reasons=_reasons(form.get("reason", "")),
        note=as_typed(form, "note"),
        is_open=True,
        reason_error="" if about_note else sentence,
        note_error=sentence if about_note else "",
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


def _chips(found: ReviewView, mine: bool) -> tuple[Chip, ...]:
    language = i18n.language()
    chips = [Chip(words.state_label(found.state, language), Tone.INFO)]
    if mine and found.claim_expires_at is not None:
        chips.append(Chip(_("Yours until %(time)s", time=clock(found.claim_expires_at, language)), Tone.INFO, "user"))
    return tuple(chips)


def _state(found: ReviewView) -> Notice | None:
    if found.state is ReviewState.NEEDS_INFORMATION:
        return Notice(Tone.INFO, _("Waiting for the resident"), paragraphs=(found.question or "",))
    if found.state is ReviewState.CLAIMED and found.claimed_by != current.person().id:
        return Notice(Tone.INFO, _("Another coach is working on this home"))
    return None


def _to_check(assessed: AssessmentView, shown: Sequence[CaseOpportunity]) -> Notice | None:
    points = [
        messages.sentence(str(finding["code"]), spoken(numbers.facts_of(finding), i18n.language()))
        for finding in assessed.findings
        if finding.get("severity") in ("warning", "disqualification")
        and not str(finding["code"]).startswith(ABOUT_PRICES)
    ]
    points += [
        _("The computer has moved far from what you saw when you changed “%(title)s”. Look again.", title=title)
        for item in shown
        if item.override is not None and item.override.diverged
        for title in [measure_words(item.measure).title(i18n.language())]
    ]
    return Notice(Tone.WARN, _("Things to check"), points=tuple(points)) if points else None


def _charts(seen: Sequence[LiveConsent], assessed: AssessmentView) -> tuple[views.CaseChart, ...]:
    language, drawn = i18n.language(), []
    for commodity, fuel in FUELS:
        use = usage.of_home(current.session(), seen, commodity)
        document = document_of(assessed.baselines, commodity)
        if use is None or document is None or use.unit not in SHOWN_UNITS:
            continue
        found = usage.points(use, assessment.temperature_for(current.session(), seen[0].home_id, use))
        if not found:
            continue
        chart = charts.UseByTemperature(
            fuel=fuel,
            unit=SHOWN_UNITS[use.unit],
            days=tuple(charts.DayUse(point.mean_c, point.amount_per_day, point.estimated) for point in found),
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


def _evidence(known: Sequence[KnownFact], assessed: AssessmentView) -> tuple[Fact, ...]:
    """One line a fact: what is known and from whom, else what was taken from similar homes."""
    language = i18n.language()
    found = assessed.evidence.get("assumed")
    assumed = {str(name) for name in found} if isinstance(found, list) else set[str]()
    by_name = {fact.name: fact for fact in known if fact.name not in WANTED}
    names = [*by_name, *(name for name in assumed if home_facts.has_label(name) and name not in by_name)]
    names.sort(key=lambda name: (SEEN_FIRST.index(name) if name in SEEN_FIRST else len(SEEN_FIRST), name))
    return tuple(_evidence_line(name, by_name.get(name), name in assumed, language) for name in names)


def _evidence_line(name: str, fact: KnownFact | None, is_assumed: bool, language: str) -> Fact:
    label = home_facts.label(name, language)
    if fact is None or (fact.value is None and is_assumed):
        return Fact(label, _("not known, taken from homes like this"), Tag(Provenance.ESTIMATED))
    tag = tag_of(fact, dated=True)
    if tag.kind is Provenance.TOLD:
        tag = told_by_resident(tag.on, language)
    return Fact(label, home_facts.describe_fact(name, fact.value, language), tag)


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
        change_url=url_for("desk.change", review_id=found.id, measure=item.measure) if mine else "",
        change=(form or _change_form(item)) if mine else None,
        is_last=item.place == count,
    )


def _confidence(found: Mapping[str, object]) -> views.Confidence:
    width = numbers.relative_width(found)
    if width is None or width > UNSURE:
        return views.Confidence.LOW
    return views.Confidence.HIGH if width <= SURE else views.Confidence.MEDIUM


def _moved(item: CaseOpportunity) -> str:
    override = item.override
    if override is None:
        return ""
    if override.action is ChangeAction.MOVE:
        return _("Was %(rank)s", rank=item.machine_rank)
    return words.change_label(override.action, i18n.language())


def _change_form(item: CaseOpportunity) -> views.ChangeForm:
    override = item.override
    return views.ChangeForm(
        actions=_actions(override.action.value if override else "", changed=override is not None),
        reasons=_reasons(override.reason.value if override else ""),
        note=override.note if override else "",
    )


def _actions(chosen: str, changed: bool = False) -> tuple[Choice, ...]:
    language = i18n.language()
    choices = [Choice(one.value, words.change_label(one, language), chosen=one.value == chosen) for one in ACTIONS]
    if changed:
        choices.append(Choice("undo", _("Take my change back")))
    return tuple(choices)


def _reasons(chosen: str = "") -> tuple[Choice, ...]:
    language = i18n.language()
    return tuple(Choice(one.value, words.reason_label(one, language), chosen=one.value == chosen) for one in Reason)


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


def _not_advised(assessed: AssessmentView) -> tuple[views.NotAdvised, ...]:
    language = i18n.language()
    return tuple(
        views.NotAdvised(
            measure_words(str(entry["measure"])).title(language),
            " ".join(
                messages.sentence(code, spoken(facts, language))
                for code, facts in ((str(entry["reason"]), numbers.facts_of(entry)), *_behind(entry))
            ),
        )
        for entry in assessed.not_advised
    )


def _behind(entry: Mapping[str, object]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """What stands behind a no and would change it; assessments from before have none."""
    details = entry.get("details")
    return tuple((str(each["code"]), numbers.facts_of(each)) for each in details) if isinstance(details, list) else ()


def _consents(home_id: uuid.UUID) -> tuple[Fact, ...]:
    language = i18n.language()
    names = {Purpose.ADVICE: _("Use readings for advice"), Purpose.COACH_ACCESS: _("A coach may look")}
    given = {grant.purpose: grant for grant in consent.in_force(current.session(), home_id, at=current.now())}
    return tuple(
        Fact(names[purpose], _("until %(day)s", day=day(grant.expires_at.astimezone(TORONTO).date(), language)))
        for purpose, grant in given.items()
    )


def _order_url(found: ReviewView, shown: Sequence[CaseOpportunity], given: CaseInput) -> str:
    changed = any(item.override is not None for item in shown)
    if not changed or given.machine_order:
        return ""
    return url_for("desk.case", review_id=found.id, machine=1)
