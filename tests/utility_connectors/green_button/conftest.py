"""One database for a module of permission tests, and a utility and a resident of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from greener_homes import db
from greener_homes.settings import Settings
from tests.utility_connectors.green_button.rogue_utility import RogueUtility, running
from tests.utility_connectors.green_button.stage import Stage, staged


@pytest.fixture(scope="module")
def shared_engine(new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = db.create_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def loopback_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(var=tmp_path_factory.mktemp("var"), log_format="json", allow_loopback=True)


@pytest.fixture
def utility() -> Iterator[RogueUtility]:
    with running() as utility:
        yield utility


@pytest.fixture
def stage(shared_engine: Engine, loopback_settings: Settings, utility: RogueUtility) -> Iterator[Stage]:
    with staged(shared_engine, loopback_settings, utility) as stage:
        yield stage
        with db.transaction(shared_engine) as session:  # the next utility may be given the same port
            session.execute(text("DELETE FROM permission WHERE home_id = :home"), {"home": stage.who.home.id})
            session.execute(text("DELETE FROM custodian WHERE organisation_id = :id"), {"id": stage.supplier_id})
