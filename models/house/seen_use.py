"""What meters and bills show of simulated homes: days with gaps, irregular bills, deliveries; and the weather then.

Two years one after the other that are not the typical one: colder or warmer as a whole, and with other cold spells of
the same size, under the typical sun and wind. A day ends at midnight of standard time, and the second year keeps the
weekdays of the first: both count as noise. People's own ups and downs come on top. Chances and spreads are uncited,
low. Drawn from the home's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from models.house import hourly_loop as loop
from models.house.hourly import simulate_year
from models.house.seen import stream
from models.house.simulated_homes import FUELS, SimulatedHomes
from models.house.simulated_year import SimulatedYear, typical_simulated_year
from models.house.weather import FIRST_DAY
from models.quantities import MJ_PER_KWH, MJ_PER_UNIT, Fuel
from models.series import DailyTemperature, Floats

Row = tuple[str, str, float]
"""Use from a day up to another, ISO dates, half open, in the fuel's unit."""
YEARS: Final = 2
LAST_DAYS: Final = 600
"""Days after the first that any history may reach."""
HISTORY_DAYS: Final = (380, 560)
WARMER_SPREAD_C: Final = 0.8
SEASON_DAYS: Final = 31
SPELLS_KEPT: Final = 0.8
SPELLS_LEFT: Final = (1.0 - SPELLS_KEPT**2) ** 0.5
MEMORY: Final = 0.6
"""How much years differ as a whole (our judgement); each day keeps so much of its typical distance from the season, the
rest is other weather, of which the next day keeps `MEMORY`: days are no more unlike each other than typical ones."""
HABIT_SPREAD: Final = 0.05
HABIT_DAYS: Final = 30
DAY_NOISE: Final = 0.12
"""What people do differently from month to month and from day to day, as a share of the day's use."""
MISSING_DAY: Final = 0.015
OUTAGE: Final = 0.25
OUTAGE_DAYS: Final = (3, 21)
"""Days without a reading: single ones, and in some homes a run of them."""
BILL_DAYS: Final = (27, 35)
LOST_BILL: Final = 0.03
ESTIMATED: Final = 0.08
ESTIMATE_SPREAD: Final = 0.15
"""A bill that is estimated is off by this; the next one sets it right."""
DELIVERY_DAYS: Final = (45, 110)
METERED: Final = (Fuel.ELECTRICITY, Fuel.NATURAL_GAS)
DELIVERED: Final = (Fuel.OIL, Fuel.PROPANE)
"""Wood is not bought by the meter or the invoice."""
AT_ONCE: Final = 64
"""Homes whose hours are held at a time."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class SeenUse:
    """One home's use as the platform may be shown it, by fuel: as bills, and by day where a meter reads days."""

    bills: Mapping[Fuel, Sequence[Row]]
    days: Mapping[Fuel, Sequence[Row]]


def lived_years(place: str, seed: int) -> tuple[SimulatedYear, ...]:
    """The years that were: the typical one, each day moved; the same for a seed."""
    typical = typical_simulated_year(place)
    days = typical.air_c.reshape(-1, 24).mean(axis=1)
    return tuple(_moved(typical, _moves(days, stream(f"{seed}/{year}", "weather"))) for year in range(YEARS))


def temperatures(years: Sequence[SimulatedYear]) -> DailyTemperature:
    """Daily means of those years."""
    return DailyTemperature(FIRST_DAY, np.concatenate([each.air_c.reshape(-1, 24).mean(axis=1) for each in years]))


def seen_use(names: Sequence[str], homes: SimulatedHomes, years: Sequence[SimulatedYear]) -> Iterator[SeenUse]:
    """Each home's bills and days over those years; a fuel the home does not buy is not there."""
    for low in range(0, len(homes), AT_ONCE):
        part = homes.at(slice(low, low + AT_ONCE))
        each_year = [daily_of(part, year) for year in years]
        daily = {fuel: np.concatenate([days[fuel] for days in each_year], axis=1) for fuel in each_year[0]}
        for place, name in enumerate(names[low : low + AT_ONCE]):
            yield _seen(name, {fuel: amounts[place] for fuel, amounts in daily.items()})


