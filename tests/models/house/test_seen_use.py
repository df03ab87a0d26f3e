"""Meters and bills of simulated homes: the simulated year's use in them, with gaps, odd periods and other weather."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from models.house.hourly import simulate_year
from models.house.seen_use import (
    BILL_DAYS,
    DELIVERY_DAYS,
    HISTORY_DAYS,
    LAST_DAYS,
    WARMER_SPREAD_C,
    Row,
    lived_years,
    seen_use,
    temperatures,
)
from models.house.simulated_homes import fuel_number
from models.house.simulated_year import typical_simulated_year
from models.house.stock_sample import Part, stock_sample
from models.house.weather import FIRST_DAY
from models.quantities import Fuel

HOMES = stock_sample(5, 12, [Part.TEST]).homes
OILED = HOMES.where(np.arange(12) == 0, heat_fuel=fuel_number(Fuel.OIL), water_fuel=fuel_number(Fuel.ELECTRICITY))
NAMES = [f"h{each}" for each in range(12)]
YEARS = lived_years("Oshawa", 5)
SEEN = list(seen_use(NAMES, OILED, YEARS))


def lengths(rows: tuple[Row, ...]) -> list[int]:
    return [(date.fromisoformat(end) - date.fromisoformat(start)).days for start, end, _ in rows]


def test_the_years_are_others_than_the_typical_and_known_by_their_seed() -> None:
    typical = typical_simulated_year("Oshawa").air_c
    again = lived_years("Oshawa", 5)
    for year, same in zip(YEARS, again, strict=True):
        assert np.array_equal(year.air_c, same.air_c)
        assert abs(year.air_c.mean() - typical.mean()) < 4 * WARMER_SPREAD_C
        days, usual = (air.reshape(-1, 24).mean(axis=1) for air in (year.air_c, typical))
        assert 1.5 < (days - usual).std() < 4.0
        assert np.diff(days).std() == pytest.approx(np.diff(usual).std(), rel=0.25)
        assert np.allclose(year.wall_c - year.air_c, typical_simulated_year("Oshawa").wall_c - typical)
    assert not np.array_equal(YEARS[0].air_c, YEARS[1].air_c)
    assert not np.array_equal(YEARS[0].air_c, lived_years("Oshawa", 6)[0].air_c)
    days = temperatures(YEARS)
    assert days.first_day == FIRST_DAY
    assert days.mean_c[0] == pytest.approx(YEARS[0].air_c[:24].mean())
    assert days.mean_c.size == 730


def test_use_is_seeded_by_the_home_and_not_by_its_company() -> None:
    alone = next(seen_use(NAMES[3:4], OILED.at(slice(3, 4)), YEARS))
    assert alone == SEEN[3]
    renamed = next(seen_use(["other"], OILED.at(slice(3, 4)), YEARS))
    assert renamed.bills != alone.bills


def test_days_add_up_to_the_simulated_year_but_for_people() -> None:
    truth = sum(simulate_year(OILED, year).fuel(Fuel.ELECTRICITY).sum(axis=1) for year in YEARS) / 730.0
    for place, seen in enumerate(SEEN):
        days = [amount for *_, amount in seen.days[Fuel.ELECTRICITY]]
        if OILED.pv_kw[place] == 0:
            assert np.mean(days) == pytest.approx(float(np.asarray(truth)[place]), rel=0.25)


def test_bills_are_irregular_in_order_and_apart() -> None:
    for seen in SEEN:
        rows = tuple(seen.bills[Fuel.ELECTRICITY])
        found = lengths(rows)
        assert min(found) >= BILL_DAYS[0]
        assert max(found) < BILL_DAYS[1]
        assert all(now[1] <= after[0] for now, after in pairwise(rows))
        assert all(amount == round(amount) for *_, amount in rows)
        span = (date.fromisoformat(rows[-1][1]) - date.fromisoformat(rows[0][0])).days
        assert span <= HISTORY_DAYS[1]
    assert len({length for seen in SEEN for length in lengths(tuple(seen.bills[Fuel.ELECTRICITY]))}) > 4


def test_bills_and_days_are_of_the_same_meter() -> None:
    for seen in SEEN:
        days = {row[0]: row[2] for row in seen.days[Fuel.ELECTRICITY]}
        bills = seen.bills[Fuel.ELECTRICITY]
        per_day = sum(row[2] for row in bills) / sum(lengths(tuple(bills)))
        inside = [amount for day, amount in days.items() if bills[0][0] <= day < bills[-1][1]]
        assert per_day == pytest.approx(np.mean(inside), rel=0.12)


def test_some_days_are_missing_and_none_is_told_twice() -> None:
    missing = 0
    for seen in SEEN:
        rows = tuple(seen.days[Fuel.ELECTRICITY])
        assert set(lengths(rows)) == {1}
        starts = [date.fromisoformat(row[0]) for row in rows]
        assert starts == sorted(set(starts))
        missing += (starts[-1] - starts[0]).days + 1 - len(rows)
        assert (starts[-1] - date(2025, 1, 1)).days < LAST_DAYS
    assert missing > 12


def test_oil_comes_by_the_tank() -> None:
    oil = tuple(SEEN[0].bills[Fuel.OIL])
    assert all(DELIVERY_DAYS[0] <= each < DELIVERY_DAYS[1] for each in lengths(oil))
    assert SEEN[0].days[Fuel.OIL] == oil
    burns = (OILED.heat_fuel == fuel_number(Fuel.OIL)) | (OILED.water_fuel == fuel_number(Fuel.OIL))
    assert [Fuel.OIL in seen.bills for seen in SEEN] == burns.tolist()
    assert not burns.all()
    assert all(amount >= 0 for *_, amount in oil)
