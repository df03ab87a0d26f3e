"""The page of one question: what is known, what homes like this have, what an answer changes, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import url_for

from coach.homes import questionnaire_order
from coach.homes.questionnaire import Kind, Question
from coach.homes.questionnaire_assumed import Assumption, assumption
from coach.visits.measurements import CM_PER_INCH, R_PER_INCH
from greener_homes.homes import FactValue, KnownFact, Provenance
from web import i18n, question_fields
from web.components import Choice, FieldError, Link, Tag
from web.components import Provenance as Tagged
from web.formatting import number
from web.portal.about_told import Told
from web.portal.about_views import Asked, Known, Usual, Walk
from web.provenance import tag_of
from web.text import gettext as _
from web.words import about_home as words
from web.words import assumed, home_facts
from web.words.answers_change import CHANGES

SEEN_IN_A_HOUSE: Final = frozenset(
    {
        "heated_area_m2",
        "storeys",
        "heating_system",
        "hot_water_fuel",
        "cooling",
        "attic_r",
        "basement_insulation",
        "window_type",
    }
)
"""Questions at which one is told what homes like this mostly have. Of people, homes like theirs say nothing."""
OUTRANKING: Final = (Provenance.UTILITY, Provenance.COACH, Provenance.ENERGUIDE)
ESTIMATED: Final = Tag(Tagged.ESTIMATED)
DEPTH: Final = "attic_cm"
"""The field of the pictures that help to say how much insulation is in an attic."""


def page(question: Question, told: Told, walk: Walk, given: Mapping[str, str] | None = None, wrong: str = "") -> Asked:
    """The page of a question, as it stands or (`given`, `wrong`) as it was sent."""
    language, name = i18n.language(), question.name
    said = home_facts.question(name)
    filled = question_fields.written(question, told.prefilled()) if given is None else given.get(name, "")
    stands_in = assumption(told.facts, name)
    is_number = question.kind is Kind.NUMBER
    known = known_of(told, name, language)
    return Asked(
        name=name,
        heading=said.legend(language),
        hint=said.hint(language),
        walk=walk,
        unsure=assumed.assumed(stands_in, language),
        changes=CHANGES[name](language),
        why=said.help(language),
        choices=None if is_number else question_fields.choices(question, filled, wrong),
        field=question_fields.field(question, filled, wrong) if is_number else None,
        picks=_picks(language) if name == "attic_r" else (),
        picks_legend=words.PICKS(language),
        known=known,
        usual=_usual(question, stands_in, language) if known is None else None,
        errors=(FieldError(name, _("%(name)s: %(value)s", name=home_facts.label(name, language), value=wrong)),)
        if wrong
        else (),
        file_url=url_for("portal.energuide_shown") if walk.position == 1 else "",
    )


def walk_of(told: Told, name: str, *, returning: bool) -> Walk:
    """Where the question of that name stands."""
    names = [question.name for question in told.steps]
    before = questionnaire_order.before(told.facts, name)
    if returning:
        back = Link(words.ALL(i18n.language()), url_for("portal.about_all"))
    elif before:
        back = Link(_("Back"), url_for("portal.about", key=before))
    else:
        back = Link(_("Home"), url_for("portal.home"))
    return Walk(
        position=1 + (names.index(name) if name in names else len(names) - 1),
        of=len(names),
        save_url=url_for("portal.about_answered", key=name),
        back=back,
        returning=returning,
    )


def known_of(told: Told, name: str, language: str) -> Known | None:
    """What was said already, with its source; None where nobody did or nobody knew."""
    fact = told.known.get(name)
    if fact is None or fact.value is None:
        return None
    said = assumed.value(name, fact.value, language)
    return Known(words.WE_HAVE(language, value=said), tag_of(fact, dated=True), _note(told, fact, language))


def _note(told: Told, fact: KnownFact, language: str) -> str:
    """What to do where another source than the resident counts."""
    if fact.provenance not in OUTRANKING:
        return ""
    own = told.own.get(fact.name)
    if own is None or own.value is None or own.value == fact.value:
        return words.CHANGED_SINCE(language)
    return words.OUTRANKED(language, value=assumed.value(fact.name, own.value, language))


def _usual(question: Question, stands_in: Assumption, language: str) -> Usual | None:
    """What homes like this mostly have, for what can be seen in a house."""
    name, value = question.name, stands_in.value
    if name not in SEEN_IN_A_HOUSE or stands_in.name != name or value is None:
        return None
    said = assumed.value(name, value, language)
    if question.kind is not Kind.NUMBER:
        return Usual(words.USUAL(language), str(value), ESTIMATED)
    exact = float(value) if question.name == "storeys" else round(float(value))
    return Usual(words.USUAL_IS(language, value=said), f"{exact:g}", ESTIMATED, words.YES_RIGHT(language, value=said))


def depth_of(text: str) -> FactValue:
    """The R value of insulation as deep as a picture shows it; None for what is no picture of ours."""
    return next((_r_of(cm) for cm in words.DEPTHS if str(cm) == text), None)


def _picks(language: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(cm), said(language), words.ABOUT_R(language, value=number(_r_of(cm), language)))
        for cm, said in words.DEPTHS.items()
    )


def _r_of(cm: int) -> float:
    """Of loose fill as it is mostly found, and of bare boards the little they are worth."""
    return float(max(1, round(cm / CM_PER_INCH * R_PER_INCH["mixed"])))
