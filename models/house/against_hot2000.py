"""Our heat balance beside HOT2000's, home by home: space heat, hot water, losses by part, sun, the design load.

    python -m models.house.against_hot2000 PATH

`PATH` is the reference's archetype_homes_ontario_h2k.csv. HOT2000 works by months and bins on its own weather; ours by
hours, on Toronto's typical year with its cold moved to each station's heating degree days (summers stay). Both with the
same walls, people and set temperatures. HOT2000 cools twice as much as EnergyPlus does the same homes of
../shared/samples/physics (by their summer bills), and ours a fifth more than that: cooling is shown, not trusted.
Printed per dwelling type and time of building: the middle of ours over theirs, and the middle error.
Not independent: doors, floors over air, headers and the basement's height above ground come from HOT2000's losses.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.house import hourly_loop as loop
from models.house.archetype_rows import rows
from models.house.archetypes import homes_of
from models.house.hourly import YearUse, simulate_year
from models.house.shell import loop_columns
from models.house.simulated_homes import DWELLINGS, SimulatedHomes
from models.house.simulated_year import SimulatedYear, typical_simulated_year
from models.quantities import GJ_PER_KWH
from models.series import Floats

PLACE: Final = "Toronto Pearson"
TORONTO_HDD: Final = 3890.0
"""Files that name Toronto with 3,520 degree days were worked out with the same weather: their losses are the same."""
NEVER_C: Final = 99.0
FULLY_MOVED_K: Final = 6.0
"""Days so much below 18 °C move wholly with the station's winter; those in between in part."""
DESIGN_C: Final = -18.0
DESIGN_WIND_M_S: Final = 6.0
VINTAGES: Final = (
    (1946, "pre-1946"),
    (1970, "1946-69"),
    (1980, "1970s"),
    (1990, "1980s"),
    (2001, "1990s"),
    (9999, "2001+"),
)
ATTACHED: Final = {"row_end": "attached end", "semi": "attached end"}


@dataclass(frozen=True, slots=True)
class Compared:
    """Ours and HOT2000's of one kind of number, in its unit [homes]; NaN where HOT2000 has none."""

    name: str
    unit: str
    ours: Floats
    theirs: Floats

    def ratio(self, homes: NDArray[np.bool_]) -> float:
        """Ours over theirs, the middle of these homes."""
        return float(np.nanmedian(self._ratios(homes)))

    def error(self, homes: NDArray[np.bool_]) -> float:
        """Distance from theirs as a share of it, the middle of these homes."""
        return float(np.nanmedian(np.abs(self._ratios(homes) - 1.0)))

    def total(self, homes: NDArray[np.bool_]) -> float:
        """All of ours over all of theirs."""
        known = homes & np.isfinite(self.theirs)
        return float(self.ours[known].sum() / self.theirs[known].sum())

    def _ratios(self, homes: NDArray[np.bool_]) -> Floats:
        known = homes & np.isfinite(self.theirs) & (self.theirs > 0)
        ratios: Floats = self.ours[known] / self.theirs[known]
        return ratios if ratios.size else np.array([np.nan])


def compare(path: Path) -> tuple[SimulatedHomes, tuple[Compared, ...]]:
    """Every archetype home simulated under HOT2000's conditions, and both sides of each number."""
    pairs = list(rows(path))
    lines = [line for line, _ in pairs]
    homes = _as_described(homes_of([row for _, row in pairs]), lines)
    degree_days = _column(lines, "hdd")
    degree_days[[line["loc"].startswith("TORONTO") for line in lines]] = TORONTO_HDD
    numbers: dict[str, Floats] = {}
    for station in np.unique(degree_days):
        here = np.flatnonzero(degree_days == station)
        part = homes.at(here)
        year = _year_of(float(station))
        for name, values in _ours(part, simulate_year(part, year), year).items():
            numbers.setdefault(name, np.full(len(homes), np.nan))[here] = values
    theirs = _theirs(lines)
    return homes, tuple(Compared(name, unit, numbers[name], theirs[name]) for name, unit in UNITS.items())


