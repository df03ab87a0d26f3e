"""Gives an input to the reader it is for, and says what was wrong with the answer, if anything."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from greener_homes.errors import Refusal
from models.house.epw import WeatherUnreadable, read_epw
from models.quantities import Commodity
from tests.hostile import seeds
from tests.utility_connectors.documents import NOW
from utility_connectors.csv_profiles.document import profile_from_json
from utility_connectors.custodians import Description
from utility_connectors.energuide.house import read_house_file
from utility_connectors.inspect import inspect_path
from utility_connectors.limits import DEFAULT
from utility_connectors.ports import UsageFile
from utility_connectors.rates import read_rates
from utility_connectors.strict_json import read_object
from utility_connectors.usage_file import examine, refusal_of
from utility_connectors.weather.station_file import read_station_file
from web import messages

TODAY = date(2026, 11, 21)
LONGEST_FACT = 300
REFUSED, READ = "refused", "read"


class WrongAnswer(AssertionError):  # noqa: N818  said of a reader, not of the program
    """An answer that must not be."""


def give(reader: str, data: bytes) -> tuple[str, str]:
    """Whether the input was read or refused, and the code if so. Raises WrongAnswer; all else raised is a crash."""
    try:
        if reader == seeds.USAGE:
            file = examine(io.BytesIO(data), "file", now=NOW)
            _sound(file)
            refusal = refusal_of(file)
            if refusal is not None:
                raise refusal
        elif reader == seeds.HOUSE:
            _finite(dict(read_house_file(io.BytesIO(data), today=TODAY).facts))
        elif reader == seeds.STATION:
            held = read_station_file(data)
            _finite(list(held.days.values()) + list(held.estimated_days.values()))
        elif reader == seeds.EPW:
            if not np.isfinite(read_epw(data).temperature_c).all():
                raise WrongAnswer("a year that is not finite")
        elif reader == seeds.RATES:
            read_rates(data, TODAY)
        elif reader == seeds.PROFILE:
            _describe(profile_from_json(data).example)
        else:
            _utility(data)
    except Refusal as refusal:
        _spoken(refusal)
        return REFUSED, refusal.code.code
    except WeatherUnreadable as unreadable:
        _spoken(Refusal(unreadable.code, **unreadable.facts))
        return REFUSED, unreadable.code.code
    return READ, ""


def inspected(data: bytes) -> dict[str, Any]:
    """What `greener-homes inspect` prints of a file with these bytes, through JSON and back."""
    with tempfile.NamedTemporaryFile(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as file:
        file.write(data)
        file.flush()
        said = inspect_path(Path(file.name), now=NOW)
    document: dict[str, Any] = json.loads(json.dumps(said, allow_nan=False, ensure_ascii=False).encode())
    for finding in document["findings"]:
        if finding["code"] not in messages.register():
            raise WrongAnswer(f"a code nobody registered: {finding['code']}")
    return document


def _spoken(refusal: Refusal) -> None:
    """The refusal has a registered code, a sentence in both languages, and facts that hold nothing long."""
    if messages.register().get(refusal.code.code) is None:
        raise WrongAnswer(f"a code nobody registered: {refusal.code.code}")
    for language in ("en", "fr"):
        if "…" in refusal.sentence(language):
            raise WrongAnswer(f"a sentence with a hole: {refusal.code.code}")
    json.dumps(refusal.facts, allow_nan=False, ensure_ascii=False).encode()
    if any(isinstance(fact, str) and len(fact) > LONGEST_FACT for fact in refusal.facts.values()):
        raise WrongAnswer(f"a fact without end: {refusal.code.code}")


def _sound(file: UsageFile) -> None:
    """What was read is what a home can use: in order, apart, within the limits, counted right."""
    for finding in file.findings:
        if finding.code not in messages.register():
            raise WrongAnswer(f"a code nobody registered: {finding.code}")
        json.dumps(finding.as_json(), allow_nan=False, ensure_ascii=False).encode()
    if any(count < 0 for count in file.reject_counts.values()):
        raise WrongAnswer("a negative count")
    for stream in file.streams:
        series = stream.series
        if series is None or not len(series):
            continue
        if len(series) != stream.count:
            raise WrongAnswer(f"{len(series)} readings counted as {stream.count}")
        if not np.isfinite(series.total):
            raise WrongAnswer("a total that is no number")
        if (series.durations <= 0).any() or (series.starts[1:] < series.ends[:-1]).any():
            raise WrongAnswer("readings that overlap or last no time")
        if stream.storable and int(series.starts[0]) < DEFAULT.reading_min_start:
            raise WrongAnswer("a reading before its time")
        if stream.storable and int(series.starts[-1]) > NOW + DEFAULT.reading_max_future_s:
            raise WrongAnswer("a reading of the future")
        if stream.storable and stream.commodity is Commodity.ELECTRICITY:
            power = np.abs(series.values.astype(np.float64)) * 10.0**series.exponent * 3600 / series.durations
            if (power > DEFAULT.electricity_max_kw * 1.12).any():  # a reading may have been trimmed by a tenth
                raise WrongAnswer(f"more than a home can draw: {power.max():.0f} kW")


def _finite(value: object) -> None:
    json.dumps(value, allow_nan=False)


def _describe(text: str) -> None:
    text.encode()


def _utility(data: bytes) -> None:
    """A utility's description as its registration reads it, up to where the database begins."""
    try:
        Description.model_validate(read_object(data)).name.encode()
    except (ValidationError, ValueError) as error:
        if isinstance(error, UnicodeEncodeError):
            raise
