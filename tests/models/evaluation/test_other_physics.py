"""Homes of other physics: each its own way, around ours, and only where something can differ."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from models.evaluation.other_physics import SPREADS, WORK_SPREAD, otherwise, work_done
from models.evaluation.simulated import SimulatedTruths
from models.house.simulated_homes import FUELS
from models.house.stock_sample import Part, part_of, stock_sample
from models.measures.catalogue import measure
from models.quantities import Fuel

HOMES = stock_sample(4, 400, [Part.TRAIN]).homes
NAMES = [f"home-{place}" for place in range(len(HOMES))]
MOVED = otherwise(NAMES, HOMES)


@pytest.mark.parametrize("column", ["wall_rsi", "ach50", "basement_wall_m2", "window_u", "water_factor"])
def test_a_column_is_spread_around_ours(column: str) -> None:
    factor = np.log(getattr(MOVED, column) / getattr(HOMES, column))
    assert np.median(factor) == pytest.approx(0.0, abs=0.02)
    assert factor.std() == pytest.approx(SPREADS[column], rel=0.15)


def test_the_rest_of_a_home_stays_and_shares_stay_shares() -> None:
    for field in fields(HOMES):
        if field.name not in SPREADS:
            assert (getattr(MOVED, field.name) == getattr(HOMES, field.name)).all(), field.name
    assert MOVED.sun_share.max() <= 1.0 and MOVED.plug_heat.max() <= 1.0 and MOVED.shelter.max() <= 1.0
    electric = HOMES.heat_fuel == FUELS.index(Fuel.ELECTRICITY)
    assert electric.any() and (MOVED.efficiency[electric] == HOMES.efficiency[electric]).all()
    assert MOVED.efficiency[~electric].max() <= 0.98


def test_a_home_is_moved_by_its_name_alone() -> None:
    some = otherwise(NAMES[:5], HOMES.at(slice(0, 5)))
    assert (some.wall_rsi == MOVED.wall_rsi[:5]).all()
    assert work_done("home-1", "ENV-AIR") == work_done("home-1", "ENV-AIR") != work_done("home-2", "ENV-AIR")


def test_work_is_done_well_or_badly_around_ours() -> None:
    done = np.log([work_done(name, "ENV-AIR") for name in NAMES])
    assert np.median(done) == pytest.approx(0.0, abs=0.02)
    assert done.std() == pytest.approx(WORK_SPREAD[measure("ENV-AIR").method], rel=0.15)
    assert work_done("home-1", "GEN-PV") == 1.0


def test_varied_homes_of_named_parts_are_told_as_they_were_and_save_otherwise() -> None:
    plain, varied = (
        tuple(SimulatedTruths(4, 6, parts=(Part.TRAIN,), varied=varied, compared=("ENV-AIR",)).homes())
        for varied in (False, True)
    )
    for home, other in zip(plain, varied, strict=True):
        assert part_of(int(home.id.rsplit("-", 1)[1])) is Part.TRAIN
        assert (home.id, home.facts) == (other.id, other.facts)
        assert home.usage != other.usage
        assert set(home.savings) == {"ENV-AIR"} and home.savings != other.savings
