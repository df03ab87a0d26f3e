"""Translated text with a type, in the language of the page."""

from __future__ import annotations

from web import i18n


def gettext(message: str, **values: object) -> str:
    """`message` in the language of the page, with `%(name)s` filled from `values`."""
    said = i18n.said(message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form that fits `num`, which fills `%(num)s`."""
    return i18n.said_of(one, many, num) % {"num": num, **values}
