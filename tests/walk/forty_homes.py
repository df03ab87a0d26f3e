"""Forty cases of all kinds on the desk of two coaches, made through the doors that residents use, and the nightly work.

The street is simulated from a seed: gas, oil, baseboard and heat pump homes, solar roofs, cars, gaps, estimated reads,
somebody who has just moved in. What a street does not have comes with the place of a home: French, a low income, a
goal, answers without a file, and one home that is not open to coaches.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import numpy as np
from sqlalchemy import Engine
from sqlmodel import col, select

from coach import assessment
from coach.homes.example_street import ExampleHome, ExampleStreet, example_street
from greener_homes import attempt, consent, db, homes, people, weather
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.db import Session
from greener_homes.homes import FactValue, Provenance, Relation
from greener_homes.people import Audience, Language, PersonView, Registration
from greener_homes.settings import Settings
from greener_homes.tables.work import Work
from greener_homes.vault import Vault, open_vault
from models.series import UsageSeries
from tests import scenes
from utility_connectors import imports
from utility_connectors.green_button import writer
from web.demo import usage_stream

CASES = 40
CLOSED = CASES
"""The place of the home that coaches may not open: it is on nobody's desk."""
WITHOUT_FILE = 36
DAYS = 430
HELD_BACK_DAYS = 10
"""The last days of every file are kept for the day itself, when newer readings arrive."""
STATION = "Street of the desk's day (simulated)"
GOALS = ("bill", "carbon", "comfort", "low_upfront")
ONE, TWO = "one@test.example", "two@test.example"


@dataclass(frozen=True, slots=True)
class Household:
    """A home of the street."""

    email: str
    home_id: uuid.UUID
    reference: str
    example: ExampleHome

    def newer_file(self) -> bytes:
        """The household's readings up to the street's last day."""
        return _file(self.example, datetime.now(UTC), all_days=True)


@cache
def street(last_day: date) -> ExampleStreet:
    """The street, with readings up to `last_day`."""
    return example_street(2026, CASES + 1, first_day=last_day - timedelta(days=DAYS - 1), last_day=last_day)


def settled(engine: Engine, settings: Settings) -> Sequence[Household]:
    """Two declared coaches, and every household of the street where the desk's day begins."""
    keys, now = open_vault(settings), datetime.now(UTC)
    made = street(now.date() - timedelta(days=2))
    with db.transaction(engine) as session:
        consent.publish_statements(session, now=now)
        weather.store_days(session, STATION, made.mean_c)
        for email in (ONE, TWO):
            scenes.coach(session, keys, email=email, at=now)
    found = []
    for place, example in enumerate(made.homes):
        with db.transaction(engine) as session:
            arrived = now - timedelta(days=1 + place * 12 % 13, hours=place % 7)
            found.append(_settle(session, keys, example, place, arrived))
    return found


def work_off(engine: Engine, settings: Settings, *names: str) -> None:
    """Whatever waits under these names has been done, and what that asked for under them too."""
    while True:
        with db.reading(engine) as session:
            asked = select(Work.id).where(col(Work.name).in_(names), Work.state == "queued").order_by(col(Work.id))
            waiting = session.exec(asked).all()
        if not waiting:
            return
        for work_id in waiting:
            attempt.run(engine, settings, work_id)


def _settle(session: Session, keys: Vault, example: ExampleHome, place: int, now: datetime) -> Household:
    language = Language.FRENCH if place % 5 == 4 else Language.ENGLISH
    person = people.register(
        session,
        keys,
        Registration(address(place), f"Household {place}", scenes.PASSWORD, Audience.RESIDENT, language),
        now=now,
    )
    tenant = example.facts.get("tenure") == "tenant"
    home = homes.add_home(
        session,
        person.id,
        relation=Relation.TENANT if tenant else Relation.OWNER,
        moved_in=example.moved_in or date(now.year - 6, 6, 1),
        now=now,
    )
    weather.assign(session, home.id, STATION)
    told = _told(example, place)
    homes.state_facts(session, home.id, told, provenance=Provenance.RESIDENT, actor=person.actor, now=now)
    since = home.moved_in or now.date()
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        if purpose is Purpose.COACH_ACCESS and place == CLOSED:
            continue
        words = consent.statement(session, purpose, language)
        answer = Answer(person.id, home.id, Source.UPLOAD, scenes.BOTH, words.id, since)
        consent.grant(session, answer, actor=person.actor, now=now)
    if place != WITHOUT_FILE:
        _import(session, keys, home.id, person, _file(example, now, all_days=False), now)
    assessment.assess(session, home.id, now=now, step=_no_step)
    return Household(address(place), home.id, home.reference, example)


def address(place: int) -> str:
    """The e-mail address of the household at this place."""
    return f"home-{place:02}@test.example"


def _told(example: ExampleHome, place: int) -> Mapping[str, FactValue]:
    asked = ("attic_r", "basement_insulation", "window_type", "heating_year")
    told = {name: value for name, value in example.facts.items() if value is not None or name in asked}
    return {**told, "goal": GOALS[place % len(GOALS)], "income_qualified": place % 8 == 3}


def _file(example: ExampleHome, now: datetime, *, all_days: bool) -> bytes:
    """The household's Green Button file; without the days held back unless `all_days`."""
    kept = [series if all_days else _earlier(series) for series in example.series]
    streams = [usage_stream(series) for series in kept if len(series)]
    return writer.write(streams, updated=int(now.timestamp()))


def _earlier(series: UsageSeries) -> UsageSeries:
    kept = int(np.searchsorted(series.starts, int(series.starts[-1]) - HELD_BACK_DAYS * 86_400))
    arrays = ("starts", "durations", "values", "quality")
    return replace(series, **{name: getattr(series, name)[:kept] for name in arrays})


def _import(session: Session, keys: Vault, home_id: uuid.UUID, who: PersonView, file: bytes, now: datetime) -> None:
    upload = keys.spool()
    upload.write(file)
    run = imports.accept(session, keys, home_id, upload.finish(), actor=who.actor, now=now)
    imports.run(session, keys, run.id, now=now, step=_no_step)


def _no_step(_name: str) -> None:
    """Made in one process: nothing waits at a step."""
