"""Which bills may be used: lengths, estimated reads joined forward, temperature on enough days, the latest year.

Source of every rule: CalTRACK 2.0 (S115) as gathered in the reference data's `mv_requirements`. Never fits anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.baseline import codes
from models.baseline.degree_days import Bools
from models.baseline.periods import BillingPeriods
from models.baseline.sufficiency import BASELINE_DAYS, coverage, extreme_count, values, zero_is_missing
from models.findings import Finding
from models.quantities import Commodity
from models.series import DailyTemperature, Floats, Ints

MIN_PERIOD_DAYS = 25
MAX_MONTHLY_DAYS = 35
MAX_BIMONTHLY_DAYS = 70
MIN_TEMPERATURE_COVERAGE = 0.9


@dataclass(frozen=True, slots=True)
class Bills:
    """The billing periods of one meter's latest year that may be used, and what was said of the others."""

    starts: Ints
    ends: Ints
    amount: Floats
    findings: tuple[Finding, ...]


def usable_bills(bills: BillingPeriods, temperature: DailyTemperature, commodity: Commodity) -> Bills:
    """Bills joined over estimated reads, of allowed length, with temperature on 90 % of days, of the latest year."""
    joined, was_joined, merged, lost = _merge_estimated(bills)
    length = joined.ends - joined.starts
    longest = MAX_BIMONTHLY_DAYS if length.size and np.median(length) > MAX_MONTHLY_DAYS else MAX_MONTHLY_DAYS
    in_cycle = (length >= MIN_PERIOD_DAYS) & (length <= np.where(was_joined, MAX_BIMONTHLY_DAYS, longest))
    read = np.isfinite(joined.amount)
    zero = read & (joined.amount == 0.0) if zero_is_missing(commodity) else np.zeros_like(read)
    warm = _days_with_temperature(joined, temperature) >= MIN_TEMPERATURE_COVERAGE * length
    good = in_cycle & read & ~zero
    usable = good & warm
    ends = joined.ends[usable]
    recent = (joined.starts + joined.ends) / 2 >= (ends[-1] if ends.size else 0) - BASELINE_DAYS
    kept = usable & recent
    days = int(length[kept].sum())
    span = int(ends[-1] - joined.starts[kept][0]) if days else 0
    found = coverage(min(days, BASELINE_DAYS), span, int(length[good & ~warm & recent].sum()), bool(good.any()))
    older, off = int(length[usable & ~recent].sum()), ~in_cycle & read & recent
    found += [codes.LATEST_YEAR.finding(days=days, left_out_days=older)] if older else []
    found += [codes.OFF_CYCLE_READS.finding(count=int(off.sum()), days=int(length[off].sum()))] if off.any() else []
    found += [codes.ESTIMATED_MERGED.finding(count=merged)] if merged else []
    found += [codes.ESTIMATED_MISSING.finding(count=lost, max_days=MAX_BIMONTHLY_DAYS)] if lost else []
    per_day = joined.amount[kept] / length[kept]
    extreme = int(extreme_count(per_day[None, :], np.ones((1, per_day.size), dtype=np.bool_))[0])
    found += values(int((zero & recent).sum()), int((per_day < 0.0).sum()), extreme, commodity)
    return Bills(joined.starts[kept], joined.ends[kept], joined.amount[kept], tuple(found))


def _days_with_temperature(bills: BillingPeriods, temperature: DailyTemperature) -> Ints:
    running = np.concatenate([[0], np.cumsum(np.isfinite(temperature.mean_c))])
    low, high = (
        np.clip(edge - temperature.first_day, 0, temperature.mean_c.size) for edge in (bills.starts, bills.ends)
    )
    known: Ints = running[high] - running[low]
    return known


def _merge_estimated(bills: BillingPeriods) -> tuple[BillingPeriods, Bools, int, int]:
    """Bills with estimated ones joined to the next true reading within 70 days, which were joined, and two counts.

    An estimated bill too far from a true reading is missing. The counts are of estimated bills joined and lost.
    """
    if not bills.estimated.any():
        return bills, np.zeros(bills.starts.size, dtype=np.bool_), 0, 0
    kept: list[tuple[int, int, float, bool]] = []
    waiting: list[tuple[int, float]] = []
    end, merged = -1, 0
    rows = zip(bills.starts.tolist(), bills.ends.tolist(), bills.amount.tolist(), bills.estimated.tolist(), strict=True)
    for low, high, amount, estimated in rows:
        if low != end:
            waiting = []
        end = high
        if estimated:
            waiting.append((low, amount))
            continue
        near = [bill for bill in waiting if high - bill[0] <= MAX_BIMONTHLY_DAYS]
        kept.append((near[0][0] if near else low, high, amount + sum(use for _, use in near), bool(near)))
        merged, waiting = merged + len(near), []
    starts, ends, amounts, joined = (list(part) for part in zip(*kept, strict=True)) if kept else ([], [], [], [])
    periods = BillingPeriods(
        np.array(starts, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array(amounts, dtype=np.float64),
        np.zeros(len(kept), dtype=np.bool_),
    )
    return periods, np.array(joined, dtype=np.bool_), merged, int(bills.estimated.sum()) - merged
