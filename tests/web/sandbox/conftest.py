"""The sandbox utility, running, at an hour that stands still unless a test moves it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from greener_homes.settings import Settings
from tests.web.sandbox.third_party import ThirdParty
from web.sandbox.clock import Clock
from web.sandbox.registration import Registration
from web.sandbox.scenarios import SCENARIOS
from web.sandbox.serving import Running, running

NOON = 1_795_366_800
"""2026-11-22T17:00:00Z, noon in Toronto."""


@dataclass(slots=True)
class Played:
    """A scenario being played, a third party beside it, and the pauses the utility made."""

    running: Running
    third: ThirdParty
    pauses: list[float] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return self.running.utility.clock


@dataclass(slots=True)
class Ear:
    """Where the third party is told of news: keeps what came, answers as told to."""

    origin: str
    heard: list[bytes] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def ear() -> Iterator[Ear]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            ear.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(ear.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            body = b"<title>back</title>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        ear = Ear(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield ear
        server.shutdown()


@pytest.fixture
def play(settings: Settings, ear: Ear) -> Iterator[Callable[..., Played]]:
    """Plays a scenario, by name."""
    redirect_uri = f"{ear.origin}/green-button/return/lakeshore-power"
    notify_uri = f"{ear.origin}/green-button/notifications"
    registration = Registration("greener-homes", "a-secret/of%40tests", (redirect_uri,), notify_uri)
    with ExitStack() as stack:

        def start(name: str = "normal", *, with_admin: bool = False) -> Played:
            pauses: list[float] = []
            one = stack.enter_context(
                running(
                    SCENARIOS[name],
                    settings,
                    registration,
                    clock=Clock(lambda: float(NOON)),
                    pause=pauses.append,
                    with_admin=with_admin,
                )
            )
            return Played(one, ThirdParty(dict(one.document), redirect_uri), pauses)

        yield start
