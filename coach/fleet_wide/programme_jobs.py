"""The nightly screening when the queue calls: one job says which parts there are, and each part is a job of its own.

A part is named by its first home and is as many homes as `PART` from there on. Parts become due one after the other, so
that a household's own assessment, which waits in the same queue, waits for one of them and not for all. Each is safe to
run again: it replaces the lists of its homes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from coach.fleet_wide.homes_open import first_of_each_part, open_home_ids
from greener_homes import jobs
from greener_homes.settings import Settings

PART: Final = 8_192
"""Homes: half a minute's work or less, most of it for rare kinds, which cost the same however few they are."""
APART: Final = timedelta(minutes=1)
"""Until the first part is due, and between two: whoever just started has other work first."""


def plan(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Every part of the programme will be screened. Run again, it asks for nothing that still waits."""
    firsts = first_of_each_part(session, PART, at=now)
    step("planned")
    for place, first in enumerate(firsts, start=1):
        jobs.enqueue(session, "programme.screen_part", first, now=now + place * APART)


def screen_part(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """The homes from `subject_id` on have lists that rest on what is known now, where permissions stand."""
    from coach.fleet_wide import fleet_run  # the planning queue loads no models
    from coach.fleet_wide.fleet_evidence import Weathers
    from coach.fleet_wide.programme_run import fleet_of, unhurried_garbage

    homes = open_home_ids(session, at=now, since=subject_id, most=PART)
    with unhurried_garbage():
        fleet_run.screen(session, fleet_of(session, now=now), homes, Weathers(), now=now, step=step)
