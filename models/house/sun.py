"""Where the sun stands over Durham and how much of it falls on a window or a roof.

Angles in degrees outside, radians inside; irradiance in W/m². Solar time is clock-free: it comes from epoch
seconds and the longitude. Diffuse share by Erbs (1982), sky isotropic (Liu and Jordan).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.series import Floats, Ints

LATITUDE_DEG: Final = 43.9
LONGITUDE_DEG: Final = -78.9
"""Oshawa."""
SOLAR_CONSTANT: Final = 1367.0
GROUND_REFLECTION: Final = 0.2
_LOWEST_SINE: Final = 0.06
"""Below about 3.5° of height the beam is not divided by the sine of so small an angle."""
_DAY_S: Final = 86400
_YEAR_DAYS: Final = 365.25


@dataclass(frozen=True, slots=True)
class Sun:
    """The sun at instants: sine of its height, azimuth from south (west positive, rad), beam above the air."""

    sine_height: Floats
    azimuth: Floats
    beam_w_m2: Floats

    @property
    def horizontal_w_m2(self) -> Floats:
        """What would fall on flat ground without an atmosphere, W/m² [n]."""
        return self.beam_w_m2 * np.maximum(self.sine_height, 0.0)


def sun_at(instants: Ints) -> Sun:
    """The sun at epoch seconds [n]; for an hour's mean, ask for its middle."""
    day = (instants / _DAY_S) % _YEAR_DAYS
    year_angle = 2.0 * np.pi * (day - 1.0) / _YEAR_DAYS
    declination = np.radians(23.45) * np.sin(2.0 * np.pi * (day - 80.0) / _YEAR_DAYS)
    equation_h = (9.87 * np.sin(2 * year_angle) - 7.53 * np.cos(year_angle) - 1.5 * np.sin(year_angle)) / 60.0
    solar_hour = (instants % _DAY_S) / 3600.0 + LONGITUDE_DEG / 15.0 + equation_h
    turn = np.radians(15.0 * (solar_hour - 12.0))
    latitude = np.radians(LATITUDE_DEG)
    sine = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(turn)
    azimuth = np.arctan2(
        np.sin(turn) * np.cos(declination),
        np.sin(latitude) * np.cos(declination) * np.cos(turn) - np.cos(latitude) * np.sin(declination),
    )
    return Sun(sine, azimuth, SOLAR_CONSTANT * (1.0 + 0.033 * np.cos(year_angle)))


def on_plane(sun: Sun, ghi_w_m2: Floats, tilt_deg: float, azimuth_deg: float) -> Floats:
    """Irradiance [W/m²] on a plane tilted from flat (0) to upright (90), facing `azimuth_deg` from south (west +)."""
    diffuse = ghi_w_m2 * _diffuse_share(sun, ghi_w_m2)
    sine = np.maximum(sun.sine_height, _LOWEST_SINE)
    beam = np.where(sun.sine_height > 0, (ghi_w_m2 - diffuse) / sine, 0.0)
    tilt = np.radians(tilt_deg)
    cosine_height = np.sqrt(np.clip(1.0 - sun.sine_height**2, 0.0, 1.0))
    facing = np.cos(sun.azimuth - np.radians(azimuth_deg))
    incidence = sun.sine_height * np.cos(tilt) + cosine_height * facing * np.sin(tilt)
    sky = diffuse * (1.0 + np.cos(tilt)) / 2.0
    ground = ghi_w_m2 * GROUND_REFLECTION * (1.0 - np.cos(tilt)) / 2.0
    plane: Floats = beam * np.maximum(incidence, 0.0) + sky + ground
    return plane


def _diffuse_share(sun: Sun, ghi_w_m2: Floats) -> Floats:
    """The share of light that comes from the whole sky, by how clear the air is."""
    clear = ghi_w_m2 / np.maximum(sun.horizontal_w_m2, 1.0)
    middle = 0.9511 - 0.1604 * clear + 4.388 * clear**2 - 16.638 * clear**3 + 12.336 * clear**4
    return np.where(clear <= 0.22, 1.0 - 0.09 * clear, np.where(clear <= 0.8, middle, 0.165))
