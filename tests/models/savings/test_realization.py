"""Realization rates: the published figures, never below nothing, acting on the saved part alone."""

from __future__ import annotations

import numpy as np
import pytest

from models.measures.end_uses import HeatSource
from models.measures.interactions import Effect
from models.quantities import Fuel
from models.savings.realization import corrected, realization_rate, realization_rates

ONE = np.ones(4)
OLD = (HeatSource(Fuel.NATURAL_GAS, 0.8 * ONE, ONE),)


def test_the_table_holds_the_studys_rates() -> None:
    rates = {rate.family: rate.rate for rate in realization_rates()}
    assert rates["furnace"] == 0.64 and rates["basement_insulation"] == 0.13 and rates["windows_doors"] == 0.27
    assert all(rate.homes == 1453 and rate.source for rate in realization_rates())


def test_kinds_without_a_study_have_no_rate() -> None:
    assert realization_rate(None) is None


def test_draws_keep_the_rate_and_are_never_negative() -> None:
    rate = realization_rate("attic_insulation")
    assert rate is not None
    assert np.median(rate.draws()) == pytest.approx(0.77, abs=0.02)
    for each in realization_rates():
        assert (each.draws() >= 0).all()


def test_half_the_rate_leaves_half_the_saving() -> None:
    effect = corrected(Effect(heat=0.8 * ONE, cooling=0.9), 0.5 * ONE, OLD, OLD)
    assert effect.heat == pytest.approx(0.9 * ONE)
    assert effect.cooling == pytest.approx(0.95 * ONE)
    assert effect.water == 1.0


def test_better_equipment_on_the_same_fuel_gains_part_of_its_advantage() -> None:
    new = (HeatSource(Fuel.NATURAL_GAS, 0.96 * ONE, ONE),)
    sources = corrected(Effect(heat_sources=new), 0.64 * ONE, OLD, OLD).heat_sources
    assert sources is not None
    saving = 1.0 - 0.8 / sources[0].efficiency[0]
    assert saving == pytest.approx(0.64 * (1.0 - 0.8 / 0.96))


def test_a_change_of_fuel_is_not_a_saving_to_correct() -> None:
    pump = (HeatSource(Fuel.ELECTRICITY, 2.5 * ONE, ONE),)
    assert corrected(Effect(heat_sources=pump), 0.5 * ONE, OLD, OLD).heat_sources is pump
