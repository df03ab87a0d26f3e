"""Makes `data/end_use_hours.csv`: when Durham's homes heat, cool, wash, light and make power, simulated hour by hour.

Run it after the hourly simulation or the stock has changed: `.venv/bin/python -m models.money.simulated_hours`. Homes
of the stock, seeded, in Oshawa's typical year. An end use of electricity is the difference between two runs of the
same homes that differ in nothing else. Never imported by what gives advice.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import numpy as np

from models.house import hourly_loop as loop
from models.house.hourly import simulate_year
from models.house.local_time import local_hours
from models.house.simulated_homes import HeatMaker, PumpKind, SimulatedHomes, WaterHeater, fuel_number
from models.house.simulated_year import SimulatedYear, typical_simulated_year
from models.house.stock_sample import stock_sample
from models.house.weather import FIRST_DAY
from models.measures.work import work
from models.money.hours import DAY_KINDS, HOURS, MONTHS, SIMULATED, EndUse, cells_of
from models.quantities import Fuel
from models.series import Floats

SEED: Final = 20261
HOMES: Final = 128
ROOFS: Final = {2: 0.15, 3: 0.2, 4: 0.3, 5: 0.2, 6: 0.15}
"""Which way panels look, numbers as `SimulatedHomes.facing`: from east over south to west (our judgement)."""
DECIMALS: Final = 7
_STARTS: Final = FIRST_DAY * 86_400 + 5 * 3600 + np.arange(8760) * 3600


def main() -> int:
    """The file is as the simulation says."""
    target = Path(__file__).parent / "data" / "end_use_hours.csv"
    target.write_text(table(simulated()), encoding="utf-8")
    return 0


def simulated(homes: int = HOMES) -> dict[EndUse, Floats]:
    """The hours of each simulated end use over all homes, by month, kind of day and local hour [12, 2, 24]."""
    year = typical_simulated_year("Oshawa")
    gas = _with_gas_furnaces(stock_sample(SEED, homes).homes)
    plain = _hours(gas, year)
    pumped = _with_pump(gas, "HVAC-ASHP-D")
    hybrid = _with_pump(gas, "HVAC-ASHP-HYB")
    uncooled = gas.where(np.ones(homes, dtype=bool), cool_w=0.0)
    drawn = plain[:, loop.GRID_DRAWN]
    found = {
        EndUse.HEATING: plain[:, loop.HOUR_HEAT_FUEL],
        EndUse.HEAT_PUMP: _hours(pumped, year)[:, loop.GRID_DRAWN] - drawn,
        EndUse.HYBRID: _hours(hybrid, year)[:, loop.GRID_DRAWN] - drawn,
        EndUse.COOLING: drawn - _hours(uncooled, year)[:, loop.GRID_DRAWN],
        EndUse.WATER: plain[:, loop.HOUR_WATER_FUEL],
        EndUse.PLUGS: year.plug_share,
        EndUse.SOLAR: year.pv_kwh[:, list(ROOFS)] @ np.array(list(ROOFS.values())),
    }
    local = local_hours(_STARTS)
    cells = {use: np.maximum(cells_of(local, found[use]), 0.0) for use in SIMULATED}
    return {use: each / each.sum() for use, each in cells.items()}


def table(shapes: dict[EndUse, Floats]) -> str:
    """The shapes as the file's text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["end_use", "month", "days", *(f"h{hour:02d}" for hour in range(HOURS))])
    for use, shape in shapes.items():
        for month in range(MONTHS):
            for kind, days in enumerate(DAY_KINDS):
                writer.writerow([use.value, month + 1, days, *(f"{each:.{DECIMALS}f}" for each in shape[month, kind])])
    return out.getvalue()


def _with_gas_furnaces(homes: SimulatedHomes) -> SimulatedHomes:
    """Every home with a gas furnace, a gas tank and no panels, so that one fuel tells of one end use."""
    everyone = np.ones(len(homes), dtype=bool)
    return homes.where(
        everyone,
        heat_fuel=fuel_number(Fuel.NATURAL_GAS),
        heat_maker=int(HeatMaker.FURNACE),
        efficiency=np.clip(homes.efficiency, 0.8, 0.97),
        pump_kind=int(PumpKind.NONE),
        pilot_w=0.0,
        water_heater=int(WaterHeater.TANK),
        water_fuel=fuel_number(Fuel.NATURAL_GAS),
        water_factor=0.6,
        pv_kw=0.0,
    )


def _with_pump(homes: SimulatedHomes, measure_id: str) -> SimulatedHomes:
    """With the heat pump of a measure for heat alone; they cool as before."""
    everyone = np.ones(len(homes), dtype=bool)
    pumped = work(homes, [measure_id]).homes
    return pumped.where(everyone, cool_w=homes.cool_w, cooling_cop=homes.cooling_cop)


def _hours(homes: SimulatedHomes, year: SimulatedYear) -> Floats:
    """What the homes together take each hour of standard time [8760, columns of the loop], kWh."""
    hourly = simulate_year(homes, year, hourly=True).hourly
    if hourly is None:
        raise ValueError("no hours were simulated")
    summed: Floats = hourly.sum(axis=0)
    return summed


if __name__ == "__main__":
    raise SystemExit(main())
