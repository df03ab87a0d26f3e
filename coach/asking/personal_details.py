"""What in a text looks as if it points to somebody: shown to the person who takes it out, before an answer is reused.

It finds what has a shape, and the names it is given. It cannot find a story that everybody in the street knows: so a
person reads, and says that they did.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHORTEST_NAME = 3
"""Parts of a name with fewer letters are not looked for: "de", "Li" stand in too many words."""


class DetailKind(StrEnum):
    """What it looks like."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    STREET = "street"
    ACCOUNT = "account"
    HOME = "home"
    DAY = "day"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing found, as it stands in the text."""

    kind: DetailKind
    text: str


_STREETS_EN = r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Court|Crt|Ct|Crescent|Cres|Boulevard|Blvd|Lane|Way|Place|Pl)"
_STREETS_FR = r"(?:rue|avenue|chemin|boulevard|allée|promenade|croissant|place)"
_MONTHS = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
SHAPES: tuple[tuple[DetailKind, re.Pattern[str]], ...] = (
    (DetailKind.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")),
    (DetailKind.PHONE, re.compile(r"(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)")),
    (DetailKind.POSTAL_CODE, re.compile(r"\b[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d\b")),
    (
        DetailKind.STREET,
        re.compile(
            rf"\b\d{{1,5}}[A-Za-z]?,?\s+(?:(?:[A-Z][\w’'-]+\s+){{1,3}}{_STREETS_EN}\b|{_STREETS_FR}\s+[\w’'-]+)"
        ),
    ),
    (DetailKind.ACCOUNT, re.compile(r"(?<![\d.,])\d(?:[ -]?\d){6,19}(?![\d.,]*\d)")),
    (DetailKind.HOME, re.compile(r"\bGH-\d+\b")),
    (
        DetailKind.DAY,
        re.compile(
            rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:er)?\s+(?:{_MONTHS})|(?:{_MONTHS})\s+\d{{1,2}}(?!\d))\b", re.I
        ),
    ),
    (DetailKind.AMOUNT, re.compile(r"\$\s?\d[\d,. ]*\d|\d[\d,.\u00a0 ]*\d\s?(?:\$|dollars?|kWh|m³|m3)", re.I)),
)


def details(text: str, names: Sequence[str] = ()) -> tuple[Detail, ...]:
    """Everything in the text that looks personal, in order of kind and place; each thing once."""
    return tuple(dict.fromkeys((*_names(text, names), *_shapes(text))))


def named_people(text: str, names: Sequence[str]) -> bool:
    """Whether the text still holds one of these names, or anybody's e-mail address."""
    return any(found.kind in (DetailKind.NAME, DetailKind.EMAIL) for found in details(text, names))


def _names(text: str, names: Sequence[str]) -> Iterator[Detail]:
    parts = {part for name in names for part in re.split(r"[\s-]+", name) if len(part) >= SHORTEST_NAME}
    wanted = {_folded(part) for part in parts}
    for word in re.findall(r"[^\W\d_]+", text):
        if _folded(word) in wanted and word[:1].isupper():
            yield Detail(DetailKind.NAME, word)


def _shapes(text: str) -> Iterator[Detail]:
    taken: list[tuple[int, int]] = []
    for kind, shape in SHAPES:
        for found in shape.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end in taken):
                taken.append(found.span())
                yield Detail(kind, found[0].strip())


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
