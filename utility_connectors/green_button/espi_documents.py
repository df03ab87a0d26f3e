"""The small ESPI documents that are no readings: an Authorization, a ServiceStatus, a list of what has changed.

Expat reads them whole or not at all: no document type, no entities, nothing fetched, nothing endless. Only elements
of the ESPI namespace count, whatever their prefix.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from xml.parsers import expat

from utility_connectors.green_button.vocabulary import NAMESPACE

DEEPEST = 64
LONGEST_TEXT = 4_000


@dataclass(slots=True)
class Found:
    """The texts of the elements asked for, by name and in order, and the ESPI elements that were there at all."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)

    def first(self, name: str) -> str | None:
        """The text of the first element of this name, or None."""
        return next((text for found, text in self.texts if found == name), None)


def read(content: bytes, names: Collection[str], *, most: int = 100) -> Found:
    """What a well-formed document says in the ESPI elements called `names`; ValueError for anything else.

    More than `most` of them are too many.
    """
    found = Found()
    reading: list[str] = []
    path: list[str | None] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        ours = local if namespace == NAMESPACE else None
        path.append(ours)
        if len(path) > DEEPEST:
            raise ValueError("too deep")
        if ours is not None:
            found.elements.add(ours)
        reading.clear()

    def text(words: str) -> None:
        if path and path[-1] in names:
            reading.append(words)
            if sum(map(len, reading)) > LONGEST_TEXT:
                raise ValueError("too long")

    def end(_name: str) -> None:
        name = path.pop()
        if name is not None and name in names:
            found.texts.append((name, "".join(reading).strip(" \t\r\n")))
            if len(found.texts) > most:
                raise ValueError("too many")
        reading.clear()

    def doctype(*_: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError):
        raise ValueError("not well formed") from None
    return found
