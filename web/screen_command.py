"""`greener-homes screen`: the lists of all homes that agreed to advice, worked out together and kept."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from greener_homes.errors import Refusal
from greener_homes.settings import load
from web import database_at_hand
from web.codes_command import DATABASE_MISSING

HELP = "work out the lists of all homes that agreed to advice, together, and keep them"
PROCESSES_MOST = 64


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument(
        "--processes", type=_processes, default=1, metavar="N", help="work on so many processors at once (default: 1)"
    )


def run(given: argparse.Namespace) -> int:
    """Every such home has a list that rests on what is known now, or is counted among those left; the counts are said.

    Running it again replaces what it wrote. What goes on is said on standard error.
    """
    url = database_at_hand.address(load())
    if url is None:
        raise Refusal(DATABASE_MISSING)
    from coach.fleet_wide import programme_run  # brings the models along

    screened = programme_run.run(url, now=datetime.now(UTC), processes=given.processes, say=_say)
    counts = screened.counts
    if given.json:
        print(json.dumps({**asdict(counts), "processor_s": round(screened.processor_s, 1)}))
        return 0
    print(f"{counts.listed:>8}  homes have a list")
    print(f"{counts.not_plain:>8}  are left to the ordinary assessment: several sources, or readings by the hour")
    print(f"{counts.not_permitted:>8}  have no list, because a permission ended meanwhile")
    return 0


def _processes(said: str) -> int:
    count = int(said)
    if not 1 <= count <= PROCESSES_MOST:
        raise argparse.ArgumentTypeError(f"between 1 and {PROCESSES_MOST}")
    return count


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
