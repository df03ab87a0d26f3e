"""A person's copy as a file: it opens, our reader finds the same readings in it, and it is never on disk in clear."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from greener_homes import consent, person_exports, readings
from greener_homes.consent import Purpose, Source
from greener_homes.readings import Incoming
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.scenes import NOW
from utility_connectors import imports, person_export
from utility_connectors.usage_file import read_usage_file

NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)
HOURS = 24 * 400


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


def with_readings(session: Session, keys: Vault) -> scenes.Resident:
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    run = scenes.stored_run(session, who)
    gas = scenes.hourly(NEW_YEAR, 48, wh=125, commodity=Commodity.NATURAL_GAS, unit=Unit.M3)
    for name, series in (("power", scenes.hourly(NEW_YEAR, HOURS, wh=731)), ("gas", gas)):
        readings.store(session, live, keys, Incoming(name, series), run, now=NOW)
    return who


def made(session: Session, keys: Vault, settings: Settings, who: scenes.Resident) -> zipfile.ZipFile:
    asked = person_exports.ask(session, who.person, now=NOW)
    steps: list[str] = []
    person_export.make(session, asked, now=NOW, settings=settings, step=steps.append)
    assert steps == ["opened", "packed", "recorded"]
    stream, _ = person_exports.fetch(session, keys, who.person, asked, now=NOW)
    return zipfile.ZipFile(io.BytesIO(stream.read()))


def test_our_reader_finds_the_same_totals_in_the_green_button_file(
    session: Session, keys: Vault, settings: Settings
) -> None:
    archive = made(session, keys, settings, with_readings(session, keys))
    assert archive.testzip() is None
    xml = archive.read("usage/green_button.xml")
    file = read_usage_file(io.BytesIO(xml), "x.xml", now=int(NOW.timestamp()))
    totals = {stream.commodity: (stream.count, stream.series.total) for stream in file.streams if stream.series}
    assert totals[Commodity.ELECTRICITY] == (HOURS, pytest.approx(HOURS * 0.731))
    assert totals[Commodity.NATURAL_GAS] == (48, pytest.approx(48 * 0.125))


def test_every_reading_is_in_the_csv_files(session: Session, keys: Vault, settings: Settings) -> None:
    archive = made(session, keys, settings, with_readings(session, keys))
    totals = {}
    for name in archive.namelist():
        if name.endswith(".csv"):
            rows = list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8")))
            totals[rows[0]["unit"]] = (len(rows), sum(Decimal(row["value"]) for row in rows))
            assert rows[0]["start_utc"] == "2025-01-01T05:00:00Z"
    assert totals == {"kWh": (HOURS, HOURS * Decimal("0.731")), "m3": (48, 48 * Decimal("0.125"))}


def test_the_folders_and_the_schema_are_as_documented(session: Session, keys: Vault, settings: Settings) -> None:
    archive = made(session, keys, settings, with_readings(session, keys))
    assert json.loads(archive.read("manifest.json"))["schema"] == "greener-homes/person-export/1"
    assert {name.partition("/")[0] for name in archive.namelist()} == {"README.txt", "manifest.json", "data", "usage"}
    assert len(json.loads(archive.read("data/consent_grant.json"))) == 2


def test_it_is_sealed_on_disk_and_the_sweep_leaves_it_alone(
    session: Session, keys: Vault, settings: Settings, tmp_path: Path
) -> None:
    who = with_readings(session, keys)
    made(session, keys, settings, who)
    (name,) = [name for name, _ in keys.spooled_names()]
    assert b"consent_grant" not in (settings.var / "spool" / name).read_bytes()
    assert imports.sweep_spool(session, keys, now=datetime(2100, 1, 1, tzinfo=UTC)) == 0


def test_making_it_again_after_it_is_made_changes_nothing(session: Session, keys: Vault, settings: Settings) -> None:
    who = with_readings(session, keys)
    made(session, keys, settings, who)
    seen = person_exports.newest(session, who.person.id)
    assert seen is not None
    person_export.make(session, seen.id, now=NOW, settings=settings, step=lambda name: None)
    assert person_exports.newest(session, who.person.id) == seen


def test_an_interrupted_one_leaves_no_file(session: Session, keys: Vault, settings: Settings) -> None:
    who = with_readings(session, keys)
    asked = person_exports.ask(session, who.person, now=NOW)

    def stop(name: str) -> None:
        if name == "packed":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        person_export.make(session, asked, now=NOW, settings=settings, step=stop)
    assert list(keys.spooled_names()) == []


@pytest.mark.parametrize(
    ("value", "exponent", "said"),
    [(731, -3, "0.731"), (-5, -1, "-0.5"), (12, 0, "12"), (12, 2, "1200"), (0, -3, "0.000"), (12345, -2, "123.45")],
)
def test_numbers_are_written_exactly(value: int, exponent: int, said: str) -> None:
    assert person_export._decimal(value, exponent) == said
