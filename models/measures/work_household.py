"""Hot water, plugs, cooking, the pool, panels on the roof, as changed columns of simulated homes.

Where a measure stands for many things, the reference's typical saving is taken, no more than half of what it touches.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.house.simulated_homes import (
    SimulatedHomes,
    WaterHeater,
    fuel_number,
)
from models.measures.catalogue import measure
from models.measures.work_columns import Mask, Work, changed, everyone, water_by
from models.quantities import Fuel

WATER_PUMP: Final = 3.3
TANKLESS: Final = 0.90
"""As found in homes, a tenth below its rating (docs/decisions/0020)."""
RADON_FAN_W: Final = 45.0
PV_KW: Final = 8.0
SHOWER_LEFT: Final = 0.88
DRAIN_RECOVERY: Final = 0.19
PIPE_STANDBY_LEFT: Final = 0.88
TEMP_STANDBY_LEFT: Final = 0.93
WASHER_LITRES_LEFT: Final = 0.95
COOKING_GAS_USEFUL: Final = 0.45
DRYER_HEAT_MORE: Final = 0.05
STANDARD_KWH_DAY: Final = 18.6


def water_pump(fuel: Fuel) -> Work:
    """A heat pump water heater takes the place of one that uses this fuel."""

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        fits = water_by(homes, fuel) & (homes.water_heater != WaterHeater.HEAT_PUMP)
        return changed(
            homes,
            fits,
            water_heater=float(WaterHeater.HEAT_PUMP),
            water_fuel=float(fuel_number(Fuel.ELECTRICITY)),
            water_factor=WATER_PUMP,
        )

    return done


def tankless(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """A condensing tankless heater takes the place of a gas tank."""
    fits = water_by(homes, Fuel.NATURAL_GAS) & (homes.water_heater == WaterHeater.TANK)
    return changed(homes, fits, water_heater=float(WaterHeater.TANKLESS), water_factor=TANKLESS)


def less_water(left: float) -> Work:
    """Less hot water is drawn."""
    return lambda homes: changed(homes, everyone(homes), water_l_day=homes.water_l_day * left)


def drain(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Drains warm the cold water."""
    return changed(homes, homes.drain_recovery < DRAIN_RECOVERY, drain_recovery=DRAIN_RECOVERY)


def standby(left: float) -> Work:
    """Tanks and pipes lose less."""

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        fits = homes.water_heater != WaterHeater.TANKLESS
        return changed(homes, fits, water_standby=homes.water_standby * left)

    return done


def plugs(measure_id: str, scaled: bool) -> Work:
    """Less plug power by the reference's typical figure, in proportion to the home's where it is about habits."""
    saved = measure(measure_id).figure.typical / 365.0

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        less = saved * homes.plug_kwh_day / STANDARD_KWH_DAY if scaled else saved
        return changed(
            homes, everyone(homes), plug_kwh_day=np.maximum(homes.plug_kwh_day - less, 0.5 * homes.plug_kwh_day)
        )

    return done


def washer(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Less power and less hot water for washing."""
    plugs = homes.plug_kwh_day - 0.4 * measure("APP-WASH").figure.typical / 365.0
    return changed(
        homes,
        everyone(homes),
        plug_kwh_day=np.maximum(plugs, 0.5 * homes.plug_kwh_day),
        water_l_day=homes.water_l_day * WASHER_LITRES_LEFT,
    )


def dryer(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """A ventless dryer uses less and keeps its warmth inside."""
    done, fits = plugs("APP-HPDRY", False)(homes)
    return changed(done, fits, plug_heat=np.minimum(homes.plug_heat + DRYER_HEAT_MORE, 1.0))


def induction(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Gas ranges become induction ones."""
    more = homes.cooking_gas_kwh_day * COOKING_GAS_USEFUL
    return changed(
        homes, homes.cooking_gas_kwh_day > 0, cooking_gas_kwh_day=0.0, plug_kwh_day=homes.plug_kwh_day + more
    )


def pool(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Pool pumps run slower."""
    saved = measure("APP-POOL").figure.typical / 365.0
    return changed(homes, homes.outdoor_kwh_day > saved, outdoor_kwh_day=homes.outdoor_kwh_day - saved)


def solar(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Up to 8 kW of panels, as the roof has room for."""
    return changed(homes, homes.pv_kw == 0, pv_kw=np.minimum(PV_KW, 0.09 * homes.ceiling_m2))


def radon(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """A fan runs under the slab all year."""
    return changed(homes, everyone(homes), vent_fan_w=homes.vent_fan_w + RADON_FAN_W)
