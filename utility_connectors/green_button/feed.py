"""A Green Button document as columns: one pass, bounded memory, nothing but what readings need.

Expat reads the bytes; a table of states says which ESPI elements matter. Readings go straight into columns;
usage points, meter readings and reading types are kept as their few numbers and links. Titles, names, addresses
and everything of the customer namespace are never looked at. A document type declaration, any breach of XML or
of the limits ends the reading: there is no such thing as half a document. Nothing is ever fetched.
"""

from __future__ import annotations

from typing import BinaryIO, NoReturn
from xml.parsers import expat

from greener_homes.errors import Refusal
from utility_connectors import codes
from utility_connectors.green_button import grammar
from utility_connectors.green_button.builder import FeedBuilder
from utility_connectors.green_button.grammar import State
from utility_connectors.green_button.resources import Feed
from utility_connectors.green_button.runs import OPENING, RunReader
from utility_connectors.green_button.vocabulary import CUSTOMER_NAMESPACE, NAMESPACE
from utility_connectors.limits import MB, Limits
from utility_connectors.tally import Tally

CHUNK = 1 << 18
LONGEST_READING = 1 << 14
"""A reading written longer than this is read the ordinary way, in bytes."""
LONGEST_NUMBER = 1_000
ENCODINGS = frozenset(
    {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "iso-8859-15"}
    | {"windows-1252", "cp1252", "utf-16", "utf-16le", "utf-16be"}
)
OTHER_DOCUMENTS = frozenset({"Authorization", "ApplicationInformation", "ServiceStatus", "BatchList"})


def read_feed(source: BinaryIO, limits: Limits, tally: Tally) -> Feed:
    """The whole document was well formed and is in the feed; readings that are no readings are in `tally`.

    Raises Refusal for a document type declaration, an encoding we do not read, anything not well formed, and
    anything beyond `limits`.
    """
    return _Reader(limits, tally).read(source)


