"""Heat into the ground: deeper, insulated and smaller basements lose less, and the worked example of ISO 13370 fits."""

from __future__ import annotations

import numpy as np
import pytest

from models.house.ground import ground

ONE = np.ones(1)


def lost(floor: float = 80.0, depth: float = 1.7, share: float = 0.0, rsi: float = 0.0) -> float:
    return float(ground(floor * ONE, 36.0 * ONE, depth * ONE, share * ONE, rsi * ONE).w_k[0])


def test_insulation_saves_and_more_of_it_saves_more() -> None:
    bare, half, full, thick = lost(), lost(share=0.5, rsi=2.0), lost(share=1.0, rsi=2.0), lost(share=1.0, rsi=4.0)
    assert bare > half > full > thick > 0.0


def test_the_upper_half_saves_more_than_half() -> None:
    bare, half, full = lost(), lost(share=0.5, rsi=2.0), lost(share=1.0, rsi=2.0)
    assert bare - half > 0.5 * (bare - full)


def test_a_bare_basement_loses_what_the_stock_says() -> None:
    """S80: 1.66 W/K per m² of wall above and below grade together, half to two thirds of it below."""
    assert 0.4 < lost() / (36.0 * 2.3) < 1.1


def test_the_swing_is_a_share_and_weaker_the_deeper() -> None:
    swings = [float(ground(80 * ONE, 36 * ONE, depth * ONE, ONE, ONE).swing[0]) for depth in (0.3, 1.0, 2.0)]
    assert all(0.0 < each <= 1.0 for each in swings)
    assert swings[0] > swings[1] > swings[2]


def test_a_home_without_a_floor_there_loses_nothing() -> None:
    none = ground(0 * ONE, 0 * ONE, ONE, 0 * ONE, 0 * ONE)
    assert none.w_k[0] == 0.0
    assert none.swing[0] == pytest.approx(0.0)
