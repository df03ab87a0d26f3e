"""A household of the demonstration that registered twice: a second member began afresh instead of joining the first.

Both gave the same address, so that the desk puts the two before a coach.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from coach.duplicates import pairs
from coach.homes.example_street import ExampleHome
from greener_homes import home_marks, people
from greener_homes.civic_addresses import Written
from greener_homes.consent import Purpose
from greener_homes.db import Session
from greener_homes.homes import HomeView
from greener_homes.people import Audience, PersonView, Registration
from greener_homes.vault import Vault
from web import demo_homes

PLACE: Final = 5
"""The household, by its place on the street."""
EMAIL: Final = "home-05-again@street.example"
ADDRESSES: Final = (Written("5 Example Street", "", "L1H 0A0"), Written("5 example st.", "", "l1h0a0"))
"""How each of the two wrote the same address."""


def register(
    session: Session,
    vault: Vault,
    known: tuple[PersonView, HomeView],
    example: ExampleHome,
    place: int,
    station: str,
    *,
    now: datetime,
) -> None:
    """The household at this place stands here a second time, if it is the one; nobody has decided about the two."""
    if place != PLACE:
        return
    first, home = known
    registration = Registration(EMAIL, f"Example household {place}", None, Audience.RESIDENT, first.language)
    second = people.register(session, vault, registration, now=now)
    again = demo_homes.settle(session, second, example, demo_homes.told(example), station, now=now)
    demo_homes.agree(session, second, again, (Purpose.ADVICE, Purpose.COACH_ACCESS), now=now)
    for person, one, written in zip((first, second), (home, again), ADDRESSES, strict=True):
        home_marks.state_address(session, vault, person.id, one.id, written, now=now)
    pairs.compare(session, now=now, home_id=again.id)
