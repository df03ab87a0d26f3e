"""How somebody knows what they write down of a program: the day, the place, from when it counts, and two sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach.fleet_wide import codes_incentives as codes
from coach.fleet_wide.incentive_proposals import REVIEW_WITHIN
from greener_homes.errors import Refusal
from greener_homes.incentive_changes import ChangeAct, ChangedPart, Proposal
from models.findings import Code
from web import forms
from web.components import Choice, Field, FieldError, Link, Question
from web.text import gettext as _

LOOK_AGAIN: Final = timedelta(days=90)
SOURCE_MAXIMUM, WHY_MAXIMUM = 300, 480
_FIELD_OF: Final[Mapping[Code, str]] = {
    codes.SEEN_WHEN: "seen_on",
    codes.REVIEW_WHEN: "review_on",
    codes.FROM_WHEN: "effective_from",
    codes.SOURCE_WRONG: "source",
    codes.WHY_MISSING: "why",
    codes.NAME_MISSING: "name",
}


@dataclass(frozen=True, slots=True)
class Select:
    """A list of which one is chosen."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    hint: str = ""
    error: str = ""


Item = Field | Question | Select


@dataclass(frozen=True, slots=True)
class Section:
    """One group of boxes under its heading."""

    id: str
    heading: str
    items: tuple[Item, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartForm:
    """One part of a program as a form: its boxes, then how it is known. `kept` travels with it."""

    heading: str
    lead: str
    url: str
    back: Link
    sections: tuple[Section, ...]
    seen: tuple[Field, ...]
    kept: Mapping[str, str]
    errors: tuple[FieldError, ...] = ()
    again: str = ""
    """What the button says that goes back one step; empty where there is none."""


def boxes(given: forms.Form, today: date, wrong: Mapping[str, str]) -> tuple[Field, ...]:
    """The boxes, filled with today or with what was typed."""
    typed = any(name in given for name in ("seen_on", "source", "why"))

    def box(name: str, label: str, now: str, kind: str = "text", hint: str = "") -> Field:
        return Field(name, label, forms.as_typed(given, name) if typed else now, hint, wrong.get(name, ""), kind)

    return (
        box("seen_on", _("Day you looked it up"), today.isoformat(), "date"),
        box("source", _("Where you saw it"), "", hint=_("Its address, or an id of our list of sources.")),
        box("effective_from", _("Counts from"), today.isoformat(), "date"),
        box("review_on", _("Look again by"), (today + LOOK_AGAIN).isoformat(), "date"),
        box(
            "why",
            _("What changed, in a sentence"),
            "",
            "textarea",
            hint=_("Households whose plan it touches read it. No names."),
        ),
        box("why_fr", _("The same in French"), "", "textarea"),
    )


def proposal(
    part: ChangedPart,
    target: str,
    fields: Mapping[str, object],
    form: forms.Form,
    today: date,
    act: ChangeAct = ChangeAct.CHANGE,
) -> Proposal:
    """These fields as a proposal, with how somebody knows. Raises Refusal."""
    seen, review = forms.day(form, "seen_on"), forms.day(form, "review_on")
    if seen is None:
        raise Refusal(codes.SEEN_WHEN)
    if review is None:
        raise Refusal(codes.REVIEW_WHEN, days=REVIEW_WITHIN.days)
    return Proposal(
        part,
        target,
        fields,
        forms.day(form, "effective_from") or today,
        seen,
        review,
        forms.text(form, "source", maximum=SOURCE_MAXIMUM),
        forms.text(form, "why", maximum=WHY_MAXIMUM),
        forms.text(form, "why_fr", maximum=WHY_MAXIMUM),
        act=act,
    )


def field_of(code: Code, first: str) -> str:
    """The box that a refusal is about; `first` where the loader found it."""
    return _FIELD_OF.get(code, first)


def figures(values: Sequence[float]) -> object:
    """Low, typical and high as a change gives them: one number where they are alike."""
    plain = [figure(each) for each in values]
    return plain[0] if len(set(plain)) == 1 else plain


def figure(value: float) -> int | float:
    """A number as a change gives it: whole where it is, else to the cent."""
    return int(value) if value == int(value) else round(value, 2)