class _Reader:
    """One document on its way from bytes to a feed. Not used twice."""

    def __init__(self, limits: Limits, tally: Tally) -> None:
        self.limits = limits
        self.deepest = limits.xml_max_depth
        self.builder = FeedBuilder(limits, tally, self._where)
        self.feed = self.builder.feed
        self.runs = RunReader(self.feed.columns)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.fed = 0
        self.tags = 0
        self.names: set[str] = set()
        self.since_markup = 0
        self.skipped_lines = 0
        self.state: State = grammar.OUTSIDE
        self.parents: list[State] = []
        self.text = ""

    def read(self, source: BinaryIO) -> Feed:
        parser = self.parser
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.specified_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration
        try:
            rest = b""
            while chunk := source.read(max(CHUNK, self._pending())):
                rest = self._take(rest + chunk)
                self._watch(chunk)
            self._parse(rest)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            self._refuse_malformed(error)
        finally:
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.StartNamespaceDeclHandler = parser.StartDoctypeDeclHandler = parser.XmlDeclHandler = None
        return self.feed

    # Bytes --------------------------------------------------------------------------------------------------------

    def _take(self, buffer: bytes) -> bytes:
        """The buffer has been read, runs by pattern and the rest by expat; what is left waits for more bytes."""
        position = 0
        if self.runs.is_hopeless:
            self._parse(buffer)
            return b""
        while (opening := OPENING.search(buffer, position)) is not None:
            prefix = opening[1]
            closing = b"</" + prefix + b"IntervalReading>"
            found = buffer.find(closing, opening.end(), opening.end() + LONGEST_READING)
            if found < 0 and len(buffer) - opening.start() <= LONGEST_READING:
                self._parse(buffer[position : opening.start()])
                return buffer[opening.start() :]
            expected = self.fed + opening.start() - position
            self._parse(buffer[position : opening.end()])
            position = opening.end()
            if self.builder.reading_at != expected:
                break  # no element here: in a comment, in CDATA, of another namespace
            if found < 0:
                continue
            run = self.runs.take(buffer, position, prefix, self.builder.reading_line)
            if run is None:
                end = found + len(closing)
                self._parse(buffer[position:end])
                self.runs.learn(prefix, buffer[position:end])
                position = end
                continue
            self.skipped_lines += run.newlines
            self.builder.reading_taken = True
            self._parse(closing)
            position = run.end
        self._parse(buffer[position:])
        return b""

    def _parse(self, data: bytes) -> None:
        if data:
            self.tags += data.count(b"<")
            if self.tags > self.limits.xml_max_tags:
                raise Refusal(codes.XML_TOO_MANY_TAGS, limit=self.limits.xml_max_tags)
            self.parser.Parse(data, False)
            self.fed += len(data)

    def _pending(self) -> int:
        """Bytes of a tag or comment that expat still waits for the end of. It reads them again each time, so the
        more there are, the more it is given at once."""
        return self.fed - self.parser.CurrentByteIndex if self.fed else 0

    def _where(self) -> tuple[int, int]:
        """The byte of what expat was given and the line of the document where the element at hand begins."""
        return self.parser.CurrentByteIndex, self.parser.CurrentLineNumber + self.skipped_lines

    def _watch(self, chunk: bytes) -> None:
        last = chunk.rfind(b"<")
        self.since_markup = self.since_markup + len(chunk) if last < 0 else len(chunk) - last
        if max(self.since_markup, self._pending()) > self.limits.xml_max_node_bytes:
            raise Refusal(codes.XML_NODE_TOO_BIG, limit_mb=self.limits.xml_max_node_bytes // MB)

    def _refuse_malformed(self, error: expat.ExpatError) -> NoReturn:
        wrong_encoding = {
            expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
            expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
        }
        if error.code in wrong_encoding:
            raise Refusal(codes.XML_ENCODING) from None
        raise Refusal(codes.XML_NOT_WELL_FORMED, line=error.lineno + self.skipped_lines) from None

    # Handlers -----------------------------------------------------------------------------------------------------

    def _doctype(self, *_: object) -> NoReturn:
        raise Refusal(codes.XML_DOCTYPE)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise Refusal(codes.XML_ENCODING)

    def _start(self, name: str, attributes: list[str]) -> None:
        parents = self.parents
        parents.append(self.state)
        if len(parents) > self.deepest:
            raise Refusal(codes.XML_TOO_DEEP, limit=self.deepest)
        if attributes:
            if len(attributes) > 2 * self.limits.xml_max_attributes:
                raise Refusal(codes.XML_TOO_MANY_ATTRIBUTES, limit=self.limits.xml_max_attributes)
            for attribute in attributes[::2]:
                self._meet(attribute)
        self.state = state = self.state.children.get(name) or self._other(name)
        if state.is_leaf:
            self.text = ""
            self.parser.CharacterDataHandler = self._on_text
        elif state.enter:
            getattr(self.builder, state.enter)(state.name)
        elif attributes and state is grammar.LINK:
            self.builder.link(dict(zip(attributes[::2], attributes[1::2], strict=True)))

    def _namespace(self, prefix: str | None, _uri: str) -> None:
        self._meet(f"xmlns:{prefix}")

    def _meet(self, name: str) -> None:
        """A name is remembered for as long as the document is read, here and in expat: so they may not be endless."""
        if name not in self.names:
            self.names.add(name)
            if len(self.names) > self.limits.xml_max_names:
                raise Refusal(codes.XML_TOO_MANY_NAMES, limit=self.limits.xml_max_names)

    def _other(self, name: str) -> State:
        self._meet(name)
        state = self.state
        if state.elsewhere is None:
            if state.is_leaf:
                self.text = "?"  # an element inside a number: no number
            return grammar.SKIP
        namespace, _, local = name.rpartition(" ")
        if namespace == CUSTOMER_NAMESPACE:
            self.feed.has_customer = True
            return grammar.SKIP
        if namespace == NAMESPACE:
            self.feed.has_espi = True
            if local in OTHER_DOCUMENTS:
                self.feed.others.add(local)
        return state.elsewhere

    def _end(self, _name: str) -> None:
        state = self.state
        self.state = self.parents.pop()
        if state.is_leaf:
            self.parser.CharacterDataHandler = None
            slots = self.builder.slots
            slots[state.slot] = self.text if state.slot not in slots else None
        if state.leave:
            getattr(self.builder, state.leave)()

    def _on_text(self, text: str) -> None:
        if len(self.text) <= LONGEST_NUMBER:
            self.text += text[: LONGEST_NUMBER + 1]
