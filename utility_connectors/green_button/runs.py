"""Long runs of readings that are written alike, read by pattern instead of element by element.

Most of a usage document is one reading after another in exactly the same form. Once one has been read properly,
its form becomes a pattern; bytes that match it wholly are balanced, attribute-free elements holding nothing but
whole numbers, so taking them out of what expat is given changes nothing it could object to. Whatever does not
match goes the ordinary way. This never decides what is well formed and never meets a byte outside the pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from utility_connectors.green_button.resources import ABSENT, UNSAID_QUALITY, Columns
from utility_connectors.green_button.vocabulary import QUALITIES, UNKNOWN_QUALITY

OPENING = re.compile(rb"<((?:[A-Za-z_][A-Za-z0-9_.-]*:)?)IntervalReading>")
MOST_FORMS = 8
"""How many forms one document may teach; a document with more is read the ordinary way."""
MOST_ATTEMPTS = 64

_SPACE = rb"[ \t\r\n]*+"
_NUMBER = rb"-?[0-9]{1,18}+"
_TOKEN = re.compile(
    rb"<(?P<close>/?)(?P<prefix>(?:[A-Za-z_][A-Za-z0-9_.-]*:)?)(?P<name>[A-Za-z_]+)>|(?P<comment><!--[^-<>]*-->)"
    rb"|(?P<text>[^<>&]+)"
)
_COMMENT = re.compile(rb"<!--[^-<>]*-->")
_SEPARATOR = bytes(0x20 if byte == ord(">") else byte for byte in range(256))
_DROPPED = bytes(byte for byte in range(256) if byte not in b"0123456789->")

FIELDS: dict[tuple[bytes, ...], str] = {
    (b"timePeriod", b"start"): "start",
    (b"timePeriod", b"duration"): "duration",
    (b"value",): "value",
    (b"cost",): "cost",
    (b"ReadingQuality", b"quality"): "quality",
}
_REQUIRED = frozenset({"start", "duration", "value"})
_QUALITY_TABLE: NDArray[np.int64] = np.full(max(QUALITIES) + 2, UNKNOWN_QUALITY, dtype=np.int64)
for _code, _quality in QUALITIES.items():
    _QUALITY_TABLE[_code] = _quality


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was taken: where it ended in the buffer and how many lines it spanned."""

    end: int
    newlines: int


@dataclass(frozen=True, slots=True)
class _Form:
    """One way a document writes its readings. `fields` names every number in it, in order; "" means unneeded."""

    prefix: bytes
    pattern: re.Pattern[bytes]
    fields: tuple[str, ...]
    has_comment: bool


class RunReader:
    """The forms one document has taught, and the columns its runs go to."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._forms: list[_Form] = []
        self._attempts = 0

    @property
    def is_hopeless(self) -> bool:
        """Whether the document writes no reading plainly enough to be worth looking for runs."""
        return self._attempts >= MOST_ATTEMPTS and not self._forms

    def take(self, buffer: bytes, position: int, prefix: bytes, line: int) -> Run | None:
        """The run that begins just after an opening tag at `position` is in the columns; None if no form fits."""
        for index, form in enumerate(self._forms):
            match = form.pattern.match(buffer, position) if form.prefix == prefix else None
            if match is None:
                continue
            if index:
                self._forms.insert(0, self._forms.pop(index))
            region = match.group()
            newlines = region.count(b"\n")
            self._append(form, region, line, newlines)
            return Run(match.end(), newlines)
        return None

    def learn(self, prefix: bytes, reading: bytes) -> None:
        """The form of one reading, given from after its opening tag to its closing tag, is known if it is plain."""
        if self._attempts >= MOST_ATTEMPTS or len(self._forms) >= MOST_FORMS:
            return
        self._attempts += 1
        form = _form_of(prefix, reading)
        if form is not None:
            self._forms.insert(0, form)

    def _append(self, form: _Form, region: bytes, line: int, newlines: int) -> None:
        if form.has_comment:
            region = _COMMENT.sub(b"", region)
        if prefix := form.prefix:
            region = region.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
        text = region.translate(_SEPARATOR, _DROPPED).decode("ascii")
        numbers = np.fromstring(text, dtype=np.int64, sep=" ").reshape(-1, len(form.fields))
        count = numbers.shape[0]
        column = {name: numbers[:, index] for index, name in enumerate(form.fields) if name}
        columns = self._columns
        columns.starts.frombytes(_bytes(column["start"]))
        columns.durations.frombytes(_bytes(column["duration"]))
        columns.values.frombytes(_bytes(column["value"]))
        columns.costs.frombytes(_bytes(column.get("cost", np.full(count, ABSENT))))
        if "quality" in column:
            known = np.where((column["quality"] < 0) | (column["quality"] > max(QUALITIES)), -1, column["quality"])
            columns.qualities.frombytes(_bytes(_QUALITY_TABLE[known]))
        else:
            columns.qualities.frombytes(_bytes(np.full(count, UNSAID_QUALITY)))
        columns.lines.frombytes(_bytes(line + np.arange(count) * newlines // max(count - 1, 1)))


def _form_of(prefix: bytes, reading: bytes) -> _Form | None:
    """The pattern of readings written like this one, or None where it holds anything but plain whole numbers."""
    pieces: list[bytes] = []
    fields: list[str] = []
    open_names: list[bytes] = [b"IntervalReading"]
    position = 0
    has_comment = False
    while open_names:
        token = _TOKEN.match(reading, position)
        if token is None:
            return None
        position = token.end()
        if token["comment"] is not None:
            pieces.append(rb"<!--[^-<>]*+-->")
            has_comment = True
        elif (text := token["text"]) is not None:
            if not text.strip(b" \t\r\n"):
                pieces.append(_SPACE)
            elif re.fullmatch(_SPACE + _NUMBER + _SPACE, text) and len(open_names) > 1:
                fields.append(FIELDS.get(tuple(open_names[1:]), ""))
                pieces.append(_SPACE + _NUMBER + _SPACE)
            else:
                return None
        else:
            if token["prefix"] != prefix:
                return None
            pieces.append(re.escape(token.group()))
            if not token["close"]:
                if tuple(open_names[1:]) in FIELDS:
                    return None  # an element inside a number: no number
                open_names.append(token["name"])
            elif open_names.pop() != token["name"]:
                return None
    named = [field for field in fields if field]
    if position != len(reading) or len(set(named)) != len(named) or not _REQUIRED.issubset(named):
        return None
    body = b"".join(pieces)
    opening = re.escape(b"<" + prefix + b"IntervalReading>")
    pattern = re.compile(b"(?:" + body + b")(?:" + _SPACE + opening + body + b")*+")
    return _Form(prefix, pattern, tuple(fields), has_comment)


def _bytes(values: NDArray[np.int64]) -> bytes:
    return np.ascontiguousarray(values, dtype=np.int64).tobytes()
