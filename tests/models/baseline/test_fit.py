"""How fitted baselines behave: what a person would expect of them, not how they are computed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.baseline.fit import Baseline, FitResult, ModelKind, fit_billing, fit_daily, predict_daily
from models.baseline.normalise import normalise
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats
from tests.models.baseline.made_homes import FIRST_DAY, daily, monthly, remembered, use_of, weather

WEATHER = weather(11)
NORMAL = weather(12)


def fitted(result: FitResult) -> Baseline:
    assert result.baseline is not None, result.findings
    return result.baseline


def fit_one(amount: Floats, commodity: Commodity = Commodity.ELECTRICITY) -> Baseline:
    return fitted(fit_daily([daily(amount)], WEATHER, commodity, Unit.KWH)[0])


def bill_one(amount: Floats, commodity: Commodity = Commodity.ELECTRICITY) -> Baseline:
    return fitted(fit_billing([monthly(amount)], WEATHER, commodity, Unit.KWH)[0])


def noisy(seed: int, scale: float, memory: float = 0.4) -> Floats:
    return scale * remembered(np.random.default_rng(seed), 365, memory)


@pytest.mark.parametrize("fit", [fit_one, bill_one], ids=["days", "bills"])
@pytest.mark.parametrize(
    ("kind", "truth"),
    [
        (ModelKind.HDD, {"heating": 0.62}),
        (ModelKind.CDD, {"cooling": 1.1}),
        (ModelKind.HDD_CDD, {"heating": 0.62, "cooling": 1.1}),
    ],
)
def test_a_home_that_follows_the_model_is_found_exactly(fit, kind: ModelKind, truth: dict[str, float]) -> None:
    found = fit(use_of(WEATHER.mean_c, **truth))

    assert found.model is kind
    assert found.base_load_per_day == pytest.approx(10.0, rel=1e-3)
    assert found.heating_slope == pytest.approx(truth.get("heating", 0.0), rel=1e-3)
    assert found.cooling_slope == pytest.approx(truth.get("cooling", 0.0), rel=1e-3)
    assert found.balance_point_heating_c == (pytest.approx(15.3, abs=0.02) if "heating" in truth else None)
    assert found.balance_point_cooling_c == (pytest.approx(20.2, abs=0.02) if "cooling" in truth else None)
    assert found.r2 == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("fit", [fit_one, bill_one], ids=["days", "bills"])
def test_a_flat_load_has_no_heating_and_no_cooling(fit) -> None:
    found = fit(np.full(365, 12.5))

    assert found.model is ModelKind.INTERCEPT
    assert (found.base_load_per_day, found.heating_slope, found.cooling_slope) == (pytest.approx(12.5), 0.0, 0.0)
    assert (found.cvrmse, found.residual_std) == (pytest.approx(0.0, abs=1e-9), pytest.approx(0.0, abs=1e-9))


@pytest.mark.parametrize("memory", [0.0, 0.6])
def test_a_flat_load_with_noise_is_given_hardly_any_heating(memory: float) -> None:
    homes = [daily(20.0 + noisy(seed, 4.0, memory)) for seed in range(200)]
    found = [fitted(one) for one in fit_daily(homes, WEATHER, Commodity.ELECTRICITY, Unit.KWH)]
    years = [normalise(one, NORMAL) for one in found]

    assert sum(one.model is not ModelKind.INTERCEPT for one in found) <= 14
    assert np.mean([(year.heating + year.cooling) / year.total for year in years]) < 0.005


def test_gas_is_never_given_cooling() -> None:
    found = fit_one(use_of(WEATHER.mean_c, heating=0.5, cooling=2.0), Commodity.NATURAL_GAS)

    assert (found.cooling_slope, found.balance_point_cooling_c) == (0.0, None)


def test_every_coefficient_is_above_zero_even_when_use_falls_with_the_cold() -> None:
    found = fit_one(np.maximum(30.0 - use_of(WEATHER.mean_c, heating=0.6), 0.5), Commodity.NATURAL_GAS)

    assert found.model is ModelKind.INTERCEPT
    assert found.base_load_per_day > 0


def test_a_known_reduction_is_recovered() -> None:
    """Insulation that takes 20 % of heating and nothing else."""
    before = [use_of(WEATHER.mean_c, heating=0.6) + noisy(seed, 1.5) for seed in range(40)]
    later = weather(13, first_day=FIRST_DAY + 365)
    after = [use_of(later.mean_c, heating=0.48) + noisy(seed + 500, 1.5) for seed in range(40)]
    first = fit_daily([daily(one) for one in before], WEATHER, Commodity.NATURAL_GAS, Unit.M3)
    second = fit_daily([daily(one, FIRST_DAY + 365) for one in after], later, Commodity.NATURAL_GAS, Unit.M3)
    heating = [np.mean([normalise(fitted(one), NORMAL).heating for one in group]) for group in (first, second)]
    base = [np.mean([normalise(fitted(one), NORMAL).base for one in group]) for group in (first, second)]

    assert 1 - heating[1] / heating[0] == pytest.approx(0.20, abs=0.02)
    assert base[1] / base[0] == pytest.approx(1.0, abs=0.02)
    expected = predict_daily(fitted(first[0]), later.mean_c).sum()
    assert 1 - after[0].sum() / expected == pytest.approx(
        1 - use_of(later.mean_c, heating=0.48).sum() / use_of(later.mean_c, heating=0.6).sum(), abs=0.03
    )


def test_days_and_bills_of_the_same_home_agree() -> None:
    for seed in range(10):
        amount = use_of(WEATHER.mean_c, base=4.0, heating=0.6) + noisy(seed, 1.0)
        by_day = normalise(fit_one(amount, Commodity.NATURAL_GAS), NORMAL)
        by_bill = normalise(bill_one(amount, Commodity.NATURAL_GAS), NORMAL)

        assert by_bill.total == pytest.approx(by_day.total, rel=0.01)
        assert by_bill.heating == pytest.approx(by_day.heating, rel=0.10)


def test_neither_the_batch_nor_its_order_changes_a_result() -> None:
    rng = np.random.default_rng(8)
    homes, skies = [], []
    for i in range(300):
        sky = weather(i, days=int(rng.integers(300, 500)), first_day=FIRST_DAY + int(rng.integers(0, 90)))
        amount = use_of(sky.mean_c, heating=rng.uniform(0, 1), cooling=rng.uniform(0, 1)) + rng.normal(
            0, 2, sky.mean_c.size
        )
        amount[rng.random(amount.size) < 0.05] = np.nan
        homes.append(daily(amount, sky.first_day))
        skies.append(sky)
    together = fit_daily(homes, skies, Commodity.ELECTRICITY, Unit.KWH)
    order = rng.permutation(300)
    shuffled = fit_daily([homes[i] for i in order], [skies[i] for i in order], Commodity.ELECTRICITY, Unit.KWH)
    alone = [fit_daily([homes[i]], skies[i], Commodity.ELECTRICITY, Unit.KWH)[0] for i in range(0, 300, 60)]

    assert [shuffled[int(np.flatnonzero(order == i)[0])] for i in range(300)] == together
    assert alone == together[::60]


@given(scale=st.floats(min_value=1e-4, max_value=1e5), seed=st.integers(min_value=0, max_value=50))
@settings(max_examples=25, deadline=None)
def test_another_unit_scales_the_numbers_and_nothing_else(scale: float, seed: int) -> None:
    amount = use_of(WEATHER.mean_c, heating=0.5, cooling=0.7) + noisy(seed, 1.5)
    plain, scaled = fit_one(amount), fit_one(amount * scale)

    assert scaled.model is plain.model
    for name in ("base_load_per_day", "heating_slope", "cooling_slope", "residual_std"):
        assert getattr(scaled, name) == pytest.approx(scale * getattr(plain, name), rel=1e-6)
    for name in ("cvrmse", "r2", "balance_point_heating_c", "autocorrelation"):
        assert getattr(scaled, name) == pytest.approx(getattr(plain, name), rel=1e-6, abs=1e-9)
    assert normalise(scaled, NORMAL).ci90[1] == pytest.approx(scale * normalise(plain, NORMAL).ci90[1], rel=1e-6)


@given(
    amount=st.lists(
        st.one_of(st.just(float("nan")), st.floats(min_value=-50, max_value=500, allow_subnormal=False)),
        min_size=0,
        max_size=400,
    ),
    electric=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_readings_the_numbers_are_finite_or_absent(amount: list[float], electric: bool) -> None:
    commodity = Commodity.ELECTRICITY if electric else Commodity.NATURAL_GAS
    result = fit_daily([daily(np.array(amount, dtype=float))], WEATHER, commodity, Unit.KWH)[0]

    if result.baseline is None:
        assert result.findings
        return
    found = result.baseline
    numbers = (found.base_load_per_day, found.heating_slope, found.cooling_slope, found.cvrmse, found.r2, found.nmbe)
    assert np.isfinite([*numbers, *found.covariance, found.effective_freedom]).all()
    assert found.heating_slope >= 0
    assert found.cooling_slope >= 0
    year = normalise(found, NORMAL)
    assert year.ci90[0] <= year.total <= year.ci90[1] or year.total < 0


def test_gas_that_is_never_used_is_a_baseline_of_zero() -> None:
    found = fit_one(np.zeros(365), Commodity.NATURAL_GAS)

    assert (found.model, found.base_load_per_day, found.cvrmse) == (ModelKind.INTERCEPT, 0.0, 0.0)
    assert normalise(found, NORMAL).ci90 == (0.0, 0.0)


def test_residuals_are_described() -> None:
    noise = noisy(21, 2.0, memory=0.6)
    found = fit_one(use_of(WEATHER.mean_c, heating=0.6) + noise)

    assert found.residual_std == pytest.approx(np.std(noise), rel=0.05)
    assert found.autocorrelation == pytest.approx(0.6, abs=0.1)
    assert found.variance_inflation == pytest.approx(1.6 / 0.4, rel=0.5)
    assert found.nmbe == pytest.approx(0.0, abs=1e-9)


def test_prediction_is_the_fitted_line_and_says_nothing_without_temperature() -> None:
    found = fit_one(use_of(WEATHER.mean_c, heating=0.6, cooling=1.0))
    at = np.array([-10.0, 18.0, 25.0, np.nan])

    assert predict_daily(found, at) == pytest.approx(use_of(at, heating=0.6, cooling=1.0), rel=1e-3, nan_ok=True)


def test_one_temperature_series_a_meter_is_counted() -> None:
    with pytest.raises(ValueError, match="2 meters but 1 temperature"):
        fit_daily([daily(np.ones(365))] * 2, [WEATHER], Commodity.ELECTRICITY, Unit.KWH)


def test_no_meters_have_no_results() -> None:
    assert fit_daily([], WEATHER, Commodity.ELECTRICITY, Unit.KWH) == []
    assert fit_billing([], WEATHER, Commodity.ELECTRICITY, Unit.KWH) == []


def test_bills_do_not_depend_on_the_batch_beyond_rounding() -> None:
    homes = [monthly(use_of(WEATHER.mean_c, heating=0.1 * i) + noisy(i, 1.0)) for i in range(1, 6)]
    guessed = replace(homes[2], estimated=np.arange(12) == 3)
    together = fit_billing([*homes, guessed], WEATHER, Commodity.NATURAL_GAS, Unit.M3)
    alone = fit_billing([homes[3]], WEATHER, Commodity.NATURAL_GAS, Unit.M3)[0]

    assert fitted(together[3]).heating_slope == pytest.approx(fitted(alone).heating_slope, rel=1e-9)
    assert fitted(together[5]).points == 11


def test_a_year_of_bills_in_a_place_without_weather_is_not_fitted() -> None:
    elsewhere = DailyTemperature(0, np.zeros(10))
    result = fit_billing([monthly(np.ones(365))], elsewhere, Commodity.NATURAL_GAS, Unit.M3)[0]

    assert result.baseline is None
    assert [finding.code for finding in result.findings] == ["baseline.no_temperature"]
