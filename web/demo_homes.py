"""One home of the example street, through the doors residents use: settled, agreed for, its file sent and read.

The demonstration and the tests that need many homes make them here.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from coach.homes.example_street import ExampleHome
from greener_homes import consent, homes, weather
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.db import Session
from greener_homes.homes import FactValue, HomeView, Provenance, Relation
from greener_homes.people import PersonView
from greener_homes.vault import Vault
from models.quantities import Commodity
from models.series import UsageSeries
from utility_connectors import imports
from utility_connectors.green_button import writer
from utility_connectors.ports import UsageStream

SHARED = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)
ASKED = frozenset({"attic_r", "basement_insulation", "window_type", "heating_year", "goal"})
"""Questions an example household left at "I don't know" rather than unanswered."""


def told(example: ExampleHome) -> dict[str, FactValue]:
    """What the household answers of itself."""
    return {name: value for name, value in example.facts.items() if value is not None or name in ASKED}


def settle(
    session: Session,
    person: PersonView,
    example: ExampleHome,
    answers: Mapping[str, FactValue],
    station: str,
    *,
    now: datetime,
) -> HomeView:
    """The home stands with these answers of its resident, under the weather of `station`."""
    tenant = example.facts.get("tenure") == "tenant"
    home = homes.add_home(
        session,
        person.id,
        relation=Relation.TENANT if tenant else Relation.OWNER,
        moved_in=example.moved_in or date(now.year - 6, 6, 1),
        now=now,
    )
    weather.assign(session, home.id, station)
    homes.state_facts(session, home.id, answers, provenance=Provenance.RESIDENT, actor=person.actor, now=now)
    return home


def agree(
    session: Session, person: PersonView, home: HomeView, purposes: Collection[Purpose], *, now: datetime
) -> None:
    """The household says yes to these purposes for the files it sends."""
    since = home.moved_in or now.date()
    for purpose in purposes:
        words = consent.statement(session, purpose, person.language)
        answer = Answer(person.id, home.id, Source.UPLOAD, SHARED, words.id, since)
        consent.grant(session, answer, actor=person.actor, now=now)


def send(session: Session, vault: Vault, person: PersonView, home_id: uuid.UUID, file: bytes, *, now: datetime) -> None:
    """The household's file has been read, as the queue would do it."""
    upload = vault.spool()
    upload.write(file)
    run = imports.accept(session, vault, home_id, upload.finish(), actor=person.actor, now=now)
    imports.run(session, vault, run.id, now=now, step=no_step)


def green_button(series: Sequence[UsageSeries], *, now: datetime) -> bytes:
    """These series as their utility would send them."""
    return writer.write([usage_stream(one) for one in series if len(one)], updated=int(now.timestamp()))


def usage_stream(series: UsageSeries) -> UsageStream:
    """A simulated series as its utility would send it."""
    return UsageStream(
        usage_point=f"example-{series.commodity.value}",
        commodity=series.commodity,
        flow=series.flow,
        unit=series.unit,
        interval_s=int(series.durations[0]),
        count=len(series),
        series=series,
    )


def no_step(_name: str) -> None:
    """An example is made in one process; nothing waits at a step."""
