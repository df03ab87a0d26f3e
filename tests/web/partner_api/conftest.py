"""Two utilities, each with software of its own, and the application that answers it."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import audit, db, organisations, partner_clients
from greener_homes.organisations import OrganisationKind
from greener_homes.partner_clients import Scope
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from web.app import create_app

ALL = (Scope.IMPORTS_READ, Scope.IMPORTS_WRITE, Scope.CONSENTS_READ, Scope.MATCHES_WRITE)


@dataclass(frozen=True, slots=True)
class Software:
    """A partner's client with its secret."""

    organisation: uuid.UUID
    id: str
    secret: str

    @property
    def basic(self) -> dict[str, str]:
        return {"Authorization": "Basic " + base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()}


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    return create_app(settings, engine)


@pytest.fixture
def browserless(app: Flask) -> FlaskClient:
    """A program: keeps no cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def new_software(engine: Engine, keys: Vault) -> Callable[..., Software]:
    """Makes a client, in an organisation of its own unless one is named."""

    def make(
        scopes: tuple[Scope, ...] = ALL, organisation: uuid.UUID | None = None, key: str | None = None
    ) -> Software:
        now = datetime.now(UTC)
        with db.transaction(engine) as session:
            if organisation is None:
                name = key or f"utility-{uuid.uuid4().hex[:8]}"
                organisation = organisations.register(session, OrganisationKind.UTILITY, name, name, now=now).id
            made = partner_clients.make(session, keys, organisation, "Nightly", scopes, actor=audit.PLATFORM, now=now)
        return Software(organisation, str(made.client.id), made.secret)

    return make


@pytest.fixture
def software(new_software: Callable[..., Software]) -> Software:
    return new_software()


@pytest.fixture
def bearer(browserless: FlaskClient) -> Callable[..., dict[str, str]]:
    """The header that opens what these scopes open."""

    def ask(software: Software, scope: str | None = None) -> dict[str, str]:
        form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
        answered = browserless.post("/oauth/token", data=form, headers=software.basic)
        assert answered.status_code == 200, answered.get_data(as_text=True)
        return {"Authorization": f"Bearer {answered.get_json()['access_token']}"}

    return ask
