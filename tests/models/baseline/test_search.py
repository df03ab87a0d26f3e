"""The search and the solution against plain least squares, tried pair by pair."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from models.baseline.billing_observations import PeriodObservations
from models.baseline.degree_days import COARSE, FINE_STEPS, GRID_C, Observations
from models.baseline.search import Kind, search
from models.baseline.solve import solve
from models.series import Floats
from tests.models.baseline.days_in_columns import DailyObservations
from tests.models.baseline.made_homes import MONTH_EDGES, remembered, use_of, weather


def days_seen(seed: int) -> tuple[DailyObservations, Floats, Floats]:
    """Two homes with gaps: observations, use and temperature [2, 365], use NaN where missing."""
    rng = np.random.default_rng(seed)
    mean_c = np.stack([weather(seed + i).mean_c for i in range(2)])
    use = np.stack(
        [
            use_of(mean_c[0], heating=0.4, cooling=0.9) + 2 * remembered(rng, 365, 0.4),
            use_of(mean_c[1], base=2.0, heating=0.7, heating_point=13.0) + remembered(rng, 365, 0.4),
        ]
    )
    use[rng.random(use.shape) < 0.05] = np.nan
    known = np.isfinite(use)
    seen = DailyObservations.of(np.where(known, use, 0.0), known.astype(float), np.where(known, mean_c, 0.0))
    return seen, use, mean_c


def bills_seen(seed: int) -> tuple[PeriodObservations, Floats, Floats]:
    """The same homes by the month: observations, use a day [2, 12], temperature [2, 365]."""
    _, _, mean_c = days_seen(seed)
    rng = np.random.default_rng(seed)
    use = np.stack([use_of(mean_c[i], heating=0.4 + 0.2 * i, cooling=0.9) + rng.normal(0, 2, 365) for i in range(2)])
    length = np.diff(MONTH_EDGES)
    per_day = np.add.reduceat(use, MONTH_EDGES[:-1], axis=1) / length
    days = np.full((2, 12, 31), np.nan)
    for i, (low, high) in enumerate(pairwise(MONTH_EDGES.tolist())):
        days[:, i, : high - low] = mean_c[:, low:high]
    known = np.isfinite(days)
    weight = np.broadcast_to(length, (2, 12)).astype(float)
    return PeriodObservations.of(per_day, weight, np.where(known, days, 0.0), known.astype(float)), per_day, mean_c


def best_by_trying(columns: list[list[Floats]], use: Floats, weight: Floats) -> float:
    """The smallest weighted square sum over all candidates whose coefficients are above zero."""
    root = np.sqrt(weight)
    best = np.inf
    for candidate in columns:
        design = np.stack([np.ones_like(use), *candidate], axis=1) * root[:, None]
        found, *_ = np.linalg.lstsq(design, use * root, rcond=None)
        if (found > 0).all():
            best = min(best, float(((use * root - design @ found) ** 2).sum()))
    return best


@pytest.mark.parametrize("home", [0, 1])
def test_one_sided_models_are_the_best_of_the_whole_grid(home: int) -> None:
    seen, use, mean_c = days_seen(3)
    found = search(seen, heating=True, cooling=True)
    known = np.isfinite(use[home])
    cold = [[np.maximum(point - mean_c[home][known], 0)] for point in GRID_C if (mean_c[home] < point).sum() > 30]
    best = best_by_trying(cold, use[home][known], np.ones(known.sum()))

    assert found.variance[home, Kind.HDD] == pytest.approx(best / (known.sum() - 2), rel=1e-9)


def test_two_sided_models_on_days_are_no_worse_than_the_best_coarse_pair() -> None:
    seen, use, mean_c = days_seen(4)
    found = search(seen, heating=True, cooling=True)
    known = np.isfinite(use[0])
    t, coarse = mean_c[0][known], GRID_C[::COARSE]
    pairs = [
        [np.maximum(h - t, 0), np.maximum(t - c, 0)]
        for i, h in enumerate(coarse)
        for c in coarse[i:]
        if (t < h).sum() >= 10 and (t > c).sum() >= 10
    ]
    best = best_by_trying(pairs, use[0][known], np.ones(known.sum())) / (known.sum() - 3)

    assert found.variance[0, Kind.HDD_CDD] <= best * (1 + 1e-9)
    assert found.variance[0, Kind.HDD_CDD] > 0.97 * best
    assert found.cooling[0, Kind.HDD_CDD] >= found.heating[0, Kind.HDD_CDD]


def test_two_sided_models_on_bills_count_months_that_heat_and_cool() -> None:
    seen, use, mean_c = bills_seen(5)
    found = search(seen, heating=True, cooling=True)
    k, j = found.heating[0, Kind.HDD_CDD], found.cooling[0, Kind.HDD_CDD]
    length = np.diff(MONTH_EDGES)
    pair = [
        np.add.reduceat(part, MONTH_EDGES[:-1]) / length
        for part in (np.maximum(GRID_C[k] - mean_c[0], 0), np.maximum(mean_c[0] - GRID_C[j], 0))
    ]

    assert (pair[0] * pair[1]).sum() > 0
    assert found.variance[0, Kind.HDD_CDD] == pytest.approx(
        best_by_trying([pair], use[0], length.astype(float)) / (12 - 3), rel=1e-7
    )


@pytest.mark.parametrize("seen", [days_seen(6)[0], bills_seen(6)[0]], ids=["days", "bills"])
def test_balance_points_between_grid_points_never_fit_worse(seen: Observations) -> None:
    found = search(seen, heating=True, cooling=True)
    kind = np.array([Kind.HDD_CDD, Kind.HDD])
    rows = np.arange(2)
    solution = solve(seen, kind, GRID_C[found.heating[rows, kind]], GRID_C[found.cooling[rows, kind]])

    assert (solution.variance <= found.variance[rows, kind] * (1 + 1e-9)).all()
    assert (np.abs((seen.weight * solution.residual).sum(axis=1)) < 1e-6).all()


def test_cooling_is_not_looked_for_where_it_is_not_allowed() -> None:
    found = search(days_seen(7)[0], heating=True, cooling=False)

    assert np.isinf(found.variance[:, [Kind.CDD, Kind.HDD_CDD]]).all()
    assert np.isfinite(found.variance[:, [Kind.INTERCEPT, Kind.HDD]]).all()


def test_a_balance_point_needs_ten_cold_days_and_twenty_degree_days() -> None:
    """Nine days, ten days, and ten days that are hardly cold: which balance points between them may be used."""
    mean_c = np.full((3, 365), 20.0)
    mean_c[0, :9], mean_c[1, :10], mean_c[2, :10] = -20.0, -20.0, 9.0
    allowed = DailyObservations.of(np.ones((3, 365)), np.ones((3, 365)), mean_c).moments().heating.allowed

    assert not allowed[0][GRID_C < 20.0].any()
    assert allowed[1][(GRID_C > -18.0) & (GRID_C < 20.0)].all()
    assert not allowed[2][GRID_C < 11.0].any()
    assert allowed[2][(GRID_C > 11.1) & (GRID_C < 20.0)].all()


def test_the_grid_spans_what_caltrack_asks_in_steps_it_allows() -> None:
    assert (GRID_C[0], GRID_C[-1]) == (-1.1, 32.2)
    assert FINE_STEPS % COARSE == 0
    assert np.diff(GRID_C[::COARSE]).max() <= 1.67
