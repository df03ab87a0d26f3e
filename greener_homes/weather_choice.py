"""Which station's weather a place has in a period: the nearest that knows enough, its gaps filled from the next.

Near is kilometres over the ground plus a kilometre for every ten metres of difference in height, because air cools
with height much faster than it does across flat land. A station counts when it knows nine days in ten of the
period (CalTRACK 2.0, S115); when none does, the one that knows most stands in if it knows half, and that is said.
A missing day takes the next station's, moved by their mean difference over the days both know; nothing else is
invented, and days that nobody knows stay missing. Pure arithmetic: no rows, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

import numpy as np

from greener_homes.codes_weather import GAPPY, GAPS_FILLED, STATION_FAR
from greener_homes.reference import WeatherPlace, WeatherStation
from models.findings import Finding
from models.series import Floats

ENOUGH = 0.9
"""Share of the period's days a station must know to be taken because it is nearest."""
LEAST = 0.5
"""Below this share even the best station cannot stand in."""
FAR_KM = 40.0
"""From here on a station is said to be far."""
FARTHEST_KM = 90.0
"""Stations farther away than this are never used."""
METRES_PER_KM = 10.0
DAYS_TO_COMPARE = 30
"""Days two stations must both know before one may fill the other's gaps."""
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class NearStation:
    """A station with how far it is from a place, and how far it counts as with the height between them, km."""

    station: WeatherStation
    km: float
    counted_km: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The days' means °C [n], NaN where nobody knows; the station, how many days others filled, what is in doubt."""

    station: str
    mean_c: Floats
    filled: int
    findings: tuple[Finding, ...]


def near(place: WeatherPlace, stations: Sequence[WeatherStation]) -> tuple[NearStation, ...]:
    """Stations that may serve a place, the nearest first."""
    found = [_seen_from(place, station) for station in stations]
    return tuple(sorted((each for each in found if each.counted_km <= FARTHEST_KM), key=lambda each: each.counted_km))


def choose(ordered: Sequence[NearStation], known: Mapping[str, Floats]) -> Choice | None:
    """The period's weather from stations in order of nearness; None when none knows half of it.

    `known`: each station's means °C over the same days [n], NaN where it was silent; others are passed over.
    """
    held = [(each, known[each.station.station]) for each in ordered if each.station.station in known]
    shares = [(share_known(days), each, days) for each, days in held]
    taken = next((found for found in shares if found[0] >= ENOUGH), None)
    gappy = taken is None
    if taken is None:
        taken = max(shares, key=lambda found: found[0], default=None)
    if taken is None or taken[0] < LEAST:
        return None
    share, chosen, days = taken
    others = [(each.station.name, values) for _, each, values in shares if each is not chosen]
    mean_c, filled, helpers = _filled(days, others)
    findings = []
    if gappy:
        findings.append(GAPPY.finding(station=chosen.station.name, percent=round(share * 100)))
    if chosen.km > FAR_KM:
        findings.append(STATION_FAR.finding(station=chosen.station.name, km=round(chosen.km)))
    if filled:
        findings.append(GAPS_FILLED.finding(days=filled, station=chosen.station.name, other=", ".join(helpers)))
    return Choice(chosen.station.station, mean_c, filled, tuple(findings))


def share_known(days: Floats) -> float:
    """Which share of the days is known; none of no days."""
    return float(np.isfinite(days).mean()) if days.size else 0.0


def _filled(days: Floats, others: Sequence[tuple[str, Floats]]) -> tuple[Floats, int, list[str]]:
    """Gaps filled from one station after the other, and from which."""
    whole = days.copy()
    helpers = []
    for name, values in others:
        missing = ~np.isfinite(whole)
        both = np.isfinite(days) & np.isfinite(values)
        usable = missing & np.isfinite(values)
        if not usable.any() or both.sum() < DAYS_TO_COMPARE:
            continue
        whole[usable] = values[usable] + float((days[both] - values[both]).mean())
        helpers.append(name)
    return whole, int(np.isfinite(whole).sum() - np.isfinite(days).sum()), helpers


def _seen_from(place: WeatherPlace, station: WeatherStation) -> NearStation:
    km = _great_circle_km(place.latitude, place.longitude, station.latitude, station.longitude)
    return NearStation(station, km, km + abs(place.elevation_m - station.elevation_m) / METRES_PER_KM)


def _great_circle_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    north, east = radians(to_lat - from_lat), radians(to_lon - from_lon)
    half = sin(north / 2) ** 2 + cos(radians(from_lat)) * cos(radians(to_lat)) * sin(east / 2) ** 2
    return 2.0 * _EARTH_KM * asin(sqrt(half))
