"""A household's first time, rehearsed: what it asks of the database is asked once about a household there is not.

SQLAlchemy puts a question together when it is first asked, which costs more than the answer. Whoever serves or works
for long rehearses before somebody waits; a process that was forked afterwards knows it all.
"""

from __future__ import annotations

import contextlib
import secrets
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from sqlmodel import Session

from greener_homes import consent, db, home_facts, homes, people, readings
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.db import Engine
from greener_homes.errors import NotFound
from greener_homes.homes import HomeView, Provenance
from greener_homes.identity import browsers, email_links, newcomers, second_factors
from greener_homes.identity.email_links import Asked, LinkKind
from greener_homes.people import Audience, Language, PersonView, Registration
from greener_homes.vault import KEY_BYTES, Vault
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries
from utility_connectors import imports
from utility_connectors.green_button import writer
from utility_connectors.ports import UsageStream

HOURS: Final = 48
SHARED: Final = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)
FACTS: Final = {"dwelling_type": "detached", "tenure": "owner"}


def first_time(engine: Engine, *, now: datetime, with_file: bool) -> None:
    """A household signed up, answered, agreed and, if so asked, sent a file that was read: nothing of it is kept.

    What is left are the questions that `engine` has put together, and one number of a home that nobody will have. The
    vault is the rehearsal's own, and gone with it: no key or sealed file lies among those of people.
    """
    with TemporaryDirectory(prefix="gh-rehearsal-") as folder, db.undone(engine) as session:
        vault = Vault((secrets.token_bytes(KEY_BYTES),), Path(folder) / "spool")
        person = _account(session, vault, now)
        home = homes.home_of(session, person.id, on=_day(now))
        if home is None:
            raise NotFound
        _agreement(session, vault, person, home, now)
        if with_file:
            _file(session, vault, person, home, now)


def _account(session: Session, vault: Vault, now: datetime) -> PersonView:
    address = f"{uuid.uuid4()}@rehearsal.invalid"
    asked = Asked(kind=LinkKind.SIGN_UP, email=address, language=Language.ENGLISH, network="")
    email_links.ask(session, vault, asked, "", now=now)
    with contextlib.suppress(NotFound):
        email_links.use(session, vault, "", "", now=now)
    registration = Registration(address, "Nobody", None, Audience.RESIDENT, confirmed=False)
    person = people.register(session, vault, registration, now=now)
    people.confirm(session, vault, person.id, "Nobody", Language.ENGLISH, now)
    newcomers.settle(session, person, FACTS, now=now)
    second_factors.is_set_up(session, person.id)
    browsers.signed_in(session, vault, browsers.start(session, person, now=now, hours=1), now=now)
    return person


def _agreement(session: Session, vault: Vault, person: PersonView, home: HomeView, now: datetime) -> None:
    homes.state_facts(session, home.id, {"occupants": 3.0}, provenance=Provenance.RESIDENT, actor=person.actor, now=now)
    home_facts.known_facts(session, home.id)
    home_facts.statements(session, home.id)
    since = _day(now - timedelta(days=30))
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        words = consent.statement(session, purpose, Language.ENGLISH)
        answer = Answer(person.id, home.id, Source.UPLOAD, SHARED, words.id, since)
        consent.grant(session, answer, actor=person.actor, now=now, vault=vault)
    homes.set_move_in(session, person.id, home.id, since)
    consent.in_force(session, home.id, at=now)
    consent.live(session, home.id, Purpose.ADVICE, at=now)
    homes.members(session, home.id, on=_day(now))
    readings.has_any(session, home.id)


def _file(session: Session, vault: Vault, person: PersonView, home: HomeView, now: datetime) -> None:
    upload = vault.spool()
    upload.write(writer.write([_two_days(one, now) for one in SHARED], updated=int(now.timestamp())))
    run = imports.accept(session, vault, home.id, upload.finish(), actor=person.actor, now=now)
    imports.run(session, vault, run.id, now=now, step=lambda _name: None)


def _two_days(commodity: Commodity, now: datetime) -> UsageStream:
    first = int(now.timestamp()) // 86_400 * 86_400 - 7 * 86_400
    series = UsageSeries(
        commodity=commodity,
        flow=Flow.DELIVERED,
        unit=Unit.KWH if commodity is Commodity.ELECTRICITY else Unit.M3,
        starts=first + 3_600 * np.arange(HOURS, dtype=np.int64),
        durations=np.full(HOURS, 3_600, dtype=np.int64),
        values=np.ones(HOURS, dtype=np.int64),
        exponent=0,
        quality=np.zeros(HOURS, dtype=np.uint8),
    )
    return UsageStream(
        usage_point=commodity.value,
        commodity=commodity,
        flow=Flow.DELIVERED,
        unit=series.unit,
        interval_s=3_600,
        count=HOURS,
        series=series,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(homes.LOCAL).date()
