"""Avoided use: a known reduction comes back with an honest interval, and nothing is scaled or attributed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from models.baseline.avoided import avoided_billing, avoided_daily
from models.baseline.fit import Baseline, fit_billing, fit_daily
from models.baseline.periods import BillingPeriods
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats
from tests.models.baseline.made_homes import FIRST_DAY, MONTH_EDGES, daily, monthly, remembered, use_of, weather

SKY = weather(81, days=730)
BEFORE, AFTER = SKY.mean_c[:365], SKY.mean_c[365:]
LATER = FIRST_DAY + 365


def baseline_of(seed: int = 1, memory: float = 0.3) -> Baseline:
    use = use_of(BEFORE, base=3.0, heating=0.6) + 1.5 * remembered(np.random.default_rng(seed), 365, memory)
    found = fit_daily([daily(use)], SKY, Commodity.NATURAL_GAS, Unit.M3)[0].baseline
    assert found is not None
    return found


def after(share: float, seed: int = 2, memory: float = 0.3) -> Floats:
    """The year after, with this share of heating left."""
    return use_of(AFTER, base=3.0, heating=0.6 * share) + 1.5 * remembered(np.random.default_rng(seed), 365, memory)


def heating() -> float:
    return float((use_of(AFTER, base=3.0, heating=0.6) - 3.0).sum())


def test_a_known_reduction_is_found_inside_its_interval() -> None:
    found = avoided_daily(baseline_of(), daily(after(0.8), LATER), SKY)

    assert found.avoided == pytest.approx(0.2 * heating(), rel=0.2)
    assert found.ci90[0] < 0.2 * heating() < found.ci90[1]
    assert found.stands_out
    assert found.days == 365
    assert found.share == pytest.approx(found.avoided / found.expected)


@pytest.mark.parametrize("memory", [0.0, 0.5])
def test_intervals_hold_what_was_avoided_about_as_often_as_they_say(memory: float) -> None:
    truth = 0.1 * heating()
    held = 0
    for seed in range(120):
        found = avoided_daily(baseline_of(seed, memory), daily(after(0.9, 500 + seed, memory), LATER), SKY)
        held += found.ci90[0] <= truth <= found.ci90[1]

    assert 0.80 <= held / 120 <= 0.99


def test_when_nothing_changed_nothing_stands_out() -> None:
    assert not avoided_daily(baseline_of(), daily(after(1.0), LATER), SKY).stands_out


def test_only_known_days_count_and_none_is_scaled_up() -> None:
    use, sky = after(0.8), SKY.mean_c.copy()
    use[:100] = np.nan
    sky[365 + 200 :] = np.nan
    found = avoided_daily(baseline_of(), daily(use, LATER), DailyTemperature(FIRST_DAY, sky))

    assert found.days == 100
    assert found.observed == pytest.approx(float(np.nansum(use[:200])))


def test_days_the_baseline_was_fitted_to_are_refused() -> None:
    with pytest.raises(ValueError, match="before the end of the baseline"):
        avoided_daily(baseline_of(), daily(after(0.8), LATER - 1), SKY)


def test_bills_say_the_same_with_less_certainty() -> None:
    before = use_of(BEFORE, base=3.0, heating=0.6) + 1.5 * remembered(np.random.default_rng(1), 365, 0.3)
    fitted = fit_billing([monthly(before)], SKY, Commodity.NATURAL_GAS, Unit.M3)[0].baseline
    assert fitted is not None
    by_bills = avoided_billing(fitted, monthly(after(0.8), LATER), SKY)

    assert by_bills.days == 365
    assert by_bills.avoided == pytest.approx(0.2 * heating(), rel=0.2)
    assert by_bills.ci90[0] < 0.2 * heating() < by_bills.ci90[1]


def test_a_bill_without_weather_is_left_out() -> None:
    edges = LATER + MONTH_EDGES
    use = after(0.8)
    amounts = [float(use[low - LATER : high - LATER].sum()) for low, high in pairwise(edges.tolist())]
    bills = BillingPeriods(edges[:-1], edges[1:], np.array(amounts), np.zeros(12, dtype=np.bool_))
    sky = SKY.mean_c.copy()
    sky[365:396] = np.nan
    found = avoided_billing(baseline_of(), bills, DailyTemperature(FIRST_DAY, sky))

    assert found.days == 365 - 31


def test_no_known_day_avoids_nothing() -> None:
    found = avoided_daily(baseline_of(), daily(np.full(10, np.nan), LATER), SKY)

    assert (found.avoided, found.expected, found.days, found.share) == (0.0, 0.0, 0, None)
