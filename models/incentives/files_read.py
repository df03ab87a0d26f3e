"""The files of programmes that came with this version, as tables by section that nobody has looked at yet."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from models.incentives.codes_data import UNREADABLE, DataRefused
from models.incentives.reading import Table

BYTES_MAXIMUM: Final = 1_000_000
SECTIONS: Final = ("income_limits", "programmes", "paths", "offers", "caps", "exclusions")


@cache
def built_in_texts() -> tuple[str, ...]:
    """The files this version came with, by their names."""
    held = (each for each in files(__package__).joinpath("data").iterdir() if each.name.endswith(".toml"))
    return tuple(each.read_text(encoding="utf-8") for each in sorted(held, key=lambda each: each.name))


def version_of(texts: Sequence[str]) -> str:
    """A short text that differs whenever any of these does."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def sections_of(texts: Sequence[str]) -> dict[str, list[object]]:
    """The tables of these files by section. DataRefused for what is no such file, or too large."""
    if sum(len(text.encode()) for text in texts) > BYTES_MAXIMUM:
        raise DataRefused(UNREADABLE, why=f"more than {BYTES_MAXIMUM} bytes")
    sections: dict[str, list[object]] = {name: [] for name in SECTIONS}
    for text in texts:
        top = Table(_parsed(text), "file")
        for name, found in sections.items():
            held = top.take(name, ())
            if not isinstance(held, list | tuple):
                raise top.wrong(name, "a list of tables")
            found.extend(held)
        top.done()
    return sections


def _parsed(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise DataRefused(UNREADABLE, why=type(wrong).__name__) from wrong
