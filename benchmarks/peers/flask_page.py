"""What stands beside our pages in `pages`: Flask with one query and a template, on the same server and database."""

from __future__ import annotations

import os

import flask
from sqlalchemy import create_engine, text

PAGE = """<!doctype html><html lang="en"><title>{{ home.number }}</title><main><h1>Home {{ home.number }}</h1><ul>
{% for fact in facts %}<li>{{ fact }}</li>{% endfor %}</ul></main></html>"""
NEWEST = text("SELECT number, id FROM home WHERE number = (SELECT max(number) FROM home)")

app = flask.Flask(__name__)
_engine = create_engine(os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1))


@app.get("/")
def page() -> str:
    """One home, found by its index."""
    with _engine.connect() as connection:
        home = connection.execute(NEWEST).one()
    return flask.render_template_string(PAGE, home=home, facts=[f"{home.number} {place}" for place in range(20)])
