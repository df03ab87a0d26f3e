"""How gunicorn serves the pages: `gunicorn --config python:web.serving wsgi:app`.

The modules are loaded once, before the workers are forked; the application, its engine and its connections
are made in each worker, so that nothing that talks to a server is ever shared.
"""

from __future__ import annotations

import importlib
import logging
from pathlib import Path

from greener_homes import log
from greener_homes.settings import load
from web.run_guard import HOST

_settings = load()
_memory = Path("/dev/shm")  # noqa: S108  # nosec B108

bind = f"{HOST}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = 4
"""A slow upload keeps one thread busy, not a whole process, and never looks like one that hangs."""
worker_tmp_dir = str(_memory) if _memory.is_dir() else None
timeout = 60
graceful_timeout = 5
control_socket_disable = True


def on_starting(server: object) -> None:
    """Gunicorn's own lines are like all others, and what every worker needs is in memory."""
    log.configure(_settings)
    told = logging.getLogger("gunicorn.error")
    told.handlers.clear()
    told.propagate = True
    importlib.import_module("web.app")
