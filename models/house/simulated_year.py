"""The year around the homes, hour by hour, as a heat balance wants it: air, wind, sun by direction, soil, people.

From an EPW file or from a place's typical year. Hours are of standard time; people live by the clock, so habits move
an hour in summer. Sun through glass and on roofs is pvlib's (position, Erbs where only global light is known, Hay and
Davies on planes); the beam's loss at a slant is ASHRAE's. Same input, same bits.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import pvlib
from numpy.typing import NDArray

from models.house.epw import HOURS, read_epw
from models.house.hotwater_plugs import _WATER, _WEEKDAY, _WEEKEND, ALWAYS_ON_SHARE, LIGHT_SEASON, calendar
from models.house.local_time import local_hours
from models.house.simulated_homes import FACES
from models.house.sun import LATITUDE_DEG, LONGITUDE_DEG
from models.house.weather import FIRST_DAY, typical_hours
from models.series import Floats, Ints

STANDARD_OFFSET_H: Final = -5.0
GROUND_REFLECTION: Final = 0.2
SLANT_LOSS: Final = 0.1
"""ASHRAE's b₀ of double glazing: at 60° the glass takes in a tenth less."""
DIFFUSE_THROUGH: Final = 0.9
"""Share of the normal heat gain that light from everywhere brings through glass."""
WALL_DARKNESS: Final = 0.5
ROOF_DARKNESS: Final = 0.8
"""Share of the sun taken in: middling walls, asphalt shingles (uncited, medium)."""
OUTSIDE_W_M2_K: Final = 22.0
ATTIC_FEELS: Final = 0.75
"""Share of a roof's warmth that is left in a vented attic."""
SKY_W_M2: Final = 60.0
"""What a roof radiates to a clear sky beyond what it gets back: EN ISO 13790's 11 K at 5.5 W/m²K."""
AIR_MBAR: Final = 1000.0
MEAN_AIR_C: Final = 9.0
DELTA_T_S: Final = 69.0
REFRACTION_DEG: Final = 0.5667
"""What bends the sun's light, and the earth's lateness: they move it by hundredths of a degree."""
ROOF_TILT_DEG: Final = 26.6
PV_LOSS: Final = 0.14
PV_PER_K: Final = -0.0037
"""PVWatts' system loss, and what crystalline modules lose per K."""
INVERTER: Final = 0.96
_DAY_OF_YEAR: Ints = np.arange(HOURS) // 24 + 1
_WIND_SPREAD: Final = 0.35
_WIND_SEED: Final = 20252
_WIND_COLUMN: Final = 21
_EPW_HEADER: Final = 8


@dataclass(frozen=True, slots=True)
class SimulatedYear:
    """8,760 hours of standard time [8760] or by direction [8760, 8]; directions as `SimulatedHomes.facing`.

    `air_c`; `wall_c` and `roof_c`: what a sunlit wall and an attic feel; `wind_m_s` at 10 m; `sun_w_m2` through clear
    upright glass; `pv_kwh`: made by 1 kW; `soil_mean_c` and `soil_wave_c`: soil without and with the swing; `mains_c`.
    Shares of a day's amount, summing to 1 a day over the year: `plug_share`, `water_share`, `home_share` (people's
    warmth). `clock_hour` local 0–23, `month` 0–11.
    """

    air_c: Floats
    wall_c: Floats
    roof_c: Floats
    wind_m_s: Floats
    sun_w_m2: Floats
    pv_kwh: Floats
    soil_mean_c: float
    soil_wave_c: Floats
    mains_c: Floats
    plug_share: Floats
    water_share: Floats
    home_share: Floats
    clock_hour: Ints
    month: Ints


def epw_year(data: bytes) -> SimulatedYear:
    """The year in an EPW file; WeatherUnreadable when anything needed is missing or absurd."""
    year = read_epw(data)
    wind = _epw_wind(data)
    sky = _Sky(year.irradiance_w_m2, year.direct_normal_w_m2, year.diffuse_w_m2)
    return _year(year.temperature_c, wind, sky, (year.latitude, year.longitude, year.utc_offset_h))


