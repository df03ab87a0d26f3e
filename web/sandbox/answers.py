"""How an answer with readings goes out: as a good utility sends it, or spoilt as the scenario plays it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Response, render_template, request

from web.sandbox.memory import Permission, Sandbox
from web.sandbox.scenarios import AnswerFault

ATOM = "application/atom+xml"
RETRY_AFTER_S = 120
PIECES = 20
PAUSE_S = 1.0
Parts = Callable[[], Iterator[bytes]]


def as_played(utility: Sandbox, permission: Permission, parts: Parts) -> Response:
    """The feed, 204 where it holds nothing, or what the scenario makes of this request."""
    if not utility.plays_a_fault():
        return _whole(parts)
    spoilt: dict[AnswerFault, Callable[[], Response]] = {
        AnswerFault.SERVER_ERROR: lambda: Response("internal error", status=500, mimetype="text/plain"),
        AnswerFault.RATE_LIMITED: _too_many,
        AnswerFault.NOT_READY: lambda: _not_ready(utility, permission),
        AnswerFault.REDIRECTING: lambda: _elsewhere(utility),
        AnswerFault.HTML: lambda: Response(render_template("sandbox/maintenance.html"), mimetype="text/html"),
        AnswerFault.TRUNCATED: lambda: _broken_off(parts),
        AnswerFault.SLOW: lambda: _trickling(utility, parts),
    }
    fault = utility.scenario.answer_fault
    return spoilt[fault]() if fault is not None else _whole(parts)


def _whole(parts: Parts) -> Response:
    body, is_empty = _peeked(parts())
    return Response(status=204) if is_empty else Response(body, mimetype=ATOM)


def _peeked(parts: Iterator[bytes]) -> tuple[Iterator[bytes], bool]:
    """The parts again, and whether none of them is an entry of a usage point."""
    seen: list[bytes] = []
    for part in parts:
        seen.append(part)
        if part.startswith(b"<entry>") and b"<espi:LocalTimeParameters>" not in part:
            return _chained(seen, parts), False
    return iter(seen), True


def _chained(seen: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    yield from seen
    yield from rest


def _too_many() -> Response:
    return Response("slow down", status=429, mimetype="text/plain", headers={"Retry-After": str(RETRY_AFTER_S)})


def _not_ready(utility: Sandbox, permission: Permission) -> Response:
    with utility.changing():
        utility.news.append(utility.resource_uri(permission.id))
    return Response("being prepared", status=202, mimetype="text/plain")


def _elsewhere(utility: Sandbox) -> Response:
    target = utility.base_url.replace("127.0.0.1", "localhost", 1) + request.path
    return Response(status=302, headers={"Location": target})


def _broken_off(parts: Parts) -> Response:
    """Half of what its length promises, and then the connection ends."""
    body = b"".join(parts())
    response = Response(iter([body[: len(body) // 2]]), mimetype=ATOM)
    response.headers["Content-Length"] = str(len(body))
    return response


def _trickling(utility: Sandbox, parts: Parts) -> Response:
    body = b"".join(parts())
    step = max(1, -(-len(body) // PIECES))

    def pieces() -> Iterator[bytes]:
        for begin in range(0, len(body), step):
            utility.pause(PAUSE_S)
            yield body[begin : begin + step]

    response = Response(pieces(), mimetype=ATOM)
    response.headers["Content-Length"] = str(len(body))
    return response
