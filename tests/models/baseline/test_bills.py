"""Which bills count, and how estimated ones are joined."""

from __future__ import annotations

import numpy as np
import pytest

from models.baseline.bills import usable_bills
from models.baseline.periods import BillingPeriods
from models.quantities import Commodity
from models.series import DailyTemperature
from tests.models.baseline.made_homes import FIRST_DAY, MONTH_EDGES, monthly, use_of, weather

WEATHER = weather(days=900)
YEAR = use_of(WEATHER.mean_c[:365], base=3.0, heating=0.6)


def bills_of(edges: list[int], estimated: tuple[int, ...] = (), amount: float = 100.0) -> BillingPeriods:
    days = FIRST_DAY + np.array(edges)
    guessed = np.zeros(days.size - 1, dtype=np.bool_)
    guessed[list(estimated)] = True
    return BillingPeriods(days[:-1], days[1:], np.full(days.size - 1, amount), guessed)


def usable(
    bills: BillingPeriods, temperature: DailyTemperature = WEATHER, commodity: Commodity = Commodity.NATURAL_GAS
):
    found = usable_bills(bills, temperature, commodity)
    return found, {finding.code: dict(finding.facts) for finding in found.findings}


def test_twelve_monthly_bills_are_all_used() -> None:
    found, codes = usable(monthly(YEAR))

    assert codes == {}
    assert (found.ends - found.starts).sum() == 365
    assert found.amount.sum() == pytest.approx(YEAR.sum())


@pytest.mark.parametrize(("days", "used"), [(24, False), (25, True), (35, True), (36, False)])
def test_a_monthly_bill_has_25_to_35_days(days: int, used: bool) -> None:
    edges = [0, *np.arange(31, 31 * 11, 31).tolist()]
    edges.append(edges[-1] + days)
    found, codes = usable(bills_of(edges))

    assert (found.ends[-1] == FIRST_DAY + edges[-1]) is np.True_ if used else found.ends[-1] != FIRST_DAY + edges[-1]
    assert ("baseline.off_cycle_reads" in codes) is not used


@pytest.mark.parametrize(("days", "used"), [(24, False), (60, True), (70, True), (71, False)])
def test_a_bill_of_two_months_has_at_most_70_days(days: int, used: bool) -> None:
    edges = [0, 61, 122, 183, 244, 305, 305 + days]
    found, _ = usable(bills_of(edges))

    assert (found.starts.size == 6) is used


def test_an_estimated_bill_is_joined_with_the_next_that_was_read() -> None:
    whole, _ = usable(monthly(YEAR))
    found, codes = usable(monthly(YEAR, estimated=(4,)))

    assert codes == {"baseline.estimated_reads_merged": {"count": 1}}
    assert found.starts.size == 11
    assert found.amount.sum() == pytest.approx(whole.amount.sum())
    assert found.starts[4] == FIRST_DAY + MONTH_EDGES[4]
    assert found.ends[4] == FIRST_DAY + MONTH_EDGES[6]


def test_estimates_further_than_70_days_from_a_reading_are_missing() -> None:
    found, codes = usable(monthly(YEAR, estimated=(4, 5)))

    assert codes["baseline.estimated_reads_merged"] == {"count": 1}
    assert codes["baseline.estimated_reads_missing"] == {"count": 1, "max_days": 70}
    assert "baseline.too_many_missing_days" not in codes  # 31 days
    assert found.starts.size == 10


def test_a_last_estimate_with_nothing_after_it_is_missing() -> None:
    found, codes = usable(monthly(YEAR, estimated=(11,)))

    assert codes["baseline.estimated_reads_missing"]["count"] == 1
    assert found.ends[-1] == FIRST_DAY + 334


def test_an_estimate_is_not_joined_across_a_gap() -> None:
    bills = monthly(YEAR, estimated=(4,))
    kept = np.arange(12) != 5
    gappy = BillingPeriods(bills.starts[kept], bills.ends[kept], bills.amount[kept], bills.estimated[kept])
    found, codes = usable(gappy)

    assert codes["baseline.estimated_reads_missing"]["count"] == 1
    assert codes["baseline.too_many_missing_days"]["missing_days"] == 61
    assert found.starts.size == 10


@pytest.mark.parametrize(("silent_days", "used"), [(3, 12), (4, 11)])
def test_a_bill_needs_temperature_on_nine_days_of_ten(silent_days: int, used: int) -> None:
    mean_c = WEATHER.mean_c.copy()
    mean_c[125 : 125 + silent_days] = np.nan  # May has 31 days
    found, _ = usable(monthly(YEAR), DailyTemperature(WEATHER.first_day, mean_c))

    assert found.starts.size == used


def test_only_the_latest_years_bills_are_used() -> None:
    edges = [30 * i for i in range(26)]
    found, codes = usable(bills_of(edges))

    assert found.ends[-1] == FIRST_DAY + 750
    assert (found.ends - found.starts).sum() == 360
    assert codes["baseline.latest_year_used"] == {"days": 360, "left_out_days": 390}


def test_a_bill_of_zero_is_missing_for_electricity_only() -> None:
    bills = monthly(YEAR)
    bills.amount[6] = 0.0

    assert usable(bills, commodity=Commodity.ELECTRICITY)[0].starts.size == 11
    assert usable(bills)[0].starts.size == 12


def test_without_bills_there_is_no_use() -> None:
    nothing = BillingPeriods(*(np.zeros(0, dtype=np.int64),) * 2, np.zeros(0), np.zeros(0, dtype=np.bool_))

    assert list(usable(nothing)[1]) == ["baseline.no_use"]
