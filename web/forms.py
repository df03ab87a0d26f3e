"""Reading form fields: every value is hostile until it has passed here.

Text is NFC, without NUL or other control characters, and no longer than its field allows. Numbers are ASCII
digits, so neither other alphabets' digits nor "1e9" nor "NaN" count. An empty field is None: not answered.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from greener_homes.errors import Refusal
from models.findings import Code, Severity

Form = MultiDict[str, str]
Member = TypeVar("Member", bound=StrEnum)
NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
ECHO_MAXIMUM = 5_000
"""Characters of a refused answer that are shown again."""
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

BAD_TEXT = Code(
    "form.text",
    Severity.REFUSAL,
    "Some text holds characters we cannot keep, or is longer than {maximum} characters.",
    "Un texte contient des caractères que nous ne pouvons pas garder, ou dépasse {maximum} caractères.",
)
BAD_NUMBER = Code(
    "form.number",
    Severity.REFUSAL,
    "Write a number from {low} to {high}, with digits only.",
    "Écrivez un nombre de {low} à {high}, en chiffres seulement.",
)
BAD_DATE = Code(
    "form.date",
    Severity.REFUSAL,
    "Write the date as year-month-day, for example 2021-06-30.",
    "Écrivez la date sous la forme année-mois-jour, par exemple 2021-06-30.",
)
BAD_CHOICE = Code(
    "form.choice", Severity.REFUSAL, "Choose one of the answers shown.", "Choisissez une des réponses proposées."
)
CODES = (BAD_TEXT, BAD_NUMBER, BAD_DATE, BAD_CHOICE)


def text(form: Form, name: str, *, maximum: int) -> str:
    """The field's text, trimmed and NFC; empty when absent. Raises Refusal."""
    value = unicodedata.normalize("NFC", form.get(name, "")).replace("\r\n", "\n").strip()
    if len(value) > maximum or any(_is_forbidden(character) for character in value):
        raise Refusal(BAD_TEXT, maximum=maximum)
    return value


def as_typed(form: Form, name: str) -> str:
    """The field as it was sent, to show again beside what to mend: without what no page can hold, and not endless."""
    kept = (character for character in form.get(name, "")[:ECHO_MAXIMUM] if not _is_forbidden(character))
    return "".join(kept)


def number(form: Form, name: str, *, low: float, high: float) -> float | None:
    """The field's number between `low` and `high`; None when not answered. Raises Refusal."""
    value = form.get(name, "").strip()
    if not value:
        return None
    if not NUMBER.fullmatch(value) or not low <= float(value) <= high:
        raise Refusal(BAD_NUMBER, low=low, high=high)
    return float(value)


def day(form: Form, name: str) -> date | None:
    """The field's date; None when not answered. Raises Refusal."""
    value = form.get(name, "").strip()
    if not value:
        return None
    if not DATE.fullmatch(value):
        raise Refusal(BAD_DATE)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refusal(BAD_DATE) from None


def clock(form: Form, name: str) -> time | None:
    """The field's time of day, to the minute; None when not answered, or when it is no time."""
    found = CLOCK.fullmatch(form.get(name, ""))
    return time(int(found[1]), int(found[2])) if found else None


def choice(form: Form, name: str, members: type[Member]) -> Member | None:
    """The field's answer among `members`; None when not answered. Raises Refusal."""
    value = form.get(name, "")
    if not value:
        return None
    try:
        return members(value)
    except ValueError:
        raise Refusal(BAD_CHOICE) from None


def agreed(form: Form, name: str) -> bool:
    """Whether the field is exactly "yes". Anything else, also nothing, is not consent."""
    return form.getlist(name) == ["yes"]


def _is_forbidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category in {"Cc", "Cs", "Co", "Cn"} and character not in "\n\t"
