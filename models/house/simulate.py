"""The hourly heat balance of many homes at once: how much heat and cold they need, and what makes it.

One temperature and one heat capacity a home, solved exactly over each hour for constant weather; homes side by side
in arrays. Heat is delivered up to the plant's power toward the hour's setpoint; windows are opened before a home
without cooling gets hotter than people bear. Nothing random, nothing stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.house.envelope import Envelopes
from models.house.sun import on_plane, sun_at
from models.house.synthetic_weather import HourlyWeather
from models.series import Floats, Ints

OPEN_WINDOWS_C: Final = 26.5
LEAK_DIFFERENCE_C: Final = 20.0
LEAK_WIND_M_S: Final = 4.5
COMPRESSOR_STOPS_C: Final = -25.0
BACKUP_EFFICIENCY: Final = 1.0
_FACES_DEG: Final = (0.0, 90.0, 180.0, -90.0)


@dataclass(frozen=True, slots=True)
class Comfort:
    """What people ask of the house, °C: heat by local hour of day [24, homes], and above which they cool [homes].

    `may_cool` says in which hours of the run they would think of cooling [hours].
    """

    heating_c: Floats
    cooling_c: Floats
    may_cool: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class HeatBalance:
    """Wh of heat brought in and taken out each hour, and °C inside at its end; all [hours, homes]."""

    heat_wh: Floats
    cool_wh: Floats
    inside_c: Floats


@dataclass(frozen=True, slots=True)
class Plant:
    """What makes the heat [homes]: kWh of fuel or current per kWh is 1/`efficiency` unless it is a heat pump.

    `fan_share`: kWh of electricity to move one kWh of heat or cold; `cooling_cop`: kWh of cold per kWh.
    """

    efficiency: Floats
    heat_pump: NDArray[np.bool_]
    rated_heat_w: Floats
    fan_share: Floats
    cooling_cop: Floats


@dataclass(frozen=True, slots=True)
class PlantUse:
    """kWh each hour [hours, homes]: what heats (fuel or current), fans and pumps, cooling."""

    heating_kwh: Floats
    fan_kwh: Floats
    cooling_kwh: Floats


def simulate(
    homes: Envelopes, comfort: Comfort, weather: HourlyWeather, hour_of_day: Ints, inner_gains_w: Floats
) -> HeatBalance:
    """The homes' heat balance over consecutive hours [hours, homes].

    `hour_of_day` local, 0..23 [hours]; `inner_gains_w` warmth of people, lights and things [hours, homes]. Every
    home starts at its first setpoint.
    """
    gains = inner_gains_w + solar_gains_w(homes, weather)
    leak = leak_factor(weather)
    inside = comfort.heating_c[hour_of_day[0]].copy()
    heat, cool, ends = (np.empty_like(gains) for _ in range(3))
    for hour, outside in enumerate(weather.temperature_c):
        loss = homes.loss_w_k + homes.leak_w_k * leak[hour]
        kept = np.exp(-loss / homes.mass_wh_k)
        rest = outside + gains[hour] / loss
        free = rest + (inside - rest) * kept
        per_w = (1.0 - kept) / loss
        heat[hour] = np.clip((comfort.heating_c[hour_of_day[hour]] - free) / per_w, 0.0, homes.heat_w)
        cool[hour] = np.clip((free - comfort.cooling_c) / per_w, 0.0, homes.cool_w * comfort.may_cool[hour])
        inside = free + (heat[hour] - cool[hour]) * per_w
        inside = np.minimum(inside, max(OPEN_WINDOWS_C, outside))
        ends[hour] = inside
    return HeatBalance(heat, cool, ends)


def plant_use(plant: Plant, balance: HeatBalance, weather: HourlyWeather) -> PlantUse:
    """What the plant draws to bring that heat and cold, kWh [hours, homes]."""
    heat, cool = balance.heat_wh / 1000.0, balance.cool_wh / 1000.0
    burned = heat / plant.efficiency
    pumped = _heat_pump_kwh(heat, plant.rated_heat_w / 1000.0, weather.temperature_c[:, None])
    return PlantUse(
        heating_kwh=np.where(plant.heat_pump, pumped, burned),
        fan_kwh=(heat + cool) * plant.fan_share,
        cooling_kwh=cool / plant.cooling_cop,
    )


def leak_factor(weather: HourlyWeather) -> Floats:
    """How much stronger than at 20 K and 4.5 m/s the weather drives air through leaks [hours]."""
    stack = np.abs(20.0 - weather.temperature_c) / LEAK_DIFFERENCE_C
    wind = (weather.wind_m_s / LEAK_WIND_M_S) ** 2
    factor: Floats = np.sqrt(0.6 * stack + 0.4 * wind)
    return factor


def solar_gains_w(homes: Envelopes, weather: HourlyWeather) -> Floats:
    """Sun through the windows, W [hours, homes]."""
    sun = sun_at(weather.starts + 1800)
    faces = np.stack([on_plane(sun, weather.ghi_w_m2, 90.0, face) for face in _FACES_DEG], axis=1)
    gains: Floats = faces @ homes.glass_m2
    return gains


def heat_pump_cop(outside_c: Floats) -> Floats:
    """kWh of heat per kWh of a cold-climate air-source heat pump: 1.9 at −15 °C, 3.6 at 8 °C (uncited, medium)."""
    return np.clip(1.9 + 0.074 * (outside_c + 15.0), 1.2, 4.5)


def heat_pump_capacity(outside_c: Floats) -> Floats:
    """Share of the rated heat a cold-climate heat pump still gives: 1 at 8 °C, 0.75 at −15 °C, 0 below −25 °C."""
    share = np.clip(1.0 + 0.25 / 23.0 * (outside_c - 8.0), 0.0, 1.15)
    return np.where(outside_c < COMPRESSOR_STOPS_C, 0.0, share)


def _heat_pump_kwh(heat_kwh: Floats, rated_kw: Floats, outside_c: Floats) -> Floats:
    """Compressor as far as it goes, resistance for the rest."""
    pumped = np.minimum(heat_kwh, rated_kw * heat_pump_capacity(outside_c))
    current: Floats = pumped / heat_pump_cop(outside_c) + (heat_kwh - pumped) / BACKUP_EFFICIENCY
    return current
