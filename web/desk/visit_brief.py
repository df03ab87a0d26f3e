"""The brief before a visit, on paper: what the household wants, what to look at and why, what must be made safe."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from flask import render_template, url_for

from coach.service import appointments
from coach.visits import brief as briefs
from coach.visits import visits
from coach.visits.brief import SURE, Brief, LookAt
from coach.visits.visit_views import VisitView
from greener_homes import audit, homes
from greener_homes.consent import Purpose
from greener_homes.homes import KnownFact
from web import asked_about, current, i18n, meetings, messages
from web import opportunity as numbers
from web.access import Access, access
from web.components import Fact, Link, Provenance, Tag
from web.desk import visit_views as views
from web.desk.blueprint import desk
from web.desk.evidence_shown import tag_for_coach
from web.formatting import TORONTO, Span, day, span
from web.text import gettext as _
from web.words import home_facts
from web.words.fact_values import spoken
from web.words.measures import measure_words


@desk.get("/visits/<uuid:visit_id>/brief")
@access(Access.COACH)
def visit_brief(visit_id: uuid.UUID) -> str:
    """The paper to take along; that the coach looked is on record for the resident."""
    session, coach, now = current.session(), current.person(), current.now()
    found = visits.get(session, current.vault(), coach, visit_id, now=now)
    told = briefs.brief(session, found, now=now)
    if not told.is_closed:
        audit.record(
            session,
            coach.actor,
            audit.Action.USAGE_VIEWED,
            at=now,
            home_id=found.visit.home_id,
            object_id=found.visit.id,
            purpose=Purpose.COACH_ACCESS.value,
        )
    when, where = _booked(found)
    today = now.astimezone(TORONTO).date()
    page = brief_page(found, told, homes.get(session, found.visit.home_id).reference, on=today, when=when, where=where)
    return render_template("desk/visit_brief.html", brief=page)


def brief_page(found: VisitView, told: Brief, reference: str, *, on: date, when: str, where: str) -> views.BriefPage:
    """The paper."""
    language = i18n.language()
    facts = {fact.name: fact.value for fact in told.known}
    sure = [fact for fact in told.known if fact.provenance.value in SURE]
    unsure = [fact for fact in told.known if fact.provenance.value not in SURE]
    assumed = [name for name in told.assumed if home_facts.has_label(name)]
    return views.BriefPage(
        heading=_("Before the visit at %(home)s", home=reference)
        if found.visit.kind.value == "visit"
        else _("Before the call with %(home)s", home=reference),
        reference=reference,
        on=on,
        when=when,
        where=where,
        back=Link(_("The form"), url_for("desk.visit", visit_id=found.visit.id)),
        concerns=told.concerns,
        wishes=tuple(
            Fact(home_facts.label(name, language), home_facts.describe_fact(name, value, language))
            for name, value in told.wishes.items()
        ),
        look_at=tuple(_look_at(one, facts) for one in told.look_at),
        stops=_stops(told, facts),
        sure=tuple(_known(fact) for fact in sure),
        unsure=(
            *(_known(fact) for fact in unsure),
            *(
                views.BriefFact(
                    home_facts.label(name, language),
                    _("not known, taken from homes like this"),
                    Tag(Provenance.ESTIMATED),
                )
                for name in assumed
                if name not in facts
            ),
        ),
        questions=tuple(asked_about.subject_words(one.about, one.about_key, language) for one in told.questions),
        consents=tuple(
            Fact(
                purpose_name(one.purpose),
                _("until %(day)s", day=day(one.until.astimezone(TORONTO).date(), language)),
            )
            for one in told.allowed
        ),
        is_closed=told.is_closed,
        case=Link(_("The case"), url_for("desk.case", review_id=told.review_id)) if told.review_id else None,
    )


def purpose_name(purpose: Purpose) -> str:
    """What the household permits, in a coach's words."""
    return {
        Purpose.ADVICE: _("Use readings for advice"),
        Purpose.COACH_ACCESS: _("A coach may look"),
        Purpose.REFERRAL: _("Sent to one partner"),
        Purpose.RESEARCH: _("Research on homes"),
        Purpose.OPEN_DATA: _("Open figures of Durham"),
        Purpose.CONTACT_EMAIL: _("Letters by e-mail"),
        Purpose.CONTACT_TELEPHONE: _("Calls by telephone"),
        Purpose.CONTACT_POST: _("Letters by post"),
    }[purpose]


def _look_at(one: LookAt, facts: Mapping[str, object]) -> views.LookAtShown:
    language = i18n.language()
    titles = [measure_words(measure).title(language, **facts) for measure in one.measures]
    swing = span(Span(one.low_cad, one.high_cad), language)
    if one.is_told:
        why = _("Only told so far. “%(title)s” rests on it (%(swing)s a year).", title=titles[0], swing=swing)
    else:
        why = _("Taken from homes like this. “%(title)s” rests on it (%(swing)s a year).", title=titles[0], swing=swing)
    if len(titles) > 1:
        also = _("So does “%(title)s”.", title=titles[1])
        why = f"{why} {also}"
    return views.LookAtShown(home_facts.label(one.name, language), why)


def _stops(told: Brief, facts: Mapping[str, object]) -> tuple[str, ...]:
    language = i18n.language()
    points = [measure_words(measure).title(language, **facts) for measure in told.stops]
    points += [messages.sentence(str(one["code"]), spoken(numbers.facts_of(one), language)) for one in told.doubts]
    return tuple(dict.fromkeys(points))


def _known(fact: KnownFact) -> views.BriefFact:
    language = i18n.language()
    value = home_facts.describe_fact(fact.name, fact.value, language)
    return views.BriefFact(home_facts.label(fact.name, language), value, tag_for_coach(fact))


def _booked(found: VisitView) -> tuple[str, str]:
    """When and where it was booked; empty where it was not, and for a colleague's."""
    visit, coach = found.visit, current.person()
    if visit.appointment_id is None or visit.coach_id != coach.id:
        return "", ""
    booked = appointments.get(current.session(), current.vault(), coach, visit.appointment_id)
    return meetings.when(booked.slot), booked.reach
