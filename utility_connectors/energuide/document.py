"""A house file as a small tree of elements: bounded, without declarations or entities, and without the client.

Whoever lives there, where, and who wrote the file is dropped while reading: those elements are never kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from greener_homes.errors import Refusal
from utility_connectors import codes as file_codes
from utility_connectors.energuide import codes
from utility_connectors.limits import MB

LARGEST = 10 * MB
MOST_ELEMENTS = 200_000
DEEPEST = 64
LONGEST_TEXT = 2_000
ROOT = "HouseFile"
DROPPED = frozenset(
    {"Client", "Justifications", "TaxNumber", "EnteredBy", "Company", "BuilderName", "UserTelephone"}
    | {"CompanyTelephone", "HomeownerAuthorizationId", "Identification", "PreviousFileId", "EnrollmentId"}
    | {"FuelCosts", "French", "Monthly"}
)
"""Elements of which nothing is kept: people, places, other files' names; and what nobody asks for."""


@dataclass(slots=True)
class Element:
    """One element: its local name, attributes, text and children."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, path: str) -> Iterator[Element]:
        """Every element at a path of names below this one, in document order; "*" is any name."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if first in ("*", child.name):
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def first(self, path: str) -> Element | None:
        """The first element at a path, or None."""
        return next(self.all(path), None)

    def below(self, name: str) -> Iterator[Element]:
        """Every element of this name anywhere below."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.below(name)


def read_document(source: BinaryIO) -> Element:
    """The house file's root. Raises Refusal for anything else, and nothing but Refusal, whatever the bytes."""
    return _Reader().read(source)


class _Reader:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.dropping = 0
        self.elements = 0
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")

    def read(self, source: BinaryIO) -> Element:
        parser = self.parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _doctype
        taken = 0
        try:
            while chunk := source.read(1 << 18):
                taken += len(chunk)
                if taken > LARGEST:
                    raise Refusal(codes.TOO_LARGE, limit_mb=LARGEST // MB)
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if self.root is None:
                raise Refusal(codes.NOT_A_HOUSE) from None
            raise Refusal(file_codes.XML_NOT_WELL_FORMED, line=error.lineno) from None
        except (LookupError, ValueError):  # an encoding nobody has, or none for text
            raise Refusal(file_codes.XML_ENCODING) from None
        if self.root is None:
            raise Refusal(codes.NOT_A_HOUSE)
        return self.root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.depth += 1
        self.elements += 1
        if self.root is None and local != ROOT:
            raise Refusal(codes.NOT_A_HOUSE)
        if self.depth > DEEPEST:
            raise Refusal(file_codes.XML_TOO_DEEP, limit=DEEPEST)
        if self.elements > MOST_ELEMENTS:
            raise Refusal(file_codes.XML_TOO_MANY_TAGS, limit=MOST_ELEMENTS)
        if self.dropping or local in DROPPED:
            self.dropping += 1
            return
        element = Element(local, {key.rpartition(" ")[2]: value for key, value in attributes.items()})
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.depth -= 1
        if self.dropping:
            self.dropping -= 1
        else:
            self.open.pop()

    def _text(self, text: str) -> None:
        if not self.dropping and self.open and len(self.open[-1].text) < LONGEST_TEXT:
            self.open[-1].text += text[:LONGEST_TEXT]


def _doctype(*_: object) -> NoReturn:
    raise Refusal(file_codes.XML_DOCTYPE)
