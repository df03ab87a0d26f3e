"""Every phrase of web/words, found by walking its modules, so that none can be forgotten."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import web.words
from web.words.phrase import NOTHING, Phrase


def phrases() -> dict[str, Phrase]:
    """Each phrase by where it is written."""
    found: dict[str, Phrase] = {}
    for module in pkgutil.walk_packages(web.words.__path__, "web.words."):
        for name, value in vars(importlib.import_module(module.name)).items():
            found |= dict(_within(f"{module.name}.{name}", value))
    return found


def _within(place: str, value: object) -> Iterator[tuple[str, Phrase]]:
    if isinstance(value, Phrase):
        if value is not NOTHING:
            yield place, value
            yield from _within(f"{place}.known", value.known)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from _within(f"{place}[{key}]", member)
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from _within(f"{place}[{number}]", member)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _within(f"{place}.{field.name}", getattr(value, field.name))
