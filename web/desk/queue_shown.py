"""What the desk's lists show: cases with why they wait and whose turn it is in words, filters, the team's load."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from flask import url_for

from coach.cases import experts, second_look
from coach.cases import queue as waiting_list
from coach.cases.queue import CoachLoad, DataProblem, Filters, Listed, QueueEntry, QueuePage, Totals
from coach.cases.review import ReviewState, ReviewView
from coach.cases.review_opening import doubts
from coach.cases.second_look import LookView
from coach.homes.questionnaire import MUNICIPALITIES
from web import current, i18n, messages
from web import opportunity as numbers
from web.components import Chip, Choice, Link, Pages, Tone
from web.desk import queue_address, queue_views, views, working_days
from web.desk.queue_address import fields_of
from web.formatting import TORONTO, clock, day, short_day
from web.text import gettext as _
from web.text import ngettext
from web.words import desk as words
from web.words import home_facts
from web.words.fact_values import spoken
from web.words.measures import measure_words

SOON_DAYS = 2
"""Days before its promise from which a case is marked."""
PLACES = {
    Listed.WAITING: "desk.queue",
    Listed.MINE: "desk.mine",
    Listed.ASKED: "desk.asked",
    Listed.HELD: "desk.held",
    Listed.ESCALATED: "desk.escalated",
}


def queue_view(listed: Listed, page: QueuePage, totals: Totals, filters: Filters) -> queue_views.Queue:
    """One list as its page shows it."""
    session, coach, now = current.session(), current.person(), current.now()
    counts, oldest = totals.of, totals.oldest
    today = now.astimezone(TORONTO).date()
    expert = experts.is_expert(session, coach.id)
    fields = fields_of(filters)
    waiting = counts[Listed.WAITING] + (counts[Listed.ESCALATED] if expert else 0)
    return queue_views.Queue(
        waiting=counts[Listed.WAITING],
        oldest_days=working_days.between(oldest.astimezone(TORONTO).date(), today) if oldest else 0,
        promise_days=working_days.PROMISE_DAYS,
        late=totals.overdue,
        segments=(*_segments(listed, counts, fields), _looks_segment()),
        rows=tuple(_row(entry, expert=expert) for entry in page.entries),
        pages=Pages(
            shown=len(page.entries),
            total=page.total,
            previous_url=queue_address.url(PLACES[listed], {**fields, "before": str(page.before)})
            if page.before
            else "",
            next_url=queue_address.url(PLACES[listed], {**fields, "after": str(page.after)}) if page.after else "",
        ),
        take_next_url=queue_address.url("desk.take_next", fields) if waiting else "",
        conduct_url=url_for("desk.conduct"),
        list_url=url_for(PLACES[listed]),
        filters=_filters(filters),
        narrowed=_narrowed(listed, filters),
        stats=_stats(),
        team=tuple(_member(load) for load in waiting_list.team_load(session, now=now)),
    )


def second_looks_view(looks: Sequence[LookView]) -> queue_views.SecondLooks:
    """The decided cases that wait for another coach's eyes."""
    session, language = current.session(), i18n.language()
    counts = waiting_list.totals(session, current.person(), now=current.now()).of
    return queue_views.SecondLooks(
        segments=(*_segments(None, counts, {}), _looks_segment(active=True)),
        rows=tuple(
            queue_views.LookRow(
                reference=one.reference,
                href=url_for("desk.case", review_id=one.review_id),
                why=words.look_label(one.why, language),
                decided_by=coach_name(one.decided_by),
                decided_on=one.decided_at.astimezone(TORONTO).date() if one.decided_at else None,
            )
            for one in looks
        ),
    )


def turn_in_words(found: ReviewView) -> str:
    """Whose turn a waiting case is and why, in a sentence or two."""
    language = i18n.language()
    promised = _("Promised by %(day)s.", day=short_day(found.promised_on, language))
    if not found.lift_days:
        return promised
    why = "; ".join(
        words.lift_label(lift, language)
        for lift in waiting_list.lifts(found.reason, found.income_qualified, not_contacted=found.not_contacted)
    )
    lifted = ngettext("Moved up one day: %(why)s.", "Moved up %(num)s days: %(why)s.", found.lift_days, why=why)
    return f"{promised} {lifted}"


def evidence_chip(problem: DataProblem, findings: Sequence[Mapping[str, object]]) -> tuple[Chip, str]:
    """How much the advice of a home can rest on, and the first thing to know about it."""
    serious, language = doubts(findings), i18n.language()
    note = messages.sentence(str(serious[0]["code"]), spoken(numbers.facts_of(serious[0]), language)) if serious else ""
    tone = Tone.OK if problem is DataProblem.NONE else Tone.WARN
    return Chip(words.data_label(problem, language), tone), note


def _row(entry: QueueEntry, *, expert: bool) -> queue_views.QueueRow:
    language, found = i18n.language(), entry.review
    today = current.now().astimezone(TORONTO).date()
    days = working_days.between(found.waiting_since.astimezone(TORONTO).date(), today)
    chip, note = evidence_chip(entry.data_problem, entry.findings)
    kept = found.is_kept_for_another(current.person(), now=current.now()) and not expert
    may_take = found.state is ReviewState.WAITING and not kept and (expert or found.lane is not found.lane.EXPERTS)
    return queue_views.QueueRow(
        reference=entry.reference,
        home=home_facts.home_sentence(entry.facts, language),
        href=url_for("desk.case", review_id=found.id),
        why=words.waiting_label(found.reason, language),
        why_note=_standing(found, kept=kept),
        top=measure_words(entry.first_measure).title(language) if entry.first_measure else _("Nothing to advise"),
        evidence=chip,
        evidence_note=note,
        waiting=_("Today") if days == 0 else ngettext("%(num)s working day", "%(num)s working days", days),
        turn=turn_in_words(found),
        is_late=(found.promised_on - today).days <= SOON_DAYS,
        take_url=url_for("desk.take", review_id=found.id) if may_take else "",
    )


