"""Packing, merging and splitting readings: what goes in comes out, and energy is never counted twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greener_homes import blocks
from greener_homes.blocks import Block
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries

HOUR = 3600
JANUARY = 1_735_689_600  # 2025-01-01T00:00Z


def block(
    values: list[int], *, start: int = JANUARY, duration: int = HOUR, updated: int = 0, exponent: int = -3
) -> Block:
    count = len(values)
    return Block(
        starts=start + duration * np.arange(count, dtype=np.int64),
        durations=np.full(count, duration, dtype=np.int64),
        values=np.array(values, dtype=np.int64),
        quality=np.zeros(count, dtype=np.uint8),
        updated=np.full(count, updated, dtype=np.int64),
        exponent=exponent,
    )


@st.composite
def any_block(draw: st.DrawFn) -> Block:
    count = draw(st.integers(0, 60))
    gaps = draw(st.lists(st.integers(0, 10**6), min_size=count, max_size=count))
    durations = draw(st.lists(st.integers(60, 10**6), min_size=count, max_size=count))
    starts, at = [], JANUARY
    for gap, duration in zip(gaps, durations, strict=True):
        at += gap
        starts.append(at)
        at += duration
    values = draw(st.lists(st.integers(-(2**52), 2**52), min_size=count, max_size=count))
    quality = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    updated = draw(st.lists(st.integers(0, 2**33), min_size=count, max_size=count))
    return Block(
        *(np.array(column, dtype=np.int64) for column in (starts, durations, values)),
        quality=np.array(quality, dtype=np.uint8),
        updated=np.array(updated, dtype=np.int64),
        exponent=draw(st.integers(-9, 0)),
    )


def assert_same(one: Block, other: Block) -> None:
    assert one.exponent == other.exponent
    for name in ("starts", "durations", "values", "quality", "updated"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@given(any_block())
def test_what_is_packed_is_unpacked(original: Block) -> None:
    assert_same(blocks.unpack(blocks.pack(original)), original)


@given(any_block())
def test_the_same_readings_again_change_nothing(original: Block) -> None:
    again = blocks.merge(original, original)
    if len(original):
        assert not again.changed
        assert again.repeated == len(original)
    assert again.block.total == original.total


@given(any_block(), any_block())
def test_merged_readings_never_overlap_and_every_new_one_is_accounted_for(kept: Block, new: Block) -> None:
    result = blocks.merge(kept, new)
    merged = result.block
    assert np.all(merged.starts[1:] >= merged.starts[:-1] + merged.durations[:-1])
    assert result.added + result.replaced + result.repeated + result.conflicting + result.overlapping == len(new)
    assert len(merged) == len(kept) + result.added


def test_an_hourly_month_costs_less_than_three_bytes_a_reading() -> None:
    generator = np.random.default_rng(7)
    month = block(generator.integers(100, 3000, 744).tolist())
    assert len(blocks.pack(month)) < 3 * 744


def test_a_later_value_replaces_and_an_earlier_one_is_a_conflict() -> None:
    kept = block([1, 2, 3], updated=10)
    later = blocks.merge(kept, block([1, 9, 3], updated=11))
    assert (later.replaced, later.conflicting, later.block.total) == (1, 0, 13)
    earlier = blocks.merge(kept, block([1, 9, 3], updated=9))
    assert (earlier.replaced, earlier.conflicting, earlier.block.total) == (0, 1, 6)


def test_a_day_over_kept_hours_is_not_counted_twice() -> None:
    hours = block([100] * 24)
    day = block([2400], duration=24 * HOUR)
    result = blocks.merge(hours, day)
    assert (result.overlapping, result.block.total) == (1, 2400)


def test_finer_steps_keep_totals_exact() -> None:
    coarse, fine = block([5], exponent=0), block([1], start=JANUARY + HOUR, exponent=-6)
    merged = blocks.merge(coarse, fine).block
    assert merged.exponent == -6
    assert merged.total == 5_000_001


def test_readings_are_split_by_utc_month() -> None:
    parts = blocks.split_by_month(block([1] * 48, start=JANUARY - 24 * HOUR))
    assert [(str(month), len(part)) for month, part in parts] == [("2024-12", 24), ("2025-01", 24)]


def test_amounts_no_home_uses_are_refused_rather_than_wrapped_around() -> None:
    series = UsageSeries(
        Commodity.ELECTRICITY,
        Flow.DELIVERED,
        Unit.KWH,
        np.array([JANUARY]),
        np.array([HOUR]),
        np.array([2**52]),
        9,
        np.zeros(1, dtype=np.uint8),
    )
    with pytest.raises(ValueError, match="beyond"):
        blocks.of_series(series, 0)


def test_bytes_that_are_not_a_block_are_refused() -> None:
    import zstandard

    with pytest.raises(ValueError, match="not a packed block"):
        blocks.unpack(zstandard.compress(b"no" * 40))
