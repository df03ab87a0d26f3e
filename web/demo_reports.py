"""The demonstration's monthly report: the household of the resident's sign-in asked for one and has last month's."""

from __future__ import annotations

from datetime import datetime, timedelta

from coach.reports import draws, reports
from greener_homes import homes
from greener_homes.db import Session
from greener_homes.local_days import LOCAL
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.vault import Vault
from web.demo_homes import no_step


def make(session: Session, vault: Vault, settings: Settings, resident: PersonView, *, now: datetime) -> None:
    """The report of the last whole month stands. Safe to run again."""
    home = homes.home_of(session, resident.id)
    if home is None:
        return
    today = now.astimezone(LOCAL).date()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    draws.ask(session, vault, home.id, settings, resident, now=now)
    reports.make_month(session, vault, home.id, settings, month, now=now, step=no_step)
