"""One month beside the year before it, from days and from bills."""

from __future__ import annotations

import numpy as np
import pytest

from models.baseline.one_month import Span, billing, daily
from models.baseline.periods import BillingPeriods, DailyUse
from models.quantities import Commodity, Unit
from models.series import DailyTemperature

FIRST, COUNT = 20_000, 430
DAYS = np.arange(COUNT)
RANDOM = np.random.default_rng(5)
MEAN_C = 7.5 - 14.0 * np.cos(2 * np.pi * DAYS / 365.25) + RANDOM.normal(0, 3, COUNT)
OUTDOORS = DailyTemperature(FIRST, MEAN_C)
HEAT = 0.4 * np.maximum(16.0 - MEAN_C, 0.0)
USE = 1.5 + HEAT + RANDOM.normal(0, 0.3, COUNT)
MONTH, YEAR_AGO = Span(FIRST + 395, FIRST + 425), Span(FIRST + 30, FIRST + 60)
GAS = (Commodity.NATURAL_GAS, Unit.M3)


def less(share: float) -> DailyUse:
    """The home, with a share of its heat saved in the month."""
    return DailyUse(FIRST, np.maximum(USE - share * HEAT * (DAYS >= 395), 0.0))


def test_what_a_month_saved_lies_in_its_interval_and_its_sums_are_those_of_its_days() -> None:
    found = daily(less(0.3), OUTDOORS, *GAS, MONTH, YEAR_AGO)
    assert found.avoided is not None and found.baseline is not None
    truth = float(0.3 * HEAT[395:425].sum())
    assert found.avoided.ci90[0] < truth < found.avoided.ci90[1]
    assert found.used == pytest.approx(float(less(0.3).amount[395:425].sum()))
    assert found.year_ago == pytest.approx(float(USE[30:60].sum()))
    assert found.mean_c == pytest.approx(float(MEAN_C[395:425].mean()))
    assert found.baseline.last_day < MONTH.first and found.baseline.days <= 365


def test_a_month_of_gaps_says_nothing_and_one_of_a_few_only_of_known_days() -> None:
    use = less(0.0)
    use.amount[400:402] = np.nan
    few = daily(use, OUTDOORS, *GAS, MONTH, YEAR_AGO)
    assert (few.days, few.used) == (28, pytest.approx(float(np.nansum(use.amount[395:425]))))
    assert few.avoided is not None and few.avoided.days == 28
    use.amount[402:405] = np.nan
    many = daily(use, OUTDOORS, *GAS, MONTH, YEAR_AGO)
    assert many.used is None and many.avoided is None


def test_half_a_year_before_is_no_year() -> None:
    use = less(0.0)
    use.amount[:200] = np.nan
    found = daily(use, OUTDOORS, *GAS, MONTH, YEAR_AGO)
    assert found.used is not None and found.avoided is None and found.year_ago is None


def test_nothing_known_at_all_is_said_of_nothing() -> None:
    nothing = DailyTemperature(FIRST, np.full(COUNT, np.nan))
    found = daily(less(0.0), nothing, *GAS, MONTH, YEAR_AGO)
    assert found.used is not None and found.mean_c is None and found.avoided is None
    empty = daily(DailyUse(0, np.zeros(0)), OUTDOORS, *GAS, MONTH, YEAR_AGO)
    assert (empty.used, empty.days) == (None, 0)
    none = BillingPeriods(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_))
    assert billing(none, OUTDOORS, *GAS, MONTH, YEAR_AGO).used is None


def test_a_bill_is_counted_for_the_month_its_middle_lies_in() -> None:
    starts = np.arange(FIRST, FIRST + COUNT - 30, 30)
    use = less(0.5).amount
    amount = np.array([use[at - FIRST : at - FIRST + 30].sum() for at in starts])
    bills = BillingPeriods(starts, starts + 30, amount, np.zeros(starts.size, np.bool_))
    found = billing(bills, OUTDOORS, *GAS, MONTH, YEAR_AGO)
    at = int(np.flatnonzero((starts + 15 >= MONTH.first) & (starts + 15 < MONTH.until))[-1])
    assert found.span == Span(int(starts[at]), int(starts[at]) + 30) and found.used == pytest.approx(amount[at])
    assert found.avoided is not None and found.avoided.ci90[0] > 0, "half the heat stands out"
    assert found.baseline is not None and found.baseline.last_day < found.span.first
    assert found.year_ago is not None
