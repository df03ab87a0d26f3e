"""JSON from another system, read the strict way: one object, every name once, no NaN, nothing endless."""

from __future__ import annotations

import json
import re
from typing import NoReturn

DEEPEST = 16
LONGEST_NUMBER = 20
_OPENING = re.compile(rb"[\[{]")


def read_object(content: bytes) -> dict[str, object]:
    """The object that `content` (UTF-8) is. ValueError for everything else."""
    if len(_OPENING.findall(content)) > 10_000:
        raise ValueError("too many parts")
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
    except (UnicodeDecodeError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(found, dict) or _depth(found) > DEEPEST:
        raise ValueError("not one plain object")
    return found


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    texts = (*found, *(value for value in found.values() if isinstance(value, str)))
    if any("\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text) for text in texts):
        raise ValueError("text that is no text")
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
    return float(text)


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(one) for one in inner), default=0) if isinstance(value, dict | list) else 0
