"""A utility on the loopback interface that does what a test tells it to: well-behaved unless told otherwise.

Each path can be given replies to play in order; the last one is played again and again. What was asked is kept, so
that a test can say exactly what we sent and that we went nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import numpy as np

from models.series import UsageSeries
from tests import scenes
from utility_connectors.green_button import writer
from utility_connectors.ports import UsageStream

BASE = "/espi/1_1/resource"
SUBSCRIPTION = f"{BASE}/Batch/Subscription/5"
AUTHORIZATION = f"{BASE}/Authorization/7"
CLIENT, SECRET = "greener-homes", "CANARY-client-secret"
SCOPE = "FB=4_5_15_39;IntervalDuration=3600;BlockDuration=Daily;HistoryLength=63072000"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]


@dataclass
class Reply:
    """One answer: a status, headers and a body, or `raw` bytes in pieces, each after `pause` seconds."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    raw: list[bytes] | None = None
    pause: float = 0
    before: Callable[[], None] | None = None
    """What happens while we are being answered."""


@dataclass
class RogueUtility:
    """The utility's side of things. `played` replaces its ordinary answers, by method and path."""

    port: int = 0
    played: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    series: list[UsageSeries] = field(default_factory=list)
    updated: int = 1_700_000_000
    codes: dict[str, str] = field(default_factory=dict)
    refresh: str = ""
    access: set[str] = field(default_factory=set)
    is_active: bool = True
    rotations: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def play(self, where: str, *replies: Reply) -> None:
        """What is answered at `where` ("POST /oauth/token"), in order, the last one for ever."""
        self.played[where] = list(replies)

    def count(self, where: str) -> int:
        """How often `where` was asked."""
        return sum(f"{one.method} {one.path}" == where for one in self.asked)

    def approve(self, address: str) -> dict[str, str]:
        """What the resident's browser brings back after agreeing at `address`."""
        query = dict(parse_qsl(urlsplit(address).query))
        code = f"CANARY-code-{len(self.codes)}"
        self.codes[code] = query["code_challenge"]
        return {"code": code, "state": query["state"], "iss": self.origin}

    def tokens(self, **changes: object) -> bytes:
        """A token answer as the standard says, changed as a test likes (None leaves a member out)."""
        self.rotations += 1
        self.refresh = f"CANARY-refresh-{self.rotations}"
        access = f"CANARY-access-{self.rotations}"
        self.access.add(access)
        answer: dict[str, object] = {
            "access_token": access,
            "refresh_token": self.refresh,
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": SCOPE,
            "resourceURI": self.origin + SUBSCRIPTION,
            "authorizationURI": self.origin + AUTHORIZATION,
        }
        answer |= changes
        return json.dumps({name: value for name, value in answer.items() if value is not None}).encode()

    def description(self, **changes: object) -> bytes:
        """What `greener-homes add-utility` takes."""
        said: dict[str, object] = {
            "key": "rogue",
            "name": "Rogue Utility",
            "authorize_url": f"{self.origin}/oauth/authorize",
            "token_url": f"{self.origin}/oauth/token",
            "revoke_url": f"{self.origin}/oauth/revoke",
            "resource_url": f"{self.origin}{BASE}",
            "service_status_url": f"{self.origin}{BASE}/ReadServiceStatus",
            "issuer": self.origin,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "scope": SCOPE,
        } | changes
        return json.dumps({name: value for name, value in said.items() if value is not None}).encode()

    def feed(self, since: int = 0, until: int = 1 << 40) -> bytes:
        """The readings that begin in a stretch of time, as a Green Button document."""
        streams = []
        for one in self.series:
            rows = np.flatnonzero((one.starts >= since) & (one.starts < until))
            if rows.size:
                part = UsageSeries(
                    one.commodity,
                    one.flow,
                    one.unit,
                    one.starts[rows],
                    one.durations[rows],
                    one.values[rows],
                    one.exponent,
                    one.quality[rows],
                )
                streams.append(
                    UsageStream(one.commodity.value, one.commodity, one.flow, one.unit, 3600, len(part), part)
                )
        return writer.write(streams, updated=self.updated) if streams else b""

    def answer(self, asked: Asked) -> Reply:
        """What an honest utility says, or what the test said it says."""
        played = self.played.get(f"{asked.method} {asked.path}")
        if played:
            return played.pop(0) if len(played) > 1 else played[0]
        match asked.method, asked.path:
            case "POST", "/oauth/token":
                return self._token(asked)
            case "POST", "/oauth/revoke":
                self.is_active = False
                self.access.clear()
                return Reply(200)
            case "GET", path if path == SUBSCRIPTION:
                return self._data(asked)
            case "GET" | "DELETE", path if path == AUTHORIZATION:
                if asked.method == "DELETE":
                    self.is_active = False
                    return Reply(204)
                return Reply(200, authorization(1 if self.is_active else 0)) if self._knows(asked) else Reply(401)
            case "GET", path if path == f"{BASE}/ReadServiceStatus":
                return Reply(200, service_status(1))
        return Reply(404)

    def _token(self, asked: Asked) -> Reply:
        form = asked.form
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {basic}":
            return Reply(401, b'{"error":"invalid_client"}')
        if form.get("grant_type") == "authorization_code":
            challenge = self.codes.pop(form.get("code", ""), None)
            proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode()
            if challenge is None or challenge != proof.rstrip("="):
                return Reply(400, b'{"error":"invalid_grant"}')
            return Reply(200, self.tokens())
        if form.get("refresh_token") == self.refresh and self.is_active:
            return Reply(200, self.tokens(resourceURI=None, authorizationURI=None))
        return Reply(400, b'{"error":"invalid_grant"}')

    def _knows(self, asked: Asked) -> bool:
        return asked.headers.get("authorization", "").removeprefix("Bearer ") in self.access

    def _data(self, asked: Asked) -> Reply:
        if not self._knows(asked) or not self.is_active:
            return Reply(401)
        since = moment(asked.query.get("published-min")) or 0
        until = moment(asked.query.get("published-max")) or 1 << 40
        body = self.feed(since, until)
        return Reply(200, body, {"Content-Type": "application/atom+xml"}) if body else Reply(204)


