"""A year of many homes hour by hour: what each end use takes in each month, by fuel, and where the heat went.

`simulate_year` is the only way in. Compiled (`hourly_loop`), homes shared out over threads; the result does not depend
on their number or on the order of homes. Nothing random, nothing stored, no clock.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.house import hourly_loop as loop
from models.house.shell import loop_columns
from models.house.simulated_homes import FACES, FUELS, SimulatedHomes
from models.house.simulated_year import SimulatedYear
from models.quantities import MJ_PER_KWH, MJ_PER_UNIT, Fuel
from models.series import Floats, Ints

BLOCK: Final = 16
"""Homes a thread takes at a time."""
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Prices:
    """What an hour's electricity costs [8760] and what the fuel costs, cents per kWh: hybrids decide by them."""

    power_cents_kwh: Floats
    fuel_cents_kwh: float


@dataclass(frozen=True, slots=True)
class HeatFlows:
    """Where a year's heat went and came from, kWh [homes]; negative losses are gains.

    Lost: walls, roof, glass (windows, doors, floors over air), air, the foundation above and below grade. Got: sun,
    people and things, heating. Taken: cooling, open windows. `stored`: left in the building at the end. Besides:
    `air_w_k` mean W/K of air let through, `degree_hours` K·h indoors over outdoors, `peak_w` most heat in an hour.
    """

    walls: Floats
    roof: Floats
    glass: Floats
    air: Floats
    foundation_air: Floats
    soil: Floats
    sun: Floats
    inside: Floats
    heating: Floats
    cooling: Floats
    airing: Floats
    stored: Floats
    air_w_k: Floats
    degree_hours: Floats
    peak_w: Floats

    @property
    def unbalanced(self) -> Floats:
        """What the books miss, kWh [homes]: nothing but rounding."""
        got = self.sun + self.inside + self.heating - self.cooling - self.airing
        lost = self.walls + self.roof + self.glass + self.air + self.foundation_air + self.soil
        return got - lost - self.stored


@dataclass(frozen=True, slots=True)
class YearUse:
    """A simulated year [homes, 12 months], kWh of fuel or current as it is bought, `heat` and `water_heat` useful.

    `hourly` where asked for: [homes, 8760, 5] in kWh: drawn from the grid, sent to it, fuel for heat, water, cooking.
    """

    heat_fuel: Floats
    heat_power: Floats
    fan_power: Floats
    cool_power: Floats
    water_fuel: Floats
    water_power: Floats
    plug_power: Floats
    vent_power: Floats
    cook_fuel: Floats
    pv_made: Floats
    pv_sent: Floats
    heat: Floats
    water_heat: Floats
    heats_with: Ints
    water_with: Ints
    flows: HeatFlows
    hourly: NDArray[np.float64] | None

    @property
    def electricity_used(self) -> Floats:
        """All that runs on electricity, kWh [homes, 12]."""
        parts = (self.heat_power, self.fan_power, self.cool_power, self.water_power, self.plug_power, self.vent_power)
        return np.sum(parts, axis=0)  # type: ignore[no-any-return]

    @property
    def electricity_drawn(self) -> Floats:
        """What the meter counts from the grid, kWh [homes, 12]."""
        return self.electricity_used - (self.pv_made - self.pv_sent)

    def fuel(self, fuel: Fuel) -> Floats:
        """A fuel bought each month in its own unit (kWh, m³, L, cords) [homes, 12]; electricity from the grid."""
        if fuel is Fuel.ELECTRICITY:
            return self.electricity_drawn
        number = FUELS.index(fuel)
        kwh = self.heat_fuel * (self.heats_with == number)[:, None]
        kwh = kwh + self.water_fuel * (self.water_with == number)[:, None]
        if fuel is Fuel.NATURAL_GAS:
            kwh = kwh + self.cook_fuel
        amount: Floats = kwh * (MJ_PER_KWH / MJ_PER_UNIT[fuel])
        return amount

    def fuels(self) -> dict[Fuel, Floats]:
        """Every fuel's year in its own unit [homes]; electricity net of what is sent to the grid."""
        year = {fuel: self.fuel(fuel).sum(axis=1) for fuel in FUELS}
        return year | {Fuel.ELECTRICITY: year[Fuel.ELECTRICITY] - self.pv_sent.sum(axis=1)}


def simulate_year(
    homes: SimulatedHomes,
    year: SimulatedYear,
    *,
    prices: Prices | None = None,
    hourly: bool = False,
    threads: int = 2,
) -> YearUse:
    """The homes' year. Without prices a hybrid that decides by price runs its heat pump always. ValueError as numpy's.

    Hours take 350 kB a home: ask for them for the homes that need them.
    """
    columns, hours = loop_columns(homes), year_columns(year, prices)
    size = len(homes)
    sums = np.zeros((size, MONTHS, loop.SUMS))
    totals = np.zeros((size, loop.TOTALS))
    each_hour = np.zeros((size if hourly else 0, hours.shape[0], loop.HOUR_COLUMNS))

    def block(first: int) -> None:
        loop.simulate_block(columns, hours, first, min(first + BLOCK, size), sums, totals, each_hour)

    starts = range(0, size, BLOCK)
    if threads == 1 or len(starts) == 1:
        for first in starts:
            block(first)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(block, starts))
    return _use(homes, columns, hours, sums, totals, each_hour if hourly else None)


