"""The forms by which a coach changes one measure of a case: read strictly, and shown again with what to mend."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask import url_for

from coach.cases import review
from coach.cases.changes import (
    BILL,
    BILL_MAXIMUM,
    COST,
    COST_MAXIMUM,
    Aspect,
    Change,
    ChangeAction,
    Range,
    Ranges,
    Reason,
)
from coach.cases.order import CaseOpportunity, OverrideView
from coach.cases.review import ReviewView
from greener_homes.errors import NotFound, Refusal
from web import forms, i18n
from web.components import Choice
from web.desk import views
from web.forms import BAD_NUMBER, BAD_TEXT, Form, as_typed
from web.text import gettext as _
from web.words import desk as words
from web.words.measures import MEASURES

NOTE_MAXIMUM = review.NOTE_MAXIMUM
ACTIONS = (ChangeAction.LATER, ChangeAction.REMOVE, ChangeAction.NOTE)
"""What the first form offers; a range and own words have a form each."""
MENDABLE = (
    review.NOTE_NEEDED,
    review.NOTE_LONG,
    review.RANGE_WRONG,
    review.WORDING_NEEDED,
    review.ADDED_ALREADY,
    forms.BAD_CHOICE,
    forms.BAD_TEXT,
    forms.BAD_NUMBER,
)
"""Refusals after which the form is shown again, with what was typed."""
ABOUT_NOTE = (review.NOTE_NEEDED, review.NOTE_LONG, BAD_TEXT)
ABOUT_RANGE = (review.RANGE_WRONG, BAD_NUMBER)


def change_asked(form: Form, measure: str, move_to: int | None) -> Change | None:
    """What a form asks for; None to let the machine's values count again. Raises Refusal."""
    if move_to is None and form.get("action") == "undo":
        return None
    reason = forms.choice(form, "reason", Reason)
    if reason is None:
        raise Refusal(forms.BAD_CHOICE)
    note = forms.text(form, "note", maximum=NOTE_MAXIMUM)
    if move_to is not None:
        return Change(measure, ChangeAction.MOVE, reason, note, move_to)
    action = forms.choice(form, "action", ChangeAction)
    if action is None or action in (ChangeAction.MOVE, ChangeAction.ADD):
        raise Refusal(forms.BAD_CHOICE)
    wording = forms.text(form, "wording", maximum=NOTE_MAXIMUM) if action is ChangeAction.WORDING else ""
    ranges = _ranges(form) if action is ChangeAction.RANGE else Ranges()
    return Change(measure, action, reason, note, ranges=ranges, wording=wording)


def addition_asked(form: Form) -> Change:
    """The work a form adds. Raises Refusal; NotFound for work nobody knows."""
    measure = form.get("measure", "")
    if measure not in MEASURES:
        raise NotFound
    reason = forms.choice(form, "reason", Reason)
    if reason is None:
        raise Refusal(forms.BAD_CHOICE)
    note = forms.text(form, "note", maximum=NOTE_MAXIMUM)
    return Change(measure, ChangeAction.ADD, reason, note, ranges=_ranges(form))


def change_form(item: CaseOpportunity) -> views.ChangeForm:
    """The forms of one measure as they stand."""
    placed, noted = item.change_of(Aspect.PLACE), item.change_of(Aspect.NOTE)
    said = placed or noted
    ranged, worded = item.change_of(Aspect.RANGE), item.change_of(Aspect.WORDING)
    return views.ChangeForm(
        actions=_actions(said.action.value if said else "", changed=bool(item.overrides)),
        reasons=reasons(said.reason.value if said else ""),
        note=noted.note if noted else placed.note if placed else "",
        own_range=_range_standing(ranged),
        wording=views.WordingForm(worded.wording if worded else "", reasons=reasons(worded.reason if worded else "")),
    )


