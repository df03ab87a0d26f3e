"""The command line, `greener-homes`: every command as people's text, or as JSON with `--json`.

Exit 0 done, 2 refused (bad input, with a code and a sentence), 1 fault. Commands that read files need neither a
server nor a database.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from greener_homes import db, homes, installation, jobs, migrations, people
from greener_homes.errors import Refusal
from greener_homes.homes import Relation
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience, Registration
from greener_homes.settings import load
from greener_homes.vault import open_vault
from utility_connectors import inspect as inspection
from utility_connectors.csv_profiles.document import profile_from_json
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.usage_file import read_usage_file
from web import (
    bench_command,
    database_at_hand,
    demo_sign_ins,
    doctor_command,
    evaluate_command,
    expert_command,
    lost_device_command,
    partner_command,
    rates_command,
    reports_command,
    screen_command,
    train_command,
    upkeep,
    utility_command,
    weather_command,
)
from web.codes_command import DATABASE_MISSING, FILE_MISSING
from web.sandbox import command as sandbox

DONE, FAULT, REFUSED = 0, 1, 2
BEHIND_OTHERS = 10
"""How far the example street stands back once its first home is there: making all of it takes a while."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, one line of help, how its arguments are declared, and what it does."""

    name: str
    help: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; what went wrong is said on standard error."""
    parser = argparse.ArgumentParser(prog="greener-homes", description="Greener Homes, from the command line.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        declared = commands.add_parser(command.name, help=command.help, description=command.help)
        declared.add_argument("--json", action="store_true", help="print JSON instead of text")
        command.declare(declared)
        declared.set_defaults(run=command.run)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except Refusal as refusal:
        return _refused(refusal, as_json=given.json)
    except ValidationError as error:
        print("The settings were refused:", file=sys.stderr)
        for problem in error.errors():
            print(f"  {problem['msg']}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE  # whoever was reading has seen enough


def _inspect(given: argparse.Namespace) -> int:
    rejected = False
    taught = [profile_from_json(_bytes(name)) for name in given.profile]
    for document in inspection.inspect_paths(given.files, profiles=(*KNOWN, *taught)):
        rejected |= document["status"] == "rejected"
        if given.json:
            print(json.dumps(document, ensure_ascii=False), flush=True)
        else:
            _say(_inspected(document))
    return REFUSED if rejected else DONE


def _inspected(document: dict[str, Any]) -> Iterable[str]:
    yield f"{document['file']}: {document['status']}" + (f" ({document['code']})" if document["code"] else "")
    for point in document["usage_points"]:
        unit = point["unit"] or "unknown unit"
        total = "" if point["total"] is None else f", {point['total']:,.3f} {unit}"
        yield f"  {point['commodity']} {point['flow']}: {point['readings']:,} readings{total}"
    for finding in document["findings"]:
        yield f"  {finding['severity']}: {finding['code']} {finding['facts'] or ''}".rstrip()


def _baseline(given: argparse.Namespace) -> int:
    from coach.homes import baselines  # each command loads what it needs: `inspect` should answer at once
    from coach.homes.temperatures import read_temperatures

    temperatures = read_temperatures(_text(given.temperature))
    normal = read_temperatures(_text(given.normal)) if given.normal else None
    predict = read_temperatures(_text(given.predict)) if given.predict else None
    with _opened(given.file) as source:
        file = read_usage_file(source, given.file, now=int(datetime.now(UTC).timestamp()))
    streams = [(stream.usage_point, stream.series) for stream in file.streams if stream.series and stream.storable]
    for document in baselines.baseline_documents(streams, temperatures, normal, predict):
        if given.json:
            print(json.dumps(document, ensure_ascii=False))
        else:
            _say(_fitted(document))
    return DONE


def _fitted(document: dict[str, Any]) -> Iterable[str]:
    name = f"{document['commodity']} at {document['usage_point']}"
    if document["model"] is None:
        yield f"{name}: no baseline"
    else:
        yield f"{name}: {document['model']} over {document['days']} days, CV(RMSE) {document['cvrmse']:.2f}"
        normal = document["normalised_annual"]
        if normal:
            parts = ", ".join(f"{part} {normal[part]:,.0f}" for part in ("heating", "cooling", "base"))
            low, high = normal["ci90"]
            yield f"  normal year {normal['total']:,.0f} {normal['unit']} ({low:,.0f}–{high:,.0f}): {parts}"
    for finding in document["findings"]:
        yield f"  {finding['severity']}: {finding['code']}"


def _advise(given: argparse.Namespace) -> int:
    from coach.homes import homes_file

    advised = homes_file.advise_homes(
        _bytes(given.homes),
        _text(given.temperature) if given.temperature else None,
        _bytes(given.weather) if given.weather else None,
        on=given.on or datetime.now(UTC).date(),
        corrected=not given.uncorrected,
        all_measures=given.all_measures,
        loan=homes_file.loan_of(given.loan_rate, given.loan_years),
    )
    for document in advised:
        if given.json:
            print(json.dumps(document, ensure_ascii=False))
        else:
            _say(_advised(document))
    return DONE


def _advised(document: dict[str, Any]) -> Iterable[str]:
    yield f"{document['id']}:"
    for one in document["opportunities"]:
        bill, cost = one["bill_cad_per_year"], one["cost_cad"]
        yield (
            f"  {one['rank']:>2}. {one['measure']:<14} {bill['p10']:>7,.0f} to {bill['p90']:>7,.0f} $/year"
            f"   costs {cost['low']:,}–{cost['high']:,} $, rebate {one['incentive_cad']:,} $"
        )
    for one in document["not_advised"]:
        yield f"   –  {one['measure']:<14} {one['reason']}"
    for stage in document["roadmap"]["stages"]:
        for step in stage["steps"]:
            total = step["running"]["net_cost_cad"]
            yield f"  {stage['year'] or 'when due':>8}: {step['measure'] or step['work']:<16} all so far {total:,} $"


def _run(given: argparse.Namespace) -> int:
    from web import supervisor  # servers are needed by this command only

    settings = load()
    welcome = demo_sign_ins.announcement() if settings.demo else ""
    return supervisor.run(settings, welcome)


def _migrate(given: argparse.Namespace) -> int:
    settings = load()
    if settings.database_url is None:
        raise Refusal(DATABASE_MISSING)
    installation.prepare(settings.database_url, now=datetime.now(UTC))
    _result(given, {"revision": migrations.head()}, f"The database stands at revision {migrations.head()}.")
    return DONE


def _demo(given: argparse.Namespace) -> int:
    from web import demo

    settings = load()
    if settings.database_url is None:
        raise Refusal(DATABASE_MISSING)
    engine = db.create_engine(settings.database_url)
    made = demo.seed_once(settings, engine, first_home=lambda: os.nice(BEHIND_OTHERS))
    _result(given, {"seeded": made}, "The example street stands." if made else "The example street stood already.")
    return DONE


def _add_person(given: argparse.Namespace) -> int:
    settings = load()
    with database_at_hand.opened(settings) as engine:
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        registration = Registration(given.email, given.name, password, Audience(given.audience))
        now = datetime.now(UTC)
        with db.transaction(engine) as session:
            person = people.register(session, open_vault(settings), registration, now=now)
            if person.audience is Audience.RESIDENT:
                home = homes.add_home(session, person.id, relation=Relation.OWNER, moved_in=None, now=now)
                jobs.enqueue(session, "home.compare", home.id, now=now)
    _result(given, {"person": str(person.id)}, f"{given.email} can sign in.")
    return DONE


def _add_partner(given: argparse.Namespace) -> int:
    settings, kind, now = load(), OrganisationKind(given.kind), datetime.now(UTC)
    with database_at_hand.opened(settings) as engine, db.transaction(engine) as session:
        vault = open_vault(settings)
        added = partner_command.add(session, vault, kind, given.key, given.name, given.member, now=now)
    said = [f"{given.name} is a partner ({added.organisation})."]
    if added.client:
        said += [f"Client id:  {added.client}", f"Secret:     {added.secret}", "The secret is not shown again."]
    _result(
        given, {"organisation": added.organisation, "client": added.client, "secret": added.secret}, "\n".join(said)
    )
    return DONE


def _bench(given: argparse.Namespace) -> int:
    return bench_command.run(given.name, given.arguments)


def _upkeep(work: Callable[[argparse.Namespace], upkeep.Said]) -> Callable[[argparse.Namespace], int]:
    def run(given: argparse.Namespace) -> int:
        said = work(given)
        _result(given, said.document, "\n".join(said.lines))
        return REFUSED if said.refused else DONE

    return run


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _result(given: argparse.Namespace, document: dict[str, object], text: str) -> None:
    print(json.dumps(document) if given.json else text)


def _refused(refusal: Refusal, *, as_json: bool) -> int:
    sentence = refusal.sentence("en")
    if as_json:
        print(json.dumps({"status": "rejected", "code": refusal.code.code, "message": sentence}, ensure_ascii=False))
    print(f"{refusal.code.code}: {sentence}", file=sys.stderr)
    return REFUSED


def _opened(name: str) -> Any:
    try:
        return Path(name).open("rb")
    except OSError:
        raise Refusal(FILE_MISSING, name=name) from None


def _bytes(name: str) -> bytes:
    with _opened(name) as source:
        content: bytes = source.read()
    return content


def _text(name: str) -> str:
    return _bytes(name).decode("utf-8-sig", errors="replace")


def _nothing(parser: argparse.ArgumentParser) -> None:
    """The command takes no arguments of its own."""


def _inspect_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="Green Button XML, usage or bill CSV or XLSX, or a ZIP of these"
    )
    parser.add_argument(
        "--profile",
        action="append",
        default=[],
        metavar="PROFILE.json",
        help="a CSV format taught by example; may be given more than once",
    )


def _baseline_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a usage file")
    parser.add_argument(
        "--temperature", required=True, metavar="TEMPS.csv", help="date,mean_c or datetime,temp_c (UTC)"
    )
    parser.add_argument("--normal", metavar="NORMAL.csv", help="the normal year; default: Durham's typical year")
    parser.add_argument("--predict", metavar="TEMPS.csv", help="days to predict use for")


def _advise_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--homes", required=True, metavar="HOMES.json", help="homes as their residents describe them")
    parser.add_argument("--temperature", metavar="TEMPS.csv", help="temperatures of the days the usage covers")
    parser.add_argument("--weather", metavar="TYPICAL.epw", help="the typical year; default: Durham's")
    parser.add_argument("--uncorrected", action="store_true", help="physics alone, without realization rates")
    parser.add_argument("--all-measures", action="store_true", help="every measure that can apply, whatever its worth")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="prices of this day; default: today")
    parser.add_argument("--loan-rate", type=float, metavar="PERCENT", help="a loan's yearly interest; default: no loan")
    parser.add_argument("--loan-years", type=int, metavar="YEARS", help="how long the loan runs")


def _bench_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="one of benchmarks/; default: all of them")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to the benchmark")


def _person_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--audience", required=True, choices=[member.value for member in Audience])


def _partner_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", required=True, choices=[member.value for member in OrganisationKind])
    parser.add_argument("--key", required=True, help="its short name in addresses and files, never reused")
    parser.add_argument("--name", required=True, help="what people call it")
    parser.add_argument(
        "--member", action="append", default=[], metavar="EMAIL", help="somebody registered who signs in for it"
    )


COMMANDS = (
    Command("run", "start everything and print the address", _nothing, _run),
    Command("migrate", "bring the database to this version", _nothing, _migrate),
    Command("demo", "make the example street once", _nothing, _demo),
    Command("inspect", "say what usage files hold (no database)", _inspect_arguments, _inspect),
    Command("baseline", "fit a usage file to the weather (no database)", _baseline_arguments, _baseline),
    Command("advise", "work out advice for a file of homes (no database)", _advise_arguments, _advise),
    Command("evaluate", evaluate_command.HELP, evaluate_command.declare, evaluate_command.run),
    Command("train", train_command.HELP, train_command.declare, train_command.run),
    Command("screen", screen_command.HELP, screen_command.declare, screen_command.run),
    Command("sandbox", sandbox.HELP, sandbox.declare, sandbox.run),
    Command("bench", "measure speed beside the peers, from a checkout", _bench_arguments, _bench),
    Command(
        "add-person",
        "register somebody who can sign in; the password is read from input",
        _person_arguments,
        _add_person,
    ),
    Command(
        "add-partner",
        "register a partner organisation; its software's first client and secret are printed once",
        _partner_arguments,
        _add_partner,
    ),
    Command("weather", weather_command.HELP, weather_command.declare, weather_command.run),
    Command("rates", rates_command.HELP, rates_command.declare, rates_command.run),
    Command("reports", reports_command.HELP, reports_command.declare, reports_command.run),
    Command("doctor", doctor_command.HELP, doctor_command.declare, doctor_command.run),
    Command("desk-expert", expert_command.HELP, expert_command.declare, expert_command.run),
    Command("lost-device", lost_device_command.HELP, lost_device_command.declare, lost_device_command.run),
    Command("add-utility", utility_command.HELP, utility_command.declare, utility_command.run),
    *(Command(name, words, declare or _nothing, _upkeep(work)) for name, words, declare, work in upkeep.COMMANDS),
)


if __name__ == "__main__":
    sys.exit(main())
