"""Which station's weather a place has: near, complete enough, and nothing invented."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.reference import WeatherPlace, WeatherStation, rows
from greener_homes.weather import place_of
from greener_homes.weather_choice import ENOUGH, FARTHEST_KM, LEAST, choose, near
from models.series import Floats

DAYS = 200
STATIONS = rows(WeatherStation)
OSHAWA = place_of("Oshawa")
NEAREST, SECOND, THIRD = (each.station.station for each in near(OSHAWA, STATIONS)[:3])


def known(share: float, value: float = 5.0) -> Floats:
    """Days of which the first so many are known."""
    days = np.full(DAYS, np.nan)
    days[: round(DAYS * share)] = value
    return days


def wavy(offset: float = 0.0) -> Floats:
    return np.sin(np.arange(DAYS) / 9.0) * 10.0 + offset


def codes(findings: object) -> list[str]:
    return [finding.code for finding in findings]  # type: ignore[attr-defined]


def test_oshawas_nearest_station_is_oshawas() -> None:
    assert NEAREST == "oshawa"


@pytest.mark.parametrize("place", rows(WeatherPlace), ids=lambda place: place.place)
def test_every_place_has_two_fetched_stations_within_reach(place: WeatherPlace) -> None:
    fetched = [station for station in STATIONS if station.fetched]
    found = near(place, fetched)
    assert len(found) >= 2
    assert [each.counted_km for each in found] == sorted(each.counted_km for each in found)
    assert all(each.km <= each.counted_km <= FARTHEST_KM for each in found)


def test_a_station_far_above_counts_as_farther_than_it_is() -> None:
    low = WeatherStation("low", "LOW", 1, None, 43.95, -78.86, 110.0, True, "U", "low")
    high = WeatherStation("high", "HIGH", 2, None, 43.93, -78.86, 310.0, True, "U", "low")
    assert [each.station.station for each in near(OSHAWA, [high, low])] == ["low", "high"]


def test_the_nearest_station_that_knows_enough_is_taken() -> None:
    chosen = choose(near(OSHAWA, STATIONS), {NEAREST: known(ENOUGH), SECOND: known(1.0, 9.0)})
    assert chosen is not None
    assert chosen.station == NEAREST


def test_a_nearer_station_that_knows_too_little_is_passed_over() -> None:
    chosen = choose(near(OSHAWA, STATIONS), {NEAREST: known(ENOUGH - 0.01), SECOND: known(1.0, 9.0)})
    assert chosen is not None
    assert chosen.station == SECOND
    assert "weather.gappy" not in codes(chosen.findings)


def test_when_none_knows_enough_the_one_that_knows_most_stands_in_and_that_is_said() -> None:
    chosen = choose(near(OSHAWA, STATIONS), {NEAREST: known(0.6), SECOND: known(0.8), THIRD: known(0.7)})
    assert chosen is not None
    assert chosen.station == SECOND
    assert "weather.gappy" in codes(chosen.findings)


def test_below_half_there_is_no_weather_at_all() -> None:
    assert choose(near(OSHAWA, STATIONS), {NEAREST: known(LEAST - 0.01)}) is None
    assert choose(near(OSHAWA, STATIONS), {}) is None


def test_a_gap_takes_the_next_stations_days_moved_by_how_the_two_differ() -> None:
    mine = wavy()
    mine[50:60] = np.nan
    chosen = choose(near(OSHAWA, STATIONS), {NEAREST: mine, SECOND: wavy(2.5)})
    assert chosen is not None
    np.testing.assert_allclose(chosen.mean_c, wavy(), atol=1e-9)
    assert chosen.filled == 10
    assert codes(chosen.findings) == ["weather.gaps_filled"]


def test_stations_that_hardly_overlap_do_not_fill_each_others_gaps() -> None:
    mine, other = wavy(), np.full(DAYS, np.nan)
    mine[:15] = np.nan
    other[:40] = 3.0
    chosen = choose(near(OSHAWA, STATIONS), {NEAREST: mine, SECOND: other})
    assert chosen is not None
    assert chosen.filled == 0
    assert np.isnan(chosen.mean_c[:15]).all()


def test_days_that_nobody_knows_stay_missing() -> None:
    mine, other = wavy(), wavy(1.0)
    mine[10:14] = other[12:14] = np.nan
    chosen = choose(near(OSHAWA, STATIONS), {NEAREST: mine, SECOND: other})
    assert chosen is not None
    assert np.flatnonzero(np.isnan(chosen.mean_c)).tolist() == [12, 13]


def test_a_far_station_is_said_to_be_far() -> None:
    chosen = choose(near(OSHAWA, STATIONS), {"peterborough": known(1.0)})
    assert chosen is not None
    assert codes(chosen.findings) == ["weather.station_far"]


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_what_is_given_back_is_never_less_than_the_station_knew(shares: list[float]) -> None:
    ordered = near(OSHAWA, STATIONS)
    held = {each.station.station: known(share) for each, share in zip(ordered, shares, strict=False)}
    chosen = choose(ordered, held)
    if chosen is None:
        assert max(np.isfinite(days).mean() for days in held.values()) < LEAST
    else:
        own = held[chosen.station]
        assert np.isfinite(chosen.mean_c[np.isfinite(own)]).all()
        np.testing.assert_array_equal(chosen.mean_c[np.isfinite(own)], own[np.isfinite(own)])
