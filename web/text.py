"""Translated text with a type: Flask-Babel's functions, known to give a `str`."""

from __future__ import annotations

import flask_babel


def gettext(message: str, **values: object) -> str:
    """`message` in the language of the page, with `%(name)s` filled from `values`."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form that fits `num`, which fills `%(num)s`."""
    return str(flask_babel.ngettext(one, many, num, **values))
