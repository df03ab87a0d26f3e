"""Whole and honest inputs of every format that is read: what blind damage begins from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random

from tests.hostile import known_csv, known_green_button, wrapped
from tests.models.house.test_epw import epw, lines
from tests.utility_connectors import documents, published_rates
from tests.utility_connectors.energuide.house_files import house_file
from tests.utility_connectors.weather import station_files
from utility_connectors.csv_profiles.known import KNOWN

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
LARGEST_SAMPLE = 150_000
USAGE, HOUSE, STATION, EPW, RATES, PROFILE, UTILITY = "usage", "house", "station", "epw", "rates", "profile", "utility"


@dataclass(frozen=True, slots=True)
class Seed:
    """One honest input: which reader it is for, and a name for reports."""

    reader: str
    name: str
    data: bytes


@lru_cache(maxsize=1)
def seeds() -> tuple[Seed, ...]:
    """All of them; the real files beside the repository too, where they are there."""
    return (*_csv(), *_documents(), *_wrapped(), *_others(), *_samples())


def _csv() -> list[Seed]:
    return [Seed(USAGE, profile.name, profile.example.encode(profile.encoding)) for profile in KNOWN]


def _documents() -> list[Seed]:
    rows = documents.hours(48)
    return [
        Seed(USAGE, "green-button", documents.document(rows)),
        Seed(USAGE, "green-button gas", documents.document(rows, kind=1, type_=documents.reading_type(uom=42))),
        Seed(
            USAGE,
            "green-button utf-16",
            documents.document(rows).replace(b"UTF-8", b"UTF-16").decode().encode("utf-16"),
        ),
    ]


def _wrapped() -> list[Seed]:
    random = Random(1)
    made = known_green_button.green_button(random)
    table = next(one for one in iter(lambda: known_csv.local(random), None) if one[0].startswith("hourly"))
    return [
        Seed(USAGE, "zip", wrapped.archive([("a.xml", made[1]), ("b.csv", table[1])])),
        Seed(USAGE, "zip stored", wrapped.archive([("b.csv", table[1])], 0)),
        Seed(USAGE, "xlsx", wrapped.in_workbook(random, table)[1]),
    ]


def _others() -> list[Seed]:
    days = station_files.year(date(2025, 1, 1), 30)
    said = {
        "key": "lakeshore",
        "name": "Lakeshore Power",
        **{name: f"https://lakeshore.example/{name}" for name in ("authorize_url", "token_url", "resource_url")},
        **{"client_id": "greener", "client_secret": "not-a-secret-0", "scope": "FB=1_3_4_5;IntervalDuration=3600"},
    }
    taught = {
        **{"name": "a-format", "columns": {"start": ["when"], "quantity": ["kwh"]}, "row_end": "neighbour"},
        **{"measure": {"commodity": "electricity", "unit": "kWh"}, "times": {"dates": ["iso"]}},
    }
    return [
        Seed(HOUSE, "house file", house_file()),
        Seed(STATION, "station days", station_files.daily(days).encode("utf-8-sig")),
        Seed(STATION, "station days in French", station_files.daily(days, french=True).encode("latin-1")),
        Seed(EPW, "typical year", epw(lines())),
        Seed(RATES, "electricity rates", published_rates.electricity()),
        Seed(RATES, "gas rates", published_rates.gas()),
        Seed(PROFILE, "taught format", json.dumps(taught).encode()),
        Seed(UTILITY, "utility", json.dumps(said).encode()),
    ]


def _samples() -> list[Seed]:
    readers = {".xml": USAGE, ".csv": USAGE, ".h2k": HOUSE, ".zip": USAGE}
    found = []
    for path in sorted(SAMPLES.rglob("*")) if SAMPLES.is_dir() else ():
        reader = readers.get(path.suffix.lower())
        if reader and path.stat().st_size <= LARGEST_SAMPLE and not path.name.endswith(".gz"):
            found.append(
                Seed(STATION if path.name.startswith("eccc") else reader, f"sample {path.name}", path.read_bytes())
            )
    return found