@cache
def typical_simulated_year(place: str = "Oshawa", warmer_c: float = 0.0) -> SimulatedYear:
    """A place's typical year, `warmer_c` added to every hour; ValueError for a place without one."""
    hours = typical_hours(place)
    where = (LATITUDE_DEG, LONGITUDE_DEG, STANDARD_OFFSET_H)
    height = _sun(where)
    split = pvlib.irradiance.erbs(hours.irradiance_w_m2, height.zenith, _DAY_OF_YEAR)
    sky = _Sky(hours.irradiance_w_m2, split["dni"], split["dhi"])
    return _year(hours.temperature_c + warmer_c, _typical_wind(), sky, where)


@dataclass(frozen=True, slots=True)
class _Sky:
    """Light by hour, W/m² [8760]: on flat ground, straight from the sun, from the rest of the sky."""

    flat: Floats
    beam: Floats
    rest: Floats


@dataclass(frozen=True, slots=True)
class _Sun:
    """Degrees [8760]: from overhead, above the horizon, from north by east."""

    zenith: Floats
    elevation: Floats
    azimuth: Floats


def _year(air_c: Floats, wind_m_s: Floats, sky: _Sky, where: tuple[float, float, float]) -> SimulatedYear:
    sun = _sun(where)
    upright = [_plane(sun, sky, 90.0, 45.0 * face) for face in range(FACES)]
    glass = [
        beam * _slant(sun, 90.0, 45.0 * face) + rest * DIFFUSE_THROUGH for face, (beam, rest) in enumerate(upright)
    ]
    walls = np.mean([beam + rest for beam, rest in upright], axis=0)
    cloudless = 1.0 - _cloud(sky)
    starts = FIRST_DAY * 86_400 + 5 * 3600 + np.arange(HOURS) * 3600
    hours = calendar(local_hours(starts))
    month = (np.datetime64("2025-01-01T00") + np.arange(HOURS)).astype("datetime64[M]").astype(np.int64) % 12
    wave = _soil(air_c)
    return SimulatedYear(
        air_c=air_c,
        wall_c=air_c + (WALL_DARKNESS * walls - 0.5 * SKY_W_M2 * cloudless) / OUTSIDE_W_M2_K,
        roof_c=air_c + ATTIC_FEELS * (ROOF_DARKNESS * sky.flat - SKY_W_M2 * cloudless) / OUTSIDE_W_M2_K,
        wind_m_s=wind_m_s,
        sun_w_m2=np.stack(glass, axis=1),
        pv_kwh=np.stack([_pv(_plane(sun, sky, ROOF_TILT_DEG, 45.0 * face), air_c) for face in range(FACES)], axis=1),
        soil_mean_c=float(air_c.mean()),
        soil_wave_c=wave,
        mains_c=10.0 - 7.0 * np.cos(2.0 * np.pi * (hours.day_of_year - 62) / 365.0),
        plug_share=_plugs(hours.hour_of_day, hours.weekend, hours.day_of_year),
        water_share=_WATER[hours.hour_of_day] / _WATER.sum(),
        home_share=_at_home(hours.hour_of_day, hours.weekend),
        clock_hour=hours.hour_of_day,
        month=month,
    )


def _sun(where: tuple[float, float, float]) -> _Sun:
    """Where the sun stands in the middle of each hour of standard time."""
    latitude, longitude, offset = where
    middle = FIRST_DAY * 86_400 + 1800 + np.arange(HOURS) * 3600 - int(offset * 3600)
    place = pvlib.spa.solar_position(
        middle.astype(np.float64), latitude, longitude, 100.0, AIR_MBAR, MEAN_AIR_C, DELTA_T_S, REFRACTION_DEG
    )
    return _Sun(zenith=place[1], elevation=place[3], azimuth=place[4])


def _plane(sun: _Sun, sky: _Sky, tilt_deg: float, azimuth_deg: float) -> tuple[Floats, Floats]:
    """W/m² on a plane: straight from the sun, and from sky and ground."""
    total = pvlib.irradiance.get_total_irradiance(
        tilt_deg,
        azimuth_deg,
        sun.zenith,
        sun.azimuth,
        sky.beam,
        sky.flat,
        sky.rest,
        dni_extra=pvlib.irradiance.get_extra_radiation(_DAY_OF_YEAR),
        albedo=GROUND_REFLECTION,
        model="haydavies",
    )
    beam = np.where(sun.elevation > 1.0, np.nan_to_num(total["poa_direct"]), 0.0)
    return beam, np.nan_to_num(total["poa_diffuse"])


