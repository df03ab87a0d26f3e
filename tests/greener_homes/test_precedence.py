"""Two sources of the same energy: each moment is told by one of them, the better where it knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes import precedence
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries

HOUR = 3600


def series(
    *spans: tuple[int, int], flow: Flow = Flow.DELIVERED, unit: Unit = Unit.KWH, exponent: int = 0, amount: int = 1
) -> UsageSeries:
    """Readings over these [start, end) hours, each of `amount`."""
    return UsageSeries(
        commodity=Commodity.ELECTRICITY,
        flow=flow,
        unit=unit,
        starts=np.array([start * HOUR for start, _ in spans], dtype=np.int64),
        durations=np.array([(end - start) * HOUR for start, end in spans], dtype=np.int64),
        values=np.full(len(spans), amount, dtype=np.int64),
        exponent=exponent,
        quality=np.zeros(len(spans), dtype=np.uint8),
    )


def hours(one: UsageSeries) -> list[int]:
    return [int(start // HOUR) for start in one.starts]


def kept(*ranked: UsageSeries) -> list[list[int]]:
    found = precedence.once([[("point", one)] for one in ranked])
    return [[hour for _, one in source for hour in hours(one)] for source in found]


def test_a_lesser_source_fills_only_what_the_better_does_not_tell() -> None:
    assert kept(series((2, 3), (3, 4)), series(*((hour, hour + 1) for hour in range(6)))) == [[2, 3], [0, 1, 4, 5]]


def test_readings_that_only_touch_share_no_moment() -> None:
    assert kept(series((2, 4)), series((0, 2), (4, 6))) == [[2], [0, 4]]


def test_a_bill_that_a_meter_covers_in_part_is_left_out_whole() -> None:
    assert kept(series((10, 11)), series((0, 24), (24, 48))) == [[10], [24]]


def test_a_reading_that_does_not_count_hides_nothing() -> None:
    assert kept(series((10, 11)), series((0, 24)), series((5, 6))) == [[10], [], [5]]


def test_three_sources_each_yield_to_all_before_them() -> None:
    assert kept(series((0, 1)), series((0, 1), (1, 2)), series((0, 1), (1, 2), (2, 3))) == [[0], [1], [2]]


def test_net_use_yields_to_delivered_use_and_what_was_sent_back_to_neither() -> None:
    assert kept(series((0, 4)), series((0, 4), flow=Flow.NET)) == [[0], []]
    assert kept(series((0, 4)), series((0, 4), flow=Flow.RECEIVED)) == [[0], [0]]


def test_demand_does_not_stand_for_energy() -> None:
    assert kept(series((0, 4), unit=Unit.KW), series((0, 4))) == [[0], [0]]


def test_two_points_of_one_source_both_count_and_both_stand_before_the_next() -> None:
    house, garage, bill = series((0, 2)), series((4, 6)), series((0, 1), (3, 4), (5, 6))
    found = precedence.once([[("house", house), ("garage", garage)], [("bill", bill)]])
    assert [(name, hours(one)) for source in found for name, one in source] == [
        ("house", [0]),
        ("garage", [4]),
        ("bill", [3]),
    ]


def test_a_source_without_readings_stands_before_nothing() -> None:
    assert kept(series(), series((0, 1))) == [[], [0]]


def test_pieces_are_put_together_exactly_and_never_over_each_other() -> None:
    whole = precedence.spliced([series((2, 3), exponent=-3, amount=1500), series((0, 1), amount=2)])
    assert (hours(whole), whole.total) == ([0, 2], 3.5)
    with pytest.raises(ValueError, match="overlap"):
        precedence.spliced([series((0, 2)), series((1, 3))])
    with pytest.raises(ValueError, match="units"):
        precedence.spliced([series((0, 2)), series((2, 3), unit=Unit.GJ)])


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=12).map(
    lambda pairs: _apart(sorted(pairs))
)


def _apart(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, length in pairs:
        if not found or start >= found[-1][1]:
            found.append((start, start + length))
    return found


@settings(deadline=None)
@given(st.lists(spans, min_size=1, max_size=4))
def test_no_moment_is_ever_told_twice_and_nothing_free_is_lost(ranked: list[list[tuple[int, int]]]) -> None:
    found = precedence.once([[("point", series(*each))] for each in ranked])
    told: set[int] = set()
    for source, said in zip(found, ranked, strict=True):
        taken = [
            (int(start // HOUR), int(end // HOUR))
            for _, one in source
            for start, end in zip(one.starts, one.ends, strict=True)
        ]
        assert taken == [span for span in said if not told & set(range(*span))]
        told |= {hour for start, end in taken for hour in range(start, end)}
