"""`greener-homes doctor`: what is misconfigured and how to mend it. Exit 2 when something residents wait for fails."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from greener_homes import db, doctor
from greener_homes.doctor import Check, State
from greener_homes.settings import Settings, load
from web import database_at_hand

HELP = "say what is misconfigured or old, and how to mend it; changes nothing"
SIGNS = {State.FINE: "  ok ", State.WARNING: " look", State.FAILURE: "MEND "}


def declare(parser: argparse.ArgumentParser) -> None:
    """The command takes no arguments of its own."""


def run(given: argparse.Namespace) -> int:
    """Everything was looked at and said."""
    settings = load()
    checks = [*doctor.examine_machine(settings), *_of_database(settings)]
    failing = sum(check.state is State.FAILURE for check in checks)
    looking = sum(check.state is State.WARNING for check in checks)
    if given.json:
        document = {"failures": failing, "warnings": looking, "checks": [check.as_json() for check in checks]}
        print(json.dumps(document, ensure_ascii=False))
    else:
        for check in checks:
            print(f"{SIGNS[check.state]}  {check.name}: {check.seen}")
            if check.mend:
                print(f"         {check.mend}")
        print(f"{failing} to mend, {looking} to look at.")
    return 2 if failing else 0


def _of_database(settings: Settings) -> list[Check]:
    url = database_at_hand.address(settings)
    if url is None:
        mend = "Set DATABASE_URL, or use `greener-homes run`, which starts one."
        return [Check("database", State.FAILURE, "none is set, and the embedded one does not run", mend)]
    engine = db.create_engine(url)
    try:
        with db.reading(engine) as session:
            return doctor.examine_database(session, settings, now=datetime.now(UTC))
    except db.DatabaseAway:
        return [Check("database", State.FAILURE, "does not answer", "Start PostgreSQL, and look at DATABASE_URL.")]
    finally:
        engine.dispose()
