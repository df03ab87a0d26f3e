"""Packed blocks are read straight into days as a careful reader would, one reading after the other."""

from __future__ import annotations

import uuid

import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes import blocks, blocks_many
from greener_homes.blocks import Block
from greener_homes.days_many import LONGEST_DAY_S, SHORTEST_DAY_S, _Blocks, _days, _Point
from models.baseline.local_days import midnights
from models.quantities import Commodity

FIRST = 20_400  # in November 2025, so that the clock changes on the way
DAYS = 140
EDGES = midnights(FIRST, FIRST + DAYS)


@st.composite
def block(draw: st.DrawFn) -> Block:
    """Some readings, about a day long or not, before, in and after the days."""
    at = int(EDGES[0]) + 3600 * draw(st.integers(-200, 24 * (DAYS + 5)))
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        duration = 3600 * draw(st.sampled_from([23, 24, 24, 24, 25, 22, 1]))
        rows.append((at, duration, draw(st.integers(-5, 200_000)), 0, 5))
        at += duration + 3600 * draw(st.sampled_from([0, 0, 5, 30]))
    columns = np.array(rows, dtype=np.int64).T.copy()
    return Block(*columns[:3], columns[3].astype(np.uint8), columns[4], draw(st.integers(-5, 0)))


def slowly(point: _Point, own: list[Block]) -> tuple[np.ndarray, bool]:
    use, odd = np.full(DAYS, np.nan), False
    readings = [
        (int(start), int(duration), int(value), each.exponent)
        for each in own
        for start, duration, value in zip(each.starts, each.durations, each.values, strict=True)
    ]
    for start, duration, value, exponent in sorted(readings, key=lambda reading: reading[0]):
        if point.since <= start < point.until:
            if SHORTEST_DAY_S <= duration <= LONGEST_DAY_S:
                middle = start + duration // 2
                day = [place for place in range(DAYS) if EDGES[place] <= middle < EDGES[place + 1]]
                if day and np.isnan(use[day[0]]):
                    use[day[0]] = value * 10.0**exponent
            else:
                odd = True
    return use, odd


def kept(packed: list[list[bytes]]) -> _Blocks:
    """Blocks of points as the database gives them."""
    lengths = [b"".join(len(each).to_bytes(4, "big") for each in own) for own in packed]
    return _Blocks(list(range(len(packed))), ["kWh"] * len(packed), lengths, [b"".join(own) for own in packed])


@given(st.lists(st.lists(block(), min_size=1, max_size=4), min_size=1, max_size=3), st.integers(0, 60))
@settings(deadline=None)
def test_days_are_what_a_careful_reader_would_find(many: list[list[Block]], late: int) -> None:
    ordered = [sorted(own, key=lambda each: int(each.starts[0])) for own in many]
    apart = [  # blocks of a point are of different months: none begins before another ends
        [each for place, each in enumerate(own) if all(each.starts[0] > one.starts[-1] for one in own[:place])]
        for own in ordered
    ]
    until = int(EDGES[-1 - late // 2]) if late else 1 << 60
    points = [_Point(uuid.uuid4(), uuid.uuid4(), Commodity.ELECTRICITY, int(EDGES[late]), until) for _ in apart]
    begins, trimmed, not_daily = _days(
        points, kept([[blocks.pack(each) for each in reversed(own)] for own in apart]), EDGES
    )
    assert trimmed.shape[1] == DAYS - begins
    use = np.full((len(apart), DAYS), np.nan)
    use[:, begins:] = trimmed
    for row, (point, own) in enumerate(zip(points, apart, strict=True)):
        expected, odd = slowly(point, own)
        np.testing.assert_allclose(use[row], expected, rtol=1e-15)
        assert not_daily[row] == odd


@pytest.mark.parametrize("clear", [b"", b"something else" * 10, blocks.HEADER.pack(blocks.MAGIC, -3, 50) + bytes(45)])
def test_bytes_that_are_no_block_are_refused(clear: bytes) -> None:
    point = _Point(uuid.uuid4(), uuid.uuid4(), Commodity.ELECTRICITY, 0, 1 << 60)
    with pytest.raises(ValueError, match="not a packed block"):
        _days([point], kept([[zstandard.compress(clear)]]), EDGES)


def test_what_would_take_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_many, "MAX_BLOCK_BYTES", 100)
    point = _Point(uuid.uuid4(), uuid.uuid4(), Commodity.ELECTRICITY, 0, 1 << 60)
    with pytest.raises(ValueError, match="not a packed block"):
        _days([point], kept([[zstandard.compress(blocks.HEADER.pack(blocks.MAGIC, -3, 5) + bytes(200))]]), EDGES)
