"""Two utilities with their people, files that were looked at and stored, and the application they sign in to."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import audit, consent, db, matches, organisations, partner_clients
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.organisations import OrganisationKind
from greener_homes.partner_clients import Scope
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from models.quantities import Commodity
from tests import scenes
from tests.web.visiting import application
from utility_connectors import partner_files, partner_intake
from web.app import GreenerHomes

CUSTOMER, STRANGER = ("ACCOUNT-7731", "METER-7731"), ("ACCOUNT-4242", "METER-4242")
HEADER = "account_number,meter_id,commodity,interval_start,interval_end,quantity,unit\n"
ROW = "{account},{meter},electricity,2026-03-01T{hour:02}:00:00-05:00,2026-03-01T{end:02}:00:00-05:00,{quantity},kWh\n"


def rows(account: str, meter: str, count: int, quantity: str = "0.5") -> str:
    """Hourly rows of one customer."""
    return "".join(
        ROW.format(account=account, meter=meter, hour=hour, end=hour + 1, quantity=quantity) for hour in range(count)
    )


@dataclass(frozen=True, slots=True)
class Utility:
    """A utility, a browser signed in for it, and what it owns."""

    id: uuid.UUID
    key: str
    browser: FlaskClient
    client_id: uuid.UUID
    secret_id: uuid.UUID
    looked_at: uuid.UUID
    stored: uuid.UUID


@pytest.fixture
def app(settings: Settings, engine: Engine) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def new_utility(app: GreenerHomes, engine: Engine, keys: Vault) -> Callable[[str], Utility]:
    """Makes a utility with one customer who agreed, one file that waits for its yes, and one that is stored."""

    def make(key: str) -> Utility:
        now = datetime.now(UTC)
        with db.transaction(engine) as session:
            consent.publish_statements(session, now=now - timedelta(days=2))
            organisation = organisations.register(session, OrganisationKind.UTILITY, key, f"Utility {key}", now=now).id
            staff = scenes.person(session, keys, Audience.UTILITY_PARTNER, f"{key}@test.example")
            organisations.add_member(session, organisation, staff.id, now=now)
            made = partner_clients.make(
                session, keys, organisation, "Nightly", (Scope.IMPORTS_READ,), actor=staff.actor, now=now
            )
            agreed(session, keys, organisation, now - timedelta(days=1))
        looked_at = sent(engine, keys, organisation, HEADER + rows(*CUSTOMER, 3) + rows(*STRANGER, 2), store=False)
        stored = sent(engine, keys, organisation, HEADER + rows(*CUSTOMER, 4) + rows(*CUSTOMER, 1, "lots"), store=True)
        browser = app.test_client()
        answered = browser.post("/sign-in", data={"email": f"{key}@test.example", "password": scenes.PASSWORD})
        assert answered.headers["Location"] == "/partner/"
        secret = made.client.secrets[0].id
        return Utility(organisation, key, browser, made.client.id, secret, looked_at, stored)

    return make


def agreed(session: db.Session, keys: Vault, organisation: uuid.UUID, at: datetime) -> scenes.Resident:
    """A resident who lets this utility send electricity, as its customer."""
    who = scenes.resident(session, keys)
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    answer = Answer(
        who.person.id,
        who.home.id,
        Source.PARTNER,
        (Commodity.ELECTRICITY,),
        words.id,
        scenes.MOVED_IN,
        supplier_id=organisation,
        account_holder=True,
    )
    consent.grant(session, answer, actor=who.person.actor, now=at)
    matches.link(
        session,
        keys,
        who.home.id,
        who.person.id,
        organisation,
        account=CUSTOMER[0],
        meter=CUSTOMER[1],
        commodity=Commodity.ELECTRICITY,
        actor=who.person.actor,
        now=at,
    )
    return who


def sent(engine: Engine, keys: Vault, organisation: uuid.UUID, content: str, *, store: bool) -> uuid.UUID:
    """A file of the organisation's that has been looked at, or stored."""
    now = datetime.now(UTC)
    upload = keys.spool()
    upload.write(content.encode())
    with db.transaction(engine) as session:
        run = partner_files.accept(
            session,
            keys,
            organisation,
            upload.finish(),
            named="",
            idempotency_key=None,
            commit=store,
            actor=audit.PLATFORM,
            now=now,
        )
    with db.transaction(engine) as session:
        work = partner_intake.store if store else partner_intake.check
        work(session, keys, run.id, now=now, step=lambda _name: None)
    return run.id
