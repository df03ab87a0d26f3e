"""What the meters said of one fuel in a normal year: the part of the evidence that savings are scaled to."""

from __future__ import annotations

from dataclasses import dataclass

from models.quantities import Fuel


@dataclass(frozen=True, slots=True)
class MeasuredUse:
    """A home's own use of one fuel in a normal year, in the fuel's unit.

    `total` = `base` + `heating` + `cooling`. `relative_error` is one standard error of the total as a share
    of it. `balance_point_c` the outdoor temperature below which heating starts, None when none was seen.
    `until` the last day the readings cover, ISO date.
    """

    fuel: Fuel
    total: float
    base: float
    heating: float
    cooling: float
    relative_error: float
    balance_point_c: float | None = None
    until: str | None = None
