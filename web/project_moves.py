"""What somebody asks of a project, read from a form: a household's and a coach's alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from coach.projects import codes_projects as codes
from coach.projects import notes
from coach.projects.moves import Move
from coach.projects.projects import GivenUp
from coach.projects.states import Act
from greener_homes.errors import Refusal
from models.findings import Code
from web import forms

FIELD_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        codes.DAY_NEEDED.code: "done_on",
        codes.DAY_WRONG.code: "done_on",
        codes.BOOKED_IN_PAST.code: "booked_for",
        codes.REASON_NEEDED.code: "reason",
        codes.WORDS_NEEDED.code: "words",
        codes.TEXT_LONG.code: "words",
        forms.BAD_TEXT.code: "words",
        forms.BAD_CHOICE.code: "reason",
        forms.BAD_DATE.code: "done_on",
    }
)
"""Which field of a move a refusal is about."""
TYPED: Final = ("act", "booked_for", "began_on", "done_on", "words", "reason")
"""The fields of a move."""


def asked(form: forms.Form, *, without_act: Code) -> Move:
    """The move a form asks for. Raises Refusal, with `without_act` where it names no act."""
    act = forms.choice(form, "act", Act)
    if act is None:
        raise Refusal(without_act)
    return Move(
        act,
        began_on=forms.day(form, "began_on"),
        done_on=forms.day(form, "done_on"),
        booked_for=forms.day(form, "booked_for"),
        reason=forms.choice(form, "reason", GivenUp),
        words=forms.text(form, "words", maximum=notes.TEXT_MAXIMUM),
    )


def typed(form: forms.Form) -> dict[str, str]:
    """The fields as they were sent, to show again beside what to mend."""
    return {name: forms.as_typed(form, name) for name in TYPED}
