"""Simulated home-years a second: the compiled loop beside the same kind of balance in plain NumPy.

    python benchmarks/home_years.py [--homes 4000] [--numpy-homes 1000] [--threads 2]

Ours: `models.house.hourly` (three temperatures a home, basement and ground, wind and stack, hot water, heat pumps,
solar roofs; months by end use) on homes of Durham's stock. Beside it `models.house.simulate` (one temperature a home,
NumPy over homes, hour by hour), which the demonstration street uses: it does less an hour. On the machine's own cores;
wall time and processor time are told apart, because a busy machine shows in the first only. Compiling is not counted.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from models.house import hourly_loop as loop
from models.house.envelope import Envelopes
from models.house.hourly import simulate_year
from models.house.shell import loop_columns
from models.house.simulate import Comfort, simulate
from models.house.simulated_homes import SimulatedHomes
from models.house.simulated_year import SimulatedYear, typical_simulated_year
from models.house.stock_sample import stock_sample
from models.house.synthetic_weather import HourlyWeather

SEED = 11
FIRST_HOUR = 1_735_707_600
CHUNK = 250


def main() -> int:
    """Print both speeds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=4000)
    parser.add_argument("--numpy-homes", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    year = typical_simulated_year()
    homes = stock_sample(SEED, options.homes).homes
    simulate_year(homes.at(slice(0, 2)), year)
    ours = timed(lambda: simulate_year(homes, year, threads=options.threads), options.homes)
    some = homes.at(slice(0, options.numpy_homes))
    plain = timed(lambda: in_numpy(some, year), len(some))
    print(f"{'':28s}{'home-years/s':>14s}{'per processor-s':>18s}")
    print(f"{f'compiled, {options.threads} threads':28s}{ours[0]:14,.0f}{ours[1]:18,.0f}")
    print(f"{'plain NumPy, one thread':28s}{plain[0]:14,.0f}{plain[1]:18,.0f}")
    print(f"{'ratio':28s}{ours[0] / plain[0]:14.1f}{ours[1] / plain[1]:18.1f}")
    return 0


def timed(run: Callable[[], None], homes: int) -> tuple[float, float]:
    """Home-years a second of wall time and of processor time, the best of three runs."""
    best = (0.0, 0.0)
    for _ in range(3):
        wall, used = time.perf_counter(), time.process_time()
        run()
        best = max(best, (homes / (time.perf_counter() - wall), homes / (time.process_time() - used)))
    return best


def in_numpy(homes: SimulatedHomes, year: SimulatedYear) -> None:
    """The street's balance for these homes, in chunks that fit in memory."""
    for first in range(0, len(homes), CHUNK):
        part = homes.at(slice(first, first + CHUNK))
        columns = loop_columns(part)
        loss = columns[:, [loop.WALL, loop.ROOF, loop.GLASS, loop.BASE_AIR, loop.BASE_SOIL]].sum(axis=1)
        glass = columns[:, [loop.SUN, loop.SUN_RIGHT, loop.SUN_BACK, loop.SUN_LEFT]].T
        mass = columns[:, [loop.AIR_WH, loop.MASS_WH, loop.BASE_WH]].sum(axis=1)
        leak = part.ach50 / 20.0 * part.volume_m3 * 0.335
        shells = Envelopes(loss, leak, mass, glass, columns[:, loop.HEAT_W], columns[:, loop.COOL_W])
        starts = FIRST_HOUR + 3600 * np.arange(year.air_c.size)
        weather = HourlyWeather(starts, year.air_c, year.sun_w_m2[:, 4], year.wind_m_s)
        hour = np.arange(24)[:, None]
        setpoints = np.where((hour >= 22) | (hour < 6), part.heat_night_c, part.heat_day_c)
        comfort = Comfort(setpoints, part.cool_c, np.ones(year.air_c.size, dtype=bool))
        gains = 1000.0 * part.plug_kwh_day * year.plug_share[:, None] + 100.0
        simulate(shells, comfort, weather, year.clock_hour, gains)


if __name__ == "__main__":
    raise SystemExit(main())
