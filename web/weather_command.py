"""`greener-homes weather [FILE…]`: published station files loaded by hand, or what is held of each station."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from greener_homes import db, weather, weather_awaited
from greener_homes.errors import Refusal
from greener_homes.settings import load
from greener_homes.weather import StationStatus
from utility_connectors.weather.service import Stored, store_file
from web import database_at_hand, messages
from web.codes_command import FILE_MISSING

HELP = "load published weather station files, or say what is held of each station"


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="daily or hourly CSV as published; none: say what is held"
    )
    parser.add_argument("--station", metavar="KEY", help="only this station; see docs/how-to/weather.md")


def run(given: argparse.Namespace) -> int:
    """All files are kept, or none; without files, what is held was said. Raises Refusal."""
    expected = weather.station(given.station) if given.station else None
    with database_at_hand.opened(load()) as engine, db.transaction(engine) as session:
        if not given.files:
            held = [each for each in weather.status(session) if expected is None or each.station == expected.station]
            return _say([_status_document(each) for each in held], map(_status_line, held), as_json=given.json)
        now = datetime.now(UTC)
        stored = [store_file(session, _bytes(name), now=now, expected=expected) for name in given.files]
        weather_awaited.assess_waiting(session, now=now)
    return _say([_stored_document(each) for each in stored], map(_stored_line, stored), as_json=given.json)


def _say(documents: list[dict[str, object]], lines: Iterable[str], *, as_json: bool) -> int:
    for line in map(json.dumps, documents) if as_json else lines:
        print(line)
    return 0


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError:
        raise Refusal(FILE_MISSING, name=name) from None


def _status_document(held: StationStatus) -> dict[str, object]:
    return {
        "station": held.station,
        "name": held.name,
        "days": held.days,
        "first": held.first.isoformat() if held.first else None,
        "last": held.last.isoformat() if held.last else None,
        "fetched_at": held.fetched_at.isoformat() if held.fetched_at else None,
        "wanted": held.wanted,
    }


def _status_line(held: StationStatus) -> str:
    span = f"{held.days:,} days, {held.first} to {held.last}" if held.days else "nothing yet"
    return f"{'*' if held.wanted else ' '} {held.station:<22} {held.name:<24} {span}"


def _stored_document(stored: Stored) -> dict[str, object]:
    return {
        "station": stored.station,
        "timeframe": stored.timeframe.value,
        "days": stored.days,
        "hours": stored.hours,
        "newest_day": stored.newest_day.isoformat() if stored.newest_day else None,
        "findings": [finding.as_json() for finding in stored.findings],
    }


def _stored_line(stored: Stored) -> str:
    what = f"{stored.hours:,} hours" if stored.hours else f"{stored.days:,} days"
    doubts = "".join(
        f"\n  {finding.severity.value}: {messages.sentence(finding.code, finding.facts, 'en')} ({finding.code})"
        for finding in stored.findings
    )
    return f"{stored.station}: {what}, until {stored.newest_day}{doubts}"
