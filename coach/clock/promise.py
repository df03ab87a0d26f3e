"""Promise dates: the working days of Ontario within which a household hears from us.

A case is promised ten working days after it began to wait. One that comes back from its resident or from a hold is
promised three working days after it came back, if that is later: the clock stood still while it was not ours to move.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from coach.clock import working_days
from greener_homes.local_days import LOCAL, begins

PROMISE_DAYS = 10
"""Working days within which a household hears from us (the programme's service promise)."""
BACK_DAYS = 3
"""Working days for a case that comes back."""
KEPT_DAYS = 2
"""Working days for which a case that comes back is kept for the coach who knows it; then it is anyone's."""


def first_promise(waiting_since: datetime) -> date:
    """By which local day a case that began to wait then is promised."""
    return working_days.after(waiting_since.astimezone(LOCAL).date(), PROMISE_DAYS)


def promise_after_return(promised_on: date, now: datetime) -> date:
    """By which local day a case that comes back now is promised: as before, or a little later."""
    return max(promised_on, working_days.after(now.astimezone(LOCAL).date(), BACK_DAYS))


def kept_until(now: datetime) -> datetime:
    """Until when a case that comes back now is kept for the coach who knows it."""
    return begins(working_days.after(now.astimezone(LOCAL).date(), KEPT_DAYS) + timedelta(days=1))
