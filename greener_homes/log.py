"""Logs are events with fields: one line each, carrying the request or job id, and never a person.

Fields whose name says that they are about a person or a secret are blanked. In JSON, an exception is its
type and the places it went through; its message is left out, since it may quote a row or a file.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from greener_homes.settings import Settings

BLANK = "[left out]"
NEVER_LOGGED = frozenset(
    {"address", "cookie", "email", "name", "password", "phone", "postal_code", "secret", "session", "token", "url"}
)
QUIET = ("alembic", "asyncio", "rq", "urllib3")
"""Libraries heard only from WARNING upward."""


def configure(settings: Settings) -> None:
    """Everything logged from now on, by us or by libraries, goes to standard error as one line an event."""
    as_text = settings.log_format == "console"
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        leave_out_persons,
    ]
    ending: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
        if as_text
        else [places_of_exception, structlog.processors.JSONRenderer(sort_keys=True)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def get(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of one module: `log.get(__name__).info("job.done", work="…")`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


@contextmanager
def context(**ids: str) -> Iterator[None]:
    """Every event inside the block carries these fields: `request` or `work`, and what they are about."""
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def leave_out_persons(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The event with every field that could name a person or hold a secret blanked."""
    for field in NEVER_LOGGED.intersection(event):
        event[field] = BLANK
    return event


def places_of_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The event with its exception as a type and a list of places, without the message."""
    if not (given := event.pop("exc_info", None)):
        return event
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if not isinstance(error, BaseException):
        return event
    event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
    event["places"] = [
        f"{place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(error.__traceback__)
    ]
    return event
