"""`greener-homes reports`: the groups the lot of monthly reports made, and whether reports help or it is too early."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from greener_homes import db
from greener_homes.settings import load
from web import database_at_hand

if TYPE_CHECKING:
    from coach.reports.effect import Effect

HELP = "say which homes' monthly reports are held back, and whether reports save anything"
PATIENCE_MS = 600_000


def declare(parser: argparse.ArgumentParser) -> None:
    """The command is told nothing."""


def run(given: argparse.Namespace) -> int:
    """The sizes of the groups are printed, and of each fuel the difference between them with its interval."""
    with database_at_hand.opened(load(), statement_timeout_ms=PATIENCE_MS) as engine:
        from coach.reports.effect import effect  # brings the models along

        with db.reading(engine) as session:
            found = effect(session, now=datetime.now(UTC))
    if given.json:
        print(json.dumps(found.as_json()))
        return 0
    print("\n".join(lines(found)))
    return 0


def lines(found: Effect) -> Iterator[str]:
    """What is said, line by line. Groups are those of the lot, whatever their homes asked for later."""
    for group, counted in found.groups.items():
        name = group.value.replace("_", " ")
        yield f"{counted.homes:>8}  homes drawn to be {name}, {counted.asked} of which asked for reports"
    for fuel, seen in found.fuels.items():
        name = fuel.value.replace("_", " ")
        sizes = ", ".join(f"{count} {group.value.replace('_', ' ')}" for group, count in seen.measured.items())
        if seen.share is None:
            yield f"{name}: too early to say; it takes {found.least} measured homes of each group ({sizes})"
            continue
        low, high = seen.share.interval
        clear = "" if seen.share.stands_out else "; no difference stands out"
        yield (
            f"{name}: homes that were sent reports saved {100 * seen.share.value:+.1f} % of their use more, "
            f"95 % between {100 * low:+.1f} and {100 * high:+.1f} % ({sizes}){clear}"
        )
