"""The shape of a home's electricity over the day and with the weather, as numbers with units.

Of the latest year's whole days. Each number has its own rule of how much must be known, and is None where it is not.
Of a home that makes power these are of what it draws, which is less than it uses. Hours are of the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.baseline.batch import daily_batch
from models.quantities import Commodity
from models.series import Floats
from models.shapes.hours import HOURS, HourlyDays, mean_by_hour

MIN_DAYS: Final = 28
"""Whole days for any shape: four of each day of the week. Uncited."""
MIN_WEEKEND_DAYS: Final = 8
NIGHT: Final = (0, 6)
EVENING: Final = (17, 21)
PEAK: Final = (16, 19)
"""Hours in which Ontario's summer peaks fall, and one to either side (our judgement)."""
PEAK_MONTHS: Final = (6, 8)
PEAK_DAYS: Final = 10
PEAK_FROM_C: Final = 20.0
MIN_SUMMER_DAYS: Final = 45
MILD_C: Final = (8.0, 18.0)
MIN_MILD_NIGHTS: Final = 14
COLD_C, WARM_C = 5.0, 20.0
MIN_WEATHER_DAYS: Final = 30
"""Days colder than `COLD_C`, or warmer than `WARM_C`, that heating or cooling is told from."""


@dataclass(frozen=True, slots=True)
class LoadShape:
    """Numbers of `days` whole days.

    `kwh_a_day`; `base_load_kw`: what runs all the time, and `base_share` its part of all use; `evening_share` and
    `night_share`: parts of all use in `EVENING` and `NIGHT`; `weekday_kw` and `weekend_kw` by hour [24]; `peak_kw`: the
    hour that one day in twenty goes beyond; `coincident_peak_kw`: mean draw in `PEAK` on the hottest weekdays.
    `cooling_kw_per_c`: power over the whole day for each °C that the day's mean lies over `cooling_from_c`; heating
    likewise, below. 0 is no such load, None is not known.
    """

    days: int
    kwh_a_day: float
    base_load_kw: float
    base_share: float
    evening_share: float
    night_share: float
    weekday_kw: tuple[float, ...] | None
    weekend_kw: tuple[float, ...] | None
    peak_kw: float
    coincident_peak_kw: float | None
    cooling_kw_per_c: float | None
    cooling_from_c: float | None
    heating_kw_per_c: float | None
    heating_from_c: float | None


def load_shape(days: HourlyDays) -> LoadShape | None:
    """The shape, or None when fewer than `MIN_DAYS` days are whole."""
    whole = days.whole
    if whole.sum() < MIN_DAYS:
        return None
    hours, weekend = days.drawn[whole], days.weekend[whole]
    profile = mean_by_hour(hours)
    day_kwh = float(profile.sum())
    base = _base_load(days)
    enough = weekend.sum() >= MIN_WEEKEND_DAYS and (~weekend).sum() >= MIN_WEEKEND_DAYS
    cooling, cooling_from, heating, heating_from = _with_weather(days)
    return LoadShape(
        days=int(whole.sum()),
        kwh_a_day=day_kwh,
        base_load_kw=base,
        base_share=_part(HOURS * base, day_kwh),
        evening_share=_part(float(profile[slice(*EVENING)].sum()), day_kwh),
        night_share=_part(float(profile[slice(*NIGHT)].sum()), day_kwh),
        weekday_kw=_by_hour(hours[~weekend]) if enough else None,
        weekend_kw=_by_hour(hours[weekend]) if enough else None,
        peak_kw=float(np.quantile(np.where(np.isfinite(hours), hours, 0.0).max(axis=1), 0.95)),
        coincident_peak_kw=_coincident_peak(days),
        cooling_kw_per_c=cooling,
        cooling_from_c=cooling_from,
        heating_kw_per_c=heating,
        heating_from_c=heating_from,
    )


def _base_load(days: HourlyDays) -> float:
    """The level that three nights in four do not go under: of each night the second lowest hour.

    Of mild nights where there are enough, so that neither heating nor cooling counts.
    """
    whole = days.whole
    night = np.sort(np.where(np.isfinite(days.drawn), days.drawn, np.inf)[:, slice(*NIGHT)], axis=1)[:, 1]
    known = whole & np.isfinite(night)
    mild = known & (days.mean_c >= MILD_C[0]) & (days.mean_c <= MILD_C[1])
    chosen = night[mild if mild.sum() >= MIN_MILD_NIGHTS else known]
    return float(np.quantile(chosen, 0.25)) if chosen.size else 0.0


def _coincident_peak(days: HourlyDays) -> float | None:
    summer = (days.month >= PEAK_MONTHS[0]) & (days.month <= PEAK_MONTHS[1])
    known = summer & days.whole & np.isfinite(days.mean_c)
    if known.sum() < MIN_SUMMER_DAYS:
        return None
    work = np.flatnonzero(known & ~days.weekend & (days.mean_c >= PEAK_FROM_C))
    hottest = work[np.argsort(-days.mean_c[work], kind="stable")][:PEAK_DAYS]
    return float(mean_by_hour(days.drawn[hottest])[slice(*PEAK)].mean()) if hottest.size == PEAK_DAYS else None


def _with_weather(days: HourlyDays) -> tuple[float | None, float | None, float | None, float | None]:
    """Cooling in kW per °C and from what temperature, heating likewise."""
    known = days.whole & np.isfinite(days.mean_c)
    cold, warm = (int((known & part).sum()) for part in (days.mean_c < COLD_C, days.mean_c > WARM_C))
    cools, heats = warm >= MIN_WEATHER_DAYS, cold >= MIN_WEATHER_DAYS
    if not cools and not heats:
        return None, None, None, None
    batch = daily_batch(days.daily_kwh[None, :], days.first_day, days.mean_c, Commodity.ELECTRICITY)
    if batch.rows.size == 0:
        return None, None, None, None
    _, heating, cooling, low, high = batch.fits.parameters[0].tolist()
    return (
        cooling / HOURS if cools else None,
        high if cools and cooling > 0.0 else None,
        heating / HOURS if heats else None,
        low if heats and heating > 0.0 else None,
    )


def _by_hour(hours: Floats) -> tuple[float, ...]:
    return tuple(mean_by_hour(hours).tolist())


def _part(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else 0.0
