"""Keeping stations up to date from a service on this machine that behaves, and from ones that do not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from sqlmodel import Session

from greener_homes import feeds, jobs, weather
from greener_homes.errors import Outage, Refusal
from greener_homes.feeds import FeedKind
from greener_homes.settings import Settings
from greener_homes.weather import Timeframe
from tests.utility_connectors.weather.station_files import STATION, daily, hourly, month_of_hours, year
from utility_connectors import addresses, http
from utility_connectors.weather import codes
from utility_connectors.weather import jobs as weather_jobs
from utility_connectors.weather.asking import asker
from utility_connectors.weather.service import MOST_FILES_A_RUN, Stored, address, fetch_station, store_file

NOW = datetime(2025, 3, 20, 15, tzinfo=UTC)
TODAY = date(2025, 3, 20)
OSHAWA = weather.station("oshawa")
Answering = Callable[[dict[str, str]], tuple[int, bytes, dict[str, str]]]


class Service:
    """The weather service as one machine sees it: what it was asked, and what it answers."""

    def __init__(self, answer: Answering) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer = answer
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version: ClassVar[str] = "HTTP/1.1"

            def do_GET(self) -> None:
                asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                outer.asked.append(asked)
                status, body, headers = outer.answer(asked)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}/climate_data/bulk_data_e.html"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def periods(self) -> list[tuple[str, str, str]]:
        return [(each["timeframe"], each["Year"], each["Month"]) for each in self.asked]


def published(asked: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
    """What was asked for, up to today: days of a year with a week of silence in February, or hours of a month."""
    first = date(int(asked["Year"]), int(asked["Month"]), 1)
    if asked["timeframe"] == "1":
        hours = {at: value for at, value in month_of_hours(first).items() if at.date() < TODAY}
        return 200, hourly(hours).encode(), {}
    days = {day: value for day, value in year(first, 366).items() if day < TODAY and day.year == first.year}
    for silent in range(7):
        days[date(first.year, 2, 3) + timedelta(days=silent)] = None
    return 200, ("\ufeff" + daily(days)).encode(), {}


@pytest.fixture
def made() -> Iterator[Callable[[Answering], Service]]:
    made: list[Service] = []

    def make(answer: Answering) -> Service:
        made.append(Service(answer))
        return made[-1]

    yield make
    for each in made:
        each.close()


def fetch(session: Session, at: Service, *, since: date = date(2024, 12, 1), now: datetime = NOW) -> list[Stored]:
    asking = asker(at.base, loopback=True, pause=lambda: None)
    return fetch_station(session, OSHAWA, base=at.base, fetch=asking, since=since, now=now)


def test_the_address_is_the_one_the_service_publishes_files_at() -> None:
    found = address("https://climate.weather.gc.ca/climate_data/bulk_data_e.html", OSHAWA, Timeframe.HOURLY, TODAY)
    assert found == (
        "https://climate.weather.gc.ca/climate_data/bulk_data_e.html?format=csv&stationID=48649&Year=2025&Month=3"
        "&Day=1&time=LST&timeframe=1&submit=Download+Data"
    )
    assert addresses.parse(found).query.startswith("format=csv")


def test_days_come_first_and_hours_only_for_months_with_silent_days(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    at = made(published)
    stored = fetch(session, at)
    assert at.periods() == [("2", "2025", "1"), ("2", "2024", "1"), ("1", "2025", "2")]
    assert {each["stationID"] for each in at.asked} == {"48649"}
    assert [each.days > 0 for each in stored] == [True, True, False]
    found = weather.temperature(session, "oshawa", date(2025, 1, 1), date(2025, 3, 19))
    assert np.isfinite(found.mean_c).all()
    assert weather.silent_days(session, "oshawa", date(2025, 2, 1), date(2025, 2, 28)) == [
        date(2025, 2, 3) + timedelta(days=place) for place in range(7)
    ]


def test_what_was_kept_is_not_asked_for_again_the_same_day(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    at = made(published)
    fetch(session, at)
    at.asked.clear()
    assert fetch(session, at, now=NOW + timedelta(hours=2)) == []
    assert at.asked == []


def test_the_present_years_file_is_asked_for_daily_and_a_past_one_while_it_is_revised(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    at = made(published)
    fetch(session, at)
    at.asked.clear()
    fetch(session, at, now=NOW + timedelta(days=1))
    assert at.periods() == [("2", "2025", "1")]
    at.asked.clear()
    fetch(session, at, now=NOW + timedelta(days=9))
    assert ("2", "2024", "1") in at.periods()  # within ninety days of the year's end
    at.asked.clear()
    fetch(session, at, now=NOW + timedelta(days=60))
    at.asked.clear()
    fetch(session, at, now=NOW + timedelta(days=90))
    assert ("2", "2024", "1") not in at.periods()


def test_a_long_way_back_takes_several_runs_of_few_files(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    def no_days(asked: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        if asked["timeframe"] == "2":
            return 200, daily({date(int(asked["Year"]), 1, 1): None}).encode(), {}
        return published(asked)

    at = made(no_days)
    fetch(session, at, since=date(2024, 1, 1))
    assert len(at.asked) == MOST_FILES_A_RUN
    fetch(session, at, since=date(2024, 1, 1), now=NOW + timedelta(hours=1))
    assert len(at.asked) > MOST_FILES_A_RUN
    assert len(at.periods()) == len(set(at.periods()))


def test_a_revised_value_replaces_the_old_one(session: Session, made: Callable[[Answering], Service]) -> None:
    store_file(session, daily({TODAY - timedelta(days=3): 1.0}).encode(), now=NOW)
    store_file(session, daily({TODAY - timedelta(days=3): (2.0, "E")}).encode(), now=NOW)
    found = weather.temperature(session, "oshawa", TODAY - timedelta(days=3), TODAY - timedelta(days=3))
    assert found.mean_c.tolist() == [2.0]


def test_new_days_are_an_arrival_and_the_same_days_again_are_not(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    at = made(published)
    fetch(session, at)
    fetch(session, at, now=NOW + timedelta(days=2))
    (health,) = feeds.health(session, NOW)
    assert (health.kind, health.key, health.last_arrived_at) == (FeedKind.WEATHER, "oshawa", NOW)


def test_another_stations_file_is_refused_and_nothing_kept(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    elsewhere = ("-79.63", "43.68", "TORONTO INTL A", "6158731")
    at = made(lambda asked: (200, daily(year(date(2025, 1, 1), 10), station=elsewhere).encode(), {}))
    with pytest.raises(Refusal) as caught:
        fetch(session, at)
    assert caught.value.code is codes.WRONG_STATION
    nobody = ("-60.00", "48.00", "NOWHERE A", "9999999")
    at.answer = lambda asked: (200, daily(year(date(2025, 1, 1), 10), station=nobody).encode(), {})
    with pytest.raises(Refusal) as caught:
        fetch(session, at)
    assert caught.value.code is codes.WRONG_STATION
    assert not any(each.days for each in weather.status(session))


GOOD = daily(year(date(2025, 1, 1), 60)).encode()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, b"", {}), codes.SERVICE_AWAY),
        ((503, b"", {}), codes.SERVICE_AWAY),
        ((404, b"not here", {}), codes.SERVICE_ODD),
        ((302, b"", {"Location": "https://elsewhere.example/"}), codes.SERVICE_ODD),
        ((200, b"", {}), codes.SERVICE_ODD),
        ((200, b"<html><body>Maintenance</body></html>", {}), codes.SERVICE_ODD),
        ((200, GOOD[:-40], {}), codes.SERVICE_ODD),
        ((200, GOOD, {"Content-Length": str(len(GOOD) + 100)}), http.CUT_SHORT),
        ((200, b"x" * 6_000_000, {}), http.TOO_LARGE),
    ],
)
def test_a_service_that_misbehaves_is_an_outage_and_leaves_nothing(
    session: Session,
    made: Callable[[Answering], Service],
    answer: tuple[int, bytes, dict[str, str]],
    code: object,
) -> None:
    at = made(lambda asked: answer)
    with pytest.raises(Outage) as caught:
        fetch(session, at)
    assert caught.value.code is code
    assert not any(each.days or each.fetched_at for each in weather.status(session))
    assert len(at.asked) <= MOST_FILES_A_RUN


def test_a_service_that_drips_is_given_up(session: Session) -> None:
    """A real socket that sends a little and stays open."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base = f"http://127.0.0.1:{listening.getsockname()[1]}/data"
        kept: list[socket.socket] = []

        def serve() -> None:
            connection, _ = listening.accept()
            kept.append(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nStation")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        impatient = http.Patience(connect_s=5.0, read_s=0.2, overall_s=0.3)
        asking = asker(base, loopback=True, patience=impatient, pause=lambda: None)
        with pytest.raises(Outage) as caught:
            fetch_station(session, OSHAWA, base=base, fetch=asking, since=TODAY, now=NOW)
        thread.join()
        for connection in kept:
            connection.close()
    assert caught.value.code in (http.TOO_SLOW, http.CUT_SHORT)


def test_a_service_that_names_a_time_to_wait_is_left_alone(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    at = made(lambda asked: (429, b"", {"Retry-After": "3600"}))
    assert fetch(session, at) == []
    assert len(at.asked) == 1


def test_what_came_before_the_service_went_away_is_kept(session: Session, made: Callable[[Answering], Service]) -> None:
    at = made(lambda asked: published(asked) if asked["Year"] == "2025" else (500, b"", {}))
    assert len(fetch(session, at)) == 1
    assert weather.status(session)[0].days > 60


def test_one_odd_file_does_not_keep_the_others_from_coming(
    session: Session, made: Callable[[Answering], Service]
) -> None:
    at = made(lambda asked: published(asked) if asked["Year"] != "2025" else (200, b"<html>", {}))
    stored = fetch(session, at)
    assert ("2", "2024", "1") in at.periods()
    assert stored


def test_a_file_from_the_future_is_refused(session: Session) -> None:
    with pytest.raises(Refusal) as caught:
        store_file(session, daily({TODAY + timedelta(days=1): 3.0}).encode(), now=NOW)
    assert caught.value.code is codes.FILE_FUTURE


def test_a_file_of_a_station_nobody_listed_is_refused(session: Session) -> None:
    nobody = ("-60.00", "48.00", "NOWHERE A", "9999999")
    with pytest.raises(Refusal) as caught:
        store_file(session, daily({TODAY: 3.0}, station=nobody).encode(), now=NOW)
    assert caught.value.code.code == "weather.station_unknown"


def test_a_known_name_with_another_identifier_is_another_station(session: Session) -> None:
    old_one = ("-79.63", "43.68", "TORONTO INTL A", "6158733")
    with pytest.raises(Refusal):
        store_file(session, daily({TODAY: 3.0}, station=old_one).encode(), now=NOW)


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    data = daily(year(date(2025, 1, 1), 60)).encode()
    store_file(session, data, now=NOW)
    before = weather.status(session)
    store_file(session, data, now=NOW)
    assert weather.status(session) == before


def settings_with(settings: Settings, base: str | None) -> Settings:
    return settings.model_copy(update={"weather_url": base, "allow_loopback": True})


def test_nothing_is_planned_where_no_service_is_named(session: Session, settings: Settings) -> None:
    weather_jobs.plan(session, jobs.NOBODY, now=NOW, settings=settings, step=lambda name: None)
    assert feeds.health(session, NOW) == []
    with pytest.raises(Refusal):
        weather_jobs.fetch(session, weather_jobs.subject_of(OSHAWA), now=NOW, settings=settings, step=lambda name: None)


def test_the_plan_asks_once_for_each_station_in_use_and_the_job_fetches_it(
    session: Session, settings: Settings, made: Callable[[Answering], Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("utility_connectors.weather.asking.PAUSE_S", 0.0)
    at = made(published)
    switched_on = settings_with(settings, at.base)
    for _ in range(2):
        weather_jobs.plan(session, jobs.NOBODY, now=NOW, settings=switched_on, step=lambda name: None)
    wanted = weather.stations_in_use(session)
    assert OSHAWA in wanted
    assert {each.key for each in feeds.health(session, NOW)} == {each.station for each in wanted}
    subject = weather_jobs.subject_of(OSHAWA)
    asked = jobs.state_of(session, "weather.fetch", subject)
    assert asked is not None
    assert asked.is_open
    steps: list[str] = []
    weather_jobs.fetch(session, subject, now=NOW, settings=switched_on, step=steps.append)
    assert steps == ["asking", "kept"]
    assert next(each for each in weather.status(session) if each.station == "oshawa").days > 0


def test_the_service_can_be_asked_only_at_its_own_address(session: Session) -> None:
    asking = asker("https://climate.weather.gc.ca/data", loopback=False, pause=lambda: None)
    for elsewhere in ("https://example.org/data", "http://climate.weather.gc.ca/data", "http://127.0.0.1/data"):
        with pytest.raises(Refusal):
            asking(elsewhere, 1000)


def test_the_fixture_station_is_the_one_in_the_list() -> None:
    assert STATION[2] == OSHAWA.name
