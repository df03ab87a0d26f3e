"""The archetype homes we carry are the reference's, and are houses."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from models.house.archetype_rows import NAMES, rows
from models.house.archetypes import OLDEST_EFFICIENCY, archetypes
from models.house.simulated_homes import Foundation, HeatMaker, fuel_number
from models.quantities import Fuel

TABLE = Path(__file__).resolve().parents[3] / "../shared/reference/archetype_homes_ontario_h2k.csv"


def test_there_are_thirteen_hundred_different_homes() -> None:
    homes = archetypes()
    assert len(homes) == 1309
    assert np.unique(homes.home_id).size == len(homes)


def test_they_are_houses() -> None:
    homes = archetypes()
    assert (homes.floor_m2 >= 40).all()
    assert (homes.window_m2 < homes.floor_m2).all()
    assert ((homes.efficiency > 0.3) & (homes.efficiency <= 1.0)).all()
    assert ((homes.window_shgc > 0.2) & (homes.window_shgc < 0.75)).all()
    basement = homes.foundation == Foundation.BASEMENT
    assert basement.mean() == pytest.approx(0.92, abs=0.03)
    assert (homes.basement_m2[basement] > 0).all()


def test_no_furnace_of_today_has_a_pilot_and_its_label_is_its_season() -> None:
    text = files("models.house").joinpath("data/archetype_homes.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert any(float(line["pilot_w"]) > 0 for line in lines)
    homes = archetypes()
    rated = np.array([float(line["rated_efficiency"]) for line in lines])
    gas = (homes.heat_fuel == fuel_number(Fuel.NATURAL_GAS)) & (homes.heat_maker == HeatMaker.FURNACE)
    assert (homes.pilot_w[gas] == 0.0).all()
    assert (homes.efficiency[gas] == np.maximum(rated[gas], OLDEST_EFFICIENCY)).all()
    oil = homes.heat_fuel == fuel_number(Fuel.OIL)
    assert (homes.efficiency[oil] < rated[oil]).any()


def test_what_we_carry_is_what_the_reference_says() -> None:
    if not TABLE.exists():
        pytest.skip("../shared is not here: the carried homes cannot be compared with the reference")
    made = io.StringIO()
    writer = csv.DictWriter(made, NAMES, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _, row in rows(TABLE))
    assert made.getvalue() == files("models.house").joinpath("data/archetype_homes.csv").read_text(encoding="utf-8")
