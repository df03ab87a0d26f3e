"""The application for a WSGI server: `gunicorn wsgi:app`. Each worker process makes its own."""

from __future__ import annotations

from greener_homes import log
from greener_homes.settings import load
from web.app import create_app

settings = load()
log.configure(settings)
app = create_app(settings)
