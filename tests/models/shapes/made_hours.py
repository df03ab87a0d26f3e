"""Hours made by formula, so that the truth is known: people's days, and what is added to them."""

from __future__ import annotations

import numpy as np

from models.house.hotwater_plugs import calendar, plug_kwh
from models.house.local_time import local_hours
from models.series import DailyTemperature, Floats
from models.shapes.hours import HOURS, STANDARD_BEHIND_H, HourlyDays, days_of_hours
from tests.models.baseline.made_homes import weather

FIRST_DAY = 19_723
"""2024-01-01."""
FIRST_HOUR = FIRST_DAY * HOURS
SKY = weather(31, days=366, first_day=FIRST_DAY)


def people(seed: int = 1, kwh_a_day: float = 20.0, days: int = 366) -> HourlyDays:
    """A year of plugs and lights, laid out by days."""
    starts = (FIRST_HOUR + STANDARD_BEHIND_H + np.arange(days * HOURS)) * 3600
    hours = calendar(local_hours(starts))
    rng = np.random.default_rng(seed)
    return laid_out(plug_kwh(hours, kwh_a_day, np.ones(starts.size), rng))


def laid_out(kwh: Floats, sent: Floats | None = None, sky: DailyTemperature | None = SKY) -> HourlyDays:
    """Hours from the first of January of local standard time on, as days."""
    days = days_of_hours(FIRST_HOUR, kwh, sent, sky)
    assert days is not None
    return days
