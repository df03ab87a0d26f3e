"""The textbook's degree-day rule as a contender: conductance times degree-hours below 18 °C, over the efficiency.

It knows the house as described and the stock's middles for the rest, no meter, no sun, no range. It answers for the
shell, the furnace and the setpoint only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from models.house.degree_hours import DegreeHours
from models.house.facts import BasementInsulation, DwellingType, HomeFacts, WindowType
from models.house.stock import assumed
from models.measures.catalogue import Method, measure
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.savings.conductances import (
    AIR_WH_PER_M3_K,
    BASEMENT_U,
    BASEMENT_WALL_PER_ROOT_AREA,
    CEILING_PER_FOOTPRINT,
    GLASS_PER_FLOOR,
    VOLUME_PER_FLOOR,
    WALL_PER_ROOT_FOOTPRINT,
    WINDOW_U,
    attic_rsi,
    wall_rsi,
)
from models.savings.equipment import FURNACE_EFFICIENCY
from models.savings.physics import (
    AIR_CUT,
    ATTIC_TARGET_R,
    BASEMENT_TARGET_U,
    CAVITY_TARGET_R,
    EXTERIOR_RSI,
    NEW_WINDOW,
    SETPOINT_DROP_C,
)

NAME: Final = "degree-day rule"
BALANCE_C: Final = 18.0
ACH50_PER_NATURAL: Final = 20.0
"""The usual rule of thumb."""


@dataclass(frozen=True, slots=True)
class _Shell:
    """W/K by part as the textbook has it, and m² of basement wall."""

    facts: HomeFacts
    ceiling: float
    walls: float
    glass_m2: float
    air: float
    basement_m2: float

    @property
    def total(self) -> float:
        glass = self.glass_m2 * WINDOW_U[self.facts.window_type or WindowType.DOUBLE]
        return self.ceiling + self.walls + glass + self.air + self.basement_m2 * _basement_u(self.facts)


def degree_days(measure_id: str, told: HomeFacts, weather: DegreeHours) -> Mapping[Fuel, float] | None:
    """What the rule says the measure saves of the heating fuel, in its unit; None where the rule has nothing to say."""
    work = measure(measure_id)
    facts = assumed(told).facts
    shell = _shell(facts)
    efficiency = (facts.heating_efficiency_pct or 80.0) / 100.0
    fuel = facts.heating_fuel or Fuel.NATURAL_GAS
    degree_kwh = float(weather.below(np.array([BALANCE_C]))[0]) / 1000.0
    if work.method is Method.FURNACE:
        better = max(FURNACE_EFFICIENCY[1], efficiency)
        kwh = shell.total * degree_kwh * (1.0 / efficiency - 1.0 / better)
    elif work.method is Method.SETPOINT:
        cooler = float(weather.below(np.array([BALANCE_C - SETPOINT_DROP_C[1]]))[0]) / 1000.0
        kwh = shell.total * (degree_kwh - cooler) / efficiency
    elif work.method in _LESS:
        kwh = _LESS[work.method](shell, measure_id) * degree_kwh / efficiency
    else:
        return None
    return {fuel: kwh / KWH_PER_UNIT[fuel]}


def _shell(facts: HomeFacts) -> _Shell:
    floor, storeys = facts.heated_area_m2 or 0.0, facts.storeys or 1.0
    dwelling = facts.dwelling_type or DwellingType.DETACHED
    basement = facts.basement_area_m2 or 0.0
    walls_m2 = WALL_PER_ROOT_FOOTPRINT[dwelling] * float(np.sqrt(floor / storeys)) * storeys
    volume = VOLUME_PER_FLOOR * (floor + basement)
    return _Shell(
        facts=facts,
        ceiling=CEILING_PER_FOOTPRINT * floor / storeys / float(attic_rsi(facts.attic_r or 0.0)),
        walls=walls_m2 / float(wall_rsi(facts.wall_r or 0.0)),
        glass_m2=GLASS_PER_FLOOR[dwelling] * floor,
        air=AIR_WH_PER_M3_K * volume * (facts.ach50 or 0.0) / ACH50_PER_NATURAL,
        basement_m2=BASEMENT_WALL_PER_ROOT_AREA * float(np.sqrt(basement)),
    )


def _basement_u(facts: HomeFacts) -> float:
    state = facts.basement_insulation or BasementInsulation.NO_BASEMENT
    return BASEMENT_U.get(state, 0.0)


def _ceiling(shell: _Shell, measure_id: str) -> float:
    left = float(attic_rsi(shell.facts.attic_r or 0.0)) / float(attic_rsi(ATTIC_TARGET_R))
    return shell.ceiling * (1.0 - min(left, 1.0))


def _wall_exterior(shell: _Shell, measure_id: str) -> float:
    now = float(wall_rsi(shell.facts.wall_r or 0.0))
    return shell.walls * (1.0 - now / (now + EXTERIOR_RSI))


def _wall_cavity(shell: _Shell, measure_id: str) -> float:
    left = float(wall_rsi(shell.facts.wall_r or 0.0)) / float(wall_rsi(CAVITY_TARGET_R))
    return shell.walls * (1.0 - min(left, 1.0))


def _basement(shell: _Shell, measure_id: str) -> float:
    return shell.basement_m2 * max(_basement_u(shell.facts) - BASEMENT_TARGET_U[1], 0.0)


def _windows(shell: _Shell, measure_id: str) -> float:
    old, (new, _) = WINDOW_U[shell.facts.window_type or WindowType.DOUBLE], NEW_WINDOW[measure_id]
    return shell.glass_m2 * max(old - new, 0.0)


def _air(shell: _Shell, measure_id: str) -> float:
    return shell.air * AIR_CUT[1]


_LESS: Final[Mapping[Method, Callable[[_Shell, str], float]]] = MappingProxyType(
    {
        Method.CEILING: _ceiling,
        Method.WALL_EXTERIOR: _wall_exterior,
        Method.WALL_CAVITY: _wall_cavity,
        Method.BASEMENT: _basement,
        Method.WINDOWS: _windows,
        Method.AIR_LEAKAGE: _air,
    }
)
"""W/K that each kind of work takes away."""
