"""Working days of Ontario between two dates, for promises made in them (coach/clock/working_days.py)."""

from __future__ import annotations

from coach.clock.promise import PROMISE_DAYS as PROMISE_DAYS
from coach.clock.working_days import between as between
