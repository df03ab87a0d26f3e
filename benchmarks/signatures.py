"""How often signs in hourly electricity are right: simulated homes of which it is known what runs in them.

    python benchmarks/signatures.py [--seeds 11,12,13,14,15,16] [--stock 300]

Two sets. *Street*: made-up streets of sixty homes over two years, with noise, gaps, estimates, cars at 7.2 kW, panels
and electric heat (`models.house.street`); this file adds slow chargers (3.3 and 3.8 kW), pumps of pools and, to lead
astray, dehumidifiers and hot tubs, to homes drawn by the seed. *Stock*: homes of Durham's mix from another simulator
(`models.house.hourly`), heat pumps and baseboards among them, with noise of days and hours. The limits of
`models.shapes.signatures` were set on seeds 1 to 6, which are refused here. The same seeds give the same figures.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from models.house import hourly_loop as loop  # noqa: E402
from models.house.hotwater_plugs import DAY_NOISE, HOUR_NOISE  # noqa: E402
from models.house.hourly import simulate_year  # noqa: E402
from models.house.seen_use import lived_years  # noqa: E402
from models.house.simulated_homes import PumpKind, fuel_number  # noqa: E402
from models.house.stock_sample import stock_sample  # noqa: E402
from models.house.street import make_street  # noqa: E402
from models.house.weather import FIRST_DAY  # noqa: E402
from models.quantities import Fuel  # noqa: E402
from models.series import DailyTemperature  # noqa: E402
from models.shapes.hours import HourlyDays, days_of_hours, days_of_series  # noqa: E402
from models.shapes.notable import notice  # noqa: E402
from models.shapes.signatures import Sign  # noqa: E402

SET_ON = frozenset({1, 2, 3, 4, 5, 6})
FIRST, LAST = date(2023, 10, 1), date(2025, 9, 30)
POOLS, SLOW_CARS, LED_ASTRAY = 0.15, 0.08, 0.25
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Known:
    """One home's hours and the signs that are true of it."""

    days: HourlyDays
    people: int | None
    truth: frozenset[Sign]


def street(seed: int) -> Iterator[Known]:
    """The homes of a street, some with what streets do not have added."""
    made = make_street(seed, 60, first_day=FIRST, last_day=LAST)
    weather = made.daily_temperature
    rng = np.random.default_rng([seed, 77])
    for home in made.homes:
        series = [home.electricity, *([] if home.received is None else [home.received])]
        days = days_of_series([series], weather)
        if days is None:
            continue
        truth = {
            Sign.SOLAR: home.truth.solar_kw > 0,
            Sign.CAR: home.truth.car_kwh_day > 0,
            Sign.HEAT: home.facts.heating_fuel is Fuel.ELECTRICITY,
            Sign.POOL: False,
        }
        pool, slow, astray = rng.random(3)
        added = np.zeros_like(days.drawn)
        if pool < POOLS:
            truth[Sign.POOL] = True
            added += _pump(days, rng)
        if slow < SLOW_CARS and not truth[Sign.CAR]:
            truth[Sign.CAR] = True
            added += _slow_charger(days, rng)
        if astray < LED_ASTRAY:
            added += _dehumidifier(days, rng) if astray < LED_ASTRAY / 2 else _hot_tub(days, rng)
        yield Known(
            replace(days, drawn=days.drawn + added),
            home.facts.occupants,
            frozenset(sign for sign, there in truth.items() if there),
        )


def stock(seed: int, count: int) -> Iterator[Known]:
    """Homes of Durham's mix in a year that is not the typical one, with noise."""
    homes = stock_sample(seed, count).homes
    year = lived_years("Oshawa", seed)[0]
    weather = DailyTemperature(FIRST_DAY, year.air_c.reshape(-1, 24).mean(axis=1))
    rng = np.random.default_rng([seed, 78])
    for low in range(0, count, AT_ONCE):
        part = homes.at(slice(low, low + AT_ONCE))
        hours = simulate_year(part, year, hourly=True).hourly
        if hours is None:
            raise RuntimeError("hours were asked for")
        for place in range(len(part)):
            noise = np.repeat(rng.lognormal(-(DAY_NOISE**2) / 2, DAY_NOISE, 365), 24)
            noise *= rng.lognormal(-(HOUR_NOISE**2) / 2, HOUR_NOISE, noise.size)
            drawn = hours[place, :, loop.GRID_DRAWN] * (0.4 + 0.6 * noise)
            days = days_of_hours(FIRST_DAY * 24, drawn, hours[place, :, loop.GRID_SENT], weather)
            if days is None:
                continue
            electric = int(part.heat_fuel[place]) == fuel_number(Fuel.ELECTRICITY)
            pumped = int(part.pump_kind[place]) != PumpKind.NONE
            signs = {Sign.HEAT: electric or pumped, Sign.SOLAR: float(part.pv_kw[place]) > 0.0}
            yield Known(days, None, frozenset(sign for sign, there in signs.items() if there))


