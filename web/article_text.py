"""An article's words as parts of a page: headings, paragraphs, lists. No HTML is ever taken as such."""

from __future__ import annotations

import re
from dataclasses import dataclass

from web.words.phrase import french_spaces

NUMBERED = re.compile(r"\d{1,2}\. ")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of an article. `kind` is heading, paragraph, list or steps; `lines` has one line but for lists."""

    kind: str
    lines: tuple[str, ...]


def blocks(body: str, language: str) -> tuple[Block, ...]:
    """The parts of a body, in order; French with its hard spaces."""
    found: list[Block] = []
    for line in (part.strip() for part in body.splitlines()):
        kind, text = _kind(line)
        said = typeset(text, language)
        if not line:
            found.append(Block("gap", ()))
        elif found and found[-1].kind == kind and kind != "heading":
            joined = (*found[-1].lines, said) if kind in ("list", "steps") else (f"{found[-1].lines[0]} {said}",)
            found[-1] = Block(kind, joined)
        else:
            found.append(Block(kind, (said,)))
    return tuple(one for one in found if one.kind != "gap")


def typeset(text: str, language: str) -> str:
    """A line with the spaces its language asks for."""
    return french_spaces(text) if language == "fr" else text


def plain(body: str) -> str:
    """The body as somebody would type it into an answer: without the marks of headings."""
    return re.sub(r"(?m)^## +", "", body)


def _kind(line: str) -> tuple[str, str]:
    if line.startswith("## "):
        return "heading", line[3:]
    if line.startswith("- "):
        return "list", line[2:]
    if NUMBERED.match(line):
        return "steps", NUMBERED.sub("", line, count=1)
    return "paragraph", line
