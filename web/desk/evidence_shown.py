"""What is known of a home as a coach reads it: one line a fact, with where it came from."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import url_for

from coach.assessment import AssessmentView
from coach.cases import fact_questions
from greener_homes.homes import KnownFact, KnownHow
from greener_homes.homes import Provenance as Source
from web import i18n
from web.components import Fact, Provenance, Tag
from web.provenance import tag_of
from web.text import gettext as _
from web.words import home_facts
from web.words.trace import told_by_resident

LOW, MEDIUM, HIGH = "low", "medium", "high"
TOLD = frozenset({KnownHow.TELEPHONE, KnownHow.HOUSEHOLD})
"""Ways in which a coach knows a fact by somebody's word."""
WANTED = ("priorities", "goal", "budget_cad")
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


def evidence(
    known: Sequence[KnownFact], assessed: AssessmentView, review_id: uuid.UUID | None = None
) -> tuple[Fact, ...]:
    """One line a fact: what is known and from whom, else what was taken from similar homes.

    With the case of `review_id` each leads to where its coach writes it down.
    """
    found = assessed.evidence.get("assumed")
    assumed = {str(name) for name in found} if isinstance(found, list) else set[str]()
    by_name = {fact.name: fact for fact in known if fact.name not in WANTED}
    names = [*by_name, *(name for name in assumed if home_facts.has_label(name) and name not in by_name)]
    names.sort(key=lambda name: (SEEN_FIRST.index(name) if name in SEEN_FIRST else len(SEEN_FIRST), name))
    return tuple(_line(name, by_name.get(name), name in assumed, review_id) for name in names)


def tag_for_coach(fact: KnownFact) -> Tag:
    """The tag of a known fact with its day, as a coach reads it."""
    tag = tag_of(fact, dated=True)
    return told_by_resident(tag.on, i18n.language()) if tag.kind is Provenance.TOLD else tag


def confidence(fact: KnownFact) -> str:
    """How sure a fact is: high where it was seen or measured, medium where it was told."""
    if fact.value is None or fact.provenance is Source.STOCK:
        return LOW
    was_told = fact.how is not None and fact.how.how in TOLD
    return MEDIUM if was_told or fact.provenance is Source.RESIDENT else HIGH


def fact_url(review_id: uuid.UUID | None, name: str) -> str:
    """Where a coach writes the fact down; empty for what a coach does not say."""
    if review_id is None or fact_questions.question(name) is None:
        return ""
    return url_for("desk.fact", review_id=review_id, key=name)


def _line(name: str, fact: KnownFact | None, is_assumed: bool, review_id: uuid.UUID | None) -> Fact:
    language = i18n.language()
    label, href = home_facts.label(name, language), fact_url(review_id, name)
    if fact is None or (fact.value is None and is_assumed):
        value = _("not known, taken from homes like this")
        return Fact(label, value, Tag(Provenance.ESTIMATED), href, LOW)
    value = home_facts.describe_fact(name, fact.value, language)
    return Fact(label, value, tag_for_coach(fact), href, confidence(fact))