def moment(text: str | None) -> int | None:
    """Epoch seconds of a time as it is written in a query."""
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()) if text else None


def authorization(status: int) -> bytes:
    """An Authorization resource with this status."""
    return (
        '<entry xmlns="http://www.w3.org/2005/Atom"><content>'
        f'<Authorization xmlns="http://naesb.org/espi"><status>{status}</status></Authorization></content></entry>'
    ).encode()


def service_status(status: int) -> bytes:
    """A ServiceStatus with this state."""
    return (
        f'<ServiceStatus xmlns="http://naesb.org/espi"><currentStatus>{status}</currentStatus></ServiceStatus>'.encode()
    )


def batch_list(*addresses: str) -> bytes:
    """A notification that names these addresses."""
    named = "".join(f"<resources>{address}</resources>" for address in addresses)
    return f'<?xml version="1.0"?><BatchList xmlns="http://naesb.org/espi">{named}</BatchList>'.encode()


@contextmanager
def running(now: datetime = scenes.NOW) -> Iterator[RogueUtility]:
    """A utility that answers until the block ends, with the hourly electricity of some ninety days before `now`."""
    utility = RogueUtility()
    first = (now - timedelta(days=90)).replace(minute=0, second=0, microsecond=0)
    utility.series = [scenes.hourly(first, 24 * 88)]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            form = parse_qs(self.rfile.read(length).decode()) if length else {}
            asked = Asked(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query)),
                {name.lower(): value for name, value in self.headers.items()},
                {name: values[0] for name, values in form.items()},
            )
            utility.asked.append(asked)
            self._say(utility.answer(asked))

        def _say(self, reply: Reply) -> None:
            if reply.before is not None:
                reply.before()
            try:
                if reply.raw is not None:
                    self.close_connection = True
                    for piece in reply.raw:
                        self.wfile.write(piece)
                        self.wfile.flush()
                        time.sleep(reply.pause)
                    return
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in reply.headers:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                self.close_connection = True  # whoever asked has heard enough

        do_GET = do_POST = do_DELETE = _any  # noqa: N815  the library's names

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 32

        def handle_error(self, *_: object) -> None:
            """A client that went away is no fault of the server's."""

    server = Server(("127.0.0.1", 0), Handler)
    utility.port = server.server_port
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield utility
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def query_of(**values: str) -> str:
    """A query string."""
    return urlencode(values)
