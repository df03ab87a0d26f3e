"""Many blocks at once come out exactly as one by one: the same bytes, the same readings, the same counts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes import blocks, blocks_many
from greener_homes.blocks import Block
from greener_homes.blocks_many import Run

BASE = 1_760_000_400
VALUES = st.one_of(
    st.integers(-200, 200), st.integers(-(10**6), 10**6), st.sampled_from([0, 127, -128, 2**31 - 1, -(2**31), 2**45])
)
DURATIONS, QUALITIES, UPDATED, GAPS = (900, 1800, 3600, 90_000), range(4), (0, 5, 10**9), range(4)
REST = st.sampled_from([*product(DURATIONS, QUALITIES, UPDATED, GAPS)])
"""Of a reading all but its value, drawn at once: to draw each part of it took longer than the test."""


@st.composite
def block(draw: st.DrawFn) -> Block:
    """Some readings of one month, with gaps, in any step."""
    rows = []
    at = BASE + 900 * draw(st.integers(0, 4))
    for _ in range(draw(st.integers(1, 12))):
        duration, quality, updated, gap = draw(REST)
        rows.append((at, duration, draw(VALUES), quality, updated))
        at += duration + 900 * gap
    columns = np.array(rows, dtype=np.int64).T.copy()
    return Block(*columns[:3], columns[3].astype(np.uint8), columns[4], draw(st.integers(-5, 0)))


def together(many: list[Block]) -> Run:
    """The blocks as one run."""
    columns = (
        np.concatenate([getattr(one, name) for one in many])
        for name in ("starts", "durations", "values", "quality", "updated")
    )
    borders = np.concatenate([[0], np.cumsum([len(one) for one in many])]).astype(np.int64)
    return Run(borders, np.array([one.exponent for one in many], dtype=np.int64), *columns)


@given(st.lists(block(), min_size=1, max_size=6), st.sampled_from([1, 10, 200_000]))
@settings(deadline=None)
def test_packing_many_gives_the_bytes_of_each(many: list[Block], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_many, "PACKED_AT_ONCE", at_once)
        packed = list(blocks_many.pack(together(many)))
    assert packed == [blocks.pack(one) for one in many]


@given(st.lists(block(), min_size=1, max_size=6))
@settings(deadline=None)
def test_unpacking_many_gives_the_readings_of_each(many: list[Block]) -> None:
    same_as(blocks_many.unpack([blocks.pack(one) for one in many]), many)


@given(st.lists(st.tuples(block(), block()), min_size=1, max_size=5))
@settings(deadline=None, max_examples=300)
def test_merging_many_does_to_each_what_merging_one_does(pairs: list[tuple[Block, Block]]) -> None:
    found = blocks_many.merge(together([kept for kept, _ in pairs]), together([new for _, new in pairs]))
    expected = [blocks.merge(kept, new) for kept, new in pairs]
    same_as(found.run, [one.block for one in expected])
    assert found.counts.tolist() == [
        [one.added, one.replaced, one.repeated, one.conflicting, one.overlapping] for one in expected
    ]
    assert found.changed.tolist() == [number for number, one in enumerate(expected) if one.changed]
    assert found.replaced.tolist() == [number for number, one in enumerate(expected) if one.replaced]


def test_a_payload_that_is_no_block_is_refused() -> None:
    packed = blocks.pack(Block(*(np.array([1]),) * 3, np.array([0], dtype=np.uint8), np.array([0]), -3))
    with pytest.raises(ValueError, match="not a packed block"):
        blocks_many.unpack([packed, blocks_many.zstandard.compress(b"something else")])


def same_as(run: Run, many: list[Block]) -> None:
    """The run holds exactly these blocks."""
    assert len(run) == len(many)
    assert run.totals.tolist() == [one.total for one in many]
    assert run.estimated.tolist() == [one.estimated for one in many]
    for number, one in enumerate(many):
        rows = slice(int(run.borders[number]), int(run.borders[number + 1]))
        assert run.exponents[number] == one.exponent
        for name in ("starts", "durations", "values", "quality", "updated"):
            np.testing.assert_array_equal(getattr(run, name)[rows], getattr(one, name), err_msg=name)
