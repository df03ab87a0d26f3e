"""NRCan's archetype homes of Ontario brought to the columns we keep, one line a home.

    python -m models.house.archetype_rows PATH > models/house/data/archetype_homes.csv

`PATH` is the reference's archetype_homes_ontario_h2k.csv (S80, Open Government Licence – Canada). Left out: flats,
homes with figures no house has, and homes of the north, whose walls go with its climate. Doors, floors over air and
headers are not in the table: their W/K follow from HOT2000's loss through them and through the windows, which the sun
on the walls does not lessen. So does how high the basement stands out of the ground, from its loss above grade.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from models.house.ground import CONCRETE_RSI, INSIDE_RSI, OUTSIDE_RSI

NORTH_HDD: Final = 4800.0
MOST_M2, LEAST_M2 = 600.0, 40.0
TIGHTEST, LEAKIEST = 0.8, 35.0
WARMER_THAN_BASEMENT: Final = 1.08
"""Degree days of rooms at 21 and 18 °C over those of a basement at 19 °C."""
SUNLIT_WALL: Final = 0.89
"""Loss of a wall over that of a window per W/K: HOT2000's middle (S80)."""
BASEMENT_WALL_M: Final = 2.3
PILOT_W: Final = 320
"""A standing flame (uncited, medium); with it the season's efficiency below is HOT2000's middle 0.855."""
_DWELLING: Final = {
    "Single Detached": "detached",
    "Row house, end unit": "row_end",
    "Row house, middle unit": "row_middle",
    "Double/Semi-detached": "semi",
    "Mobile Home": "mobile",
}
_STOREYS: Final = {"One storey": 1.0, "One and a half": 1.5, "Two storeys": 2.0, "Three storeys": 3.0}
_SEASON: Final = (("continuous pilot", 0.96), ("spark ignition", 0.935), ("flame ret", 0.943), ("stove", 0.93))
"""Season over rated efficiency by kind of burner: HOT2000's medians (S80); all others 0.995."""
_FUEL: Final = {
    "Natural gas": "natural_gas",
    "Oil": "oil",
    "Propane": "propane",
    "Mixed Wood": "wood",
    "Hardwood": "wood",
}
NAMES: Final = (
    "id", "dwelling", "year_built", "storeys", "floor_m2", "basement_m2", "volume_m3", "ach50", "ceiling_m2",
    "ceiling_rsi", "wall_m2", "wall_rsi", "wall_cavity_rsi", "window_m2", "window_rsi", "door_w_k",
    "exposed_floor_w_k", "header_w_k", "foundation", "basement_wall_m2", "basement_above_m", "basement_share",
    "basement_rsi", "heat_maker", "heat_fuel", "rated_efficiency", "season", "pilot_w", "design_kw", "cooling_seer",
    "flue", "water_fuel", "water_kind", "water_factor", "hrv",
)  # fmt: skip


