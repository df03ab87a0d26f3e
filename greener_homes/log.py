"""Logs are events with fields: one line each, carrying the request or job id, and never a person.

Only fields on a list are written, and of those no text that looks like an address, an account number or a token. Of
what libraries say only the pattern is written, never what they fill in: that may be an address line or a row. An
exception is its type and the places it went through; its message and the values around it are left out, since they may
quote a row or a file.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from greener_homes.settings import Settings

BLANK = "[left out]"
OURS = frozenset(
    {
        *("attempt", "event", "hash", "head_at", "key_id", "level", "logger", "request", "signature", "station"),
        "timestamp",
    }
)
"""Fields whose values we make ourselves out of ids, digests, times and public names."""
PLAIN = frozenset(
    {
        *(
            "addresses",
            "approvals",
            "at_once",
            "code",
            "count",
            "data",
            "days",
            "endpoint",
            "error",
            "failures",
            "feed",
        ),
        *("files", "home", "homes", "job", "kind", "method", "ms", "number", "permission", "queue", "rows", "rule"),
        *("run", "state", "status", "step", "utility", "work", "worker"),
    }
)
"""Fields for opaque ids, counts and codes of our own: numbers as they are, text when it looks like nothing personal."""
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PERSONAL = re.compile(
    r"""
    [^\s@]+@[^\s@]+            # an e-mail address
    | \d(?:[ .-]?\d){6,}       # an account, meter or telephone number
    | [A-Za-z]\d[A-Za-z]\s?\d[A-Za-z]\d   # a postal code
    | [A-Za-z0-9_+/=-]{32,}    # a token or key
    | \?\S*=                   # a query
    """,
    re.VERBOSE,
)
QUIET = ("alembic", "asyncio", "fido2", "fontTools", "rq", "urllib3")
"""Libraries heard only from WARNING upward."""


def configure(settings: Settings) -> None:
    """Everything logged from now on, by us or by libraries, goes to standard error as one line an event."""
    as_text = settings.log_format == "console"
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        places_of_exception,
    ]
    ending: list[Processor] = [
        only_what_may_be_said,
        structlog.dev.ConsoleRenderer(colors=False) if as_text else structlog.processors.JSONRenderer(sort_keys=True),
    ]
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
            use_get_message=False,  # a library's pattern, without what it fills in
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


def only_what_may_be_said(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The event with every field blanked that is not on the list, or whose text looks personal or secret."""
    return {name: value if name == "places" else _said(name, value) for name, value in event.items()}


def _said(name: str, value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if name == "event":
        return PERSONAL.sub(BLANK, str(value))
    if name in OURS:
        return value
    if name not in PLAIN:
        return BLANK
    if isinstance(value, int | float):
        return value
    harmless = isinstance(value, str) and (UUID.fullmatch(value) or not PERSONAL.search(value))
    return value if harmless else BLANK


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
