"""The form of a visit as it comes in: each field read as what it may be, and nothing else."""

from __future__ import annotations

import re

from coach.visits.form import FIELDS, Ask, Kind
from greener_homes.errors import Refusal
from web import forms

VERSION = re.compile("0|[1-9][0-9]{0,6}")
MOVE = re.compile("([1-5])-(up|down)")


def answers(form: forms.Form) -> dict[str, str]:
    """The answers of a form that was sent. Raises Refusal for what no field of ours can hold."""
    found = {name: _answer(form, asked) for name, asked in FIELDS.items()}
    return {name: value for name, value in found.items() if value}


def as_typed(form: forms.Form) -> dict[str, str]:
    """The answers as they were sent, to show again beside what to mend."""
    found = {}
    for name, asked in FIELDS.items():
        many = asked.kind is Kind.MANY
        found[name] = " ".join(form.getlist(name))[: forms.ECHO_MAXIMUM] if many else forms.as_typed(form, name)
    return {name: value for name, value in found.items() if value}


def version(form: forms.Form) -> int:
    """The version that the form was written on; one nobody has where it does not say."""
    told = form.get("version", "")
    return int(told) if VERSION.fullmatch(told) else -1


def move(form: forms.Form) -> tuple[int, int] | None:
    """Which concern (from 0) was pressed up (-1) or down (1); None where none was."""
    found = MOVE.fullmatch(form.get("move", ""))
    return (int(found[1]) - 1, -1 if found[2] == "up" else 1) if found else None


def _answer(form: forms.Form, asked: Ask) -> str:
    if asked.kind is Kind.MANY:
        told = form.getlist(asked.name)
        if not set(told) <= set(asked.options):
            raise Refusal(forms.BAD_CHOICE)
        return " ".join(one for one in asked.options if one in told)
    value = forms.text(form, asked.name, maximum=asked.maximum)
    if asked.kind is Kind.ONE and value and value not in asked.options:
        raise Refusal(forms.BAD_CHOICE)
    if asked.kind is Kind.DAY and value:
        forms.day(form, asked.name)
    return value if asked.kind is Kind.LINES else " ".join(value.split())
