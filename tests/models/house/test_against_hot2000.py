"""Our heat balance stays as near HOT2000's as it was measured to be, over all homes and in each group."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.house.against_hot2000 import Compared, compare, groups
from models.house.simulated_homes import SimulatedHomes

TABLE = Path(__file__).resolve().parents[3] / "../shared/reference/archetype_homes_ontario_h2k.csv"
Both = tuple[SimulatedHomes, dict[str, Compared]]
BOUNDS = {
    "heat": (0.94, 1.03),
    "heating fuel": (0.94, 1.03),
    "hot water": (0.97, 1.03),
    "all losses": (0.94, 1.06),
    "ceilings": (0.93, 1.07),
    "walls": (0.98, 1.10),
    "windows and doors": (0.95, 1.05),
    "air": (0.85, 1.00),
    "foundation": (0.92, 1.05),
    "basement above grade": (0.96, 1.08),
    "basement below grade": (0.92, 1.05),
    "sun used": (0.88, 1.12),
}


@pytest.fixture(scope="module")
def both() -> Both:
    if not TABLE.exists():
        pytest.skip("../shared is not here: there is no HOT2000 to compare with")
    homes, numbers = compare(TABLE)
    return homes, {each.name: each for each in numbers}


@pytest.mark.parametrize("name", BOUNDS)
def test_the_middle_home_is_near_hot2000(name: str, both: Both) -> None:
    homes, numbers = both
    low, high = BOUNDS[name]
    assert low <= numbers[name].ratio(np.ones(len(homes), dtype=bool)) <= high


def test_the_middle_error_of_heat_is_about_a_tenth(both: Both) -> None:
    homes, numbers = both
    whole = np.ones(len(homes), dtype=bool)
    assert numbers["heat"].error(whole) < 0.12
    assert numbers["hot water"].error(whole) < 0.03


def test_no_large_group_is_far_off(both: Both) -> None:
    homes, numbers = both
    for name, here in groups(homes):
        if here.sum() >= 30:
            assert 0.88 <= numbers["heat"].ratio(here) <= 1.15, name
