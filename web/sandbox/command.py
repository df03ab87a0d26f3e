"""`greener-homes sandbox`: plays a scenario until Ctrl-C, or checks a partner's own data custodian."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from greener_homes.errors import Refusal
from greener_homes.settings import Settings, load
from web.codes_command import FILE_MISSING
from web.codes_sandbox import BAD_UTILITY_FILE, IN_PRODUCTION, NO_SCENARIO
from web.sandbox.scenarios import SCENARIOS

if TYPE_CHECKING:
    from utility_connectors.custodians import Description

HELP = "play a simulated utility, or check a partner's own Connect My Data (no database)"
DONE, FAILED_SOMEWHERE = 0, 1
LARGEST_FILE = 100_000


def declare(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO", help=f"one of {', '.join(SCENARIOS)}")
    parser.add_argument(
        "--port", type=int, metavar="N", help="where to listen, 0 for any free port; default: the one after the pages'"
    )
    parser.add_argument("--redirect-uri", metavar="URI", help="where customers are sent back to; default: the platform")
    parser.add_argument("--notify-uri", metavar="URI", help="where news is told; default: the platform")
    parser.add_argument(
        "--time-machine", action="store_true", help="serve /sandbox/: move the clock, change the scenario"
    )
    parser.add_argument("--quiet", action="store_true", help="print the address only, never the secret")
    parser.add_argument("--check", metavar="BASE_URL", help="check the data custodian at this address instead")
    parser.add_argument("--lender", metavar="BASE_URL", help="play a credit union on the platform at this address")
    parser.add_argument("--client-id", metavar="ID", help="with --lender: its client; the secret is read from input")
    parser.add_argument("--utility", metavar="FILE", help="with --check: the JSON that add-utility takes")


def run(given: argparse.Namespace) -> int:
    """Plays, or checks. Raises Refusal for what cannot be played or checked."""
    settings = load()
    if given.check:
        return _check(given, settings)
    if given.lender:
        return _lend(given, settings)
    if given.scenario not in SCENARIOS:
        raise Refusal(NO_SCENARIO, scenarios=", ".join(SCENARIOS))
    return _play(given, settings)


def _play(given: argparse.Namespace, settings: Settings) -> int:
    if settings.production:
        raise Refusal(IN_PRODUCTION)
    from greener_homes import log
    from web.run_guard import require_port
    from web.sandbox.registration import demo_registration
    from web.sandbox.serving import look_for_news, running

    log.configure(settings)
    port = settings.port + 1 if given.port is None else given.port
    require_port(port)
    registration = demo_registration(settings)
    if given.redirect_uri:
        registration = replace(registration, redirect_uris=(given.redirect_uri,))
    if given.notify_uri is not None:
        registration = replace(registration, notify_uri=given.notify_uri)
    told = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda number, frame: told.set())
    with running(SCENARIOS[given.scenario], settings, registration, port=port, with_admin=given.time_machine) as played:
        _announce(given, played.utility.base_url, played.document)
        look_for_news(played.utility, told)
    return DONE


def _lend(given: argparse.Namespace, settings: Settings) -> int:
    """0 when exactly one true state was left of every referral, 1 otherwise. Raises Refusal in production."""
    if settings.production:
        raise Refusal(IN_PRODUCTION)
    from web.sandbox import walk_referral
    from web.sandbox.credit_union import CreditUnion, over_http
    from web.sandbox.walk import Failed

    print("The client’s secret:", file=sys.stderr, flush=True)
    secret = sys.stdin.readline().strip()
    unsound = 0
    try:
        for one in walk_referral.walk(CreditUnion(over_http(given.lender, given.client_id or "", secret))):
            unsound += not one.is_sound
            if given.json:
                print(json.dumps(asdict(one), ensure_ascii=False), flush=True)
            else:
                print(f"{one.name:<12} {one.left or 'FAILED: ' + one.reason:<24} {one.plays}", flush=True)
    except Failed as failed:
        print(str(failed), file=sys.stderr)
        return FAILED_SOMEWHERE
    if not given.json:
        print(f"{unsound} failed." if unsound else "Exactly one true state was left of each.")
    return FAILED_SOMEWHERE if unsound else DONE


def _announce(given: argparse.Namespace, address: str, document: dict[str, object]) -> None:
    if given.json:
        whole = {"status": "running", "address": address, "scenario": given.scenario}
        shown = whole if given.quiet else whole | {"utility": document}
        print(json.dumps(shown), flush=True)
        return
    print(f"Lakeshore Power (sandbox) plays “{given.scenario}” at {address}. Press Ctrl-C to stop.")
    print(SCENARIOS[given.scenario].plays, flush=True)
    if not given.quiet:
        print(f"Client id {document['client_id']}, secret {document['client_secret']}.")
        print("For greener-homes add-utility:")
        print(json.dumps(document, indent=1), flush=True)


def _check(given: argparse.Namespace, settings: Settings) -> int:
    """0 when every step passed or was skipped, 1 when one failed."""
    from web.sandbox.conformance import Verdict, check

    if not given.utility:
        raise Refusal(BAD_UTILITY_FILE, problem="name it with --utility")
    utility = _utility(given.utility)
    redirect_uri = given.redirect_uri or f"http://127.0.0.1:{settings.port}/green-button/return/{utility.key}"
    failed = 0
    now = int(datetime.now(UTC).timestamp())
    for outcome in check(given.check, utility, redirect_uri, _ask_somebody, now=now):
        failed += outcome.verdict is Verdict.FAILED
        if given.json:
            print(json.dumps(asdict(outcome), ensure_ascii=False), flush=True)
        else:
            why = f" – {outcome.reason}" if outcome.reason else ""
            print(f"{outcome.verdict:<8} {outcome.step:<19} {outcome.expects} [{outcome.clause}]{why}", flush=True)
    if not given.json:
        print(f"{failed} failed." if failed else "Nothing failed.")
    return FAILED_SOMEWHERE if failed else DONE


def _utility(name: str) -> Description:
    from utility_connectors.custodians import Description
    from utility_connectors.strict_json import read_object

    try:
        with Path(name).open("rb") as source:
            content = source.read(LARGEST_FILE + 1)
    except OSError:
        raise Refusal(FILE_MISSING, name=name) from None
    try:
        return Description.model_validate(read_object(content[:LARGEST_FILE]))
    except ValidationError as error:
        where = ", ".join(str(one["loc"][0]) if one["loc"] else "?" for one in error.errors())
        raise Refusal(BAD_UTILITY_FILE, problem=where) from None
    except ValueError:
        raise Refusal(BAD_UTILITY_FILE, problem="JSON") from None


def _ask_somebody(address: str) -> str:
    wish = "Open this in a browser, sign in as a test customer, agree, and paste the address at which it ends:"
    print(f"{wish}\n{address}", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
