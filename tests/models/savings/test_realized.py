"""Our own rates beside the studies': a known rate comes back, few homes move little, nonsense is left out."""

from __future__ import annotations

from math import exp, log1p

import numpy as np
import pytest

from models.savings.realization import realization_rate
from models.savings.realized import LEAST_HOMES, Realized, rates


def homes(rate: float, count: int, noise: float = 0.01) -> list[Realized]:
    study = realization_rate("furnace")
    assert study is not None
    random = np.random.default_rng(3)
    found = []
    for place in range(count):
        projected = float(random.uniform(0.1, 0.3))
        share = 1.0 - exp(rate * log1p(-projected) + random.normal(0.0, noise))
        found.append(Realized(str(place), "HVAC-FURN", "furnace", projected * study.rate, share))
    return found


def test_a_known_rate_comes_back_within_its_error() -> None:
    (found,) = rates(homes(0.8, 60))
    assert found.rate == pytest.approx(0.8, abs=3 * found.standard_error) and found.standard_error < 0.02
    assert found.is_enough and found.study < found.together < 0.81


def test_few_homes_say_so_and_hardly_move_a_sure_study() -> None:
    (found,) = rates(homes(1.2, 3, noise=0.1))
    assert found.homes < LEAST_HOMES and not found.is_enough
    assert abs(found.together - found.study) < abs(found.rate - found.study) / 2


def test_one_home_a_kind_without_a_study_and_impossible_shares_give_no_rate() -> None:
    odd = [
        Realized("a", "X", None, 0.1, 0.1),
        Realized("b", "X", "furnace", 0.0, 0.1),
        Realized("c", "X", "furnace", 0.1, 1.0),
    ]
    assert rates(odd) == () and rates(homes(0.8, 1)) == ()