def groups(homes: SimulatedHomes) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """All homes, then each dwelling type and time of building with at least five."""
    yield "all", np.ones(len(homes), dtype=bool)
    types = np.array([ATTACHED.get(DWELLINGS[each].value, DWELLINGS[each].value) for each in homes.dwelling])
    ages = np.array([next(name for before, name in VINTAGES if year < before) for year in homes.year_built])
    for dwelling in dict.fromkeys(sorted(types)):
        for _, age in VINTAGES:
            here = (types == dwelling) & (ages == age)
            if here.sum() >= 5:
                yield f"{dwelling.replace('_', ' ')}, {age}", here


def main() -> int:
    """Print both tables."""
    homes, numbers = compare(Path(sys.argv[1]))
    whole = np.ones(len(homes), dtype=bool)
    print(f"{len(homes)} homes: ours over HOT2000's\n")
    print(f"{'':24s}{'all':>8s}{'middle':>8s}{'error':>8s}")
    for each in numbers:
        print(f"{each.name:24s}{each.total(whole):8.2f}{each.ratio(whole):8.2f}{each.error(whole):8.0%}")
    shown = [each for each in numbers if each.name in ("heat", "heating fuel", "hot water", "design load")]
    print(f"\n{'':26s}{'homes':>6s}" + "".join(f"{each.name:>21s}" for each in shown))
    for name, here in groups(homes):
        cells = "".join(f"{each.ratio(here):14.2f} ±{each.error(here):4.0%} " for each in shown)
        print(f"{name:26s}{here.sum():6d}{cells}")
    return 0


UNITS: Final = {
    "heat": "GJ",
    "heating fuel": "GJ",
    "hot water": "GJ",
    "cooling power": "GJ",
    "sun used": "GJ",
    "all losses": "GJ",
    "ceilings": "GJ",
    "walls": "GJ",
    "windows and doors": "GJ",
    "air": "GJ",
    "foundation": "GJ",
    "basement above grade": "GJ",
    "basement below grade": "GJ",
    "design load": "kW",
    "air changes": "1/h",
}


def _as_described(homes: SimulatedHomes, lines: list[Mapping[str, str]]) -> SimulatedHomes:
    """With the people, lights and set temperatures of each file; who has a cooler opens no window (its openable area is
    nought in all of 22 files).
    """
    everyone = np.ones(len(homes), dtype=bool)
    inside = ("bl_electricalAppliances", "bl_lighting", "bl_otherElectric")
    return homes.where(
        everyone,
        occupants=_column(lines, "adults") + _column(lines, "children"),
        plug_kwh_day=np.sum([_column(lines, name) for name in inside], axis=0),
        outdoor_kwh_day=_column(lines, "bl_exteriorUse"),
        water_l_day=_column(lines, "bl_hotWaterLoad"),
        heat_day_c=_column(lines, "day"),
        heat_night_c=np.minimum(_column(lines, "night"), _column(lines, "day")),
        cool_c=_column(lines, "cool"),
        open_windows_c=np.where(homes.cool_w > 0, NEVER_C, homes.open_windows_c),
    )


def _year_of(degree_days: float) -> SimulatedYear:
    """The typical year with so many degree days under 18 °C; days above it are as they were."""
    year = typical_simulated_year(PLACE)
    days = year.air_c.reshape(-1, 24).mean(axis=1)
    share = np.repeat(np.clip((18.0 - days) / FULLY_MOVED_K, 0.0, 1.0), 24)
    low, high = -10.0, 10.0
    for _ in range(40):
        warmer = 0.5 * (low + high)
        moved = (year.air_c + warmer * share).reshape(-1, 24).mean(axis=1)
        cold = np.maximum(18.0 - moved, 0.0).sum() > degree_days
        low, high = (warmer, high) if cold else (low, warmer)
    more = warmer * share
    return replace(
        year,
        air_c=year.air_c + more,
        wall_c=year.wall_c + more,
        roof_c=year.roof_c + more,
        soil_mean_c=float((year.air_c + more).mean()),
    )


