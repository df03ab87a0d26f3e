"""`greener-homes add-utility FILE.json`: a utility can be connected, spoken to as its description says."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from greener_homes import db
from greener_homes.errors import Refusal
from greener_homes.settings import load
from greener_homes.vault import open_vault
from utility_connectors import custodians
from web import database_at_hand
from web.codes_command import FILE_MISSING

HELP = "let residents connect a utility that speaks Green Button Connect My Data"


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument("file", metavar="FILE.json", help="the utility's description; docs/how-to/connect-a-utility.md")


def run(given: argparse.Namespace) -> int:
    """The utility is registered, its secret sealed; said again, how it is spoken to has changed."""
    settings = load()
    try:
        content = Path(given.file).read_bytes()
    except OSError:
        raise Refusal(FILE_MISSING, name=given.file) from None
    with database_at_hand.opened(settings) as engine, db.transaction(engine) as session:
        made = custodians.register(session, open_vault(settings), content, settings, now=datetime.now(UTC))
    pages = settings.pages_url()
    returns_to = f"{pages}{custodians.redirect_path(made.key)}" if pages else None
    notify = f"{pages}/green-button/notifications" if pages else None
    if given.json:
        document = {"utility": str(made.id), "key": made.key, "redirect_uri": returns_to, "notify_uri": notify}
        print(json.dumps(document))
    else:
        print(f"{made.name} can be connected.")
        print(f"  Redirect address to register there: {returns_to or 'set GREENER_HOMES_PUBLIC_URL first'}")
        print(f"  Notification address: {notify or 'set GREENER_HOMES_PUBLIC_URL first'}")
    return 0
