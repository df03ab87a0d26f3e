"""Pages of paper as tagged PDF (PDF/UA-1): parts of text become headings, lists, tables and amounts, in one look.

Takes finished words and gives bytes, the same for the same words and moment. Typst draws, without any
network, system font or file but its one template; what is said goes in as data and is never read as markup. It refuses
to write what breaks PDF/UA's rules. It is loaded when the first paper is asked
for, or a process has been up for a while (web/warming.py), not when one starts.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Final

import font_lato
from flask import Response

MEDIA_TYPE: Final = "application/pdf"
STANDARD: Final = "ua-1"
UNKNOWN: Final = "?"
"""Stands for a sign that the font has no picture of: a missing picture has no place in PDF/UA."""
_TEMPLATE: Final = Path(__file__).resolve().parent / "templates" / "paper" / "paper.typ"
_FONTS: Final = Path(font_lato.__path__[0]) / "files"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands once, at the top."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `start` stands before it in bold."""

    kind: ClassVar[str] = "text"
    text: str
    start: str = ""
    is_lead: bool = False
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list; `start` stands before it in bold."""

    text: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; `to_tick` gives each a box to tick by hand."""

    kind: ClassVar[str] = "listed"
    items: tuple[Item, ...]
    to_tick: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The header cell of one column, and its share of the width; numbers take what they need."""

    name: str
    share: float = 1.0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with header cells; the first column names its row."""

    kind: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A name, what is said of it, and a note."""

    label: str
    said: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Names and amounts under each other, as a list of terms."""

    kind: ClassVar[str] = "amounts"
    amounts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, and whose they are."""

    kind: ClassVar[str] = "quote"
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of ours (SVG), and in words what it shows."""

    kind: ClassVar[str] = "picture"
    svg: str
    alt: str


Part = Heading | Text | Listed | Table | Amounts | Quote | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its title and language, what stands at its head and at the foot of every page, and its parts."""

    title: str
    language: str
    brand: str
    region: str
    about: str
    reference: tuple[str, ...]
    foot: str
    parts: tuple[Part, ...]


def prepare() -> None:
    """The library and its fonts are in memory, so that the first paper takes no longer than the next."""
    as_pdf(Paper("–", "en", "–", "–", "–", (), "–", (Heading("–", 1),)), now=datetime(2000, 1, 1, tzinfo=UTC))


def as_pdf(paper: Paper, *, now: datetime) -> bytes:
    """The document as PDF/UA-1."""
    import typst  # 80 MB of shared library, for the one request in thousands that asks for paper

    said = {
        **{name: value for name, value in asdict(paper).items() if name != "parts"},
        "author": f"{paper.brand}, {paper.region}",
        "parts": [{"kind": part.kind, **asdict(part)} for part in paper.parts],
    }
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": json.dumps(_shown(said))},
        pdf_standards=STANDARD,
        timestamp=int(now.timestamp()),
        package_path=_TEMPLATE.parent,
        package_cache_path=_TEMPLATE.parent,
    )


def as_file(paper: Paper, name: str, *, now: datetime) -> Response:
    """The document as a file to keep; it stays in nobody's cache."""
    said = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(as_pdf(paper, now=now), mimetype=MEDIA_TYPE, headers=said)


def _shown(value: object) -> object:
    """The same, with every sign one that the font can draw. A drawing (SVG) is ours and stays as it is."""
    if isinstance(value, str):
        return "".join(one if _can_draw(one) else UNKNOWN for one in unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return {name: each if name == "svg" else _shown(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return value


def _can_draw(sign: str) -> bool:
    return sign == "\n" or ord(sign) in _drawable()


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    """What all three weights can draw."""
    from fontTools.ttLib import TTFont  # as above

    found: set[int] | None = None
    for weight in ("Regular", "Bold", "Black"):
        with TTFont(_FONTS / f"Lato-{weight}.ttf", lazy=True) as font:
            signs = set(font.getBestCmap())
        found = signs if found is None else found & signs
    return frozenset(found or ()) - {0x0D, 0x00}
