"""Batches of meters: the same results however they are cut up, with the findings of each beside the numbers."""

from __future__ import annotations

import numpy as np
import pytest

from models.baseline.batch import Batch, billing_batch, daily_batch
from models.baseline.fit import fit_billing, fit_daily, results
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats
from tests.models.baseline.made_homes import FIRST_DAY, daily, monthly, remembered, use_of, weather

SKY = weather(71, days=500)


def homes(count: int, days: int = 500) -> Floats:
    """Use [count, days]: heated, cooled, flat, with gaps, with too few days, with none."""
    rng = np.random.default_rng(5)
    rows = []
    for i in range(count):
        heating, cooling = 0.4 * (i % 3 == 0), 0.9 * (i % 2 == 0)
        use = use_of(SKY.mean_c[:days], heating=heating, cooling=cooling) + remembered(rng, days, 0.4)
        use[rng.random(days) < 0.02 * (i % 4)] = np.nan
        rows.append(use)
    rows[1][:160] = np.nan
    rows[2][:] = np.nan
    rows[3][2:] = np.nan
    return np.stack(rows)


@pytest.fixture(scope="module")
def batch() -> Batch:
    return daily_batch(homes(300), FIRST_DAY, SKY.mean_c, Commodity.ELECTRICITY, threads=2)


def test_each_meter_of_a_batch_is_what_it_is_alone(batch: Batch) -> None:
    together = results(batch, Commodity.ELECTRICITY, Unit.KWH)
    use = homes(300)
    for i in (0, 1, 2, 3, 4, 5, 77, 255, 256, 299):
        alone = fit_daily([daily(use[i])], SKY, Commodity.ELECTRICITY, Unit.KWH)[0]
        assert together[i] == alone


def test_meters_that_begin_on_other_days_are_laid_against_their_own_weather(batch: Batch) -> None:
    use = homes(300)
    shifted = daily_batch(
        np.stack([use[0][:465], use[4][35:]]),
        np.array([FIRST_DAY, FIRST_DAY + 35]),
        np.stack([SKY.mean_c[:465], SKY.mean_c[35:]]),
        Commodity.ELECTRICITY,
    )

    assert (shifted.first_day[1], shifted.last_day[1]) == (batch.first_day[2], batch.last_day[2])
    assert (shifted.fits.parameters[1] == batch.fits.parameters[2]).all()


def test_what_cannot_be_fitted_is_left_out_of_the_columns_and_says_why(batch: Batch) -> None:
    assert set(range(300)) - set(batch.rows.tolist()) == {2, 3}
    assert [found.code for found in batch.findings[2]] == ["baseline.no_use"]
    assert [found.code for found in batch.findings[3]] == ["baseline.too_few_points", "baseline.too_short"]
    assert batch.disqualified[[1, 2, 3]].tolist() == [False, True, True]


def test_the_columns_have_one_entry_a_fitted_meter(batch: Batch) -> None:
    assert {len(batch.rows), len(batch.days), len(batch.fits.kind), len(batch.fits.cvrmse)} == {298}
    assert (batch.last_day - batch.first_day < 365).all()


def test_bills_in_a_batch_are_what_they_are_alone() -> None:
    sky = DailyTemperature(FIRST_DAY, SKY.mean_c[:365])
    use = homes(6, 365)
    bills = [monthly(np.nan_to_num(row, nan=9.0)) for row in use]
    together = results(billing_batch(bills, [sky] * 6, Commodity.ELECTRICITY), Commodity.ELECTRICITY, Unit.KWH)
    alone = [fit_billing([one], sky, Commodity.ELECTRICITY, Unit.KWH)[0] for one in bills]

    assert together == alone
