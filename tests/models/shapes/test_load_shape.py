"""Numbers of the load shape against homes whose truth is known, and silence where too little is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.shapes.load_shape import MIN_DAYS, LoadShape, load_shape
from tests.models.shapes.made_hours import SKY, laid_out, people


def shape_of(kwh: np.ndarray) -> LoadShape:
    found = load_shape(laid_out(kwh))
    assert found is not None
    return found


def test_a_flat_load_is_all_base_and_evenly_spread() -> None:
    found = shape_of(np.full(366 * 24, 0.5))

    assert (found.base_load_kw, found.base_share) == (pytest.approx(0.5), pytest.approx(1.0))
    assert (found.evening_share, found.night_share) == (pytest.approx(4 / 24), pytest.approx(6 / 24))
    assert found.peak_kw == pytest.approx(0.5)
    assert (found.cooling_kw_per_c, found.heating_kw_per_c) == (0.0, 0.0)
    assert (found.cooling_from_c, found.heating_from_c) == (None, None)


def test_the_base_load_is_what_stays_on_at_night() -> None:
    """Plugs of 20 kWh a day of which 36 % never stop are 0.30 kW; what people do at night adds to it."""
    found = load_shape(people())
    assert found is not None

    assert 0.30 <= found.base_load_kw < 0.42


def test_cooling_is_told_in_kilowatts_for_each_degree() -> None:
    days = people()
    over = np.nan_to_num(np.maximum(days.mean_c - 18.0, 0.0))
    found = load_shape(replace(days, drawn=days.drawn + 0.09 * over[:, None]))
    assert found is not None

    assert found.cooling_kw_per_c == pytest.approx(0.09, rel=0.15)
    assert found.cooling_from_c == pytest.approx(18.0, abs=1.5)
    assert found.coincident_peak_kw is not None
    assert found.coincident_peak_kw > 1.0


def test_electric_heat_counts_neither_as_base_load_nor_as_cooling() -> None:
    days = people()
    under = np.nan_to_num(np.maximum(14.0 - days.mean_c, 0.0))
    heated = load_shape(replace(days, drawn=days.drawn + 0.15 * under[:, None]))
    plain = load_shape(days)
    assert heated is not None
    assert plain is not None

    assert heated.heating_kw_per_c == pytest.approx(0.15, rel=0.1)
    assert heated.base_load_kw < plain.base_load_kw + 0.15
    assert heated.cooling_kw_per_c == pytest.approx(plain.cooling_kw_per_c, abs=0.01)


def test_weekdays_and_weekends_have_days_of_their_own() -> None:
    found = load_shape(people())
    assert found is not None
    assert found.weekday_kw is not None
    assert found.weekend_kw is not None

    assert len(found.weekday_kw) == len(found.weekend_kw) == 24
    assert found.weekend_kw[11] > found.weekday_kw[11]


@pytest.mark.parametrize(("days", "has_shape"), [(MIN_DAYS - 1, False), (MIN_DAYS, True)])
def test_four_weeks_are_the_least_that_has_a_shape(days: int, has_shape: bool) -> None:
    assert (load_shape(laid_out(np.ones(days * 24))) is not None) is has_shape


def test_a_winter_alone_says_nothing_of_cooling_or_the_summer_peak() -> None:
    found = shape_of(np.ones(80 * 24))

    assert (found.cooling_kw_per_c, found.coincident_peak_kw) == (None, None)
    assert found.heating_kw_per_c == 0.0


def test_without_weather_nothing_is_said_of_it() -> None:
    found = load_shape(laid_out(np.ones(366 * 24), sky=None))
    assert found is not None

    assert (found.cooling_kw_per_c, found.heating_kw_per_c, found.coincident_peak_kw) == (None, None, None)


def test_gaps_do_not_move_the_numbers() -> None:
    days = people()
    drawn = days.drawn.copy()
    drawn[40:70] = np.nan
    drawn[::9, 5] = np.nan
    found, whole = load_shape(replace(days, drawn=drawn)), load_shape(days)
    assert found is not None
    assert whole is not None

    assert found.days == whole.days - 30
    assert found.kwh_a_day == pytest.approx(whole.kwh_a_day, rel=0.03)
    assert found.base_load_kw == pytest.approx(whole.base_load_kw, rel=0.05)


def test_the_summer_peak_is_of_the_hottest_weekdays() -> None:
    kwh = np.ones(366 * 24)
    hottest = np.argsort(-SKY.mean_c)[:40]
    for day in hottest.tolist():
        kwh[day * 24 + 15 : day * 24 + 18] = 3.0  # standard time: 4 to 7 p.m. of the clock

    assert shape_of(kwh).coincident_peak_kw == pytest.approx(3.0)
