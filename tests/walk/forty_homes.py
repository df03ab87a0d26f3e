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
from greener_homes import attempt, consent, db, people, weather
from greener_homes.consent import Purpose
from greener_homes.db import Session
from greener_homes.homes import FactValue
from greener_homes.people import Audience, Language, Registration
from greener_homes.settings import Settings
from greener_homes.tables.work import Work
from greener_homes.vault import Vault, open_vault
from models.series import UsageSeries
from tests import scenes
from web import demo_homes

CASES = 40
CLOSED = CASES
"""The place of the home that coaches may not open: it is on nobody's desk."""
WITHOUT_FILE = 36
DAYS = 430
HELD_BACK_DAYS = 10
"""The last days of every file are kept for the day itself, when newer readings arrive."""
STATION = "Street of the desk's day (simulated)"
GOALS = ("bill", "carbon", "comfort", "upfront")
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
    purposes = (Purpose.ADVICE,) if place == CLOSED else (Purpose.ADVICE, Purpose.COACH_ACCESS)
    home = demo_homes.settle(session, person, example, _told(example, place), STATION, now=now)
    demo_homes.agree(session, person, home, purposes, now=now)
    if place != WITHOUT_FILE:
        demo_homes.send(session, keys, person, home.id, _file(example, now, all_days=False), now=now)
    assessment.assess(session, home.id, now=now, step=demo_homes.no_step)
    return Household(address(place), home.id, home.reference, example)


def address(place: int) -> str:
    """The e-mail address of the household at this place."""
    return f"home-{place:02}@test.example"


def _told(example: ExampleHome, place: int) -> Mapping[str, FactValue]:
    return {**demo_homes.told(example), "goal": GOALS[place % len(GOALS)], "income_qualified": place % 8 == 3}


def _file(example: ExampleHome, now: datetime, *, all_days: bool) -> bytes:
    """The household's Green Button file; without the days held back unless `all_days`."""
    kept = [series if all_days else _earlier(series) for series in example.series]
    return demo_homes.green_button(kept, now=now)


def _earlier(series: UsageSeries) -> UsageSeries:
    kept = int(np.searchsorted(series.starts, int(series.starts[-1]) - HELD_BACK_DAYS * 86_400))
    arrays = ("starts", "durations", "values", "quality")
    return replace(series, **{name: getattr(series, name)[:kept] for name in arrays})
