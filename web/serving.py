"""How gunicorn serves the pages: `gunicorn --config python:web.serving wsgi:app`.

The modules are loaded once, before the workers are forked; the application, its engine and its connections
are made in each worker, so that nothing that talks to a server is ever shared.
"""

from __future__ import annotations

import gc
import importlib
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from greener_homes import garbage, log
from greener_homes.settings import load
from web import warming
from web.run_guard import HOST

_settings = load()
_AHEAD = "from web import made_ahead; made_ahead.everything()"
_made_ahead: list[subprocess.Popen[bytes]] = []
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
    gc.freeze()  # the workers share it, and never look for garbage in what stays to the end


def post_worker_init(worker: Any) -> None:
    """What was made for this worker stays as well; a search of all of it would hold one page in a hundred up."""
    gc.freeze()
    gc.set_threshold(*garbage.PAGES)
    warming.load_later(worker.wsgi)


def when_ready(server: object) -> None:
    """Fonts, packed scripts and templates are made ahead, behind everything else: who comes before waits for them."""
    command = ["nice", "-n", "10", sys.executable, "-c", _AHEAD]
    _made_ahead.append(
        subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1], stdin=subprocess.DEVNULL)  # noqa: S603
    )


def on_exit(server: object) -> None:
    """Nothing is made ahead for pages that are no longer served."""
    for process in _made_ahead:
        process.terminate()
