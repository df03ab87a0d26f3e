"""`greener-homes desk-expert EMAIL`: a coach may claim what others escalate; with `--end`, no longer."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from coach.cases import experts
from coach.cases.review_codes import NOT_A_COACH
from greener_homes import db, people
from greener_homes.errors import Refusal
from greener_homes.people import Audience
from greener_homes.settings import load
from greener_homes.vault import open_vault
from web import database_at_hand

HELP = "let a coach claim what others escalate, or end it"


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument("email", metavar="EMAIL", help="a coach who is registered; add-person first")
    parser.add_argument("--end", action="store_true", help="no longer")


def run(given: argparse.Namespace) -> int:
    """The coach is an expert of the desk, or is one no longer; saying it again changes nothing."""
    settings = load()
    with database_at_hand.opened(settings) as engine, db.transaction(engine) as session:
        found = people.find(session, open_vault(settings), given.email)
        if found is None or found.audience is not Audience.COACH:
            raise Refusal(NOT_A_COACH)
        if given.end:
            experts.end_expert(session, found.id)
        else:
            experts.name_expert(session, found, now=datetime.now(UTC))
    if given.json:
        print(json.dumps({"person": str(found.id), "expert": not given.end}))
    else:
        print("No longer an expert of the desk." if given.end else "An expert of the desk from now on.")
    return 0
