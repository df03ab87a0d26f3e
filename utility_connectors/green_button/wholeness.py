"""Whether an answer is one whole XML document, told while it passes by.

A server may call half a file whole. Only the document itself shows it, and an answer that was not whole must be asked
for again rather than counted as read.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from greener_homes.errors import Outage, Refusal
from utility_connectors.codes_utility import NOT_DATA
from utility_connectors.http import CUT_SHORT


class Wholeness:
    """Takes a document in pieces. A declaration of types is refused; what is not well formed is an Outage."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _declared

    def take(self, piece: bytes) -> None:
        """The next piece is no breach of XML so far."""
        self._parse(piece, last=False)

    def finish(self) -> None:
        """The document ended where it should."""
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, LookupError, ValueError):  # the last two of an encoding nobody has
            raise Outage(CUT_SHORT) from None


def _declared(*_: object) -> NoReturn:
    raise Refusal(NOT_DATA)