def _slant(sun: _Sun, tilt_deg: float, azimuth_deg: float) -> Floats:
    angle = pvlib.irradiance.aoi(tilt_deg, azimuth_deg, sun.zenith, sun.azimuth)
    through: Floats = np.clip(pvlib.iam.ashrae(angle, b=SLANT_LOSS), 0.0, 1.0)
    return through


def _cloud(sky: _Sky) -> Floats:
    """Share of the day's light that comes from the whole sky, held through the night [8760]."""
    days = np.maximum(sky.flat.reshape(-1, 24).sum(axis=1), 1.0)
    return np.repeat(np.clip(sky.rest.reshape(-1, 24).sum(axis=1) / days, 0.0, 1.0), 24)


def _pv(plane: tuple[Floats, Floats], air_c: Floats) -> Floats:
    """kWh from one kW of panels each hour: PVWatts, cells 30 K above air in full sun."""
    light = plane[0] + plane[1]
    cell = air_c + 0.03 * light
    made = light / 1000.0 * (1.0 + PV_PER_K * (cell - 25.0)) * (1.0 - PV_LOSS) * INVERTER
    return np.clip(made, 0.0, 1.0)


def _soil(air_c: Floats) -> Floats:
    """The year's swing as soil brings it, °C around 0 [8760]: the first wave of the air, a month later."""
    turn = 2.0 * np.pi * np.arange(HOURS) / HOURS
    late = 2.0 * np.pi * 30.0 / 365.0
    cosine, sine = 2.0 * (air_c * np.cos(turn)).mean(), 2.0 * (air_c * np.sin(turn)).mean()
    wave: Floats = cosine * np.cos(turn - late) + sine * np.sin(turn - late)
    return wave


def _plugs(hour: Ints, weekend: NDArray[np.bool_], day_of_year: Ints) -> Floats:
    shape = np.where(weekend, _WEEKEND[hour], _WEEKDAY[hour]) / _WEEKDAY.sum()
    season = 1.0 + LIGHT_SEASON * np.cos(2.0 * np.pi * (day_of_year - 5) / 365.0)
    share = ALWAYS_ON_SHARE / 24.0 + (1.0 - ALWAYS_ON_SHARE) * shape * season
    shares: Floats = share / share.sum() * 365.0
    return shares


def _at_home(hour: Ints, weekend: NDArray[np.bool_]) -> Floats:
    away = ~weekend & (hour >= 8) & (hour < 17)
    share = np.where(away, 0.3, 1.0)
    shares: Floats = share / share.sum() * 365.0
    return shares


def _epw_wind(data: bytes) -> Floats:
    """Wind of an EPW file that `read_epw` accepted; the climate's months where the file has none [8760]."""
    wind = _typical_wind()
    rows = [line.split(",") for line in data.decode("latin-1").splitlines()[_EPW_HEADER:] if line.strip()]
    kept = [row for row in rows if (int(row[1]), int(row[2])) != (2, 29)]
    for hour, row in enumerate(kept):
        text = row[_WIND_COLUMN].strip() if len(row) > _WIND_COLUMN else ""
        if text.replace(".", "", 1).isdigit() and float(text) <= 40.0:
            wind[hour] = float(text)
    return wind


def _typical_wind() -> Floats:
    """The climate's monthly means with gusts from day to day, m/s [8760]; the same every time."""
    text = files("models.house").joinpath("data/street_climate.csv").read_text(encoding="utf-8")
    months = np.array([float(row["wind_m_s"]) for row in csv.DictReader(text.splitlines())])
    month = (np.datetime64("2025-01-01") + np.arange(365)).astype("datetime64[M]").astype(np.int64) % 12
    stream = random.Random(_WIND_SEED)
    gusts = np.array([stream.lognormvariate(-(_WIND_SPREAD**2) / 2.0, _WIND_SPREAD) for _ in range(365)])
    return np.repeat(months[month] * gusts, 24)