def _use(
    homes: SimulatedHomes, columns: Floats, hours: Floats, sums: Floats, totals: Floats, hourly: Floats | None
) -> YearUse:
    """The loop's sums as end uses: what follows from a home's columns and the year alone is worked out here."""
    month = hours[:, loop.Y_MONTH].astype(np.int64)
    length = np.bincount(month, minlength=MONTHS) / 1000.0

    def monthly(values: Floats) -> Floats:
        return np.asarray(np.bincount(month, weights=values, minlength=MONTHS), dtype=np.float64)

    def column(name: int) -> Floats:
        return columns[:, name : name + 1]

    plugs = monthly(hours[:, loop.Y_PLUG])[None, :]
    drawn = monthly(hours[:, loop.Y_WATER] * (loop.WATER_C - hours[:, loop.Y_MAINS]))[None, :]
    sun_on = np.stack([monthly(hours[:, loop.Y_PV + face]) for face in range(FACES)])
    heat, cold = sums[:, :, loop.HEAT], sums[:, :, loop.COLD] / 1000.0
    burned = (heat - sums[:, :, loop.PUMPED]) / column(loop.EFFICIENCY)
    water, power = sums[:, :, loop.WATER] / 1000.0, column(loop.WATER_ELECTRIC)
    return YearUse(
        heat_fuel=burned * (1.0 - column(loop.ELECTRIC)) + column(loop.PILOT) * length,
        heat_power=sums[:, :, loop.PUMP_POWER] + burned * column(loop.ELECTRIC),
        fan_power=column(loop.FAN) * (heat + cold),
        cool_power=cold * loop.LATENT / column(loop.COOL_COP),
        water_fuel=water * (1.0 - power),
        water_power=water * power,
        plug_power=(column(loop.PLUGS) + column(loop.OUTDOOR)) * plugs,
        vent_power=column(loop.VENT_FAN) * length,
        cook_fuel=column(loop.COOKING) * plugs,
        pv_made=column(loop.PV_KW) * sun_on[homes.pv_facing],
        pv_sent=sums[:, :, loop.SENT],
        heat=heat,
        water_heat=column(loop.LITRES) * (1.0 - column(loop.DRAIN)) * drawn * loop.WH_PER_LITRE_K / 1000.0,
        heats_with=homes.heat_fuel,
        water_with=homes.water_fuel,
        flows=_flows(columns, hours, sums, totals),
        hourly=hourly,
    )


def _flows(columns: Floats, hours: Floats, sums: Floats, totals: Floats) -> HeatFlows:
    count = hours.shape[0]
    year = hours.sum(axis=0)
    air, base = totals[:, loop.AIR_SUM], totals[:, loop.BASE_SUM]
    facing = columns[:, loop.FACING].astype(np.int64)
    turned = ((loop.SUN, 0), (loop.SUN_RIGHT, 2), (loop.SUN_BACK, 4), (loop.SUN_LEFT, 6))
    sun = sum(columns[:, glass] * year[loop.Y_SUN + (facing + turn) % FACES] for glass, turn in turned)
    soil = year[loop.Y_SOIL] + columns[:, loop.SWING] * year[loop.Y_WAVE]
    in_wh = (
        columns[:, loop.WALL] * (air - year[loop.Y_WALL]),
        columns[:, loop.ROOF] * (air - year[loop.Y_ROOF]),
        columns[:, loop.GLASS] * (air - year[loop.Y_AIR]),
        totals[:, loop.AIR_LOST],
        columns[:, loop.BASE_AIR] * (base - year[loop.Y_AIR]),
        columns[:, loop.BASE_SOIL] * (base - soil),
        sun,
        totals[:, loop.INSIDE],
        1000.0 * sums[:, :, loop.HEAT].sum(axis=1) * (1.0 - columns[:, loop.DUCTS]),
        sums[:, :, loop.COLD].sum(axis=1),
        totals[:, loop.AIRED],
        totals[:, loop.STORED],
    )
    others = (totals[:, loop.AIR_W_K] / count, totals[:, loop.DEGREE_HOURS], totals[:, loop.PEAK_W])
    every = [*(values / 1000.0 for values in in_wh), *others]
    return HeatFlows(*every)


def year_columns(year: SimulatedYear, prices: Prices | None) -> Floats:
    """The year as the loop reads it [8760, YEAR_COLUMNS]."""
    hours = np.zeros((year.air_c.size, loop.YEAR_COLUMNS))
    for column, values in (
        (loop.Y_AIR, year.air_c),
        (loop.Y_WALL, year.wall_c),
        (loop.Y_ROOF, year.roof_c),
        (loop.Y_WIND2, year.wind_m_s**2),
        (loop.Y_SOIL, year.soil_mean_c),
        (loop.Y_WAVE, year.soil_wave_c),
        (loop.Y_MAINS, year.mains_c),
        (loop.Y_PLUG, year.plug_share),
        (loop.Y_WATER, year.water_share),
        (loop.Y_HOME, year.home_share),
        (loop.Y_CLOCK, year.clock_hour),
        (loop.Y_MONTH, year.month),
        (loop.Y_POWER_CENTS, 0.0 if prices is None else prices.power_cents_kwh),
        (loop.Y_FUEL_CENTS, 1.0 if prices is None else prices.fuel_cents_kwh),
    ):
        hours[:, column] = values
    hours[:, loop.Y_SUN : loop.Y_SUN + 8] = year.sun_w_m2
    hours[:, loop.Y_PV : loop.Y_PV + 8] = year.pv_kwh
    return hours
