"""What the pages on duplicates are told: pairs with their reasons, two homes side by side, and a merge in words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from coach.cases import review
from coach.cases.review import ReviewView
from coach.duplicates.merging import MergeView
from coach.duplicates.pairs import PairView
from coach.duplicates.plan import KNOWN_NAMES, Plan
from coach.homes import permitted
from greener_homes import consent, homes
from greener_homes.consent import Purpose
from greener_homes.facts_merged import OF_PEOPLE
from greener_homes.homes import KnownFact
from web import current, i18n
from web.commodities import commodity_names
from web.components import Chip, FieldError, Tone
from web.desk.duplicate_effects import Effect, effects
from web.formatting import TORONTO, day
from web.provenance import tag_of
from web.text import gettext as _
from web.text import ngettext
from web.words import desk as words
from web.words import home_facts
from web.words.duplicates import evidence_label

LIKELY_FROM = 60
"""Points from which a pair is called likely."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair in the list."""

    names: str
    why: tuple[str, ...]
    likeness: Chip
    href: str


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One merge that can still be undone."""

    names: str
    on: str
    until: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The list: what waits for a person, and what can be undone."""

    rows: tuple[PairRow, ...]
    merged: tuple[MergeRow, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of both homes; `differs` where they say otherwise."""

    label: str
    values: tuple[str, str]
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two homes: what a coach may see of it."""

    home_id: uuid.UUID
    since: str
    people: str
    opened: str
    case: str
    facts: dict[str, KnownFact]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the two as the home that stays."""

    label: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DuplicatePage:
    """Two homes side by side, and what a merge would do once one is chosen to stay."""

    names: tuple[str, str]
    why: tuple[str, ...]
    likeness: Chip
    lines: tuple[Line, ...]
    options: tuple[Option, ...]
    effects: tuple[Effect, ...]
    merge_url: str
    apart_url: str
    stays: str = ""
    seen: str = ""
    merge_words: str = ""
    errors: tuple[FieldError, ...] = ()


def list_page(found: Sequence[PairView], merges: Sequence[MergeView]) -> Duplicates:
    """The list of pairs, likeliest first, and of merges, newest first."""
    language = i18n.language()
    return Duplicates(
        rows=tuple(
            PairRow(
                _names(one.references),
                tuple(evidence_label(each, language) for each in one.evidence),
                _likeness(one.score),
                url_for("desk.duplicate", pair_id=one.id),
            )
            for one in found
        ),
        merged=tuple(
            MergeRow(
                _("%(gone)s into %(kept)s", gone=one.gone_reference, kept=one.kept_reference),
                day(one.merged_at.astimezone(TORONTO).date(), language),
                day(one.undo_until.astimezone(TORONTO).date(), language),
                url_for("desk.duplicate_undone", merge_id=one.id),
            )
            for one in merges
        ),
    )


def side_of(home_id: uuid.UUID) -> Side:
    """One home as a coach may see it: only what coach access is in force for."""
    session, now, language = current.session(), current.now(), i18n.language()
    opened = permitted.for_coaches(session, home_id, at=now)
    grants = [one for one in consent.in_force(session, home_id, at=now) if one.purpose is Purpose.COACH_ACCESS]
    since = min((one.granted_at for one in grants), default=now)
    living = homes.members(session, home_id, on=now.astimezone(TORONTO).date())
    return Side(
        home_id=home_id,
        since=day(since.astimezone(TORONTO).date(), language),
        people=ngettext("One person", "%(num)s people", len(living)),
        opened=commodity_names({each for one in opened for each in one.commodities}),
        case=_case(review.latest(session, home_id)),
        facts={fact.name: fact for fact in homes.known_facts(session, home_id) if fact.name in KNOWN_NAMES},
    )


def pair_page(found: PairView, sides: tuple[Side, ...], agreed: Plan | None, error: str) -> DuplicatePage:
    """The page of one pair; with a plan, what would happen in words."""
    language = i18n.language()
    both = dict(zip(found.home_ids, found.references, strict=True))
    return DuplicatePage(
        names=found.references,
        why=tuple(evidence_label(one, language) for one in found.evidence),
        likeness=_likeness(found.score),
        lines=_lines(sides),
        options=tuple(
            Option(
                reference,
                url_for("desk.duplicate", pair_id=found.id, stays=home_id.hex, _anchor="what-happens"),
                agreed is not None and agreed.kept_id == home_id,
            )
            for home_id, reference in both.items()
        ),
        effects=effects(agreed) if agreed else (),
        merge_url=url_for("desk.duplicate_merged", pair_id=found.id),
        apart_url=url_for("desk.duplicate_apart", pair_id=found.id),
        stays=agreed.kept_id.hex if agreed else "",
        seen=agreed.seen if agreed else "",
        merge_words=_("Merge %(gone)s into %(kept)s", gone=agreed.gone_reference, kept=agreed.kept_reference)
        if agreed
        else "",
        errors=(FieldError("stays", error),) if error else (),
    )


def _lines(sides: tuple[Side, ...]) -> tuple[Line, ...]:
    one, other = sides
    language = i18n.language()
    names = sorted({*one.facts, *other.facts} - OF_PEOPLE)
    return (
        Line(_("Open to coaches since"), (one.since, other.since)),
        Line(_("Who lives there"), (one.people, other.people)),
        Line(_("Readings open to coaches"), (one.opened, other.opened)),
        Line(_("Case"), (one.case, other.case)),
        *(
            Line(
                home_facts.label(name, language),
                (_fact(one.facts.get(name), language), _fact(other.facts.get(name), language)),
                name in one.facts and name in other.facts and one.facts[name].value != other.facts[name].value,
            )
            for name in names
        ),
    )


def _fact(fact: KnownFact | None, language: str) -> str:
    if fact is None:
        return "–"
    tag = tag_of(fact, dated=True)
    on = day(tag.on, language) if tag.on else ""
    return f"{home_facts.describe_fact(fact.name, fact.value, language)} ({on})"


def _case(found: ReviewView | None) -> str:
    return words.state_label(found.state, i18n.language()) if found else _("None yet")


def _likeness(score: int) -> Chip:
    return Chip(_("Likely"), Tone.WARN) if score >= LIKELY_FROM else Chip(_("Possible"), Tone.INFO)


def _names(references: tuple[str, str]) -> str:
    return _("%(one)s and %(other)s", one=references[0], other=references[1])
