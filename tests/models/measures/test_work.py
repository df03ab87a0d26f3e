"""What work changes in simulated homes: the homes it fits and no others, and never for the worse."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from models.house.simulated_homes import SimulatedHomes
from models.house.simulated_year import typical_simulated_year
from models.house.stock_sample import stock_sample
from models.measures.catalogue import Method, measures
from models.measures.work import WORK, changes_energy, work
from models.measures.work_savings import work_savings
from models.quantities import MJ_PER_KWH, MJ_PER_UNIT, Fuel
from models.series import Floats

UNCHANGED = {Method.BILL, Method.ENABLING, Method.SAFETY}
ENVELOPE = [each.id for each in measures() if each.id.startswith("ENV-")]
ADDS_USE = {"HS-RADON", "HVAC-HRV"}


@pytest.fixture(scope="module")
def homes() -> SimulatedHomes:
    return stock_sample(8, 160).homes


@pytest.fixture(scope="module")
def saved_kwh(homes: SimulatedHomes) -> dict[str, Floats]:
    """All fuels together, kWh [homes], NaN where the work does not fit."""
    _, savings = work_savings(homes, typical_simulated_year(), [(each,) for each in WORK])
    return {each.plan[0]: _kwh(each.saved) for each in savings}


def _kwh(saved: dict[Fuel, Floats]) -> Floats:
    total: Floats = np.sum([amount * MJ_PER_UNIT[fuel] / MJ_PER_KWH for fuel, amount in saved.items()], axis=0)
    return total


def test_every_measure_that_changes_energy_has_its_work() -> None:
    expected = {each.id for each in measures() if each.method not in UNCHANGED}
    assert expected <= set(WORK)
    assert set(WORK) - expected == {"HS-RADON"}
    assert not changes_energy("PLAN-SWITCH")


@pytest.mark.parametrize("measure_id", WORK)
def test_work_leaves_homes_it_does_not_fit_as_they_were(measure_id: str, homes: SimulatedHomes) -> None:
    done = work(homes, [measure_id])
    for each in fields(homes):
        before, after = getattr(homes, each.name), getattr(done.homes, each.name)
        assert after.dtype == before.dtype, each.name
        assert np.array_equal(after[~done.fits], before[~done.fits]), each.name


@pytest.mark.parametrize("measure_id", ENVELOPE)
def test_work_on_the_shell_never_costs_energy_beyond_its_cooling(
    measure_id: str, homes: SimulatedHomes, saved_kwh: dict[str, Floats]
) -> None:
    known = saved_kwh[measure_id][np.isfinite(saved_kwh[measure_id])]
    assert known.size == 0 or (np.quantile(known, 0.05) >= -60.0 and np.median(known) > 0.0)


@pytest.mark.parametrize("measure_id", [each for each in WORK if each not in ADDS_USE])
def test_the_middle_home_saves(measure_id: str, saved_kwh: dict[str, Floats]) -> None:
    known = saved_kwh[measure_id][np.isfinite(saved_kwh[measure_id])]
    assert known.size == 0 or np.median(known) > 0.0


def test_work_done_twice_or_on_a_good_home_does_not_fit() -> None:
    homes = stock_sample(9, 60).homes
    for measure_id in ("ENV-ATTIC-MID", "ENV-WIN-ES", "HVAC-FURN", "DHW-TANKLESS", "HVAC-ASHP-D"):
        done = work(homes, [measure_id])
        assert done.fits.any()
        assert not work(done.homes, [measure_id]).fits[done.fits].any(), measure_id


def test_together_measures_save_less_than_their_sum(homes: SimulatedHomes) -> None:
    parts = ("ENV-AIR", "ENV-WALL-EXT", "HVAC-FURN")
    plans = [(each,) for each in parts] + [parts]
    _, savings = work_savings(homes, typical_simulated_year(), plans)
    gas = [each.saved[Fuel.NATURAL_GAS] for each in savings]
    here = savings[-1].fits & (gas[2] > 0)
    assert here.sum() > 20
    assert (gas[3][here] < (gas[0] + gas[1] + gas[2])[here]).all()
    assert (gas[3][here] > np.maximum.reduce(gas[:3])[here]).all()


def test_a_plan_fits_where_each_of_its_parts_does(homes: SimulatedHomes) -> None:
    both = work(homes, ("ENV-ATTIC-MID", "HVAC-FURN")).fits
    assert np.array_equal(both, work(homes, ["ENV-ATTIC-MID"]).fits & work(homes, ["HVAC-FURN"]).fits)


def test_a_home_without_gas_saves_none(homes: SimulatedHomes) -> None:
    before, (windows,) = work_savings(homes, typical_simulated_year(), [("ENV-WIN-ES",)])
    without = before.fuels()[Fuel.NATURAL_GAS] == 0.0
    assert (windows.saved[Fuel.NATURAL_GAS][without & windows.fits] == 0.0).all()


def test_no_plans_leave_only_the_year_as_it_is(homes: SimulatedHomes) -> None:
    before, savings = work_savings(homes.at(slice(0, 3)), typical_simulated_year(), [])
    assert savings == ()
    assert before.heat.shape == (3, 12)


def test_work_that_is_not_known_is_refused(homes: SimulatedHomes) -> None:
    with pytest.raises(KeyError):
        work(homes, ["PLAN-SWITCH"])
