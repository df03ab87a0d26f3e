"""CalTRACK's rules, each at its edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.baseline.fit import FitResult, fit_daily
from models.baseline.periods import DailyUse
from models.baseline.sufficiency import BASELINE_DAYS, export_findings, latest_year_of, series_findings
from models.findings import Finding, Severity
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats, Quality
from tests.models.baseline.made_homes import FIRST_DAY, daily, remembered, use_of, weather
from tests.models.baseline.test_periods import hours, series_of

WEATHER = weather(days=800)
NOISE = 0.8 * remembered(np.random.default_rng(5), 800, 0.3)
GAS = np.maximum(use_of(WEATHER.mean_c, base=3.0, heating=0.6) + NOISE, 0.1)


def fitted(
    amount: Floats, temperature: DailyTemperature = WEATHER, commodity: Commodity = Commodity.NATURAL_GAS
) -> FitResult:
    return fit_daily([daily(amount)], temperature, commodity, Unit.M3)[0]


def codes(found: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in found]


def without(amount: Floats, missing: slice | np.ndarray) -> Floats:
    gappy = amount.copy()
    gappy[missing] = np.nan
    return gappy


def test_a_full_year_has_nothing_to_say() -> None:
    result = fitted(GAS[:365])

    assert result.findings == ()
    assert not result.disqualified
    assert result.baseline is not None
    assert (result.baseline.days, result.baseline.first_day, result.baseline.last_day) == (
        365,
        FIRST_DAY,
        FIRST_DAY + 364,
    )


@pytest.mark.parametrize(("missing", "disqualified"), [(37, False), (38, True)])
def test_thirty_seven_missing_days_pass_and_thirty_eight_do_not(missing: int, disqualified: bool) -> None:
    spread = np.random.default_rng(2).choice(np.arange(1, 364), missing, replace=False)
    result = fitted(without(GAS[:365], spread))

    assert result.disqualified is disqualified
    assert result.baseline is not None
    assert result.baseline.days == 365 - missing
    if disqualified:
        assert codes(result.findings) == ["baseline.too_many_missing_days"]
        assert dict(result.findings[0].facts) == {"missing_days": 38, "allowed_days": 37}
        assert result.baseline.findings == result.findings


def test_days_without_temperature_count_as_missing_and_say_so() -> None:
    silent = DailyTemperature(WEATHER.first_day, without(WEATHER.mean_c[:365], slice(100, 140)))
    result = fitted(GAS[:365], silent)

    assert codes(result.findings) == ["baseline.too_many_missing_days", "baseline.temperature_coverage"]
    assert result.findings[1].facts["days"] == 40


def test_half_a_year_is_too_short_but_still_fitted() -> None:
    result = fitted(GAS[:180])

    assert codes(result.findings) == ["baseline.too_short"]
    assert dict(result.findings[0].facts) == {"days": 180, "needed": 365}
    assert result.baseline is not None


def test_only_the_latest_year_is_used() -> None:
    changed = GAS[:730].copy()
    changed[:365] *= 3.0
    result, alone = fitted(changed), fitted(without(changed, slice(0, 365)))

    assert codes(result.findings) == ["baseline.latest_year_used"]
    assert result.findings[0].facts["left_out_days"] == 365
    assert result.baseline is not None
    assert alone.baseline is not None
    assert result.baseline.base_load_per_day == alone.baseline.base_load_per_day
    assert result.baseline.heating_slope == alone.baseline.heating_slope


def test_the_year_ends_where_temperature_ends() -> None:
    result = fitted(GAS[:700], DailyTemperature(WEATHER.first_day, WEATHER.mean_c[:600]))

    assert result.baseline is not None
    assert result.baseline.last_day == FIRST_DAY + 599
    assert codes(result.findings) == ["baseline.latest_year_used"]


def test_zero_is_missing_for_electricity_and_no_use_for_gas() -> None:
    quiet = GAS[:365].copy()
    quiet[200:240] = 0.0

    electricity, gas = fitted(quiet, commodity=Commodity.ELECTRICITY), fitted(quiet)

    assert codes(electricity.findings) == ["baseline.too_many_missing_days", "baseline.zero_is_missing"]
    assert not gas.disqualified
    assert gas.baseline is not None
    assert gas.baseline.days == 365


def test_electricity_below_zero_is_net_metering_and_gas_below_zero_is_wrong() -> None:
    turned = GAS[:365].copy()
    turned[200:203] = -2.0

    assert codes(fitted(turned, commodity=Commodity.ELECTRICITY).findings) == ["baseline.net_metering"]
    assert codes(fitted(turned).findings) == ["baseline.negative_use"]
    assert fitted(turned).disqualified


def test_a_value_far_above_the_median_is_flagged_once() -> None:
    odd = GAS[:365].copy()
    odd[250] = 60.0
    result = fitted(odd)

    assert codes(result.findings) == ["baseline.extreme_values"]
    assert result.findings[0].facts["count"] == 1
    assert result.findings[0].severity is Severity.WARNING


def test_no_readings_and_no_temperature_are_told_apart() -> None:
    elsewhere = DailyTemperature(WEATHER.first_day + 5000, WEATHER.mean_c)

    assert codes(fitted(np.full(365, np.nan)).findings) == ["baseline.no_use"]
    assert codes(fitted(np.zeros(0)).findings) == ["baseline.no_use"]
    assert codes(fitted(GAS[:365], elsewhere).findings) == ["baseline.no_temperature"]
    assert fitted(GAS[:365], elsewhere).baseline is None


def test_two_days_are_too_few_to_fit() -> None:
    result = fitted(GAS[:2])

    assert result.baseline is None
    assert codes(result.findings) == ["baseline.too_few_points", "baseline.too_short"]


def test_use_that_jumps_around_is_disqualified() -> None:
    wild = np.where(np.arange(365) % 9 == 0, 100.0, 0.5)
    assert "baseline.poor_fit" in codes(fitted(wild).findings)


def test_export_from_the_start_is_remarked_on_and_export_that_begins_later_disqualifies() -> None:
    sent = DailyUse(FIRST_DAY, np.full(365, 4.0))
    late = DailyUse(FIRST_DAY + 90, np.full(275, 4.0))
    none = DailyUse(FIRST_DAY + 90, np.zeros(275))

    assert codes(export_findings(sent, FIRST_DAY, FIRST_DAY + 364)) == ["baseline.net_metering"]
    assert codes(export_findings(late, FIRST_DAY, FIRST_DAY + 364)) == ["baseline.net_metering_changed"]
    assert export_findings(none, FIRST_DAY, FIRST_DAY + 364) == ()
    assert export_findings(DailyUse(0, np.zeros(0)), FIRST_DAY, FIRST_DAY + 364) == ()


def test_estimated_time_is_said_above_a_tenth() -> None:
    read = hours(FIRST_DAY, 10)
    quality = np.zeros(len(read), dtype=np.uint8)
    quality[:36] = Quality.ESTIMATED
    found = series_findings(series_of(read.starts, read.durations, read.values, quality=quality))

    assert [(finding.code, dict(finding.facts)) for finding in found] == [("baseline.estimated_reads", {"percent": 15})]
    assert series_findings(read) == ()


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 30, 365, 500]), st.sampled_from(list(Commodity)), st.booleans())
@settings(deadline=None, max_examples=60)
def test_the_latest_year_is_the_one_a_careful_reader_would_take(
    seed: int, days: int, commodity: Commodity, shared: bool
) -> None:
    random = np.random.default_rng(seed)
    use = random.choice([np.nan, 0.0, -1.0, 2.5], (3, days), p=[0.2, 0.2, 0.1, 0.5])
    weather = np.where(random.random((1 if shared else 3, days)) < 0.2, np.nan, 10.0 + random.random(days))
    use[0, days // 2 :] = np.nan
    year = latest_year_of(use, weather, np.array([100, 200, 300]), commodity)
    for meter, own in enumerate(use):
        t = weather[0 if shared else meter]
        read = [
            day for day in range(days) if np.isfinite(own[day]) and (own[day] or commodity != Commodity.ELECTRICITY)
        ]
        known = [day for day in read if np.isfinite(t[day])]
        last = known[-1] if known else days - 1
        inside = range(last - BASELINE_DAYS + 1, last + 1)
        year_use, seen = np.zeros(BASELINE_DAYS), np.zeros(BASELINE_DAYS)
        for day in set(known).intersection(inside):
            year_use[day - inside[0]], seen[day - inside[0]] = own[day], 1.0
        np.testing.assert_array_equal(year.use[meter], year_use)
        np.testing.assert_array_equal(year.known[meter], seen)
        np.testing.assert_array_equal(year.temperature_c[meter] != 0.0, seen > 0)
        assert year.last_day[meter] == 100 * (meter + 1) + last
        assert year.span[meter] == (BASELINE_DAYS - int(np.argmax(seen)) if seen.any() else 0)
        assert year.no_temperature[meter] == len([day for day in read if day >= inside[0] and day not in known])
        zeros = [day for day in inside if 0 <= day < days and own[day] == 0.0 and commodity is Commodity.ELECTRICITY]
        assert year.zero[meter] == len(zeros)
        assert year.older[meter] == len([day for day in known if day < inside[0]])
        assert year.any_use[meter] == bool(read)


def test_temperatures_of_other_days_are_refused() -> None:
    with pytest.raises(ValueError, match="temperatures of"):
        latest_year_of(np.ones((2, 9)), np.ones((1, 8)), np.zeros(2, dtype=np.int64), Commodity.NATURAL_GAS)
