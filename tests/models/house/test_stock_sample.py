"""Durham's stock: whole homes, its own mix, and parts that never share a home."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from models.house.archetypes import archetypes
from models.house.facts import DwellingType
from models.house.simulated_homes import DWELLINGS
from models.house.stock_sample import Part, part_of, stock_sample, weights

PINNED = {
    14782: Part.TRAIN,
    22636: Part.TEST,
    2525: Part.CALIBRATE,
    44503: Part.CALIBRATE,
    46074: Part.TRAIN,
    10000: Part.TRAIN,
}


def test_the_same_seed_gives_the_same_bits_and_another_does_not() -> None:
    first, again, other = stock_sample(3, 200), stock_sample(3, 200), stock_sample(4, 200)
    for each in fields(first.homes):
        assert np.array_equal(getattr(first.homes, each.name), getattr(again.homes, each.name)), each.name
    assert not np.array_equal(first.source, other.source)


def test_a_home_belongs_to_one_part_for_ever() -> None:
    assert [part_of(each) for each in (14782, 22636, 2525, 44503)] == [
        part_of(each) for each in (14782, 22636, 2525, 44503)
    ]
    counts = {part: sum(part_of(each) is part for each in archetypes().home_id.tolist()) for part in Part}
    total = len(archetypes())
    assert counts[Part.TRAIN] / total == pytest.approx(0.70, abs=0.05)
    assert counts[Part.TEST] / total == pytest.approx(0.15, abs=0.04)


def test_parts_never_share_a_home() -> None:
    drawn = {part: set(stock_sample(1, 1500, [part]).homes.home_id.tolist()) for part in Part}
    assert not drawn[Part.TRAIN] & drawn[Part.TEST]
    assert not drawn[Part.TRAIN] & drawn[Part.CALIBRATE]
    assert not drawn[Part.CALIBRATE] & drawn[Part.TEST]


def test_named_homes_stay_out() -> None:
    assert 14782 not in stock_sample(1, 3000, without=[14782]).homes.home_id


def test_the_mix_is_durhams() -> None:
    homes = stock_sample(2, 6000).homes
    detached = homes.dwelling == DWELLINGS.index(DwellingType.DETACHED)
    assert detached.mean() == pytest.approx(64 / 83.3, abs=0.02)
    programme = (homes.year_built >= 1970) & (homes.year_built < 2001)
    assert programme.mean() == pytest.approx(0.46, abs=0.02)


def test_what_goes_with_what_is_kept() -> None:
    """Old homes leak more and are insulated less, home by home as in the archetypes."""
    sample = stock_sample(2, 3000)
    old = sample.homes.year_built < 1946
    assert np.median(sample.homes.ach50[old]) > 1.7 * np.median(sample.homes.ach50[~old])
    source = archetypes().at(sample.source)
    assert np.corrcoef(sample.homes.wall_rsi, source.wall_rsi)[0, 1] > 0.85
    assert np.array_equal(sample.homes.year_built, source.year_built)


def test_people_and_habits_vary() -> None:
    homes = stock_sample(2, 3000).homes
    assert set(np.unique(homes.facing).tolist()) == set(range(8))
    assert homes.occupants.mean() == pytest.approx(2.85, abs=0.15)
    assert np.std(homes.heat_day_c) > 0.8
    assert (homes.heat_night_c <= homes.heat_day_c).all()


@pytest.mark.parametrize("dwelling", DwellingType)
def test_weights_are_chances(dwelling: DwellingType) -> None:
    homes = archetypes()
    chance = weights(homes, np.ones(len(homes), dtype=bool), dwelling)
    assert chance.sum() == pytest.approx(1.0)
    assert (chance >= 0.0).all()


def test_a_part_without_a_type_is_refused() -> None:
    homes = archetypes()
    with pytest.raises(ValueError, match="no archetype"):
        weights(homes, np.zeros(len(homes), dtype=bool), DwellingType.DETACHED)
