"""A normal year: parts that add up, intervals that hold the truth as often as they say, and no part-years."""

from __future__ import annotations

import numpy as np
import pytest

from models.baseline.batch import daily_batch
from models.baseline.fit import Baseline, fit_billing, fit_daily, results
from models.baseline.normalise import normalise, normalise_all, whole_years
from models.quantities import Commodity, Unit
from models.series import DailyTemperature
from tests.models.baseline.made_homes import FIRST_DAY, daily, monthly, remembered, use_of, weather

NORMAL = weather(40)
TRUTH = {"base": 4.0, "heating": 0.6}


def fit_one(seed: int = 1, scale: float = 1.5) -> Baseline:
    sky = weather(41)
    amount = use_of(sky.mean_c, heating=0.5, cooling=0.9) + scale * remembered(np.random.default_rng(seed), 365, 0.4)
    found = fit_daily([daily(amount)], sky, Commodity.ELECTRICITY, Unit.KWH)[0].baseline
    assert found is not None
    return found


def test_the_parts_add_up_to_the_total_inside_the_interval() -> None:
    year = normalise(fit_one(), NORMAL)

    assert year.base + year.heating + year.cooling == pytest.approx(year.total)
    assert year.ci90[0] < year.total < year.ci90[1]
    assert year.unit is Unit.KWH


def test_a_colder_normal_year_takes_more_heating_and_the_same_base() -> None:
    found = fit_one()
    colder = DailyTemperature(NORMAL.first_day, NORMAL.mean_c - 2.0)

    assert normalise(found, colder).heating > normalise(found, NORMAL).heating
    assert normalise(found, colder).base == pytest.approx(normalise(found, NORMAL).base)


@pytest.mark.parametrize("memory", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("by", ["days", "bills"])
def test_intervals_hold_the_truth_about_as_often_as_they_say(memory: float, by: str) -> None:
    """90 % of 250 simulated homes, give or take three standard errors below and honest width above."""
    skies = [weather(100 + seed) for seed in range(250)]
    amounts = [
        use_of(sky.mean_c, **TRUTH) + 2.0 * remembered(np.random.default_rng(i), 365, memory)
        for i, sky in enumerate(skies)
    ]
    if by == "days":
        results = fit_daily([daily(amount) for amount in amounts], skies, Commodity.NATURAL_GAS, Unit.M3)
    else:
        results = fit_billing([monthly(amount) for amount in amounts], skies, Commodity.NATURAL_GAS, Unit.M3)
    truth = use_of(NORMAL.mean_c, **TRUTH).sum()
    years = [normalise(result.baseline, NORMAL) for result in results if result.baseline is not None]
    held = np.mean([year.ci90[0] <= truth <= year.ci90[1] for year in years])

    assert len(years) == 250
    assert 0.83 <= held <= 0.97


def test_memory_widens_the_interval() -> None:
    widths = []
    for memory in (0.0, 0.7):
        sky = weather(41)
        noise = 1.5 * remembered(np.random.default_rng(6), 365, memory)
        found = fit_daily([daily(use_of(sky.mean_c, heating=0.5) + noise)], sky, Commodity.NATURAL_GAS, Unit.M3)[0]
        assert found.baseline is not None
        year = normalise(found.baseline, NORMAL)
        widths.append(year.ci90[1] - year.ci90[0])

    assert widths[1] > 1.7 * widths[0]


def test_use_is_never_below_zero() -> None:
    sky = weather(41)
    wild = np.where(np.arange(365) % 40 == 0, 90.0, 0.01)
    found = fit_daily([daily(wild)], sky, Commodity.NATURAL_GAS, Unit.M3)[0].baseline
    assert found is not None

    assert normalise(found, NORMAL).ci90[0] >= 0.0


def test_thirty_years_are_stated_by_the_year() -> None:
    found = fit_one()
    decades = DailyTemperature(FIRST_DAY, np.tile(NORMAL.mean_c, 30))

    assert whole_years(decades) == 30
    assert normalise(found, decades).total == pytest.approx(normalise(found, NORMAL).total)


@pytest.mark.parametrize("days", [0, 1, 364, 367, 540])
def test_part_years_are_never_scaled(days: int) -> None:
    part = DailyTemperature(FIRST_DAY, np.resize(NORMAL.mean_c, days))

    assert whole_years(part) is None
    with pytest.raises(ValueError, match="whole years"):
        normalise(fit_one(), part)


def test_a_gap_in_the_normal_year_is_refused() -> None:
    gappy = NORMAL.mean_c.copy()
    gappy[100] = np.nan

    assert whole_years(DailyTemperature(FIRST_DAY, gappy)) is None


@pytest.mark.parametrize("days", [365, 366, 730, 1461])
def test_years_and_leap_years_are_whole(days: int) -> None:
    assert whole_years(DailyTemperature(FIRST_DAY, np.resize(NORMAL.mean_c, days))) == round(days / 365.25)


def test_many_meters_at_once_have_the_years_they_have_alone() -> None:
    sky = weather(41)
    rng = np.random.default_rng(9)
    use = np.stack(
        [
            use_of(sky.mean_c, heating=0.1 * (i % 7), cooling=0.2 * (i % 3)) + remembered(rng, 365, 0.4)
            for i in range(40)
        ]
    )
    batch = daily_batch(use, FIRST_DAY, sky.mean_c, Commodity.ELECTRICITY)
    together = normalise_all(batch.fits, NORMAL)
    alone = [
        normalise(each.baseline, NORMAL) for each in results(batch, Commodity.ELECTRICITY, Unit.KWH) if each.baseline
    ]

    assert len(alone) == 40
    assert together.total.tolist() == [year.total for year in alone]
    assert list(zip(together.low.tolist(), together.high.tolist(), strict=True)) == [year.ci90 for year in alone]
    assert together.heating.max() > 0.0 < together.cooling.max()
