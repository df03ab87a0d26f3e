"""`greener-homes lost-device EMAIL`: somebody lost what their second step and passkeys are on."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from greener_homes import db, people
from greener_homes.errors import Refusal
from greener_homes.identity import lost_devices
from greener_homes.settings import load
from greener_homes.vault import open_vault
from web import database_at_hand

HELP = "take away somebody's second step and passkeys and sign them out, once you know that it is they who ask"


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument("email", metavar="EMAIL", help="the person's e-mail address")


def run(given: argparse.Namespace) -> int:
    """The person comes in by password or letter next time, and sets the second step up anew where it is required."""
    settings, now = load(), datetime.now(UTC)
    vault = open_vault(settings)
    with database_at_hand.opened(settings) as engine, db.transaction(engine) as session:
        found = people.find(session, vault, given.email)
        if found is None:
            raise Refusal(lost_devices.NOBODY)
        lost = lost_devices.forget(session, vault, found, now=now)
    if given.json:
        print(json.dumps({"person": str(found.id), "second_step": lost.second_step, "passkeys": lost.passkeys}))
    else:
        print(f"Second step {'taken away' if lost.second_step else 'was not set up'}; passkeys taken away: "
              f"{lost.passkeys}; signed out everywhere. A letter tells them.")  # fmt: skip
    return 0