def rows(path: Path) -> Iterator[tuple[Mapping[str, str], dict[str, str]]]:
    """Every home that is kept: the table's own line and ours."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if _kept(line):
                yield line, _row(line)


def main() -> int:
    """Write the kept homes as CSV to standard output."""
    writer = csv.DictWriter(sys.stdout, NAMES, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _, row in rows(Path(sys.argv[1])))
    return 0


def _kept(line: Mapping[str, str]) -> bool:
    return (
        line["htype"] in _DWELLING
        and float(line["hdd"]) < NORTH_HDD
        and LEAST_M2 <= float(line["ag"]) <= MOST_M2
        and TIGHTEST <= float(line["ach50"]) <= LEAKIEST
        and float(line["ceilA"]) > 10.0
        and float(line["hl_mainWalls"]) > 0.0
    )


def _row(line: Mapping[str, str]) -> dict[str, str]:
    per_gj = _w_k_per_gj(line)
    share, rsi = _basement(line)
    foundation, wall_m2 = _foundation(line)
    return {
        "id": re.sub(r"\D", "", line["file"].split(".")[0]),
        "dwelling": _DWELLING[line["htype"]],
        "year_built": f"{_number(line, 'year'):.0f}",
        "storeys": f"{_STOREYS.get(line['storeys'], 1.5):g}",
        "floor_m2": f"{_number(line, 'ag'):.1f}",
        "basement_m2": f"{_below_m2(line, foundation):.1f}",
        "volume_m3": f"{_number(line, 'volume'):.1f}",
        "ach50": f"{_number(line, 'ach50'):.2f}",
        "ceiling_m2": f"{_number(line, 'ceilA'):.1f}",
        "ceiling_rsi": f"{_number(line, 'ceilR'):.2f}",
        "wall_m2": f"{_number(line, 'wallA'):.1f}",
        "wall_rsi": f"{_number(line, 'wallR'):.2f}",
        "wall_cavity_rsi": f"{_number(line, 'wallN'):.2f}",
        "window_m2": f"{_number(line, 'winA'):.1f}",
        "window_rsi": f"{_number(line, 'winR'):.3f}",
        "door_w_k": f"{_number(line, 'hl_doors') * per_gj:.1f}",
        "exposed_floor_w_k": f"{_number(line, 'hl_exposedFloors') * per_gj:.1f}",
        "header_w_k": f"{_number(line, 'hl_basementFloorHeaders') * per_gj * WARMER_THAN_BASEMENT:.1f}",
        "foundation": foundation,
        "basement_wall_m2": f"{wall_m2:.1f}",
        "basement_above_m": f"{_above_m(line, per_gj, wall_m2, share, rsi):.2f}",
        "basement_share": f"{share:.2f}",
        "basement_rsi": f"{rsi:.2f}",
        **_plant(line),
    }


def _w_k_per_gj(line: Mapping[str, str]) -> float:
    """W/K that lose a GJ a year to the air: by the windows, else by walls, which lose a tenth less in the sun."""
    if _number(line, "hl_windows") > 0.0:
        return _number(line, "winA") / _number(line, "winR") / _number(line, "hl_windows")
    return SUNLIT_WALL * _number(line, "wallA") / _number(line, "wallR") / _number(line, "hl_mainWalls")


def _plant(line: Mapping[str, str]) -> dict[str, str]:
    electric = line["heat"] == "Baseboards" or line["fuel"] in ("Electricity", "Electric")
    season = next((each for name, each in _SEASON if name in line["eqtype"]), 0.995)
    maker = "stove" if "stove" in line["eqtype"] else line["heat"].lower().removesuffix("s")
    rating = _number(line, "ac_eff") if line["t2"] == "AirConditioning" else 0.0
    tank = "tankless" if line["dhw_tank"].startswith("Instantaneous") else "tank"
    return {
        "heat_maker": maker,
        "heat_fuel": "electricity" if electric else _FUEL[line["fuel"]],
        "rated_efficiency": f"{_number(line, 'eff') / 100:.3f}",
        "season": "1" if electric else f"{season:g}",
        "pilot_w": str(PILOT_W) if "continuous pilot" in line["eqtype"] else "0",
        "design_kw": f"{_number(line, 'dhl') / 1000:.1f}",
        "cooling_seer": f"{rating * 3.412 if line['ac_iscop'] == 'true' else rating:.1f}",
        "flue": "1" if _draws_on_room(line, electric) else "0",
        "water_fuel": "electricity" if line["dhw_fuel"] == "Electricity" else _FUEL[line["dhw_fuel"]],
        "water_kind": tank,
        "water_factor": f"{_number(line, 'dhw_ef'):.3f}",
        "hrv": "1" if _number(line, "hrv") > 0 else "0",
    }


def _draws_on_room(line: Mapping[str, str], electric: bool) -> bool:
    """Whether a chimney stands open to the rooms: any burner but a condensing or sealed one."""
    furnace = not electric and line["eqtype"] != "Condensing"
    sealed = "condensing" in line["dhw_tank"] or "sealed" in line["dhw_tank"] or line["dhw_fuel"] == "Electricity"
    return furnace or not sealed


def _basement(line: Mapping[str, str]) -> tuple[float, float]:
    """Share of the walls that is insulated, inside or out, and with how much m²K/W."""
    inside, outside = _number(line, "bsmt_int_frac"), _number(line, "bsmt_ext_frac")
    share = max(inside, outside)
    rsi = (inside * _number(line, "bsmt_int_rsi") + outside * _number(line, "bsmt_ext_rsi")) / share if share else 0.0
    return share, min(rsi, 5.0)


def _foundation(line: Mapping[str, str]) -> tuple[str, float]:
    """What the home stands on, and its walls' area in m²."""
    around = 4.2 * max(_number(line, "ceilA"), 20.0) ** 0.5
    if _number(line, "nbsmt") > 0:
        return "basement", _number(line, "bsmt_wall_area_m2") or around * BASEMENT_WALL_M
    return ("crawl", around) if _number(line, "ncrawl") > 0 else ("slab", 0.3 * around)


def _below_m2(line: Mapping[str, str], foundation: str) -> float:
    if foundation == "basement":
        return _number(line, "bg") or _number(line, "ceilA")
    over_air = _number(line, "hl_crawlspace") + _number(line, "hl_slab") == 0.0
    return 0.0 if over_air else _number(line, "ceilA")


def _above_m(line: Mapping[str, str], per_gj: float, wall_m2: float, share: float, rsi: float) -> float:
    bare = INSIDE_RSI + CONCRETE_RSI + OUTSIDE_RSI
    u_value = share / (bare + rsi) + (1.0 - share) / bare
    m2 = _number(line, "hl_basementAboveGradeWall") * per_gj * WARMER_THAN_BASEMENT / u_value
    return min(max(m2 / (wall_m2 / BASEMENT_WALL_M), 0.1), 1.6)


def _number(line: Mapping[str, str], name: str) -> float:
    return float(line[name] or 0.0)


if __name__ == "__main__":
    raise SystemExit(main())
