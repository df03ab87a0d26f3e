"""The sun over Durham."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from models.house.sun import LATITUDE_DEG, on_plane, sun_at


def instants(*moments: datetime) -> np.typing.NDArray[np.int64]:
    return np.array([int(moment.timestamp()) for moment in moments], dtype=np.int64)


@pytest.mark.parametrize(("month", "day", "declination"), [(6, 21, 23.45), (12, 21, -23.45), (3, 20, 0.0)])
def test_at_noon_the_sun_stands_as_high_as_the_season_says(month: int, day: int, declination: float) -> None:
    over_a_day = instants(datetime(2026, month, day, 12, tzinfo=UTC))[0] + np.arange(0, 43200, 300)
    highest = np.degrees(np.arcsin(sun_at(over_a_day).sine_height.max()))
    assert highest == pytest.approx(90 - LATITUDE_DEG + declination, abs=0.8)


def test_solar_noon_is_near_a_quarter_past_twelve_standard_time_and_due_south() -> None:
    over_a_day = instants(datetime(2026, 3, 20, 12, tzinfo=UTC))[0] + np.arange(0, 43200, 300)
    sun = sun_at(over_a_day)
    top = int(sun.sine_height.argmax())
    hour = datetime.fromtimestamp(int(over_a_day[top]), UTC)
    assert abs(sun.azimuth[top]) < 0.05
    assert (hour.hour, hour.minute // 20) in {(17, 1), (17, 0)}


def test_in_the_morning_the_sun_is_in_the_east() -> None:
    morning = sun_at(instants(datetime(2026, 6, 21, 13, tzinfo=UTC)))
    clear = np.array([500.0])
    assert morning.azimuth[0] < 0
    assert on_plane(morning, clear, 90, -90)[0] > on_plane(morning, clear, 90, 90)[0]


def test_a_flat_plane_gets_what_falls_on_flat_ground() -> None:
    noon = sun_at(instants(datetime(2026, 6, 21, 17, tzinfo=UTC)))
    assert on_plane(noon, np.array([800.0]), 0.0, 0.0)[0] == pytest.approx(800.0, rel=0.01)


def test_nothing_falls_anywhere_at_night() -> None:
    night = sun_at(instants(datetime(2026, 6, 21, 5, tzinfo=UTC)))
    assert night.horizontal_w_m2[0] == 0.0
    assert on_plane(night, np.array([0.0]), 90.0, 0.0)[0] == 0.0
