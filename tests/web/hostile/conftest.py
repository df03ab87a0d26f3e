"""The demonstration, seeded once with four homes: every page a test receives is read by the linting client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.tables.advice import Assessment
from tests.web.hostile.browsing import COACH, RESIDENT, UPLOAD_MAX, signed_in
from tests.web.linting import LintingClient
from web import demo
from web.app import GreenerHomes, create_app


@pytest.fixture(scope="package")
def site(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[GreenerHomes]:
    """The site with the demonstration in it."""
    var = tmp_path_factory.mktemp("hostile") / "var"
    url = new_database()
    engine = db.create_engine(url)
    settings = Settings(demo=True, var=var, log_format="console", database_url=url, upload_max_bytes=UPLOAD_MAX)
    stood: list[int] = []
    demo.seed_once(settings, engine, homes_count=4, first_home=lambda: stood.append(_assessed(engine)))
    assert stood == [1], "somebody can look around while the street is being made"
    app = create_app(settings, engine)
    app.test_client_class = LintingClient
    yield app
    engine.dispose()


@pytest.fixture
def resident(site: GreenerHomes) -> FlaskClient:
    return signed_in(site, RESIDENT)


@pytest.fixture
def coach(site: GreenerHomes) -> FlaskClient:
    return signed_in(site, COACH)


@pytest.fixture
def engine_of(site: GreenerHomes) -> Engine:
    return site.engine


def _assessed(engine: Engine) -> int:
    with db.reading(engine) as session:
        return len(session.exec(select(Assessment.home_id)).all())
