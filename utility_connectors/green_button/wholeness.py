"""Whether an answer is one whole XML document of usage, told while it passes by.

A server may call half a file whole, and a page about its maintenance a file. Only the document itself shows it: one
that was not whole must be asked for again, and one that is something else must not be counted as read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from greener_homes.errors import Outage, Refusal
from utility_connectors.codes_utility import NOT_DATA
from utility_connectors.green_button.vocabulary import ATOM_NAMESPACE, NAMESPACE
from utility_connectors.http import CUT_SHORT, TOO_LARGE
from utility_connectors.limits import DEFAULT, Limits

FEEDS = frozenset({f"{ATOM_NAMESPACE} feed", "feed"})
ENTRIES = frozenset({f"{ATOM_NAMESPACE} entry", "entry"})
USE = frozenset(f"{NAMESPACE} {name}" for name in ("IntervalReading", "UsageSummary", "ElectricPowerUsageSummary"))
"""Elements with which an amount of use comes."""
NEXT = frozenset({f"{ATOM_NAMESPACE} link", "link"})


class Wholeness:
    """Takes a document in pieces, in bounded memory.

    Raises Refusal for a declaration of types and for a document that is neither Atom nor ESPI, Outage for what is not
    well formed or beyond the limits.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.has_use = False
        """Whether there was any reading or bill summary, so far."""
        self.next_page: str | None = None
        """Where the feed says that it goes on; None where it does not."""
        self._limits = limits
        self._fed = self._depth = 0
        self._names: set[str] = set()
        self._is_feed = False
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartDoctypeDeclHandler = _declared

    def take(self, piece: bytes) -> None:
        """The next piece is no breach of XML so far."""
        self._parse(piece, last=False)
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > self._limits.xml_max_node_bytes:
            raise Outage(TOO_LARGE)

    def finish(self) -> None:
        """The document ended where it should. Raises Refusal also where it is whole and about something else."""
        self._parse(b"", last=True)
        if not self.has_use and not self._is_feed:
            raise Refusal(NOT_DATA)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, LookupError, ValueError):  # the last two of an encoding nobody has
            raise Outage(CUT_SHORT) from None

    def _start(self, name: str, attributes: list[str]) -> None:
        if not self._depth:
            self._is_feed = name in FEEDS
            if not self._is_feed and name not in ENTRIES and not name.startswith(f"{NAMESPACE} "):
                raise Refusal(NOT_DATA)
        self._depth += 1
        if self._depth > self._limits.xml_max_depth:
            raise Outage(TOO_LARGE)
        self._meet((name, *attributes[::2]))
        if name in USE:
            self.has_use = True
        elif self._depth == 2 and name in NEXT and self._is_feed:
            link = dict(zip(attributes[::2], attributes[1::2], strict=True))
            if link.get("rel") == "next":
                self.next_page = link.get("href", "")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _namespace(self, prefix: str | None, _uri: str) -> None:
        self._meet((f"xmlns:{prefix}",))

    def _meet(self, names: Iterable[str]) -> None:
        self._names.update(names)
        if len(self._names) > self._limits.xml_max_names:
            raise Outage(TOO_LARGE)


def _declared(*_: object) -> NoReturn:
    raise Refusal(NOT_DATA)
