"""JSON as strangers send it: read strictly or refused, never repaired.

Python's reader takes NaN, keeps the last of two equal names, overflows 1e999 to infinity, recurses as deep as it is
told and lets half of a surrogate pair through to break the database driver. None of these gets past here.
"""

from __future__ import annotations

import json
from typing import TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError

from greener_homes.errors import Refusal
from web.api_codes import FIELDS, JSON_BROKEN, JSON_TYPE

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_DIGITS = 20
NAMED = 5
Model = TypeVar("Model", bound=BaseModel)


def body(request: Request, model: type[Model]) -> Model:
    """The request's JSON object as `model`. Raises Refusal; the names of fields are all it repeats."""
    if request.mimetype != "application/json":
        raise Refusal(JSON_TYPE)
    if request.content_length is not None and request.content_length > MAX_BYTES:
        raise _broken()
    return as_model(request.stream.read(MAX_BYTES + 1), model)


def as_model(content: bytes, model: type[Model]) -> Model:
    """These bytes as `model`. Raises Refusal."""
    found = parse(content)
    try:
        return model.model_validate_json(json.dumps(found), strict=True)
    except ValidationError as error:
        known = set(model.model_fields)
        named = sorted({str(one["loc"][0]) for one in error.errors() if one["loc"] and one["loc"][0] in known})
        raise Refusal(FIELDS, fields=", ".join(named[:NAMED]) or "–") from None


def parse(content: bytes) -> dict[str, object]:
    """The JSON object in these bytes. Raises Refusal for anything else."""
    if len(content) > MAX_BYTES:
        raise _broken()
    try:
        text = content.decode("utf-8")
        if _depth(text) > MAX_DEPTH:
            raise _broken()
        found = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a surrogate pair fails here, not in the database
    except (ValueError, RecursionError):
        raise _broken() from None
    if not isinstance(found, dict) or _holds_nul(found):
        raise _broken()
    return found


def _broken() -> Refusal:
    return Refusal(JSON_BROKEN, bytes=MAX_BYTES, depth=MAX_DEPTH)


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
        raise ValueError("a name twice")
    return found


def _refuse_constant(_name: str) -> object:
    raise ValueError("not a number JSON knows")


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError("more digits than anything here needs")
    return int(text)


def _number(text: str) -> float:
    if len(text) > 2 * MAX_DIGITS:
        raise ValueError("more digits than anything here needs")
    found = float(text)
    if found in (float("inf"), float("-inf")):
        raise ValueError("too large to be a number")
    return found
