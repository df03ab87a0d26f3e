"""A believable street made by code from a seed: homes, the weather around them, and what their meters said.

For demonstrations and tests. No home on it exists; its stock, weather and habits are those of their modules, its
energy is an hourly heat balance. The same seed gives the same street. Nothing is written and no clock is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from models.house.envelope import envelopes, is_heat_pump
from models.house.facts import Cooling, HeatingSystem, HomeFacts
from models.house.hotwater_plugs import (
    BASE_KWH_DAY,
    BASE_LITRES_DAY,
    PERSON_KWH_DAY,
    PERSON_LITRES_DAY,
    Hours,
    calendar,
    car_kwh,
    hot_water_kwh,
    plug_kwh,
)
from models.house.local_time import day_edges, hour_starts, local_hours
from models.house.meter import Flaws, Spans, daily_sums, electricity_series, gas_series
from models.house.simulate import Comfort, Plant, PlantUse, plant_use, simulate
from models.house.street_homes import Kind, TrueHome, kinds_of, lots_of, true_home
from models.house.street_words import as_told, description
from models.house.sun import on_plane, sun_at
from models.house.synthetic_weather import HourlyWeather, synthetic_weather
from models.quantities import MJ_PER_KWH, MJ_PER_UNIT, Flow, Fuel
from models.series import DailyTemperature, Floats, Ints, UsageSeries

M3_PER_KWH: Final = MJ_PER_KWH / MJ_PER_UNIT[Fuel.NATURAL_GAS]
NIGHT: Final = (22, 6)
"""Local hours in which the night setpoint holds: eight of them (S80)."""
INDOORS: Final = 0.9
"""Share of plugs and lights whose warmth stays inside."""
PERSON_W: Final = 45.0
"""Warmth of a person at home half the time (S80's occupancy)."""
TANK_EFFICIENCY: Final = {Fuel.NATURAL_GAS: 0.57, Fuel.ELECTRICITY: 0.9}
SOLAR_LEFT: Final = 0.82
"""What is left of the sun on the panels after heat, dirt, wiring and inverter (S95)."""
SOLAR_TILT_DEG: Final = 27.0
COOLING_MONTHS: Final = (5, 9)
NO_COOLING_C: Final = 99.0
AWAY_SHARE: Final = 0.3
FORMER_USE: Final = 0.7
"""What the people who lived there before used, of what the present ones do."""
LITTLE_DATA_DAYS: Final = 61


@dataclass(frozen=True, slots=True)
class StreetHome:
    """One home: what its resident says, what its meters said, and what is special about it.

    `received` is what a solar home sent back. `gas` is None without a gas account. `moved_in`: the present
    household's first day when others lived there before. `described` in English and in French.
    """

    id: str
    kinds: frozenset[Kind]
    facts: HomeFacts
    described: tuple[str, str]
    moved_in: date | None
    electricity: UsageSeries
    received: UsageSeries | None
    gas: UsageSeries | None
    truth: TrueHome


@dataclass(frozen=True, slots=True)
class Street:
    """Homes over whole local days from `first_day` to `last_day`, with their hourly weather."""

    seed: int
    first_day: date
    last_day: date
    homes: tuple[StreetHome, ...]
    weather: HourlyWeather

    @property
    def daily_temperature(self) -> DailyTemperature:
        """Mean temperature of each local day."""
        edges = day_edges(self.first_day, self.last_day)
        hours = np.diff(edges) / 3600
        means = daily_sums(self.weather.starts, edges, self.weather.temperature_c) / hours
        return DailyTemperature((self.first_day - date(1970, 1, 1)).days, means)


@dataclass(frozen=True, slots=True)
class _Use:
    """kWh each hour [hours, homes]; gas in kWh of heat value."""

    electricity: Floats
    gas: Floats
    solar: Floats


def make_street(seed: int, homes: int = 60, *, first_day: date, last_day: date) -> Street:
    """The street of that seed over the local days from first to last, both included.

    ValueError when there is no home or no day. Sixty homes over two years take a few seconds and some 150 MB while
    they are made.
    """
    if homes < 1 or last_day < first_day:
        raise ValueError("a street has at least one home and one day")
    starts, edges = hour_starts(first_day, last_day), day_edges(first_day, last_day)
    weather, hours = synthetic_weather(seed, starts), calendar(local_hours(starts))
    drawn = zip(lots_of(seed, homes), kinds_of(seed, homes), strict=True)
    people = [true_home(lot, kinds, _rng(seed, 1, place)) for place, (lot, kinds) in enumerate(drawn)]
    moves = [_move_in(home, first_day, last_day, _rng(seed, 2, place)) for place, home in enumerate(people)]
    use = _use(seed, people, moves, (first_day, weather, hours))
    made = [_street_home(seed, place, home, moves[place], (starts, edges), use) for place, home in enumerate(people)]
    return Street(seed, first_day, last_day, tuple(made), weather)


def _use(
    seed: int, people: Sequence[TrueHome], moves: Sequence[date | None], around: tuple[date, HourlyWeather, Hours]
) -> _Use:
    first_day, weather, hours = around
    shape = (hours.day.size, len(people))
    plugs, water, cars, solar = (np.zeros(shape) for _ in range(4))
    for place, home in enumerate(people):
        rng, count = _rng(seed, 3, place), float(home.facts.occupants or 1)
        presence = _presence(hours, moves[place], first_day, rng)
        plugs[:, place] = plug_kwh(hours, home.use * (BASE_KWH_DAY + PERSON_KWH_DAY * count), presence, rng)
        litres = home.use * (BASE_LITRES_DAY + PERSON_LITRES_DAY * count)
        water[:, place] = hot_water_kwh(hours, litres, presence, rng)
        if home.car_kwh_day:
            cars[:, place] = car_kwh(hours, home.car_kwh_day, home.plug_in_hour, rng)
        solar[:, place] = _solar_kwh(home, weather)
    plant = _heating_and_cooling(people, plugs, weather, hours)
    return _by_meter(people, plugs + cars, water, solar, plant)


def _heating_and_cooling(people: Sequence[TrueHome], plugs: Floats, weather: HourlyWeather, hours: Hours) -> PlantUse:
    facts = [home.facts for home in people]
    shells = envelopes(facts, [home.facing_deg for home in people])
    occupants = np.array([float(each.occupants or 1) for each in facts])
    gains = plugs * INDOORS * 1000.0 + occupants * PERSON_W
    month = (hours.day_of_year // 30.5).astype(np.int64) + 1
    season = (month >= COOLING_MONTHS[0]) & (month <= COOLING_MONTHS[1])
    comfort = Comfort(_setpoints(facts), np.array([home.cooling_c for home in people]), season)
    balance = simulate(shells, comfort, weather, hours.hour_of_day, gains)
    return plant_use(_plant(facts, shells.heat_w), balance, weather)


def _by_meter(people: Sequence[TrueHome], plugs: Floats, water: Floats, solar: Floats, plant: PlantUse) -> _Use:
    """Which meter sees what: fuel for heat and hot water on the gas meter or not metered, the rest electric."""

    def burns(fuel: Fuel) -> Floats:
        return np.array([home.facts.heating_fuel is fuel for home in people], dtype=float)

    def warms(fuel: Fuel) -> Floats:
        return np.array([home.facts.hot_water_fuel is fuel for home in people]) / TANK_EFFICIENCY[fuel]

    heat = plant.heating_kwh
    gas = heat * burns(Fuel.NATURAL_GAS) + water * warms(Fuel.NATURAL_GAS)
    electric = heat * burns(Fuel.ELECTRICITY) + water * warms(Fuel.ELECTRICITY)
    return _Use(plugs + plant.fan_kwh + plant.cooling_kwh + electric, gas, solar)


def _plant(facts: Sequence[HomeFacts], heat_w: Floats) -> Plant:
    pumps = np.array([is_heat_pump(each) for each in facts])
    ducts = np.array([each.heating_system in (HeatingSystem.FURNACE, HeatingSystem.HEAT_PUMP) for each in facts])
    room = np.array([each.cooling is Cooling.ROOM for each in facts])
    percent = np.array([each.heating_efficiency_pct or 80.0 for each in facts])
    return Plant(
        efficiency=percent / 100.0,
        heat_pump=pumps,
        rated_heat_w=heat_w * 0.7,
        fan_share=np.where(ducts, 0.03, 0.0),
        cooling_cop=np.where(room, 2.7, 3.2),
    )


def _setpoints(facts: Sequence[HomeFacts]) -> Floats:
    hour = np.arange(24)[:, None]
    night = (hour >= NIGHT[0]) | (hour < NIGHT[1])
    by_day = np.array([each.setpoint_day_c or 21.0 for each in facts])
    by_night = np.array([each.setpoint_night_c or 18.0 for each in facts])
    return np.where(night, by_night, by_day)


def _solar_kwh(home: TrueHome, weather: HourlyWeather) -> Floats:
    """What the panels give, kWh [hours]; they lie on the roof slope nearest to south."""
    if not home.solar_kw:
        return np.zeros(weather.starts.size)
    turned = (home.facing_deg + 90.0) % 180.0 - 90.0
    sun = on_plane(sun_at(weather.starts + 1800), weather.ghi_w_m2, SOLAR_TILT_DEG, turned)
    return home.solar_kw * SOLAR_LEFT * sun / 1000.0


def _presence(hours: Hours, moved_in: date | None, first_day: date, rng: np.random.Generator) -> Floats:
    """How much of the usual is done each hour: less by those before, nothing on holidays away."""
    presence = np.ones(hours.day.size)
    if moved_in is not None:
        presence[hours.day < (moved_in - first_day).days] = FORMER_USE
    for year in range(int(hours.day[-1]) // 365 + 1):
        if rng.random() < AWAY_SHARE:
            leaves, days = 365 * year + int(rng.integers(150, 340)), int(rng.integers(6, 16))
            presence[(hours.day >= leaves) & (hours.day < leaves + days)] = 0.03
    return presence


def _move_in(home: TrueHome, first_day: date, last_day: date, rng: np.random.Generator) -> date | None:
    if Kind.MOVED_IN not in home.kinds:
        return None
    days = (last_day - first_day).days
    return first_day + timedelta(days=int(rng.integers(days // 3, max(days // 3 + 1, 2 * days // 3))))


def _street_home(
    seed: int, place: int, home: TrueHome, moved_in: date | None, times: tuple[Ints, Ints], use: _Use
) -> StreetHome:
    starts, edges = times
    days = edges.size - 1
    hourly, daily = _flaws(home, starts, edges, _rng(seed, 4, place))
    net = use.electricity[:, place] - use.solar[:, place]
    gas_m3 = daily_sums(starts, edges, use.gas[:, place]) * M3_PER_KWH if home.has_gas else np.zeros(days)
    solar = Kind.SOLAR in home.kinds
    return StreetHome(
        id=f"h{place + 1:02d}",
        kinds=home.kinds,
        facts=as_told(home, _rng(seed, 5, place)),
        described=description(home.facts, home.kinds),
        moved_in=moved_in,
        electricity=electricity_series(starts, np.maximum(net, 0.0), Flow.DELIVERED, hourly),
        received=electricity_series(starts, np.maximum(-net, 0.0), Flow.RECEIVED, hourly) if solar else None,
        gas=gas_series(edges, gas_m3, daily) if home.has_gas else None,
        truth=home,
    )


def _flaws(home: TrueHome, starts: Ints, edges: Ints, rng: np.random.Generator) -> tuple[Flaws, Flaws]:
    """The record's flaws on the hourly and on the daily meter: the same weeks, by place."""
    days = edges.size - 1
    first = max(0, days - LITTLE_DATA_DAYS) if Kind.LITTLE_DATA in home.kinds else 0
    missing = _runs(rng, days, int(rng.integers(1, 4)), (7, 29)) if Kind.GAPS in home.kinds else ()
    guessed = _runs(rng, days, int(rng.integers(2, 5)), (10, 46)) if Kind.ESTIMATED in home.kinds else ()

    def hours(runs: Spans) -> Spans:
        places = np.searchsorted(starts, edges)
        return tuple((int(places[start]), int(places[end])) for start, end in runs)

    return Flaws(hours(missing), hours(guessed), int(np.searchsorted(starts, edges[first]))), Flaws(
        missing, guessed, first
    )


def _runs(rng: np.random.Generator, days: int, count: int, length: tuple[int, int]) -> Spans:
    """So many runs of days, one in each equal part of the record, so that none overlap."""
    part = days // count
    runs = []
    for each in range(count):
        lasts = min(int(rng.integers(*length)), max(1, part - 1))
        start = each * part + int(rng.integers(0, max(1, part - lasts)))
        runs.append((start, min(days, start + lasts)))
    return tuple(runs)


def _rng(seed: int, what: int, place: int) -> np.random.Generator:
    """One stream of chance for each home and matter, so that changing one leaves the others as they were."""
    return np.random.default_rng([seed, 17, what, place])
