"""Small Green Button documents and reading files, made to order for tests."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from greener_homes.errors import Refusal
from utility_connectors.limits import DEFAULT, Limits
from utility_connectors.ports import UsageFile
from utility_connectors.usage_file import examine, read_usage_file

JANUARY_2026 = 1_768_453_200  # 2026-01-15T00:00:00-05:00
NOW = 1_795_300_000  # 2026-11-21
ESPI = 'xmlns="http://naesb.org/espi"'
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def shared(*parts: str) -> Path:
    """A file or folder beside the repository; the test is skipped where it is not there."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"../shared is not here: {'/'.join(parts)}")
    return path


def reading(start: int | str, value: int | str, duration: int | str = 3600, extra: str = "") -> str:
    period = f"<timePeriod><duration>{duration}</duration><start>{start}</start></timePeriod>"
    return f"<IntervalReading>{extra}{period}<value>{value}</value></IntervalReading>"


def hours(count: int, start: int = JANUARY_2026, value: int = 400) -> list[str]:
    return [reading(start + 3600 * i, value + i) for i in range(count)]


def block(readings: Iterable[str], interval: str = "") -> str:
    return f"<IntervalBlock {ESPI}>{interval}{''.join(readings)}</IntervalBlock>"


def interval(start: int, duration: int) -> str:
    return f"<interval><duration>{duration}</duration><start>{start}</start></interval>"


def reading_type(**fields: int | str) -> str:
    said: dict[str, int | str] = {"flowDirection": 1, "powerOfTenMultiplier": 0, "uom": 72, **fields}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in said.items() if value != "absent")
    return f"<ReadingType {ESPI}>{inner}</ReadingType>"


def usage_point(kind: int | str = 0) -> str:
    return f"<UsagePoint {ESPI}><ServiceCategory><kind>{kind}</kind></ServiceCategory></UsagePoint>"


def entry(
    content: str, key: str = "", up: str = "", related: Sequence[str] = (), updated: str = "2026-02-01T05:00:00Z"
) -> str:
    links = [f'<link rel="self" href="{key}"/>'] if key else []
    links += [f'<link rel="up" href="{up}"/>'] if up else []
    links += [f'<link rel="related" href="{other}"/>' for other in related]
    return f"<entry>{''.join(links)}<content>{content}</content><updated>{updated}</updated></entry>"


def feed(*entries: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{head}<feed xmlns="http://www.w3.org/2005/Atom">{"".join(entries)}</feed>'.encode()


def document(
    readings: Iterable[str], *, kind: int | str = 0, type_: str | None = None, interval: str = "", updated: str = ""
) -> bytes:
    """One usage point, one meter reading, one reading type, one block, all properly linked."""
    point, meter = "UsagePoint/1", "UsagePoint/1/MeterReading/1"
    return feed(
        entry(usage_point(kind), point, "UsagePoint", [f"{point}/MeterReading"]),
        entry(f"<MeterReading {ESPI}/>", meter, f"{point}/MeterReading", [f"{meter}/IntervalBlock", "ReadingType/1"]),
        entry(reading_type() if type_ is None else type_, "ReadingType/1", "ReadingType"),
        entry(
            block(readings, interval),
            f"{meter}/IntervalBlock/1",
            f"{meter}/IntervalBlock",
            updated=updated or "2026-02-01T05:00:00Z",
        ),
    )


def read(data: bytes, name: str = "file", *, now: int | None = NOW, limits: Limits = DEFAULT) -> UsageFile:
    return read_usage_file(io.BytesIO(data), name, now=now, limits=limits)


def look(data: bytes, name: str = "file", *, now: int | None = NOW, limits: Limits = DEFAULT) -> UsageFile:
    """As `read`, but also what may not be stored."""
    return examine(io.BytesIO(data), name, now=now, limits=limits)


def refused(data: bytes, name: str = "file", *, limits: Limits = DEFAULT) -> str:
    """The code this file is refused with."""
    with pytest.raises(Refusal) as caught:
        read(data, name, limits=limits)
    assert caught.value.sentence("en") != caught.value.sentence("fr")
    assert "…" not in caught.value.sentence("en")
    return caught.value.code.code


def only(file: UsageFile) -> tuple[int, float]:
    """Count and total of the only stream of a file."""
    (stream,) = file.streams
    assert stream.series is not None
    return stream.count, round(stream.series.total, 9)


def finding_codes(file: UsageFile) -> list[str]:
    return sorted(finding.code for finding in file.findings)
