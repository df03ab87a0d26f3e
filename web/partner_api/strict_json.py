"""Bodies of requests as models: strict JSON of the right type and size, or a refusal that repeats nothing but names."""

from __future__ import annotations

import json
from typing import TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError

from greener_homes.errors import Refusal
from utility_connectors.strict_json import read_object
from web.api_codes import FIELDS, JSON_BROKEN, JSON_TYPE

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
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
        return read_object(content, deepest=MAX_DEPTH, may_be_marked=False)
    except ValueError:
        raise _broken() from None


def _broken() -> Refusal:
    return Refusal(JSON_BROKEN, bytes=MAX_BYTES, depth=MAX_DEPTH)
