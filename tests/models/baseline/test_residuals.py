"""How long residuals remember, on noise whose memory is known."""

from __future__ import annotations

import numpy as np
import pytest

from models.baseline.residuals import freedom, inflation, lag_one, quantile
from models.series import Floats
from tests.models.baseline.made_homes import remembered


def noises(memory: float, count: int = 200) -> Floats:
    return np.stack([remembered(np.random.default_rng(seed), 365, memory) for seed in range(count)])


@pytest.mark.parametrize("memory", [0.0, 0.3, 0.6, 0.8])
def test_the_neighbouring_days_memory_is_found(memory: float) -> None:
    known = np.ones((200, 365), dtype=np.bool_)

    assert np.mean(lag_one(noises(memory), known)) == pytest.approx(memory, abs=0.03)


def test_gaps_do_not_look_like_forgetting() -> None:
    noise = noises(0.6)
    known = np.random.default_rng(1).random(noise.shape) > 0.3

    assert np.mean(lag_one(noise * known, known)) == pytest.approx(0.6, abs=0.03)


@pytest.mark.parametrize(("memory", "expected"), [(0.0, 1.0), (0.3, 1.3 / 0.7), (0.6, 4.0), (0.8, 9.0)])
def test_inflation_is_what_sums_of_such_noise_need(memory: float, expected: float) -> None:
    noise = noises(memory)
    found = inflation(noise, lag_one(noise, np.ones(noise.shape, dtype=np.bool_)))

    assert np.mean(found) == pytest.approx(expected, rel=0.25)
    assert found.min() >= 1.0


def test_memory_longer_than_a_day_is_seen_where_neighbours_show_none() -> None:
    """Weeks that are high or low as a whole, hidden from day to day by daily noise twice as wide."""
    rng = np.random.default_rng(3)
    noise = np.repeat(rng.normal(size=(200, 53)), 7, axis=1)[:, :365] + 2.0 * rng.normal(size=(200, 365))
    neighbours = lag_one(noise, np.ones(noise.shape, dtype=np.bool_))
    found = inflation(noise, neighbours)

    assert np.mean(found) > 1.2 * np.mean((1 + neighbours) / (1 - neighbours))


def test_no_residuals_have_no_memory() -> None:
    nothing, known = np.zeros((1, 365)), np.ones((1, 365), dtype=np.bool_)

    assert lag_one(nothing, known).tolist() == [0.0]
    assert inflation(nothing, np.zeros(1)).tolist() == [1.0]


def test_freedom_and_quantiles_are_students() -> None:
    degrees = freedom(np.array([365.0, 12.0, 6.0]), np.array([3.0, 3.0, 3.0]), np.array([4.0, 1.0, 3.0]))

    assert degrees.tolist() == [365 / 4 - 3, 9.0, 1.0]
    assert quantile(0.95, np.array([9.0, 1e9])) == pytest.approx([1.8331, 1.6449], abs=1e-4)
