"""The compiled loop over days against the search and solution in plain columns, on meters drawn at random."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.baseline.days import fit_days
from models.baseline.fits import Fits, fits_of
from models.baseline.judge import judge
from models.baseline.periods import Frequency
from models.baseline.search import search
from models.series import Floats
from tests.models.baseline.days_in_columns import DailyObservations
from tests.models.baseline.made_homes import remembered, use_of, weather

SKIES = np.stack([weather(200 + seed).mean_c for seed in range(12)])
ALLOWED = ((True, True), (True, False), (False, True), (False, False))


def meters(seed: int, count: int) -> tuple[Floats, Floats, Floats]:
    """Use, known and temperature [count, 365] of homes of every kind, noisy, with gaps."""
    rng = np.random.default_rng(seed)
    sky = SKIES[rng.integers(0, len(SKIES), count)]
    use = np.stack(
        [
            use_of(
                mean_c,
                base=rng.uniform(0.1, 15.0),
                heating=max(rng.normal(0.3, 0.5), 0.0),
                heating_point=rng.uniform(4.0, 22.0),
                cooling=max(rng.normal(0.3, 0.8), 0.0),
                cooling_point=rng.uniform(15.0, 26.0),
            )
            + rng.uniform(0.05, 4.0) * remembered(rng, 365, rng.uniform(0.0, 0.8))
            for mean_c in sky
        ]
    )
    known = (rng.random(use.shape) > rng.uniform(0.0, 0.4, count)[:, None]).astype(np.float64)
    known[:, 0] = 1.0
    return use * known, known, sky * known


def in_columns(use: Floats, known: Floats, mean_c: Floats, heating: bool, cooling: bool) -> Fits:
    seen = DailyObservations.of(use, known, mean_c)
    return fits_of(seen, judge(seen, search(seen, heating=heating, cooling=cooling), Frequency.DAILY))


def largest_difference(ours: Fits, theirs: Fits, name: str) -> float:
    """The largest difference of a column, of each meter's own largest entry of it or of one, whichever is more."""
    a, b = (getattr(fits, name).reshape(fits.kind.size, -1) for fits in (ours, theirs))
    size = np.maximum(np.abs(b).max(axis=1, keepdims=True), 1.0 if name != "covariance" else 1e-300)
    return float((np.abs(a - b) / size).max())


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**31), allowed=st.sampled_from(ALLOWED))
def test_the_loop_fits_what_plain_columns_fit(seed: int, allowed: tuple[bool, bool]) -> None:
    drawn = meters(seed, 40)
    ours, theirs = fit_days(*drawn, heating=allowed[0], cooling=allowed[1]), in_columns(*drawn, *allowed)

    assert (ours.kind == theirs.kind).all()
    for name in ("parameters", "covariance", "points", "mean", "spread", "left", "autocorrelation", "inflation"):
        assert largest_difference(ours, theirs, name) < 1e-9, name
    for name in ("freedom", "cvrmse", "nmbe", "r2", "deviation"):
        assert largest_difference(ours, theirs, name) < 1e-9, name


def test_every_kind_of_model_comes_up_in_that_comparison() -> None:
    found = fit_days(*meters(1, 80), heating=True, cooling=True)

    assert set(found.kind.tolist()) == {0, 1, 2, 3}


def test_a_meter_alone_and_in_company_gives_the_same_bits() -> None:
    use, known, mean_c = meters(2, 130)
    together = fit_days(use, known, mean_c, heating=True, cooling=True, threads=2)
    alone = fit_days(use[97:98], known[97:98], mean_c[97:98], heating=True, cooling=True)

    for name in Fits.__dataclass_fields__:
        assert (getattr(together, name)[97] == getattr(alone, name)[0]).all(), name


def test_meters_that_share_a_temperature_need_it_once() -> None:
    use, _, _ = meters(3, 5)
    sky, known = SKIES[:1], np.ones((5, 365))
    once = fit_days(use, known, sky, heating=True, cooling=True)
    each = fit_days(use, known, np.repeat(sky, 5, axis=0), heating=True, cooling=True)

    assert (once.parameters == each.parameters).all()


@pytest.mark.parametrize("points", [1, 2, 3, 9])
def test_a_handful_of_days_is_fitted_without_error(points: int) -> None:
    use, known, mean_c = meters(4, 6)
    known[:, points:] = 0.0
    found = fit_days(use * known, known, mean_c * known, heating=True, cooling=True)

    assert (found.kind == 0).all()
    assert np.isfinite(found.parameters).all()


def test_two_balance_points_that_meet_are_held_where_the_grid_has_them() -> None:
    """A sharp V leaves no days between the points, so neither can be told from the base load."""
    sky = SKIES[:1]
    use = use_of(sky, base=4.0, heating=0.5, heating_point=16.1, cooling=0.6, cooling_point=16.1)
    found = fit_days(use, np.ones((1, 365)), sky, heating=True, cooling=True)

    assert found.kind[0] == 3
    assert found.parameters[0, 3] == pytest.approx(found.parameters[0, 4], abs=1.5)
    assert found.r2[0] > 0.999
