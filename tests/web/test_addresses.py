"""Addresses that are put together once are those Flask would put together, and tell of nobody."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import Engine

from greener_homes.settings import Settings
from tests.web.visiting import application
from web.app import OF_FEW_WORDS

ASKED = (
    ("portal.energy", {}),
    ("portal.energy", {"_anchor": "similar"}),
    ("portal.energy_file", {"name": "week", "month": None}),
    ("portal.energy_file", {"name": "days-electricity", "month": "2026-01"}),
    ("portal.recommendation", {"measure": "ENV-ATTIC-MID", "_anchor": "cash"}),
    ("portal.recommendation", {"measure": "ENV-ATTIC-MID", "_external": True}),
    ("portal.project", {"project_id": uuid.UUID(int=7)}),
    ("static", {"filename": "js/once.js", "v": "0"}),
    (".plan", {}),
)


@pytest.mark.parametrize("root", ["", "/below"])
def test_an_address_is_the_one_flask_puts_together(engine: Engine, settings: Settings, root: str) -> None:
    app = application(engine, settings)
    for _time in range(2):
        for host in ("https://one.example", "https://other.example"):
            with app.test_request_context("/home", base_url=host + root):
                for endpoint, given in ASKED:
                    assert app.url_for(endpoint, **given) == Flask.url_for(app, endpoint, **given), (endpoint, given)


def test_no_address_of_something_that_belongs_to_a_home_is_kept(engine: Engine, settings: Settings) -> None:
    app = application(engine, settings)
    with app.test_request_context("/home"):
        app.url_for("portal.energy")
        kept = app._address.cache_info().currsize
        app.url_for("portal.project", project_id=uuid.uuid4())
        assert app._address.cache_info().currsize == kept == 1
    for endpoint in OF_FEW_WORDS:
        for rule in app.url_map.iter_rules(endpoint):
            kinds = {str(converter.__class__.__name__) for converter in rule._converters.values()}
            assert "UUIDConverter" not in kinds, endpoint
