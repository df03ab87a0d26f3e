"""The demonstration's events: a made-up evening and a made-up morning, announced by its programme staff."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from greener_homes import public_events
from greener_homes.db import Session
from greener_homes.homes import LOCAL
from greener_homes.people import PersonView
from greener_homes.public_events import Announcement, SpokenThere

PLACE, ADDRESS = "Example Library", "1 Example Street, Oshawa"


def announce(session: Session, staff: PersonView, *, now: datetime) -> None:
    """Both are to come, unless something is already."""
    if public_events.to_come(session, now=now, limit=1):
        return
    today = now.astimezone(LOCAL).date()
    evening = Announcement(
        title_en="One-stop evening: heat, rebates and loans",
        title_fr="Soirée tout-en-un\u00a0: chauffage, remises et prêts",
        about_en="A coach, the utilities and a lender at one table. Bring a bill if you have one.",
        about_fr="Un coach, les distributeurs et un prêteur à une même table. Apportez une facture.",
        day=today + timedelta(days=16),
        begins=time(18, 30),
        ends=time(20, 30),
        place=PLACE,
        address=ADDRESS,
        contact="",
        step_free=True,
        spoken=SpokenThere.BOTH,
        seats=60,
    )
    morning = Announcement(
        title_en="Find the draughts with a thermal camera",
        title_fr="Trouver les courants d’air avec une caméra thermique",
        about_en="",
        about_fr="",
        day=today + timedelta(days=37),
        begins=time(10),
        ends=time(12),
        place=PLACE,
        address=ADDRESS,
        contact="905 555 0100",
        step_free=True,
        spoken=SpokenThere.ENGLISH,
        seats=None,
    )
    for said in (evening, morning):
        public_events.announce(session, staff, said, now=now)
