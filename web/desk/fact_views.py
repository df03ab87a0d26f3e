"""What the pages of a home's facts are told: all that can be known of it, and one fact or group to write down."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from coach.cases import fact_questions
from coach.homes.questionnaire import Group, Kind, Question
from greener_homes.homes import KnownFact, KnownHow, Provenance, Statement
from web import components, i18n, question_fields
from web.components import Choice, Fact, Field, FieldError, Link
from web.desk.evidence_shown import confidence, fact_url, tag_for_coach
from web.desk.queue_shown import coach_name
from web.formatting import TORONTO, day
from web.text import gettext as _
from web.words import home_facts, known_how


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading; without an address they can be read only."""

    heading: str
    facts: tuple[Fact, ...]
    write_url: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that can be known of a home."""

    back: Link
    groups: tuple[FactGroup, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one source said of a fact, and until when that stood."""

    value: str
    tag: components.Tag
    when: str
    counts: bool


@dataclass(frozen=True, slots=True)
class FactForm:
    """One fact, or a group of them, to be written down; without `save_url` it can be read only."""

    heading: str
    reference: str
    back: Link
    is_group: bool
    save_url: str = ""
    now: Fact | None = None
    questions: tuple[components.Question, ...] = ()
    fields: tuple[Field, ...] = ()
    how: components.Question | None = None
    on: Field | None = None
    said: tuple[Said, ...] = ()
    errors: tuple[FieldError, ...] = ()


def group_heading(key: str) -> str:
    """What a group of facts is called at the desk; its own key when it has no words."""
    return {
        "house": _("The house"),
        "heat": _("Heating and cooling"),
        "shell": _("What keeps the warmth in"),
        "living": _("How they live in it"),
        fact_questions.MORE: _("What a coach looks for"),
    }.get(key, key)


def facts_page(reference: str, review_id: uuid.UUID, known: Mapping[str, KnownFact], *, mine: bool) -> Facts:
    """The groups with what is known; each fact leads to a page of its own."""
    return Facts(
        Link(reference, url_for("desk.case", review_id=review_id)),
        tuple(
            FactGroup(
                group_heading(found.key),
                tuple(_fact(one.name, known.get(one.name), review_id) for one in found.questions),
                url_for("desk.fact", review_id=review_id, key=found.key) if mine else "",
            )
            for found in fact_questions.GROUPS
        ),
        mine,
    )


def form(
    what: Group | Question,
    answers: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    how: str,
    on: str,
    today: date,
) -> FactForm:
    """The fields of one fact or a group, as they are known or were typed."""
    language = i18n.language()
    questions = what.questions if isinstance(what, Group) else (what,)
    heading = group_heading(what.key) if isinstance(what, Group) else home_facts.label(what.name, language)
    return FactForm(
        heading,
        "",
        Link("", ""),
        isinstance(what, Group),
        questions=tuple(
            _named(question_fields.choices(one, answers.get(one.name, ""), wrong.get(one.name, "")), language)
            for one in questions
            if one.kind is not Kind.NUMBER
        ),
        fields=tuple(
            _labelled(question_fields.field(one, answers.get(one.name, ""), wrong.get(one.name, "")), language)
            for one in questions
            if one.kind is Kind.NUMBER
        ),
        how=components.Question(
            "how",
            _("How do you know?"),
            tuple(Choice(one.value, known_how.choice(one.value, language), chosen=one == how) for one in KnownHow),
            error=wrong.get("how", ""),
        ),
        on=Field(
            "on",
            _("Seen or said on"),
            on,
            _("The day of the visit, the call or the photo; of a document, its own."),
            wrong.get("on", ""),
            "date",
            maximum=today.isoformat(),
        ),
        errors=tuple(FieldError(name, text) for name, text in wrong.items()),
    )


def said(statements: Sequence[Statement], counts: KnownFact | None) -> tuple[Said, ...]:
    """What was ever said of one fact, the newest first."""
    return tuple(_said(one, is_now=one.ended_at is None and one.fact == counts) for one in statements)


def current_fact(name: str, known: KnownFact | None) -> Fact:
    """What counts now."""
    return replace(_fact(name, known, None), label=_("What counts now"))


def _fact(name: str, known: KnownFact | None, review_id: uuid.UUID | None) -> Fact:
    language = i18n.language()
    label, href = home_facts.label(name, language), fact_url(review_id, name)
    if known is None or known.value is None:
        return Fact(label, home_facts.describe_fact(name, None, language), None, href)
    value = home_facts.describe_fact(name, known.value, language)
    return Fact(label, value, tag_for_coach(known), href, confidence(known))


def _said(one: Statement, *, is_now: bool) -> Said:
    language = i18n.language()
    when = day(one.fact.stated_at.astimezone(TORONTO).date(), language)
    if one.fact.provenance is Provenance.COACH:
        when = _("written down on %(day)s by %(name)s", day=when, name=coach_name(one.stated_by))
    if one.ended_at is not None:
        until = day(one.ended_at.astimezone(TORONTO).date(), language)
        when = _("%(when)s, stood until %(day)s", when=when, day=until)
    value = home_facts.describe_fact(one.fact.name, one.fact.value, language)
    return Said(value, tag_for_coach(one.fact), when, is_now)


def _named(asked: components.Question, language: str) -> components.Question:
    """The question under the name of its fact: it is not the coach's home."""
    return replace(asked, legend=home_facts.label(asked.name, language), help="")


def _labelled(asked: Field, language: str) -> Field:
    return replace(asked, label=home_facts.label(asked.name, language))
