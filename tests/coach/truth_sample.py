"""A folder of two homes with true savings, made up, in the shape of ../shared/samples/physics."""

from __future__ import annotations

import json
from pathlib import Path

from tests.coach.homes.test_homes_file import HOME, TEMPERATURE, bills, days

HOMES = [
    {
        "id": "billed",
        **HOME,
        "year_built": 1968,
        "heated_area_m2": 150,
        "wall_r": 11,
        "usage": {"natural_gas_m3": bills()},
    },
    {"id": "daily", **HOME, "dwelling_type": "semi", "usage": {"natural_gas_m3": days()}},
    {"id": "no truth", **HOME, "usage": None},
]
TRUTH = """home,measure,gas_m3,electricity_kwh
billed,ENV-AIR,150.5,20
billed,HVAC-FURN,300,0.0
billed,DHW-TANKLESS,60,-5
daily,ENV-AIR,110,12
daily,ENV-ATTIC-MID,115,-10.5
"""
EFFECTS = """measure,realized_dlog_gas,se,realized_dlog_elec,se,hot2000_projected_dlog_gas,se
air_sealing,-0.0374,0.0106,-0.0558,0.0190,-0.0344,0.0065
central_ac,0.0148,0.0157,-0.0322,0.0258,0.0127,0.0093
natural_gas_furnace,-0.1813,0.0112,0.0211,0.0177,-0.2845,0.0060
"""


def write(folder: Path) -> Path:
    """The files, in a folder called `made-up`."""
    here = folder / "made-up"
    here.mkdir()
    (here / "homes.json").write_text(json.dumps(HOMES), encoding="utf-8")
    (here / "truth.csv").write_text(TRUTH, encoding="utf-8")
    (here / "daily_temperature_2023.csv").write_text(TEMPERATURE, encoding="utf-8")
    (folder / "effects.csv").write_text(EFFECTS, encoding="utf-8")
    return here
