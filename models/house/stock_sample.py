"""Homes as Durham has them: drawn whole from the archetype homes, lived in by different people, seeded.

What goes with what is kept: a draw is one real home (S80), made a few per cent larger or smaller. Weights bring its
type and time of building to Durham's mix. What no table of homes knows is varied: people, set temperatures, habits,
where the front looks, shade, shelter, and equipment renewed since the homes were described. The same seed gives the
same homes, bit for bit. Homes are split by their number into parts that never share one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.house.archetypes import COOL_W_M2, archetypes
from models.house.facts import DwellingType
from models.house.hotwater_plugs import BASE_KWH_DAY, BASE_LITRES_DAY, PERSON_KWH_DAY, PERSON_LITRES_DAY
from models.house.simulated_homes import DWELLINGS, FACES, FUELS, HeatMaker, SimulatedHomes, WaterHeater
from models.quantities import Fuel
from models.series import Floats, Ints

TYPE_WEIGHTS: Final = {
    DwellingType.DETACHED: 64.0,
    DwellingType.SEMI: 6.0,
    DwellingType.ROW_END: 4.5,
    DwellingType.ROW_MIDDLE: 8.5,
    DwellingType.MOBILE: 0.3,
}
"""Durham 2021, per cent of dwellings (programme_dhesp, uncited, low); rows of about six homes, two of them ends."""
VINTAGE_WEIGHTS: Final = ((1946, 6.0), (1961, 9.0), (1970, 8.0), (1980, 14.0), (1990, 18.0), (2001, 14.0), (9999, 31.0))
"""Built before, and per cent: 46 between 1970 and 2000 (S01); the rest by how the Region grew (S12, S13; our
judgement)."""
BORROWED: Final = {DwellingType.SEMI: (DwellingType.SEMI, DwellingType.ROW_END)}
"""Too few semi-detached homes were described; they stand to one neighbour as the end of a row does."""
PEOPLE_WEIGHTS: Final = (0.17, 0.31, 0.19, 0.20, 0.09, 0.04)
"""Households of one to six in single-family homes (uncited, medium)."""
SIZE_SPREAD: Final = 0.06
LEAK_SPREAD: Final = 0.10
REAL_OVER_MODELLED: Final = 0.85
REAL_SPREAD: Final = 0.10
"""Losses over what the description says: surveys find 0.79 of the modelled heat (S81), some of it by people's habits,
which are varied here. Glass keeps its rated figures, the ground what its basement's warmth makes of it."""
PLUG_SPREAD: Final = 0.30
WATER_SPREAD: Final = 0.28
DAY_C, DAY_SPREAD_C = 20.8, 1.1
COOL_C, COOL_SPREAD_C = 24.3, 1.3
NIGHT_LOWER_C: Final = (0.0, 1.0, 2.0, 3.0, 4.0)
NIGHT_WEIGHTS: Final = (0.40, 0.15, 0.20, 0.17, 0.08)
"""How far people turn the heat down at night, and how many (uncited, low)."""
SUN_SHARE: Final = (0.65, 1.0)
"""Least and most of the sun that eaves, trees, neighbours and curtains leave (uncited); HOT2000's homes have 0.9."""
BASEMENT_FLOATS: Final = 0.5
"""Share of basements that take what warmth comes down; the others are held near 19 °C."""
FLOATING_C: Final = -99.0
RENEWED: Final = 0.55
"""Share of gas furnaces below 90 % replaced by condensing ones since the homes were described (uncited, low)."""
NEW_EFFICIENCY: Final = (0.92, 0.97)
DUCT_LOSS: Final = (0.0, 0.03, 0.10)
"""Least, usual and most of a furnace's heat that ducts bring where it is not wanted (uncited, low)."""
GAS_RANGE: Final = 0.22
GAS_RANGE_KWH_DAY: Final = 1.6
POOL: Final = 0.06
POOL_KWH_DAY: Final = 6.5
CATHEDRAL: Final = 0.08
SOLAR: Final = 0.02
NOBODY_COOLS: Final = 0.12


class Part(StrEnum):
    """What an archetype home may be used for."""

    TRAIN = "train"
    CALIBRATE = "calibrate"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Sample:
    """Homes of the stock; `source` the place of each one's archetype in `archetypes()` [homes]."""

    homes: SimulatedHomes
    source: Ints


