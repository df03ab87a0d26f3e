"""What an address of the API says of itself: its question, its answers and the ways it refuses, beside its view.

`openapi.py` gathers these into one document, and a test holds answers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Flask, request
from pydantic import BaseModel, ConfigDict, ValidationError

from greener_homes.errors import Refusal
from web.api_codes import QUERY

View = TypeVar("View", bound=Callable[..., object])
Model = TypeVar("Model", bound=BaseModel)
OPERATION = "greener_homes_operation"


@dataclass(frozen=True, slots=True)
class Header:
    """A request header that the address asks for."""

    name: str
    text: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method as partners read of it.

    `answers` are the good ones, by status: a model for JSON, or a media type. `refuses` are the statuses of problem
    documents, beyond 401, 403 and 429, which every address for clients knows.
    """

    summary: str
    answers: Mapping[int, type[BaseModel] | str]
    text: str = ""
    query: type[BaseModel] | None = None
    takes: type[BaseModel] | None = None
    takes_file: bool = False
    headers: tuple[Header, ...] = ()
    refuses: tuple[int, ...] = field(default=())


class Query(BaseModel):
    """The parent of what may stand after the question mark."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def described(operation: Operation) -> Callable[[View], View]:
    """Marks a view with what partners read of it."""

    def mark(view: View) -> View:
        setattr(view, OPERATION, operation)
        return view

    return mark


def operation_of(app: Flask, endpoint: str) -> Operation | None:
    """What an endpoint says of itself, or None."""
    found = getattr(app.view_functions.get(endpoint), OPERATION, None)
    return found if isinstance(found, Operation) else None


def query_as(model: type[Model]) -> Model:
    """The questions in the address as `model`. Raises Refusal for one unknown, given twice or of another kind."""
    lists = list(request.args.lists())
    if any(len(values) > 1 for _, values in lists):
        raise Refusal(QUERY)
    try:
        return model.model_validate({name: values[0] for name, values in lists})
    except ValidationError:
        raise Refusal(QUERY) from None
