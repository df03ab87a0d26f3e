"""`greener-homes inspect`: what any usage file holds, as one JSON document a file, without a database.

Prints nothing of what the platform would not keep either: no names, no addresses.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from greener_homes.errors import Refusal
from models.series import Quality, UsageSeries
from utility_connectors import codes
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.limits import DEFAULT, Limits
from utility_connectors.ports import UsageFile, UsageStream
from utility_connectors.usage_file import examine, refusal_of


def inspect_paths(
    paths: Iterable[str | Path],
    *,
    now: int | None = None,
    limits: Limits = DEFAULT,
    profiles: Sequence[Profile] = KNOWN,
) -> Iterator[dict[str, Any]]:
    """One document a path, in CONTRACTS' shape. A file that cannot be used is `rejected` with its code.

    `profiles` are the CSV formats known. `now` is epoch seconds; without it the machine's clock decides what lies in
    the future.
    """
    moment = int(time.time()) if now is None else now
    for path in paths:
        yield inspect_path(Path(path), now=moment, limits=limits, profiles=profiles)


def inspect_path(
    path: Path, *, now: int, limits: Limits = DEFAULT, profiles: Sequence[Profile] = KNOWN
) -> dict[str, Any]:
    """The document of one file. Never raises for what is in the file, nor for one that cannot be opened."""
    try:
        with path.open("rb") as source:
            file = examine(source, str(path), now=now, limits=limits, profiles=profiles)
    except Refusal as refusal:
        return _rejected(path, refusal)
    except OSError:
        return _rejected(path, Refusal(codes.FILE_UNREADABLE))
    return _document(path, file, refusal_of(file))


def _document(path: Path, file: UsageFile, refusal: Refusal | None) -> dict[str, Any]:
    findings = [finding.as_json() for finding in file.findings]
    return {
        "file": str(path),
        "status": "accepted" if refusal is None else "rejected",
        "code": None if refusal is None else refusal.code.code,
        "format": file.format,
        "usage_points": [_stream(stream) for stream in file.streams],
        "findings": findings if refusal is None else [_finding(refusal), *findings],
    }


def _rejected(path: Path, refusal: Refusal) -> dict[str, Any]:
    return {
        "file": str(path),
        "status": "rejected",
        "code": refusal.code.code,
        "format": None,
        "usage_points": [],
        "findings": [_finding(refusal)],
    }


def _finding(refusal: Refusal) -> dict[str, Any]:
    return {"code": refusal.code.code, "severity": refusal.code.severity.value, "facts": refusal.facts}


def _stream(stream: UsageStream) -> dict[str, Any]:
    series = stream.series if stream.series is not None and len(stream.series) else None
    cost = stream.cost
    return {
        "id": stream.usage_point,
        "commodity": stream.commodity.value,
        "flow": stream.flow.value,
        "unit": None if stream.unit is None else stream.unit.value,
        "interval_s": stream.interval_s,
        "readings": stream.count,
        "first": None if series is None else _iso(int(series.starts[0])),
        "last_end": None if series is None else _iso(int(series.ends[-1])),
        "total": None if stream.unit is None else 0.0 if series is None else _total(series),
        "quality": {} if series is None else _qualities(series),
        "cost_total": None if cost is None else {"amount": float(cost.amount), "currency": cost.currency},
    }


def _total(series: UsageSeries) -> float:
    """The sum, as near as a float can be: whole steps are added first and scaled once."""
    steps = int(series.values.sum())
    return steps / 10**-series.exponent if series.exponent < 0 else float(steps * 10**series.exponent)


def _qualities(series: UsageSeries) -> dict[str, int]:
    found, counts = np.unique(series.quality, return_counts=True)
    return {Quality(int(code)).label: int(count) for code, count in zip(found, counts, strict=True)}


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
