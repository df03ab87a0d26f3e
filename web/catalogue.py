"""The words of every page in English and French, read from the .po file itself: nothing compiled is kept.

English is the message id, so only French has a catalogue. Never imports a web framework: charts and
formatting speak through `speaker` and stay plain functions of their arguments.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = ("en", "fr")
"""Every sentence exists in these; the first is the one message ids are written in."""
TRANSLATIONS = Path(__file__).resolve().parent / "translations"


class Speaker(Protocol):
    """Says a message in one language; `facts` fill its %(name)s places."""

    def __call__(self, message: str, **facts: object) -> str: ...


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """The translations of `language`; empty for English and for anything we do not speak."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if language not in LANGUAGES or not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def speaker(language: str) -> Speaker:
    """A function that says messages in `language`, for code that has no request around it."""
    words = catalogue(language)

    def say(message: str, **facts: object) -> str:
        sentence = str(words.ugettext(message))
        return sentence % facts if facts else sentence

    return say