def _moves(typical_c: Floats, rng: np.random.Generator) -> Floats:
    """K by day [365]."""
    warmer = rng.normal(0.0, WARMER_SPREAD_C)
    around = np.concatenate([typical_c[-(SEASON_DAYS // 2) :], typical_c, typical_c[: SEASON_DAYS // 2]])
    away = typical_c - np.convolve(around, np.full(SEASON_DAYS, 1.0 / SEASON_DAYS), mode="valid")
    fresh = rng.normal(0.0, away.std() * SPELLS_LEFT * np.sqrt(1.0 - MEMORY**2), typical_c.size)
    spells = np.empty(typical_c.size)
    now = 0.0
    for day, news in enumerate(fresh):
        now = MEMORY * now + news
        spells[day] = now
    moves: Floats = spells - spells.mean() - (1.0 - SPELLS_KEPT) * away + warmer
    return moves


def _moved(year: SimulatedYear, moves_k: Floats) -> SimulatedYear:
    hours = np.repeat(moves_k, 24)
    return replace(
        year,
        air_c=year.air_c + hours,
        wall_c=year.wall_c + hours,
        roof_c=year.roof_c + hours,
        soil_mean_c=year.soil_mean_c + float(moves_k.mean()),
    )


def daily_of(homes: SimulatedHomes, year: SimulatedYear) -> dict[Fuel, Floats]:
    """Each fuel by day in its unit [homes, 365]; electricity net of what is sent to the grid."""
    hours = simulate_year(homes, year, hourly=True).hourly
    if hours is None:
        raise RuntimeError("hours were asked for")
    days = hours.reshape(len(homes), 365, 24, loop.HOUR_COLUMNS).sum(axis=2)
    found = {Fuel.ELECTRICITY: days[:, :, loop.GRID_DRAWN] - days[:, :, loop.GRID_SENT]}
    for fuel in (Fuel.NATURAL_GAS, *DELIVERED):
        number = FUELS.index(fuel)
        kwh = days[:, :, loop.HOUR_HEAT_FUEL] * (homes.heat_fuel == number)[:, None]
        kwh = kwh + days[:, :, loop.HOUR_WATER_FUEL] * (homes.water_fuel == number)[:, None]
        if fuel is Fuel.NATURAL_GAS:
            kwh = kwh + days[:, :, loop.HOUR_COOK_FUEL]
        found[fuel] = kwh * (MJ_PER_KWH / MJ_PER_UNIT[fuel])
    return found


def _seen(name: str, daily: Mapping[Fuel, Floats]) -> SeenUse:
    rng = stream(name, "use")
    length = int(rng.integers(*HISTORY_DAYS))
    first = int(rng.integers(0, LAST_DAYS - length))
    habits = np.exp(rng.normal(0.0, HABIT_SPREAD, LAST_DAYS // HABIT_DAYS + 1)).repeat(HABIT_DAYS)
    bills: dict[Fuel, Sequence[Row]] = {}
    days: dict[Fuel, Sequence[Row]] = {}
    for fuel, amounts in daily.items():
        noise = rng.lognormal(-(DAY_NOISE**2) / 2.0, DAY_NOISE, amounts.size)
        lived = amounts[:LAST_DAYS] * noise[:LAST_DAYS] * habits[:LAST_DAYS]
        if not np.abs(amounts).sum() > 1.0:
            continue
        part = lived[first : first + length]
        if fuel in METERED:
            bills[fuel] = _bills(part, FIRST_DAY + first, rng, fuel)
            days[fuel] = _days(part, FIRST_DAY + first, rng)
        else:
            bills[fuel] = days[fuel] = _deliveries(part, FIRST_DAY + first, rng)
    return SeenUse(bills, days)


def _days(amounts: Floats, first_day: int, rng: np.random.Generator) -> tuple[Row, ...]:
    missing = rng.random(amounts.size) < MISSING_DAY
    outage, begins, lasts = rng.random() < OUTAGE, rng.integers(0, amounts.size), rng.integers(*OUTAGE_DAYS)
    if outage:
        missing[begins : begins + lasts] = True
    return tuple(
        (_iso(first_day + day), _iso(first_day + day + 1), round(float(amount), 2))
        for day, amount in enumerate(amounts)
        if not missing[day]
    )


def _bills(amounts: Floats, first_day: int, rng: np.random.Generator, fuel: Fuel) -> tuple[Row, ...]:
    """Bills one after the other, whole units; an estimate is made good by the next bill, a lost one is missing."""
    rows: list[Row] = []
    start, owed = 0, 0.0
    for days, lost, estimated, off in _draws(rng, amounts.size, BILL_DAYS):
        end = start + days
        if end > amounts.size:
            break
        due = float(amounts[start:end].sum()) + owed
        billed = due * (1.0 + off) if estimated else due
        owed = due - billed
        if not lost:
            billed = billed if fuel is Fuel.ELECTRICITY else max(billed, 0.0)
            rows.append((_iso(first_day + start), _iso(first_day + end), float(round(billed))))
        start = end
    return tuple(rows)


def _draws(rng: np.random.Generator, days: int, lengths: tuple[int, int]) -> Iterator[tuple[int, bool, bool, float]]:
    """Length, lost, estimated and the estimate's error of each bill that might fit into so many days."""
    for _ in range(days // lengths[0] + 1):
        lost, estimated = rng.random(2)
        length, off = int(rng.integers(*lengths)), float(rng.normal(0.0, ESTIMATE_SPREAD))
        yield length, bool(lost < LOST_BILL), bool(estimated < ESTIMATED), off


def _deliveries(amounts: Floats, first_day: int, rng: np.random.Generator) -> tuple[Row, ...]:
    """Tanks filled up now and then: each delivery is what was used since the last."""
    rows: list[Row] = []
    start = 0
    while (end := start + int(rng.integers(*DELIVERY_DAYS))) <= amounts.size:
        filled = max(float(amounts[start:end].sum()), 0.0)
        rows.append((_iso(first_day + start), _iso(first_day + end), float(round(filled))))
        start = end
    return tuple(rows)


def _iso(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()
