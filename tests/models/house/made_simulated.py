"""Simple simulated homes and years for tests: a box that is easy to work out by hand."""

from __future__ import annotations

import numpy as np

from models.house.archetypes import archetypes
from models.house.simulated_homes import Foundation, HeatMaker, SimulatedHomes, fuel_number
from models.house.simulated_year import SimulatedYear, typical_simulated_year
from models.quantities import Fuel

HOURS = 8760


def box(count: int = 1, **columns: object) -> SimulatedHomes:
    """Homes that only lose heat through walls: no ground, leaks, people, sun or equipment in the way."""
    homes = archetypes().at(np.zeros(count, dtype=np.int64))
    plain: dict[str, object] = {
        "window_m2": 0.0,
        "door_w_k": 0.0,
        "exposed_floor_w_k": 0.0,
        "header_w_k": 0.0,
        "ceiling_m2": 0.0,
        "foundation": int(Foundation.SLAB),
        "basement_m2": 0.0,
        "basement_wall_m2": 0.0,
        "ach50": 0.0,
        "flue": 0.0,
        "vent_l_s": 0.0,
        "vent_recovery": 0.0,
        "occupants": 0.0,
        "plug_kwh_day": 0.0,
        "outdoor_kwh_day": 0.0,
        "water_l_day": 0.0,
        "water_standby": 0.0,
        "heat_day_c": 20.0,
        "heat_night_c": 20.0,
        "heat_maker": int(HeatMaker.FURNACE),
        "heat_fuel": fuel_number(Fuel.NATURAL_GAS),
        "efficiency": 0.8,
        "pilot_w": 0.0,
        "heat_w": 1e6,
        "cool_w": 0.0,
    }
    return homes.where(np.ones(count, dtype=bool), **{**plain, **columns})  # type: ignore[arg-type]


def steady(air_c: float = 0.0) -> SimulatedYear:
    """A year of one temperature, dark and without wind."""
    year = typical_simulated_year()
    still = np.zeros(HOURS)
    same = np.full(HOURS, air_c)
    return SimulatedYear(
        air_c=same,
        wall_c=same,
        roof_c=same,
        wind_m_s=still,
        sun_w_m2=np.zeros((HOURS, 8)),
        pv_kwh=np.zeros((HOURS, 8)),
        soil_mean_c=air_c,
        soil_wave_c=still,
        mains_c=year.mains_c,
        plug_share=year.plug_share,
        water_share=year.water_share,
        home_share=year.home_share,
        clock_hour=year.clock_hour,
        month=year.month,
    )
