"""The invented street: repeatable, plausible against the stock, with every case a demonstration needs."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import pytest

from models.house.facts import DwellingType, HeatingSystem, plausible
from models.house.local_time import day_edges, local_hours, midnight
from models.house.street import Street, StreetHome, make_street
from models.house.street_homes import Kind, kinds_of
from models.quantities import Commodity, Flow, Fuel, Unit
from models.series import Quality, UsageSeries

FIRST, LAST = date(2025, 9, 1), date(2026, 10, 31)


@pytest.fixture(scope="module")
def street() -> Street:
    return make_street(7, first_day=FIRST, last_day=LAST)


@pytest.fixture(scope="module")
def town() -> Street:
    """Enough homes for medians, over one year."""
    return make_street(5, 240, first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))


def of_kind(street: Street, kind: Kind) -> list[StreetHome]:
    return [home for home in street.homes if kind in home.kinds]


def every_series(street: Street) -> list[UsageSeries]:
    return [
        series for home in street.homes for series in (home.electricity, home.received, home.gas) if series is not None
    ]


def gas_heated(
    street: Street, built: tuple[int, int], dwelling: DwellingType = DwellingType.DETACHED
) -> list[StreetHome]:
    """Homes with gas heat and hot water and a whole record, of that age."""
    return [
        home
        for home in street.homes
        if home.truth.facts.dwelling_type is dwelling
        and built[0] <= (home.truth.facts.year_built or 0) <= built[1]
        and home.truth.facts.heating_fuel is home.truth.facts.hot_water_fuel is Fuel.NATURAL_GAS
        and not home.kinds & {Kind.GAPS, Kind.LITTLE_DATA, Kind.SOLAR, Kind.CAR}
    ]


def median_gas(homes: list[StreetHome]) -> float:
    return float(np.median([home.gas.total for home in homes if home.gas]))


def test_the_same_seed_gives_the_same_street() -> None:
    one, two = (make_street(3, 4, first_day=date(2026, 1, 1), last_day=date(2026, 1, 20)) for _ in range(2))
    for left, right in zip(one.homes, two.homes, strict=True):
        assert left.facts == right.facts
        assert np.array_equal(left.electricity.values, right.electricity.values)
    other = make_street(4, 4, first_day=date(2026, 1, 1), last_day=date(2026, 1, 20))
    assert not np.array_equal(one.homes[0].electricity.values, other.homes[0].electricity.values)


def test_there_are_sixty_homes_with_their_own_names_and_lines(street: Street) -> None:
    assert len(street.homes) == 60
    assert len({home.id for home in street.homes}) == 60
    for home in street.homes:
        english, french = home.described
        assert english != french
        assert str(home.truth.facts.year_built) in english
        assert (home.truth.facts.municipality or "") in french


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_home_stands_on_the_street(kind: Kind, street: Street) -> None:
    assert of_kind(street, kind)


@pytest.mark.parametrize("homes", [1, 2, 7])
def test_a_short_street_has_as_many_kinds_as_fit(homes: int) -> None:
    assert len(kinds_of(1, homes)) == homes


def test_meters_say_whole_steps_in_order_without_overlap(street: Street) -> None:
    for series in every_series(street):
        assert (series.starts[1:] >= series.ends[:-1]).all()
        assert (series.values >= 0).all()
        assert (series.unit, series.exponent) in {(Unit.KWH, -3), (Unit.M3, -2)}
        assert len(series) == series.quality.size == series.durations.size


def test_the_days_when_clocks_change_have_23_and_25_hours(street: Street) -> None:
    whole = next(home for home in street.homes if not home.kinds)
    local = local_hours(whole.electricity.starts).astype("datetime64[D]")
    count = {day: int((local == np.datetime64(day)).sum()) for day in ("2025-11-02", "2026-03-08", "2026-03-09")}
    assert count == {"2025-11-02": 25, "2026-03-08": 23, "2026-03-09": 24}
    assert whole.gas is not None
    by_day = dict(zip(whole.gas.starts.tolist(), whole.gas.durations.tolist(), strict=True))
    assert by_day[midnight(date(2025, 11, 2))] == 25 * 3600
    assert by_day[midnight(date(2026, 3, 8))] == 23 * 3600


def test_a_whole_record_has_every_hour_and_every_day(street: Street) -> None:
    whole = next(home for home in street.homes if not home.kinds)
    edges = day_edges(FIRST, LAST)
    assert len(whole.electricity) == (edges[-1] - edges[0]) // 3600
    assert whole.gas is not None
    assert len(whole.gas) == (LAST - FIRST).days + 1


def test_homes_with_gaps_miss_whole_weeks(street: Street) -> None:
    for home in of_kind(street, Kind.GAPS):
        holes = home.electricity.starts[1:] - home.electricity.ends[:-1]
        assert holes.max() >= 6 * 86400
        if home.gas is not None:
            assert (home.gas.starts[1:] - home.gas.ends[:-1]).max() >= 6 * 86400


def test_homes_with_estimates_say_which_and_others_have_none(street: Street) -> None:
    for home in street.homes:
        estimated = (home.electricity.quality == Quality.ESTIMATED).mean()
        assert (0.02 < estimated < 0.6) if Kind.ESTIMATED in home.kinds else estimated == 0


def test_homes_with_little_data_have_two_months_of_it(street: Street) -> None:
    for home in of_kind(street, Kind.LITTLE_DATA):
        days = len(home.electricity) / 24
        assert 55 < days <= 62
        assert home.electricity.ends[-1] == day_edges(FIRST, LAST)[-1]


def test_a_household_that_moved_in_did_so_inside_the_record_and_uses_differently(street: Street) -> None:
    for home in street.homes:
        assert (home.moved_in is not None) is (Kind.MOVED_IN in home.kinds)
    for home in of_kind(street, Kind.MOVED_IN):
        assert home.moved_in is not None
        assert FIRST < home.moved_in < LAST - timedelta(days=60)


def test_solar_homes_send_back_by_day_only_and_mostly_in_summer(street: Street) -> None:
    for home in street.homes:
        assert (home.received is not None) is (Kind.SOLAR in home.kinds)
    for home in of_kind(street, Kind.SOLAR):
        assert home.received is not None
        assert home.received.flow is Flow.RECEIVED
        hour = local_hours(home.received.starts).astype(int) % 24
        assert home.received.values[(hour < 5) | (hour > 21)].sum() == 0
        month = local_hours(home.received.starts).astype("datetime64[M]").astype(int) % 12 + 1
        assert home.received.values[month == 6].sum() > 2 * home.received.values[month == 12].sum()
        both = (home.electricity.values > 0) & (home.received.values > 0)
        assert not both.any()


def test_a_home_charges_its_car_at_night(street: Street) -> None:
    for home in of_kind(street, Kind.CAR):
        hour = local_hours(home.electricity.starts).astype(int) % 24
        night = home.electricity.amounts[(hour >= 23) | (hour < 3)]
        assert (night > 6.0).mean() > 0.02


def test_only_gas_homes_have_gas_and_oil_and_electric_homes_none(street: Street) -> None:
    for home in street.homes:
        fuels = {home.truth.facts.heating_fuel, home.truth.facts.hot_water_fuel}
        assert (home.gas is not None) is (Fuel.NATURAL_GAS in fuels)
        if home.gas is not None:
            assert home.gas.commodity is Commodity.NATURAL_GAS
    assert all(
        home.gas is None for kind in (Kind.OIL, Kind.BASEBOARD, Kind.HEAT_PUMP) for home in of_kind(street, kind)
    )


def test_what_residents_say_is_plausible_incomplete_and_near_the_truth(street: Street) -> None:
    unsaid = dict.fromkeys(("attic_r", "wall_r", "ach50", "year_built"), 0)
    for home in street.homes:
        assert plausible(home.facts)[1] == ()
        for name in unsaid:
            unsaid[name] += getattr(home.facts, name) is None
        said, true = home.facts.heated_area_m2, home.truth.facts.heated_area_m2
        assert said is None or true is None or 0.7 < said / true < 1.4
    assert 12 < unsaid["attic_r"] < 40
    assert unsaid["ach50"] > unsaid["wall_r"] > unsaid["attic_r"] > unsaid["year_built"]
    contract = {field.name for field in fields(street.homes[0].facts)}
    assert {"heating_system", "goal", "budget_cad", "price_plan"} <= contract


def test_gas_of_1970_to_2000_detached_homes_is_believable(town: Street) -> None:
    homes = gas_heated(town, (1970, 2000))
    assert len(homes) > 25
    assert median_gas(homes) == pytest.approx(2300, rel=0.12)
    totals = [home.gas.total for home in homes if home.gas]
    assert 900 < min(totals) < 2000
    assert 2800 < max(totals) < 6500


def test_electricity_of_gas_homes_is_8_to_9_5_thousand_kwh(town: Street) -> None:
    totals = [home.electricity.total for home in gas_heated(town, (1900, 2030))]
    assert 8000 < np.median(totals) < 9500
    assert min(totals) > 3500
    assert max(totals) < 20000


def test_older_homes_use_more_gas_for_their_size(town: Street) -> None:
    def per_m2(built: tuple[int, int]) -> float:
        homes = gas_heated(town, built)
        return float(np.median([home.gas.total / (home.truth.facts.heated_area_m2 or 1) for home in homes if home.gas]))

    assert per_m2((1900, 1960)) > per_m2((1970, 2000)) > per_m2((2001, 2030))


def test_a_mid_row_home_uses_less_than_a_detached_one(town: Street) -> None:
    rows = gas_heated(town, (1946, 2030), DwellingType.ROW_MIDDLE)
    assert median_gas(rows) < 0.85 * median_gas(gas_heated(town, (1946, 2030)))


def test_electrically_heated_homes_use_two_to_four_times_as_much_and_heat_pumps_less_than_baseboards(
    town: Street,
) -> None:
    def median_of(system: HeatingSystem) -> float:
        per_m2 = [
            home.electricity.total / (home.truth.facts.heated_area_m2 or 1)
            for home in town.homes
            if home.truth.facts.heating_system is system and not home.kinds & {Kind.GAPS, Kind.LITTLE_DATA, Kind.SOLAR}
        ]
        return float(np.median(per_m2))

    totals = [home.electricity.total for home in of_kind(town, Kind.BASEBOARD) if Kind.LITTLE_DATA not in home.kinds]
    assert 14000 < np.median(totals) < 32000
    assert median_of(HeatingSystem.HEAT_PUMP) < median_of(HeatingSystem.BASEBOARD)


def test_gas_follows_the_cold_and_what_is_left_in_summer_is_hot_water(town: Street) -> None:
    for home in gas_heated(town, (1970, 2000))[:10]:
        assert home.gas is not None
        month = local_hours(home.gas.starts).astype("datetime64[M]").astype(int) % 12 + 1
        january, july = (home.gas.amounts[month == each].mean() for each in (1, 7))
        assert january > 4 * july
        assert 0.5 < july < 4.0
        cold = np.corrcoef(home.gas.amounts[month == 1], town.daily_temperature.mean_c[month == 1])[0, 1]
        assert cold < -0.5


def test_cooled_homes_use_more_in_july_than_in_may(town: Street) -> None:
    ratios = []
    for home in gas_heated(town, (1970, 2030)):
        month = local_hours(home.electricity.starts).astype("datetime64[M]").astype(int) % 12 + 1
        used = home.electricity.amounts
        ratios.append(used[month == 7].mean() / used[month == 5].mean())
    assert np.median(ratios) > 1.1


def test_the_streets_daily_temperature_covers_every_day(street: Street) -> None:
    daily = street.daily_temperature
    assert daily.mean_c.size == (LAST - FIRST).days + 1
    assert np.isfinite(daily.mean_c).all()
    assert daily.first_day == (FIRST - date(1970, 1, 1)).days


def test_a_street_needs_a_home_and_a_day() -> None:
    with pytest.raises(ValueError, match="at least one"):
        make_street(1, 0, first_day=FIRST, last_day=LAST)
    with pytest.raises(ValueError, match="at least one"):
        make_street(1, 3, first_day=LAST, last_day=FIRST)


def test_one_home_over_one_day_is_a_street_too() -> None:
    one = make_street(1, 1, first_day=date(2026, 3, 8), last_day=date(2026, 3, 8))
    assert len(one.homes[0].electricity) in {0, 23}
