"""The API in one document, OpenAPI 3.1, made from what each address says of itself: `GET /api/v1/openapi.json`."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from greener_homes.partner_clients import Scope
from web.access import Access, access
from web.partner_api.blueprint import api
from web.partner_api.describe import Operation, operation_of
from web.partner_api.guard import scope_of
from web.partner_api.models import ProblemDocument

VERSION = "1.0.0"
SCHEMAS = "#/components/schemas/{model}"
PROBLEM = "application/problem+json"
ALWAYS = (401, 403, 429)
"""Every address for clients may answer these."""
SCOPES = {
    Scope.IMPORTS_WRITE: "Send files, commit and cancel them.",
    Scope.IMPORTS_READ: "Follow files, read reports, fetch rejects.",
    Scope.CONSENTS_READ: "Read which of your customers agreed or withdrew.",
    Scope.MATCHES_WRITE: "Hand back a match token that a customer gave you.",
    Scope.OFFERS_WRITE: "State, list and withdraw what you lend.",
    Scope.REFERRALS_READ: "Read which residents were sent to you, fetch what they sent, and read what to stop.",
    Scope.REFERRALS_WRITE: "Say what happened, confirm an end, compare lists.",
}
REASONS = {
    400: "The request is not written as this document says.",
    401: "No token, or none in force.",
    403: "The token lacks the scope.",
    404: "There is no such thing, or it is another organisation's.",
    409: "It cannot be done as things stand.",
    413: "Too large.",
    415: "Another media type is asked for.",
    422: "The content cannot be used.",
    429: "Too many calls; wait as long as Retry-After says.",
}


@api.get("/openapi.json")
@access(Access.PUBLIC)
def openapi() -> Response:
    """This document."""
    return jsonify(document(current_app))


def document(app: Flask) -> dict[str, Any]:
    """Everything under /api/v1 that partners' software may call."""
    found = sorted(
        (rule.rule, method, rule, operation)
        for rule in app.url_map.iter_rules()
        if (operation := operation_of(app, rule.endpoint)) is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    )
    models: set[type[BaseModel]] = {ProblemDocument}
    paths: dict[str, dict[str, Any]] = {}
    for address, method, rule, operation in found:
        models |= {one for one in (*operation.answers.values(), operation.takes) if isinstance(one, type)}
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address)
        paths.setdefault(path, {})[method.lower()] = _operation(app, rule, operation)
    named = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation" if _is_taken(model, found) else "serialization") for model in named],
        ref_template=SCHEMAS,
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Greener Homes for partners",
            "version": VERSION,
            "description": "Send usage of customers who agreed, follow what became of it, and read who agreed.",
        },
        "paths": paths,
        "components": {"schemas": schemas["$defs"], "securitySchemes": _security()},
    }


def _is_taken(model: type[BaseModel], found: list[tuple[str, str, Rule, Operation]]) -> bool:
    return any(operation.takes is model for _, _, _, operation in found)


def _operation(app: Flask, rule: Rule, operation: Operation) -> dict[str, Any]:
    scope = scope_of(app, rule.endpoint)
    refusals = sorted({*operation.refuses, *ALWAYS})
    described: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": operation.summary,
        "security": [{"client": [scope.value]}] if scope else [],
        "parameters": [*_path(rule), *_query(operation.query), *_headers(operation)],
        "responses": {
            **{str(status): _answer(status, what) for status, what in operation.answers.items()},
            **{str(status): _refusal(status) for status in refusals},
        },
    }
    if operation.text:
        described["description"] = operation.text
    if operation.takes is not None:
        schema = {"$ref": SCHEMAS.format(model=operation.takes.__name__)}
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if operation.takes_file:
        described["requestBody"] = _file()
    return described


def _path(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string"} | ({"format": "uuid"} if f"<uuid:{name}>" in rule.rule else {}),
        }
        for name in sorted(rule.arguments)
    ]


def _query(model: type[BaseModel] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = model.model_json_schema()
    needed = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": what}
        for name, what in schema["properties"].items()
    ]


def _headers(operation: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": header.name,
            "in": "header",
            "required": header.required,
            "description": header.text,
            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        }
        for header in operation.headers
    ]


def _answer(status: int, what: type[BaseModel] | str) -> dict[str, Any]:
    if isinstance(what, str):
        content: dict[str, Any] = {what: {"schema": {"type": "string"}}}
    else:
        content = {"application/json": {"schema": {"$ref": SCHEMAS.format(model=what.__name__)}}}
    answer: dict[str, Any] = {"description": "Done." if status != 202 else "Accepted; follow it.", "content": content}
    if status == 202:
        answer["headers"] = {"Location": {"description": "Where to follow it.", "schema": {"type": "string"}}}
    return answer


def _refusal(status: int) -> dict[str, Any]:
    schema = {"$ref": SCHEMAS.format(model=ProblemDocument.__name__)}
    answer: dict[str, Any] = {"description": REASONS[status], "content": {PROBLEM: {"schema": schema}}}
    if status == 429:
        answer["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return answer


def _file() -> dict[str, Any]:
    form = {
        "type": "object",
        "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
        "required": ["file"],
    }
    raw: dict[str, Any] = {"schema": {}}
    kinds = ("application/octet-stream", "text/csv", "application/xml", "application/zip")
    return {"required": True, "content": {"multipart/form-data": {"schema": form}, **dict.fromkeys(kinds, raw)}}


def _security() -> dict[str, Any]:
    scopes = {scope.value: text for scope, text in SCOPES.items()}
    flow = {"tokenUrl": "/oauth/token", "scopes": scopes}
    return {"client": {"type": "oauth2", "flows": {"clientCredentials": flow}}}
