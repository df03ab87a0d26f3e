"""Work on heating, cooling and ventilation, and how they are set, as changed columns of simulated homes."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.house.simulated_homes import (
    HeatMaker,
    PumpKind,
    PumpRule,
    SimulatedHomes,
    WaterHeater,
    fuel_number,
)
from models.measures.work_columns import Mask, Work, changed, everyone, heats_electrically, water_by
from models.quantities import Fuel

GAS_BEST: Final = 0.96
CONDENSING: Final = 0.95
GOOD_FAN: Final = 0.014
"""An ECM motor's power over useful heat: half of an older motor's (uncited, medium)."""
WATTS_PER_M2: Final = 45.0
PUMP_COP: Final = (3.6, 1.95)
DUCTLESS_COP: Final = (3.9, 2.1)
GROUND_COP: Final = (3.8, 3.6)
COLD_POWER: Final = 0.75
"""Coefficients at 8 and −15 °C and the power left at −15 °C of cold-climate heat pumps (uncited, medium)."""
DUCTLESS_REACH: Final = 0.65
HYBRID_ABOVE_C: Final = -5.0
PUMP_COOLING: Final = 3.9
SETPOINT_DROP_C: Final = 1.0
SETBACK_C: Final = 3.0
"""A smart thermostat's night below its day."""
DUCTS_LEFT: Final = 0.4
TUNE_UP: Final = 1.015
HRV_RECOVERY: Final = 0.70
HRV_FAN_W: Final = 50.0
WARMER_COOLING_C: Final = 1.0
AC_COP: Final = 4.7


def gas_heat(maker: HeatMaker) -> Work:
    """Gas furnaces or boilers that do not condense yet are replaced by the best; pilots
    and, where it is no longer needed, the flue go."""

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        gas = (homes.heat_fuel == fuel_number(Fuel.NATURAL_GAS)) & (homes.heat_maker == maker)
        fits = gas & (homes.efficiency < CONDENSING)
        fan = np.minimum(homes.fan_share, GOOD_FAN)
        still = np.where((homes.water_heater == WaterHeater.TANK) & ~water_by(homes, Fuel.ELECTRICITY), homes.flue, 0.0)
        return changed(homes, fits, efficiency=GAS_BEST, pilot_w=0.0, fan_share=fan, flue=still)

    return done


def _pumped(homes: SimulatedHomes, fits: Mask, kind: PumpKind, cops: tuple[float, float]) -> SimulatedHomes:
    """With a heat pump of a usual size that also cools."""
    cool = np.maximum(homes.cool_w, np.where(kind == PumpKind.DUCTLESS, 0.6, 1.0) * WATTS_PER_M2 * homes.floor_m2)
    return homes.where(
        fits,
        pump_kind=int(kind),
        pump_rule=int(PumpRule.NEVER),
        pump_w=np.clip(homes.heat_w / 1.4, 5000.0, 17_500.0),
        pump_cold_power=1.0 if kind is PumpKind.GROUND else COLD_POWER,
        pump_cop=cops[0],
        pump_cold_cop=cops[1],
        pump_share=DUCTLESS_REACH if kind is PumpKind.DUCTLESS else 1.0,
        cooling_cop=PUMP_COOLING,
        cool_w=cool,
    )


def _no_burner(homes: SimulatedHomes, fits: Mask) -> SimulatedHomes:
    """Without its burner: what the heat pump cannot do, resistance does."""
    return homes.where(fits, heat_fuel=fuel_number(Fuel.ELECTRICITY), efficiency=1.0, pilot_w=0.0)


def heat_pump(oil: bool) -> Work:
    """A central heat pump with resistance behind it takes the place of a furnace, oil or other."""

    def done(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
        fits = (homes.heat_maker == HeatMaker.FURNACE) & (homes.pump_kind == PumpKind.NONE)
        fits &= (homes.heat_fuel == fuel_number(Fuel.OIL)) == oil
        return _no_burner(_pumped(homes, fits, PumpKind.DUCTED, PUMP_COP), fits), fits

    return done


def hybrid(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """A central heat pump that leaves the colder hours to the furnace."""
    fits = (homes.heat_maker == HeatMaker.FURNACE) & (homes.pump_kind == PumpKind.NONE) & ~heats_electrically(homes)
    pumped = _pumped(homes, fits, PumpKind.DUCTED, PUMP_COP)
    return pumped.where(fits, pump_rule=int(PumpRule.COLD), pump_above_c=HYBRID_ABOVE_C), fits


def ductless(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Heads in the main rooms; what stood there does the rest."""
    fits = (homes.heat_maker != HeatMaker.FURNACE) & (homes.pump_kind == PumpKind.NONE)
    return _pumped(homes, fits, PumpKind.DUCTLESS, DUCTLESS_COP), fits


def ground(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """A ground-source heat pump takes the place of a furnace."""
    fits = (homes.heat_maker == HeatMaker.FURNACE) & (homes.pump_kind != PumpKind.GROUND)
    return _no_burner(_pumped(homes, fits, PumpKind.GROUND, GROUND_COP), fits), fits


def ducts(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Ducts lose less."""
    return changed(homes, homes.duct_loss > 0, duct_loss=homes.duct_loss * DUCTS_LEFT)


def thermostat(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Nights are set back for eight hours."""
    night = np.minimum(homes.heat_night_c, homes.heat_day_c - SETBACK_C)
    fits = (night < homes.heat_night_c) | (homes.night_hours < 8)
    return changed(homes, fits, heat_night_c=night, night_hours=np.maximum(homes.night_hours, 8))


def tune(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Burners run a little better."""
    fits = ~heats_electrically(homes) & (homes.heat_maker != HeatMaker.STOVE)
    return changed(homes, fits, efficiency=np.minimum(homes.efficiency * TUNE_UP, 0.98))


def ventilator(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Fans that blow warm air out become a ventilator that recovers its heat."""
    fits = homes.vent_recovery < HRV_RECOVERY - 0.1
    fan = homes.vent_fan_w + np.where(homes.vent_recovery > 0, 0.0, HRV_FAN_W)
    return changed(homes, fits, vent_recovery=HRV_RECOVERY, vent_fan_w=fan)


def cooler_rooms(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Rooms are kept a degree cooler, day and night."""
    day, night = homes.heat_day_c - SETPOINT_DROP_C, homes.heat_night_c - SETPOINT_DROP_C
    return changed(homes, everyone(homes), heat_day_c=day, heat_night_c=night)


def shade(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """Fans, blinds and open windows at night let people cool less; the sun in winter is not shut out."""
    fits = homes.cool_w > 0
    return changed(
        homes, fits, cool_c=homes.cool_c + WARMER_COOLING_C, open_windows_c=np.minimum(homes.open_windows_c, 24.5)
    )


def cooling(homes: SimulatedHomes) -> tuple[SimulatedHomes, Mask]:
    """The air conditioner is replaced by an efficient one."""
    fits = (homes.cool_w > 0) & (homes.cooling_cop < AC_COP - 0.3)
    return changed(homes, fits, cooling_cop=AC_COP)