def form_again(item: CaseOpportunity | None, form: Form, refusal: Refusal, sentence: str) -> views.ChangeForm:
    """The forms as they were sent, the one that did not go through open, with what to mend."""
    action = form.get("action", "")
    stands = change_form(item) if item is not None else None
    own_range = stands.own_range if stands else views.RangeForm()
    wording = stands.wording if stands else views.WordingForm()
    about_note = refusal.code in ABOUT_NOTE
    plain = action not in (ChangeAction.RANGE, ChangeAction.WORDING)
    if action == ChangeAction.RANGE:
        own_range = range_again(form, refusal, sentence)
    elif action == ChangeAction.WORDING:
        wording = views.WordingForm(as_typed(form, "wording"), sentence)
    return views.ChangeForm(
        actions=_actions(action if plain else ""),
        reasons=reasons(form.get("reason", "")),
        note=as_typed(form, "note") if plain else "",
        is_open=True,
        reason_error=sentence if plain and not about_note else "",
        note_error=sentence if plain and about_note else "",
        own_range=own_range,
        wording=wording,
    )


def range_again(form: Form, refusal: Refusal, sentence: str) -> views.RangeForm:
    """A range as it was typed, with what to mend."""
    about_note = refusal.code in ABOUT_NOTE
    return views.RangeForm(
        bill_low=as_typed(form, "bill_low"),
        bill_high=as_typed(form, "bill_high"),
        cost_low=as_typed(form, "cost_low"),
        cost_high=as_typed(form, "cost_high"),
        note=as_typed(form, "note"),
        reasons=reasons(form.get("reason", "")),
        error="" if about_note else sentence,
        note_error=sentence if about_note else "",
    )


def add_form(found: ReviewView, there: Collection[str]) -> views.AddForm:
    """The form that adds work to a case in which `there` is already."""
    return views.AddForm(
        url=url_for("desk.add", review_id=found.id),
        measures=_measures(there),
        reasons=reasons(),
        own_range=views.RangeForm(),
    )


def add_again(found: ReviewView, there: Collection[str], form: Form, refusal: Refusal, sentence: str) -> views.AddForm:
    """The same as it was sent, with what to mend."""
    about_range = refusal.code in ABOUT_RANGE or refusal.code in ABOUT_NOTE
    own_range = range_again(form, refusal, sentence if about_range else "")
    return views.AddForm(
        url=url_for("desk.add", review_id=found.id),
        measures=_measures(there, form.get("measure", "")),
        reasons=reasons(form.get("reason", "")),
        own_range=own_range,
        reason_error="" if about_range else sentence,
    )


def reasons(chosen: str = "") -> tuple[Choice, ...]:
    """Why a coach changes something, to choose from."""
    language = i18n.language()
    return tuple(Choice(one.value, words.reason_label(one, language), chosen=one.value == chosen) for one in Reason)


def _ranges(form: Form) -> Ranges:
    return Ranges(
        bill=_range(form, "bill", low=-BILL_MAXIMUM, high=BILL_MAXIMUM),
        cost=_range(form, "cost", low=0, high=COST_MAXIMUM),
    )


def _range(form: Form, name: str, *, low: float, high: float) -> Range | None:
    ends = [forms.number(form, f"{name}_{end}", low=low, high=high) for end in ("low", "high")]
    first, last = ends
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise Refusal(review.RANGE_WRONG)
    return Range(first, last)


def _range_standing(ranged: OverrideView | None) -> views.RangeForm:
    """A coach's range that stands, as it would be typed."""
    found = ranged.numbers if ranged else {}
    return views.RangeForm(
        bill_low=_end(found, BILL, "p10"),
        bill_high=_end(found, BILL, "p90"),
        cost_low=_end(found, COST, "low"),
        cost_high=_end(found, COST, "high"),
        note=ranged.note if ranged else "",
        reasons=reasons(ranged.reason if ranged else Reason.SEEN_ON_SITE),
    )


def _end(found: Mapping[str, object], name: str, end: str) -> str:
    span = found.get(name)
    value = span.get(end) if isinstance(span, Mapping) else None
    return f"{value:g}" if isinstance(value, int | float) else ""


def _actions(chosen: str, *, changed: bool = False) -> tuple[Choice, ...]:
    language = i18n.language()
    choices = [Choice(one.value, words.change_label(one, language), chosen=one.value == chosen) for one in ACTIONS]
    if changed:
        choices.append(Choice("undo", _("Take my changes back")))
    return tuple(choices)


def _measures(there: Collection[str], chosen: str = "") -> tuple[Choice, ...]:
    """Work that is not in the case, by name."""
    language = i18n.language()
    known = sorted(
        (words_of.title(language), measure) for measure, words_of in MEASURES.items() if measure not in there
    )
    return tuple(Choice(measure, title, chosen=measure == chosen) for title, measure in known)
