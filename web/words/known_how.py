"""How a coach came to know a fact of a home, in words: beside the fact, and as an answer to choose."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

KNOWN_HOW: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "visit": Phrase("seen on a visit", "vu en visite"),
        "telephone": Phrase("by telephone", "par téléphone"),
        "photo": Phrase("seen on a photo", "vu sur une photo"),
        "document": Phrase("read in a document", "lu dans un document"),
        "household": Phrase("said by the household", "dit par le ménage"),
    }
)
"""What stands behind a fact, by greener_homes.home_facts.KnownHow."""

CHOICES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "visit": Phrase("I saw it on a visit", "Je l’ai vu en visite"),
        "telephone": Phrase("By telephone", "Par téléphone"),
        "photo": Phrase("I saw it on a photo", "Je l’ai vu sur une photo"),
        "document": Phrase("I read it in a document", "Je l’ai lu dans un document"),
        "household": Phrase("The household says so", "Le ménage le dit"),
    }
)
"""The same, as a coach answers “How do you know?”."""


def known_how(how: str, language: str) -> str:
    """What stands behind a fact; the stored word when it has no words."""
    words = KNOWN_HOW.get(how)
    return words(language) if words else how


def choice(how: str, language: str) -> str:
    """The answer of that name; the stored word when it has no words."""
    words = CHOICES.get(how)
    return words(language) if words else how
