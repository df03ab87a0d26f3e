"""JSON from strangers, read the strict way: one object or nothing, never repaired.

Python's reader takes NaN, keeps the last of two equal names, overflows 1e999 to infinity, recurses as deep as it is
told and lets half of a surrogate pair through to break the database driver. None of these gets past here.
"""

from __future__ import annotations

import json
import math
from typing import NoReturn

DEEPEST = 16
LONGEST_NUMBER = 20


def read_object(content: bytes, *, deepest: int = DEEPEST, may_be_marked: bool = True) -> dict[str, object]:
    """The object that `content` (UTF-8) is, nested no deeper than `deepest`. ValueError for everything else.

    Files and answers of other systems may begin with a byte order mark. The size is the caller's to bound.
    """
    text = content.decode("utf-8-sig" if may_be_marked else "utf-8")
    if _depth(text) > deepest:
        raise ValueError("too deep")
    found = json.loads(
        text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_float
    )
    if not isinstance(found, dict) or _holds_nul(found):
        raise ValueError("not one plain object")
    json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a surrogate pair fails here, not in the database
    return found


def _depth(text: str) -> int:
    """How deep brackets nest, counted before the reader recurses; brackets inside strings are words."""
    deepest = depth = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _holds_nul(found: object) -> bool:
    if isinstance(found, str):
        return "\0" in found
    if isinstance(found, list):
        return any(map(_holds_nul, found))
    if isinstance(found, dict):
        return any(_holds_nul(name) or _holds_nul(value) for name, value in found.items())
    return False


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _constant(_name: str) -> NoReturn:
    raise ValueError("not a number")


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("an endless number")
    return int(text)


def _float(text: str) -> float:
    if len(text) > 2 * LONGEST_NUMBER:
        raise ValueError("an endless number")
    found = float(text)
    if math.isinf(found):
        raise ValueError("too large to be a number")
    return found
