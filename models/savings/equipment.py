"""What new equipment does to one home: furnaces, heat pumps for space and water, tankless heaters, solar roofs.

Efficiencies and seasonal performance are the reference's; what the equipment leaves behind (a tank's warmth, new
cooling) is counted. Nothing here is corrected by experience: that is `realization`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.facts import Cooling, PricePlanChoice
from models.measures.catalogue import SOLAR_TYPICAL_KW, Measure, Method
from models.measures.end_uses import HeatSource
from models.measures.interactions import Effect
from models.quantities import Fuel
from models.savings.belief import COOLING_KWH_PER_M2, Belief
from models.savings.columns import figure, larger, over_draws, smaller
from models.savings.draws import Chance, between, everything
from models.series import Floats

FURNACE_EFFICIENCY: Final = (0.945, 0.96, 0.975)
SEASONAL_COP: Final[Mapping[Method, tuple[float, float, float]]] = MappingProxyType(
    {
        Method.HEAT_PUMP: (2.5, 2.75, 3.0),
        Method.HEAT_PUMP_HYBRID: (2.9, 3.3, 3.7),
        Method.HEAT_PUMP_DUCTLESS: (2.6, 3.0, 3.4),
        Method.HEAT_PUMP_GROUND: (3.3, 3.6, 4.0),
        Method.HEAT_PUMP_WATER: (2.3, 2.7, 3.2),
    }
)
"""Useful heat per kWh over a season, backup counted (reference/measures.csv; hybrid from its m³ against kWh)."""
SHARE_MOVED: Final[Mapping[Method, tuple[float, float, float]]] = MappingProxyType(
    {Method.HEAT_PUMP_HYBRID: (0.30, 0.55, 0.80), Method.HEAT_PUMP_DUCTLESS: (0.50, 0.575, 0.65)}
)
"""Share of the heat the heat pump takes over (reference/measures.csv)."""
NIGHT_SHARE_MOVED: Final = (0.28, 0.35, 0.42)
"""Share of heat needed from 23 to 7 o'clock, when power is cheap (R07; a third of the hours, the colder ones)."""
TANKLESS_EFFICIENCY: Final = (0.86, 0.90, 0.94)
"""Rated 0.93 to 0.97, found a tenth lower in homes; with a tank's 0.57 it saves the 37 % of water's gas that were
metered in Minnesota (docs/decisions/0020)."""
TANK_HEAT_KEPT: Final = (0.04, 0.08, 0.14)
"""Share of a tank's fuel that warms the home in winter and is missed when the tank goes (uncited)."""
TANK_COOLING_LEFT: Final = 0.94
"""What is left of cooling when the tank no longer warms the home in summer: 0.93 in simulated homes, and what the homes
of ../shared/samples/physics save."""
WATER_HEAT_FROM_HOME: Final = (0.15, 0.33, 0.50)
"""Share of a heat pump water heater's heat the heating must replace. It draws 0.64 of its heat from the basement, and
0.65 of it while heating is on: 0.42 where the basement is kept warm, less where it is not. The reference's 0.05 to 0.15
would need basements that nothing heats."""
WATER_PUMP_COOLING_LEFT: Final = (0.72, 0.82, 0.92)
"""What its cool air leaves of cooling (simulated homes)."""
PV_YIELD: Final = (1067.0, 1160.0, 1220.0)
"""kWh per kWp and year (pv_yield_oshawa: 1,160 ± 8 %, S95)."""
SMALLEST_PV_KW: Final = 2.0


def solar_kw(belief: Belief) -> float:
    """The size of roof that makes about what the home uses in a year, between 2 and 8 kW."""
    use = over_draws(np.median, belief.use_by_fuel[Fuel.ELECTRICITY])
    size: float = smaller(larger(use / PV_YIELD[1], SMALLEST_PV_KW), SOLAR_TYPICAL_KW)
    return size


def furnace(measure: Measure, belief: Belief) -> Effect:
    """A furnace or boiler of today's best kind, on the same fuel."""
    old = belief.uses.heat_sources[0]
    better = np.maximum(between(Chance.EFFECT, *FURNACE_EFFICIENCY), old.efficiency)
    return Effect(heat_sources=(HeatSource(old.fuel, better, everything()),))


def heat_pump(measure: Measure, belief: Belief) -> Effect:
    """A heat pump that takes all or a share of the space heat; the old equipment keeps the rest."""
    cop = between(Chance.EFFECT, *SEASONAL_COP[measure.method])
    moved = _share_moved(measure, belief)
    share = everything() if moved is None else np.clip(between(Chance.SECOND_EFFECT, *moved), 0.05, 1.0)
    pump = HeatSource(Fuel.ELECTRICITY, cop, share)
    kept = tuple(replace(old, share=old.share * (1.0 - share)) for old in belief.uses.heat_sources)
    cooled = belief.home.facts.cooling is not Cooling.NONE
    return Effect(
        heat_sources=(pump,) if moved is None else (pump, *kept),
        cooling=between(Chance.COOLING, 0.7, 0.85, 1.0) if cooled else 1.0,
        electricity_added_kwh=0.0 if cooled else _new_cooling(belief),
    )


def _share_moved(measure: Measure, belief: Belief) -> tuple[float, float, float] | None:
    """A hybrid on the overnight plan runs the heat pump while power is cheap; None when it takes all the heat."""
    if measure.method is Method.HEAT_PUMP_HYBRID and belief.home.facts.price_plan is PricePlanChoice.ULO:
        return NIGHT_SHARE_MOVED
    return SHARE_MOVED.get(measure.method)


def _new_cooling(belief: Belief) -> Floats:
    """Electricity for the cooling a heat pump brings to a home that had none: from hardly used to all summer."""
    full = COOLING_KWH_PER_M2 * figure(belief.home.facts.heated_area_m2, 0.0)
    return np.maximum(full * between(Chance.COOLING, 0.05, 0.3, 0.7), 0.0)


def tankless(measure: Measure, belief: Belief) -> Effect:
    """A tankless heater: no standby loss, but no warmth from a tank either."""
    old = belief.uses.water_sources[0]
    better = np.maximum(between(Chance.EFFECT, *TANKLESS_EFFICIENCY), old.efficiency)
    missed = belief.uses.water_kwh / old.efficiency * np.maximum(between(Chance.SECOND_EFFECT, *TANK_HEAT_KEPT), 0.0)
    return Effect(
        heat_added_kwh=missed, cooling=TANK_COOLING_LEFT, water_sources=(HeatSource(old.fuel, better, everything()),)
    )


def heat_pump_water(measure: Measure, belief: Belief) -> Effect:
    """A heat pump water heater: part of its heat comes out of the home."""
    cop = between(Chance.EFFECT, *SEASONAL_COP[Method.HEAT_PUMP_WATER])
    taken = belief.uses.water_kwh * np.maximum(between(Chance.SECOND_EFFECT, *WATER_HEAT_FROM_HOME), 0.0)
    less = np.clip(between(Chance.COOLING, *WATER_PUMP_COOLING_LEFT), 0.5, 1.0)
    return Effect(heat_added_kwh=taken, cooling=less, water_sources=(HeatSource(Fuel.ELECTRICITY, cop, everything()),))


def solar(measure: Measure, belief: Belief) -> Effect:
    """Panels of the home's own size."""
    return Effect(generated_kwh=solar_kw(belief) * between(Chance.EFFECT, *PV_YIELD))