def part_of(home_id: int) -> Part:
    """The part an archetype home belongs to, for ever: 70 % train, 15 % calibrate, 15 % test."""
    place = int.from_bytes(hashlib.sha256(str(home_id).encode()).digest()[:4], "big") % 100
    if place < 70:
        return Part.TRAIN
    return Part.CALIBRATE if place < 85 else Part.TEST


def stock_sample(seed: int, count: int, parts: Collection[Part] = tuple(Part), without: Collection[int] = ()) -> Sample:
    """`count` homes of Durham from the archetypes of these parts, `without` the named ones.

    ValueError when a type has no home in these parts.
    """
    rng = np.random.default_rng([seed, count])
    known = archetypes()
    usable = np.array([part_of(each) in parts and each not in without for each in known.home_id.tolist()])
    source, dwelling = _drawn(known, usable, count, rng)
    homes = known.at(source).where(np.ones(count, dtype=bool), dwelling=dwelling)
    homes = _sized(homes, rng)
    homes = _lived_in(homes, rng)
    homes = _placed(homes, rng)
    return Sample(_equipped(homes, rng), source)


def weights(homes: SimulatedHomes, usable: NDArray[np.bool_], dwelling: DwellingType) -> Floats:
    """The chance of each archetype to stand for a home of this type; sums to 1. ValueError when none can."""
    kinds = [DWELLINGS.index(each) for each in BORROWED.get(dwelling, (dwelling,))]
    here = usable & np.isin(homes.dwelling, kinds)
    if not here.any():
        raise ValueError(f"no archetype of type {dwelling.value} in these parts")
    chance = np.zeros(len(homes))
    after = 0
    for before, weight in VINTAGE_WEIGHTS:
        cell = here & (homes.year_built >= after) & (homes.year_built < before)
        if not cell.any():
            cell = here & (np.abs(homes.year_built - after) == np.abs(homes.year_built - after)[here].min())
        chance[cell] += weight / cell.sum()
        after = before
    shares: Floats = chance / chance.sum()
    return shares


