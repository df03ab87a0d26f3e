"""Weather kept by station, and given back for a home by where the home is."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session

from greener_homes import homes, weather
from greener_homes.codes_weather import GAPS_FILLED
from greener_homes.errors import Refusal
from greener_homes.vault import Vault
from greener_homes.weather import DayBasis, Timeframe
from greener_homes.weather_hours import StationMonth, hours_in
from tests import scenes

FIRST, LAST = date(2025, 1, 1), date(2025, 4, 10)
NOW = datetime(2025, 5, 1, tzinfo=UTC)
SIZE = (LAST - FIRST).days + 1


def hundred_days(value: float) -> dict[date, float]:
    return {FIRST + timedelta(days=place): value for place in range(SIZE)}


def of(session: Session, home_id: uuid.UUID | None, place: str | None) -> weather.HomeWeather | None:
    return weather.for_home(session, home_id, place, FIRST, LAST)


def test_a_home_has_the_weather_of_where_it_is_not_of_whoever_has_data(session: Session) -> None:
    weather.store_days(session, "oshawa", hundred_days(1.0))
    weather.store_days(session, "uxbridge-west", hundred_days(2.0))
    assert [found.station for place in ("Whitby", "Uxbridge") if (found := of(session, None, place))] == [
        "oshawa",
        "uxbridge-west",
    ]


@pytest.mark.parametrize("missing", [[], [7, 30]], ids=["whole", "two days missing"])
def test_another_station_fills_what_the_nearest_does_not_know(session: Session, missing: list[int]) -> None:
    days = hundred_days(1.0)
    for place in missing:
        del days[FIRST + timedelta(days=place)]
    weather.store_days(session, "oshawa", days)
    weather.store_days(session, "uxbridge-west", hundred_days(2.0))
    found = of(session, None, "Oshawa")
    assert found is not None and found.station == "oshawa"
    assert found.temperature.mean_c.tolist() == [1.0] * SIZE, "the other's days, by how much the two differ"
    assert [one.code for one in found.findings] == ([GAPS_FILLED.code] if missing else [])


def test_a_station_that_is_none_of_the_list_is_nobodys_weather(session: Session) -> None:
    weather.store_days(session, "Example street (simulated)", hundred_days(1.0))
    assert of(session, uuid.uuid4(), "Oshawa") is None


def test_a_home_with_a_station_of_its_own_has_that_and_its_neighbour_does_not(session: Session, keys: Vault) -> None:
    street, visitor = scenes.resident(session, keys), scenes.resident(session, keys)
    weather.store_days(session, "Example street (simulated)", hundred_days(3.0))
    weather.assign(session, street.home.id, "Example street (simulated)")
    found = of(session, street.home.id, "Oshawa")
    assert found is not None
    assert (found.station, found.temperature.mean_c.tolist()) == ("Example street (simulated)", [3.0] * SIZE)
    assert of(session, visitor.home.id, "Oshawa") is None


def test_the_streets_weather_is_not_used_for_a_period_it_does_not_know(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    weather.store_days(session, "Example street (simulated)", hundred_days(3.0))
    weather.store_days(session, "oshawa", {date(2019, 1, 1) + timedelta(days=place): 1.0 for place in range(100)})
    weather.assign(session, who.home.id, "Example street (simulated)")
    assert weather.for_home(session, who.home.id, "Oshawa", date(2019, 1, 1), date(2019, 3, 31)) is None


def test_an_unknown_place_is_taken_for_oshawa_and_a_postal_prefix_is_closer_than_a_town() -> None:
    assert weather.place_of(None).place == weather.place_of("Nowhere").place == "Oshawa"
    assert weather.place_of("whitby ", "l1m").place == "L1M"


def test_newer_days_replace_older_ones_but_hours_never_replace_what_was_published(session: Session) -> None:
    day = {FIRST: 1.0}
    weather.store_days(session, "oshawa", day, DayBasis.HOURS)
    weather.store_days(session, "oshawa", {FIRST: 2.0}, DayBasis.HOURS)
    assert weather.temperature(session, "oshawa", FIRST, FIRST).mean_c.tolist() == [2.0]
    weather.store_days(session, "oshawa", {FIRST: 3.0}, DayBasis.ESTIMATED)
    weather.store_days(session, "oshawa", {FIRST: 9.0}, DayBasis.HOURS)
    assert weather.temperature(session, "oshawa", FIRST, FIRST).mean_c.tolist() == [3.0]
    weather.store_days(session, "oshawa", {FIRST: 4.0}, DayBasis.PUBLISHED)
    assert weather.temperature(session, "oshawa", FIRST, FIRST).mean_c.tolist() == [4.0]


def test_hours_give_days_that_were_not_published_a_mean(session: Session) -> None:
    size = hours_in(FIRST)
    weather.store_days(session, "oshawa", {date(2025, 1, 10): 1.0})
    stored = weather.store_hours(
        session, "oshawa", [StationMonth(FIRST, np.full(size, 6.0), np.zeros(size, dtype=bool))]
    )
    assert stored == size
    found = weather.temperature(session, "oshawa", FIRST, date(2025, 1, 31)).mean_c
    assert found[9] == 1.0
    assert np.nanmin(np.delete(found, 9)) == 6.0


def test_a_newer_file_that_is_silent_about_an_hour_takes_nothing_away(session: Session) -> None:
    size = hours_in(FIRST)
    first, second = np.full(size, 6.0), np.full(size, np.nan)
    second[3] = 7.0
    for values in (first, second):
        weather.store_hours(session, "oshawa", [StationMonth(FIRST, values, np.zeros(size, dtype=bool))])
    (month,) = weather.stored_months(session, "oshawa", FIRST, FIRST)
    assert month.temperature_c[[2, 3, 4]].tolist() == [6.0, 7.0, 6.0]


def test_silent_days_are_those_without_a_published_mean(session: Session) -> None:
    weather.store_days(session, "oshawa", {FIRST: 1.0})
    weather.store_days(session, "oshawa", {FIRST + timedelta(days=1): 1.0}, DayBasis.HOURS)
    found = weather.silent_days(session, "oshawa", FIRST, FIRST + timedelta(days=2))
    assert found == [FIRST + timedelta(days=1), FIRST + timedelta(days=2)]


def test_stations_in_use_are_those_near_homes(session: Session, keys: Vault) -> None:
    assert {each.station for each in weather.stations_in_use(session)} == {"oshawa", "uxbridge-west"}
    who = scenes.resident(session, keys)
    facts: dict[str, homes.FactValue] = {"municipality": "Pickering"}
    homes.state_facts(
        session, who.home.id, facts, provenance=homes.Provenance.RESIDENT, actor=who.person.actor, now=scenes.NOW
    )
    assert all(each.fetched for each in weather.stations_in_use(session))
    assert {each.station for each in weather.stations_in_use(session)} >= {"oshawa", "uxbridge-west"}


def test_a_file_is_news_only_when_it_knows_a_newer_day(session: Session) -> None:
    def record(timeframe: Timeframe, period: date, newest: date | None) -> bool:
        return weather.record_file(session, "oshawa", timeframe, period, sha256="0" * 64, newest_day=newest, now=NOW)

    assert not record(Timeframe.DAILY, FIRST, None)
    assert record(Timeframe.DAILY, FIRST, date(2025, 1, 5))
    assert not record(Timeframe.HOURLY, FIRST, date(2025, 1, 5))
    assert record(Timeframe.DAILY, FIRST, date(2025, 1, 6))
    assert weather.files_held(session, "oshawa") == {(Timeframe.DAILY, FIRST): NOW, (Timeframe.HOURLY, FIRST): NOW}


def test_a_station_that_is_not_listed_is_refused() -> None:
    with pytest.raises(Refusal):
        weather.station("nowhere")


def test_the_status_says_what_is_held(session: Session) -> None:
    weather.store_days(session, "trenton", {FIRST: 1.0, LAST: 2.0})
    status = {each.station: each for each in weather.status(session)}
    assert (status["trenton"].days, status["trenton"].first, status["trenton"].last) == (2, FIRST, LAST)
    assert (status["oshawa"].days, status["oshawa"].wanted, status["trenton"].wanted) == (0, True, False)
