"""The demonstration's projects: one household compares two quotes for its first work, another has booked its own."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from coach.projects import moves, predictions, quotes, starting
from coach.projects.moves import Move
from coach.projects.quote_types import Line, Pressure, Quote, Tax
from coach.projects.states import Act
from greener_homes.db import Session
from greener_homes.local_days import LOCAL
from greener_homes.people import PersonView
from greener_homes.vault import Vault

QUOTED, BOOKED = 0, 6
"""Households by their place on the street."""
PRICE = 2_000.0
"""Dollars, where it is not known what the work costs as a rule."""
DEARER = 1.6
"""What the visitor at the door asks, by what the work costs as a rule."""


def begin(
    session: Session, vault: Vault, resident: PersonView, home_id: uuid.UUID, place: int, *, now: datetime
) -> None:
    """The project of the household at this place, if it has one: of the first recommended work on the house itself."""
    if place not in (QUOTED, BOOKED):
        return
    given = predictions.current(session, home_id)
    measure = next((each for each in given if each.startswith("ENV-")), next(iter(given), None))
    if measure is None:
        return
    began = now - timedelta(days=9)
    project = starting.start(session, home_id, [measure], actor=resident.actor, now=began)
    if place == QUOTED:
        cost = next(one.cost for one in predictions.of_project(session, project))
        for quote in _quotes(measure, cost[1] if cost else PRICE, now):
            quotes.add(session, vault, home_id, project, quote, actor=resident.actor, now=now - timedelta(days=2))
        return
    day = began.astimezone(LOCAL).date() + timedelta(days=7)
    booked = Move(Act.BOOK, booked_for=day)
    moves.move(session, vault, home_id, project, booked, actor=resident.actor, now=began)


def _quotes(measure: str, typical: float, now: datetime) -> tuple[Quote, Quote]:
    """One as it should be, and one of somebody at the door who has a price for today only."""
    day = now.astimezone(LOCAL).date()
    r_value = 60.0 if measure.startswith("ENV-ATTIC") else None
    sound = Quote(
        "Example Insulation",
        day - timedelta(days=5),
        round(typical) * 100,
        Tax.WITHOUT,
        valid_until=day + timedelta(days=25),
        lines=(Line(measure, r_value=r_value),),
    )
    pressing = Quote(
        "Example Home Comfort",
        day - timedelta(days=3),
        round(typical * DEARER) * 100,
        Tax.WITH,
        lines=(Line(measure),),
        pressure=frozenset({Pressure.TODAY_ONLY}),
    )
    return sound, pressing
