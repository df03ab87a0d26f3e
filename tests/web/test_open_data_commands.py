"""`greener-homes weather`, `rates` and `doctor`, as whoever runs the platform meets them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from greener_homes import db, doctor, feeds, ledger, rates, weather
from greener_homes.doctor import Check, State
from greener_homes.feeds import FeedKind
from greener_homes.jobs import QUEUES, RELAY
from greener_homes.settings import Settings
from tests.utility_connectors import published_rates
from tests.utility_connectors.weather.station_files import daily, year
from web import cli

TODAY = datetime.now(UTC).date()
Run = Callable[..., tuple[int, list[dict[str, object]]]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with `--json` and gives back its exit and its documents."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("GREENER_HOMES_VAR", str(tmp_path / "var"))

    def call(*arguments: str) -> tuple[int, list[dict[str, object]]]:
        code = cli.main([arguments[0], "--json", *arguments[1:]])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


@pytest.fixture
def station_file(tmp_path: Path) -> Path:
    path = tmp_path / "oshawa.csv"
    path.write_text(daily(year(date(2025, 1, 1), 90)), encoding="utf-8")
    return path


def test_a_station_file_is_loaded_by_hand_and_then_held(run: Run, station_file: Path, engine: Engine) -> None:
    code, (stored,) = run("weather", str(station_file))
    assert (code, stored["station"], stored["days"], stored["newest_day"]) == (0, "oshawa", 90, "2025-03-31")
    _, (held,) = run("weather", "--station", "oshawa")
    assert (held["days"], held["first"], held["wanted"]) == (90, "2025-01-01", True)
    with db.transaction(engine) as session:
        assert weather.temperature(session, "oshawa", date(2025, 1, 1), date(2025, 1, 1)).mean_c.tolist() == [5.0]


def test_one_bad_file_among_several_keeps_all_of_them_out(run: Run, station_file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("<html>", encoding="utf-8")
    code, (refusal,) = run("weather", str(station_file), str(bad))
    assert (code, refusal["code"]) == (2, "weather.not_a_station_file")
    _, held = run("weather")
    assert not any(each["days"] for each in held)


def test_a_file_of_another_station_than_was_said_is_refused(run: Run, station_file: Path) -> None:
    code, (refusal,) = run("weather", "--station", "trenton", str(station_file))
    assert (code, refusal["code"]) == (2, "weather.wrong_station")
    assert run("weather", "--station", "nowhere")[1][0]["code"] == "weather.station_unknown"
    assert run("weather", "no such file")[1][0]["code"] == "command.file_missing"


def test_published_rates_are_compared_approved_and_listed(run: Run, tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "BillData.xml"
    path.write_bytes(published_rates.electricity({"RPPOffP": "0.1"}))
    assert run("rates", str(path))[1][0]["code"] == "rates.need_date"
    code, (proposed,) = run("rates", str(path), "--effective", "2026-11-01")
    assert (code, proposed["state"]) == (0, "proposed")
    changes = {(each["key"], each["figure"]): each for each in proposed["differences"]}  # type: ignore[attr-defined]
    off_peak = changes["tou/off_peak", "cents_per_kwh"]
    assert (off_peak["before"], off_peak["after"]) == (9.8, 10.0)
    with db.transaction(engine) as session:
        before = rates.in_use(session)
    _, (approved,) = run("rates", str(path), "--effective", "2026-11-01", "--approve")
    assert (approved["state"], approved["sheet"]) == ("approved", proposed["sheet"])
    with db.transaction(engine) as session:
        assert rates.in_use(session) != before
    _, (listed,) = run("rates")
    assert (listed["state"], listed["effective_from"]) == ("approved", "2026-11-01")
    run("rates", str(path), "--effective", "2026-11-01", "--decline")
    with db.transaction(engine) as session:
        assert rates.in_use(session) == before
        said = session.execute(text("SELECT action, actor_audience FROM audit_event ORDER BY at, id")).all()
    assert [tuple(row) for row in said] == [
        (f"rates.{act}", "operator") for act in ("proposed", "approved", "declined")
    ]


def test_people_read_them_too(run: Run, station_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gas = tmp_path / "GasBillData.xml"
    gas.write_bytes(published_rates.gas())
    power = tmp_path / "BillData.xml"
    power.write_bytes(published_rates.electricity({}).replace(b"Oshawa PUC Networks Inc.", b"Some Other Networks Inc."))
    rated = ["rates", str(power), "--effective", "2026-11-01"]
    for arguments in (["weather", str(station_file)], ["weather"], ["rates", str(gas)], rated, ["rates"], ["doctor"]):
        cli.main(arguments)
    said = capsys.readouterr().out
    assert "{" not in said, "facts stand in a sentence"
    for words in (
        "Oshawa Power",
        "oshawa: 90 days, until 2025-03-31",
        "OSHAWA",
        "gas egd supply:",
        "The sheet is proposed.",
        "to mend",
    ):
        assert words in said


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def test_the_doctor_finds_what_is_missing_and_says_how_to_mend_it(run: Run) -> None:
    code, (document,) = run("doctor")
    checks = {each["name"]: each for each in document["checks"]}  # type: ignore[attr-defined]
    assert code == 2
    assert document["failures"] == sum(each["state"] == "failure" for each in checks.values())
    assert checks["database"]["state"] == "fine"
    assert checks["process relay"]["state"] == "failure"
    assert checks["weather oshawa"]["state"] == "warning"
    assert checks["price delivery oshawa-power"]["state"] == "warning"
    assert all(each["mend"] for each in checks.values() if each["state"] != "fine")


def test_a_database_that_is_away_is_said_and_not_a_crash(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    code, (document,) = run("doctor")
    checks = {each["name"]: each for each in document["checks"]}  # type: ignore[attr-defined]
    assert (code, checks["database"]["seen"]) == (2, "does not answer")


def test_a_healthy_database_has_nothing_to_mend(engine: Engine, settings: Settings) -> None:
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        for kind in (*QUEUES, RELAY):
            ledger.beat(session, kind, worker="test", now=now)
        for station in weather.stations_in_use(session):
            weather.store_days(session, station.station, {TODAY - timedelta(days=1): 3.0})
        checks = by_name(doctor.examine_database(session, settings, now=now))
    assert not [check for check in checks.values() if check.state is State.FAILURE]
    assert {check.state for name, check in checks.items() if not name.startswith("price")} == {State.FINE}


def test_silent_processes_old_uploads_and_late_sources_are_seen(engine: Engine, settings: Settings) -> None:
    now = datetime.now(UTC)
    spool = settings.var / "spool"
    spool.mkdir(parents=True)
    (spool / "old").write_bytes(b"sealed")
    os.utime(spool / "old", (0, 0))
    with db.transaction(engine) as session:
        ledger.beat(session, RELAY, worker="test", now=now - timedelta(hours=1))
        feeds.register(session, FeedKind.PARTNER, "oshawa-power", at=now - timedelta(days=30))
        checks = by_name(doctor.examine_database(session, settings, now=now))
    assert checks["process relay"].state is State.FAILURE
    assert checks["spool"].state is State.WARNING
    assert checks["source partner oshawa-power"].mend == "Ask its owner: partner."


def test_a_key_that_others_can_read_is_a_failure(tmp_path: Path) -> None:
    key = tmp_path / "vault.key"
    key.write_text("00" * 32, encoding="ascii")
    key.chmod(0o644)
    settings = Settings(var=tmp_path / "var", vault_key_file=key)
    assert by_name(doctor.examine_machine(settings))["vault key"].state is State.FAILURE
    key.chmod(0o600)
    assert by_name(doctor.examine_machine(settings))["vault key"].state is State.FINE
    key.unlink()
    assert by_name(doctor.examine_machine(settings))["vault key"].state is State.FAILURE


def test_a_broker_that_is_away_is_a_failure_and_none_a_warning(settings: Settings, valkey: str) -> None:
    found = [
        by_name(doctor.examine_machine(settings.model_copy(update={"redis_url": url})))["broker"].state
        for url in (valkey, "redis://127.0.0.1:9/0", None)
    ]
    assert found == [State.FINE, State.FAILURE, State.WARNING]