def _standing(found: ReviewView, *, kept: bool) -> str:
    """What else is to be known of where a case stands."""
    language = i18n.language()
    match found.state:
        case ReviewState.CLAIMED if found.claim_expires_at is not None:
            return _("Yours until %(time)s", time=clock(found.claim_expires_at, language))
        case ReviewState.NEEDS_INFORMATION:
            return _("Asked by %(name)s; no answer yet", name=coach_name(found.preferred_coach))
        case ReviewState.HELD if found.held_until is not None:
            return _(
                "Comes back on %(day)s to %(name)s",
                day=day(found.held_until, language),
                name=coach_name(found.preferred_coach),
            )
    if kept and found.preferred_until is not None:
        until = day(found.preferred_until.astimezone(TORONTO).date(), language)
        return _("Kept for %(name)s until %(day)s", name=coach_name(found.preferred_coach), day=until)
    return ""


def _segments(
    listed: Listed | None, counts: Mapping[Listed, int], fields: Mapping[str, str]
) -> tuple[views.Segment, ...]:
    names = {
        Listed.WAITING: _("Waiting"),
        Listed.MINE: _("Mine"),
        Listed.ASKED: _("Asked the resident"),
        Listed.HELD: _("On hold"),
        Listed.ESCALATED: _("Escalated"),
    }
    return tuple(
        views.Segment(names[one], queue_address.url(PLACES[one], fields), counts[one], active=one is listed)
        for one in Listed
    )


def _looks_segment(*, active: bool = False) -> views.Segment:
    count = second_look.count_waiting(current.session(), current.person())
    return views.Segment(_("Second looks"), url_for("desk.second_looks"), count, active=active)


def _filters(filters: Filters) -> tuple[queue_views.Filter, ...]:
    """Each filter as a field to choose from, "any" first."""
    language, chosen = i18n.language(), fields_of(filters)
    return tuple(
        queue_views.Filter(
            name,
            label,
            (
                Choice("", _("Any")),
                *(Choice(value, said, chosen=chosen.get(name) == value) for value, said in options),
            ),
        )
        for name, label, options in _options(language)
    )


def _options(language: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    said = home_facts.option_label
    return [
        ("town", _("Municipality"), [(one, one) for one in MUNICIPALITIES]),
        ("fuel", _("Heating"), [(one, said("heating_fuel", one, language)) for one in queue_address.FUELS]),
        ("why", _("Why it waits"), [(one, words.waiting_label(one, language)) for one in words.WAITING]),
        ("goal", _("What they want"), [(one, said("goal", one, language)) for one in queue_address.GOALS]),
        ("speaks", _("Language"), [("en", _("English")), ("fr", _("French"))]),
        ("income", _("Income-qualified"), [(queue_address.YES, _("Yes")), (queue_address.NO, _("No"))]),
        ("data", _("Readings"), [(one, words.data_label(one, language)) for one in words.DATA]),
    ]


def _narrowed(listed: Listed, filters: Filters) -> tuple[Link, ...]:
    """What the list is narrowed to; each link lets one of them go."""
    chosen = fields_of(filters)
    found = []
    for name, label, options in _options(i18n.language()):
        if name in chosen:
            others = {other: value for other, value in chosen.items() if other != name}
            text = _("%(name)s: %(value)s", name=label, value=dict(options)[chosen[name]])
            found.append(Link(text, queue_address.url(PLACES[listed], others)))
    return tuple(found)


def _stats() -> tuple[queue_views.DeskStat, ...]:
    session, now = current.session(), current.now()
    week = second_look.figures(session, since=waiting_list.week_began(now))
    quarter = second_look.figures(session, since=waiting_list.quarter_ago(now))
    found = [queue_views.DeskStat(_("Decided this week"), str(week.decided), _("By the whole team, since Monday."))]
    if quarter.looked:
        found.append(
            queue_views.DeskStat(
                _("Second looks that agreed"),
                _("%(agreed)s of %(looked)s", agreed=quarter.agreed, looked=quarter.looked),
                _("The past 90 days. The others went back to their coach."),
            )
        )
    return tuple(found)


def _member(load: CoachLoad) -> queue_views.TeamMember:
    today = current.now().astimezone(TORONTO).date()
    days = working_days.between(load.oldest.astimezone(TORONTO).date(), today) if load.oldest else None
    return queue_views.TeamMember(
        name=_("You") if load.coach_id == current.person().id else coach_name(load.coach_id),
        in_hand=load.in_hand,
        oldest="" if days is None else ngettext("%(num)s working day", "%(num)s working days", days),
        asked=load.asked,
        held=load.held,
        decided=load.decided,
    )


def coach_name(coach_id: uuid.UUID | None) -> str:
    """What a coach is called; "a coach" when nobody by this id is known any more."""
    name = current.name_of(coach_id) if coach_id else None
    return name or _("a coach")