def _ours(homes: SimulatedHomes, use: YearUse, year: SimulatedYear) -> dict[str, Floats]:
    flows, columns = use.flows, loop_columns(homes)
    below = flows.foundation_air + flows.soil
    losses = flows.walls + flows.roof + flows.glass + flows.air + below
    others = columns[:, loop.WALL] + columns[:, loop.ROOF] + columns[:, loop.GLASS]
    indoors = 21.0 - DESIGN_C
    driven = columns[:, loop.STACK] * indoors + columns[:, loop.WIND] * DESIGN_WIND_M_S**2
    leak = columns[:, loop.LEAK] * driven**loop.FLOW_EXPONENT
    base = columns[:, loop.BASE_AIR] * (19.0 - DESIGN_C) + columns[:, loop.BASE_SOIL] * (19.0 - year.soil_mean_c)
    headers = np.divide(
        homes.header_w_k, columns[:, loop.BASE_AIR], out=np.zeros(len(homes)), where=columns[:, loop.BASE_AIR] > 0
    )
    in_gj = {
        "heat": use.heat.sum(axis=1),
        "heating fuel": (use.heat_fuel + use.heat_power).sum(axis=1),
        "hot water": (use.water_fuel + use.water_power).sum(axis=1),
        "cooling power": use.cool_power.sum(axis=1),
        "sun used": flows.sun * np.clip(1.0 - (flows.cooling + flows.airing) / np.maximum(flows.sun, 1.0), 0.0, 1.0),
        "all losses": losses,
        "ceilings": flows.roof,
        "walls": flows.walls,
        "windows and doors": flows.glass,
        "air": flows.air,
        "foundation": below,
        "basement above grade": flows.foundation_air * (1.0 - headers),
        "basement below grade": flows.soil,
    }
    return {name: values * GJ_PER_KWH for name, values in in_gj.items()} | {
        "design load": ((others + leak) * indoors + base) / 1000.0,
        "air changes": flows.air_w_k / (0.335 * homes.volume_m3),
    }


def _theirs(lines: list[Mapping[str, str]]) -> dict[str, Floats]:
    def of(*names: str) -> Floats:
        total: Floats = np.sum([_column(lines, name) for name in names], axis=0)
        return total

    basement = [float(line["nbsmt"]) > 0 for line in lines]
    below = of("hl_basementBelowGradeWall"), of("hl_basementAboveGradeWall")
    foundation = ("hl_basementBelowGradeWall", "hl_basementAboveGradeWall", "hl_basementFloorHeaders")
    fuel = of("heat_tot") - np.where([line["heat"] == "Baseboards" for line in lines], 0.0, of("el_heat"))
    return {
        "heat": of("aux") / 1000.0,
        "heating fuel": np.where(fuel > 0.2 * of("heat_tot"), fuel, np.nan),
        "hot water": of("dhw_tot"),
        "cooling power": np.where(of("el_cool") > 0, of("el_cool"), np.nan),
        "sun used": of("solar"),
        "all losses": of("hl_total"),
        "ceilings": of("hl_ceiling"),
        "walls": of("hl_mainWalls"),
        "windows and doors": of("hl_windows", "hl_doors", "hl_exposedFloors"),
        "air": of("hl_airLeakageAndNaturalVentilation"),
        "foundation": of(*foundation, "hl_crawlspace", "hl_slab"),
        "basement above grade": np.where(basement, below[1], np.nan),
        "basement below grade": np.where(basement, below[0], np.nan),
        "design load": of("dhl") / 1000.0,
        "air changes": of("ach_nat"),
    }


def _column(lines: list[Mapping[str, str]], name: str) -> Floats:
    return np.array([float(line[name] or 0.0) for line in lines])


if __name__ == "__main__":
    raise SystemExit(main())
