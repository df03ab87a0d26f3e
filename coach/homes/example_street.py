"""A made-up street for demonstrations: homes as residents would describe them, and what their meters said.

Simulated from a seed by `models.house.street`; this module only puts it in the words of facts and readings, so
that pages and the command line need not know how it is made. None of it is anybody's home.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from greener_homes.homes import FactValue
from models.house.facts import HomeFacts
from models.house.street import StreetHome, make_street
from models.series import UsageSeries

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ExampleHome:
    """One home: what its resident says (None is "I don't know"), what was measured, and when they moved in."""

    facts: Mapping[str, FactValue]
    described: tuple[str, str]
    moved_in: date | None
    series: tuple[UsageSeries, ...]
    is_plain: bool
    """True for a home with nothing unusual about it or its data."""


@dataclass(frozen=True, slots=True)
class ExampleStreet:
    """Homes over whole days, with the street's daily mean temperature [°C]."""

    homes: tuple[ExampleHome, ...]
    mean_c: Mapping[date, float]


def example_street(seed: int, homes: int, *, first_day: date, last_day: date) -> ExampleStreet:
    """The street of that seed; the same seed and days give the same street."""
    street = make_street(seed, homes, first_day=first_day, last_day=last_day)
    weather = street.daily_temperature
    days = (EPOCH + timedelta(days=weather.first_day + place) for place in range(weather.mean_c.size))
    means = {day: round(float(mean), 2) for day, mean in zip(days, weather.mean_c, strict=True) if not np.isnan(mean)}
    return ExampleStreet(tuple(_home(home) for home in street.homes), means)


def _home(home: StreetHome) -> ExampleHome:
    measured = (home.electricity, home.received, home.gas)
    return ExampleHome(
        facts={field.name: _plain(getattr(home.facts, field.name)) for field in fields(HomeFacts)},
        described=home.described,
        moved_in=home.moved_in,
        series=tuple(series for series in measured if series is not None and len(series)),
        is_plain=not home.kinds,
    )


def _plain(value: object) -> FactValue:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, StrEnum):
        return value.value
    return value if isinstance(value, str | int | float) else str(value)
