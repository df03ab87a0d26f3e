"""Ranges are stretched until they hold as many homes as they say, group by group."""

from __future__ import annotations

import numpy as np

from models.savings.conformal import ALL, Tails, calibrated, tails_of

HOMES = 400
NOISE = np.random.default_rng(3).normal(size=HOMES)
SAID = np.tile([-0.5, 0.0, 0.5], (HOMES, 1))
"""Too narrow for a standard normal: holds 38 %."""


def held(truth: np.ndarray, tails: Tails) -> float:
    return float(((truth >= -0.5 * tails.below) & (truth <= 0.5 * tails.above)).mean())


def test_a_stretched_range_holds_eight_in_ten() -> None:
    tails = calibrated(NOISE, SAID, np.arange(HOMES), [(ALL,)] * HOMES)[ALL]
    fresh = np.random.default_rng(4).normal(size=4000)
    assert 0.77 < held(fresh, tails) < 0.85


def test_each_group_has_its_own_stretch() -> None:
    wild = np.arange(HOMES) % 2 == 0
    groups = [("wild" if each else "calm", ALL) for each in wild.tolist()]
    tails = calibrated(np.where(wild, 2.0, 0.5) * NOISE, SAID, np.arange(HOMES), groups)
    assert tails["wild"].above > 2.5 * tails["calm"].above
    assert tails["calm"].above < tails[ALL].above < tails["wild"].above


def test_a_skewed_truth_stretches_one_end() -> None:
    tails = calibrated(np.exp(NOISE) - 1.0, SAID, np.arange(HOMES), [(ALL,)] * HOMES)[ALL]
    assert tails.above > 2.0 * tails.below


def test_a_small_group_takes_its_parents() -> None:
    groups = [("few" if place < 10 else "many", ALL) for place in range(HOMES)]
    tails = calibrated(NOISE, SAID, np.arange(HOMES), groups)
    assert "few" not in tails
    assert tails_of(tails, ("few", "many", ALL)) is tails["many"]
    assert tails_of(tails, ("nobody",)) is tails[ALL]


def test_rows_of_one_home_count_once() -> None:
    one_home = np.zeros(HOMES, dtype=np.int64)
    assert set(calibrated(NOISE, SAID, one_home, [("own", ALL)] * HOMES)) == {ALL}
