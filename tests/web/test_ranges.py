"""Where things lie along a bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.formatting import Shown, Span
from web.ranges import Axis, Part, PeerBand, Place, RangeBar, Split

numbers = st.floats(min_value=-20_000, max_value=20_000)


def share(text: str) -> float:
    return float(text.removesuffix("%"))


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5))
def test_a_shared_axis_holds_every_range(pairs: list[tuple[float, float]]) -> None:
    spans = tuple(Span(low, high) for low, high in pairs)
    axis = Axis.covering(spans)
    for span in spans:
        for end in (span.low, span.high):
            assert axis.low <= end + 1e-6
            assert end <= axis.high * 1.0002


def test_an_axis_starts_at_zero_unless_something_lies_below() -> None:
    assert Axis.covering((Span(300, 2600),)) == Axis(0, 4000)
    assert Axis.covering((Span(-250, 90),)) == Axis(-400, 400)
    assert Axis.covering(()) == Axis(0, 1)


@given(numbers, numbers)
def test_every_piece_stays_on_the_track(low: float, high: float) -> None:
    bar = RangeBar("x", Span(low, high), Axis.covering((Span(low, high),)))
    for piece in (bar.more, bar.fill):
        if piece:
            start, width = map(share, piece)
            assert start >= 0
            assert start + width <= 101


def test_what_costs_more_is_drawn_apart_from_what_saves() -> None:
    bar = RangeBar("x", Span(-250, 90), Axis(-400, 400))
    assert bar.more == ("18.75%", "31.25%")
    assert bar.fill == ("50%", "11.25%")
    assert bar.zero == "50%"
    assert RangeBar("x", Span(20, 70), Axis(0, 200)).more is None
    assert RangeBar("x", Span(-70, -20), Axis(-100, 100)).fill is None


@pytest.mark.parametrize(
    ("you", "place"),
    [(1500, Place.BELOW), (2000, Place.LOWER), (2400, Place.MIDDLE), (2800, Place.HIGHER), (3500, Place.ABOVE)],
)
def test_a_home_has_a_place_and_never_a_grade(you: float, place: Place) -> None:
    peers = PeerBand(1900, 2900, you, Shown.M3)
    assert peers.place is place
    assert 0 <= share(peers.mark) <= 100


def test_the_parts_of_a_whole_fill_it() -> None:
    split = Split("x", (Part("Heating", 3, "gas"), Part("Hot water", 1, "hotwater")))
    starts = [share(start) for _, start, _, _ in split.pieces]
    widths = [share(width) for _, _, width, _ in split.pieces]
    assert starts == [0, 75]
    assert widths == pytest.approx([74.4, 24.4])
