"""Running the sandbox utility: one process, several threads, the loopback address, and a look for news each second."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from greener_homes.settings import Settings
from web.run_guard import HOST
from web.sandbox.app import create_sandbox
from web.sandbox.clock import Clock
from web.sandbox.memory import Sandbox
from web.sandbox.news import tell
from web.sandbox.registration import Registration, utility_document
from web.sandbox.scenarios import Scenario

LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox utility that answers."""

    utility: Sandbox
    server: BaseWSGIServer

    @property
    def document(self) -> dict[str, object]:
        """What `greener-homes add-utility` takes."""
        return utility_document(self.utility.base_url, self.utility.registration)


@contextmanager
def running(
    scenario: Scenario,
    settings: Settings,
    registration: Registration,
    *,
    port: int = 0,
    clock: Clock | None = None,
    pause: Callable[[float], None] | None = None,
    with_admin: bool = False,
) -> Iterator[Running]:
    """The utility answers at a port of its own (a free one for 0) until the block is left.

    Raises Refusal in production, and OSError where the port is taken.
    """
    with socket.create_server((HOST, port)) as listening:
        base_url = f"http://{HOST}:{listening.getsockname()[1]}"
        utility = Sandbox(scenario, registration, base_url, clock or Clock())
        if pause is not None:
            utility.pause = pause
        app = create_sandbox(utility, settings, with_admin=with_admin)
        server = make_server(HOST, port, app, threaded=True, request_handler=_Quiet, fd=listening.fileno())
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Running(utility, server)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def look_for_news(utility: Sandbox, told: threading.Event) -> None:
    """The third party hears of what is new, about once a second, until we are told to stop."""
    while not told.wait(LOOK_EVERY_S):
        tell(utility)


class _Quiet(WSGIRequestHandler):
    """Addresses hold codes and identifiers: they are no business of a log."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: the application logs each answer by its endpoint."""
