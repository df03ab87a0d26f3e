"""Whether the process lives and whether it can do its work, for those who run it. Says nothing of anybody's data."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, jsonify

from greener_homes import db, jobs, migrations
from web import current
from web.access import Access, access

health = Blueprint("health", __name__)

WORKER_SILENCE = timedelta(seconds=90)


@health.get("/healthz")
@access(Access.PUBLIC)
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
@access(Access.PUBLIC)
def readyz() -> tuple[Response, int]:
    """200 when database, migrations, broker and a worker are all there; 503 with what is not."""
    checks = {
        "database": db.answers(current.session()),
        "migrations": migrations.current(current.session()) == migrations.head(),
        "broker": jobs.broker_answers(current.settings()),
        "worker": _worker_is_alive(),
    }
    ready = all(checks.values())
    return jsonify(status="ok" if ready else "not ready", checks=checks), 200 if ready else 503


def _worker_is_alive() -> bool:
    seen = jobs.worker_seen(current.session())
    return seen is not None and current.now() - seen < WORKER_SILENCE