def _drawn(known: SimulatedHomes, usable: NDArray[np.bool_], count: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Places of archetypes and the types they stand for [count] each."""
    total = sum(TYPE_WEIGHTS.values())
    kinds = rng.choice(len(DWELLINGS), size=count, p=[TYPE_WEIGHTS[each] / total for each in DWELLINGS])
    source = np.zeros(count, dtype=np.int64)
    for kind, dwelling in enumerate(DWELLINGS):
        here = kinds == kind
        source[here] = rng.choice(len(known), size=int(here.sum()), p=weights(known, usable, dwelling))
    return source, kinds.astype(np.int64)


def _sized(homes: SimulatedHomes, rng: np.random.Generator) -> SimulatedHomes:
    """A little larger or smaller all over, and losing what homes really lose beside what is said of them."""
    size = len(homes)
    grown = rng.lognormal(0.0, SIZE_SPREAD, size)
    real = REAL_OVER_MODELLED * _about_1(REAL_SPREAD, size, rng)
    leak = homes.ach50 * real * rng.lognormal(0.0, LEAK_SPREAD, size)
    areas = ("floor_m2", "basement_m2", "ceiling_m2", "wall_m2", "window_m2", "volume_m3", "basement_wall_m2")
    parts = ("door_w_k", "exposed_floor_w_k", "header_w_k")
    grew = {name: getattr(homes, name) * grown for name in (*areas, "heat_w", "cool_w")}
    lost = {name: getattr(homes, name) * grown * real for name in parts}
    everyone = np.ones(size, dtype=bool)
    better = {"ceiling_rsi": homes.ceiling_rsi / real, "wall_rsi": homes.wall_rsi / real}
    return homes.where(everyone, ach50=leak, **grew, **lost, **better)


def _lived_in(homes: SimulatedHomes, rng: np.random.Generator) -> SimulatedHomes:
    size = len(homes)
    people = rng.choice(np.arange(1, 7), size=size, p=PEOPLE_WEIGHTS).astype(float)
    day = np.clip(rng.normal(DAY_C, DAY_SPREAD_C, size), 17.0, 24.0)
    night = day - rng.choice(NIGHT_LOWER_C, size=size, p=NIGHT_WEIGHTS)
    floats = rng.random(size) < BASEMENT_FLOATS
    held = np.clip(rng.normal(19.0, 1.0, size), 16.0, 21.0)
    pool = rng.random(size) < POOL
    gas = homes.heat_fuel == FUELS.index(Fuel.NATURAL_GAS)
    return homes.where(
        np.ones(size, dtype=bool),
        occupants=people,
        plug_kwh_day=(BASE_KWH_DAY + PERSON_KWH_DAY * people - 0.9) * _about_1(PLUG_SPREAD, size, rng),
        outdoor_kwh_day=0.9 * _about_1(0.5, size, rng) + np.where(pool, POOL_KWH_DAY, 0.0),
        cooking_gas_kwh_day=np.where(gas & (rng.random(size) < GAS_RANGE), GAS_RANGE_KWH_DAY, 0.0),
        water_l_day=(BASE_LITRES_DAY + PERSON_LITRES_DAY * people) * _about_1(WATER_SPREAD, size, rng),
        heat_day_c=day,
        heat_night_c=np.maximum(night, 14.0),
        night_from=rng.choice([21, 22, 23, 0], size=size),
        night_hours=rng.integers(6, 10, size=size),
        basement_c=np.where(floats, FLOATING_C, held),
        cool_c=np.clip(rng.normal(COOL_C, COOL_SPREAD_C, size), 21.0, 28.0),
        open_windows_c=rng.uniform(23.5, 27.0, size),
    )


def _placed(homes: SimulatedHomes, rng: np.random.Generator) -> SimulatedHomes:
    """Turned any way, shaded and sheltered more or less; the most glass is at the front and back of joined homes."""
    size = len(homes)
    joined = np.isin(homes.dwelling, [DWELLINGS.index(each) for each in DWELLINGS if each is not DwellingType.DETACHED])
    middle = homes.dwelling == DWELLINGS.index(DwellingType.ROW_MIDDLE)
    front = np.where(middle, 0.5, np.where(joined, 0.42, 0.36))
    facing = rng.integers(0, FACES, size=size)
    solar = rng.random(size) < SOLAR
    return homes.where(
        np.ones(size, dtype=bool),
        facing=facing,
        front_share=np.clip(front + np.where(middle, 0.0, rng.normal(0.0, 0.04, size)), 0.2, 0.5),
        sun_share=rng.uniform(*SUN_SHARE, size),
        shelter=rng.uniform(0.35, 0.65, size),
        cathedral_share=np.where(rng.random(size) < CATHEDRAL, rng.uniform(0.2, 0.6, size), 0.0),
        pv_kw=np.where(solar, rng.uniform(4.0, 9.0, size), 0.0),
        pv_facing=rng.choice([3, 4, 5], size=size),
    )


def _equipped(homes: SimulatedHomes, rng: np.random.Generator) -> SimulatedHomes:
    """With some furnaces renewed, ducts that lose a little, and coolers that not everybody uses."""
    size = len(homes)
    everyone = np.ones(size, dtype=bool)
    ducted = homes.heat_maker == HeatMaker.FURNACE
    gas = ducted & (homes.heat_fuel == FUELS.index(Fuel.NATURAL_GAS))
    renewed = gas & (homes.efficiency < 0.88) & (rng.random(size) < RENEWED)
    new = rng.uniform(*NEW_EFFICIENCY, size)
    tank = (homes.water_heater == WaterHeater.TANK) & (homes.water_fuel != FUELS.index(Fuel.ELECTRICITY))
    homes = homes.where(renewed, efficiency=new, pilot_w=0.0, flue=np.where(tank, homes.flue, 0.0), fan_share=0.014)
    lost = rng.triangular(*DUCT_LOSS, size)
    idle = rng.random(size) < NOBODY_COOLS
    added = (homes.cool_w == 0) & ducted & (rng.random(size) < 0.5)
    homes = homes.where(everyone, duct_loss=np.where(ducted, lost, 0.0))
    homes = homes.where(added, cool_w=COOL_W_M2 * homes.floor_m2, cooling_cop=rng.uniform(2.9, 4.4, size))
    return homes.where(idle, cool_w=0.0)


def _about_1(spread: float, size: int, rng: np.random.Generator) -> Floats:
    """Factors of mean 1."""
    return rng.lognormal(-(spread**2) / 2.0, spread, size)