def count(homes: Iterator[Known]) -> dict[Sign, Counter[str]]:
    """Of each sign: found rightly, missed, found wrongly, rightly not found; homes without a shape are missed."""
    found: dict[Sign, Counter[str]] = {sign: Counter() for sign in Sign}
    for home in homes:
        seen = {signature.sign for signature in notice(home.days, home.people).signs}
        for sign in Sign:
            there = sign in home.truth
            kind = ("found" if sign in seen else "missed") if there else ("wrong" if sign in seen else "none")
            found[sign][kind] += 1
    return found


def show(name: str, counted: dict[Sign, Counter[str]]) -> None:
    """One line a sign."""
    print(f"\n{name:18s} {'with':>5s} {'without':>8s} {'found':>6s} {'wrongly':>8s} {'precision':>10s} {'recall':>7s}")
    for sign, kinds in counted.items():
        there, without = kinds["found"] + kinds["missed"], kinds["wrong"] + kinds["none"]
        named = kinds["found"] + kinds["wrong"]
        precision = f"{kinds['found'] / named:10.0%}" if named else f"{'—':>10s}"
        recall = f"{kinds['found'] / there:7.0%}" if there else f"{'—':>7s}"
        print(f"{sign.value:18s} {there:5d} {without:8d} {kinds['found']:6d} {kinds['wrong']:8d} {precision} {recall}")


def main() -> int:
    """Print both tables."""
    options = _options()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    if SET_ON & set(seeds):
        raise SystemExit(f"seeds {sorted(SET_ON)} are those the limits were set on")
    show("street", count(home for seed in seeds for home in street(seed)))
    show("stock", count(stock(seeds[0], options.stock)))
    return 0


def _pump(days: HourlyDays, rng: np.random.Generator) -> np.ndarray:
    """0.7 to 1.6 kW for 6 to 12 hours every day from some time in May or June to some time in September."""
    opens, closes = rng.integers(130, 165), rng.integers(245, 270)
    start, hours, kw = int(rng.integers(6, 15)), int(rng.integers(6, 13)), rng.uniform(0.7, 1.6)
    on = np.isin(np.arange(24), (start + np.arange(hours)) % 24)
    open_days = (_day_of_year(days) >= opens) & (_day_of_year(days) <= closes)
    return kw * on[None, :] * open_days[:, None]


def _slow_charger(days: HourlyDays, rng: np.random.Generator) -> np.ndarray:
    """3.3 or 3.8 kW from 21, 23 or 0 o'clock for 2 to 5 hours, four nights in ten."""
    kw, start = float(rng.choice([3.3, 3.8])), int(rng.choice([21, 23, 24]))
    charged = np.zeros(days.drawn.size + 48)
    for day in np.flatnonzero(rng.random(days.drawn.shape[0]) < 0.4).tolist():
        begins = 24 * day + start
        charged[begins : begins + int(rng.integers(2, 6))] = kw
    return charged[: days.drawn.size].reshape(days.drawn.shape)


def _dehumidifier(days: HourlyDays, rng: np.random.Generator) -> np.ndarray:
    """0.3 to 0.6 kW most of the time from June to September."""
    runs = rng.random(days.drawn.shape) < 0.7
    return rng.uniform(0.3, 0.6) * runs * ((days.month >= 6) & (days.month <= 9))[:, None]


def _hot_tub(days: HourlyDays, rng: np.random.Generator) -> np.ndarray:
    """A heater of 4 to 5 kW that runs a quarter to half of an hour now and then, more when it is cold."""
    cold = np.clip((18.0 - np.nan_to_num(days.mean_c, nan=8.0)) / 30.0, 0.1, 1.0)
    return rng.uniform(4.0, 5.0) * 0.4 * (rng.random(days.drawn.shape) < 0.25 * cold[:, None])


def _day_of_year(days: HourlyDays) -> np.ndarray:
    dates = (days.first_day + np.arange(days.drawn.shape[0])).astype("datetime64[D]")
    return (dates - dates.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64) + 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="11,12,13,14,15,16", help="streets, by comma")
    parser.add_argument("--stock", type=int, default=300, help="homes of the stock")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
