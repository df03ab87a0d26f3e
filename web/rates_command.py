"""`greener-homes rates FILE.xml`: the regulator's published prices, compared with those in use, and approved."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from greener_homes import db, rates
from greener_homes.errors import Refusal
from greener_homes.rates import Difference, SheetView
from greener_homes.settings import load
from models.findings import Finding
from utility_connectors.rates import read_rates
from web import database_at_hand, messages
from web.codes_command import FILE_MISSING

HELP = "read the regulator's published rates, say what would change, and approve them"


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE.xml", help="BillData.xml or GasBillData.xml; none: list sheets"
    )
    parser.add_argument(
        "--effective",
        type=date.fromisoformat,
        metavar="DATE",
        help="the day electricity prices begin; files do not say",
    )
    decision = parser.add_mutually_exclusive_group()
    decision.add_argument("--approve", action="store_true", help="use these prices from now on")
    decision.add_argument("--decline", action="store_true", help="do not use them, or no longer")


def run(given: argparse.Namespace) -> int:
    """The file is a sheet, its differences were said, and it was decided about if asked. Raises Refusal."""
    now = datetime.now(UTC)
    proposed = read_rates(_bytes(given.file), given.effective) if given.file else None
    with database_at_hand.opened(load()) as engine, db.transaction(engine) as session:
        if proposed is None:
            return _list(list(rates.sheets(session)), as_json=given.json)
        sheet = rates.propose(session, proposed, now=now)
        changes = rates.differences(session, sheet.id)
        if given.approve or given.decline:
            decide = rates.approve if given.approve else rates.decline
            sheet = decide(session, sheet.id, by=None, now=now)
    if given.json:
        found = [finding.as_json() for finding in proposed.findings]
        print(json.dumps(_document(sheet) | {"differences": list(map(_change, changes)), "findings": found}))
    else:
        for line in _lines(sheet, changes, proposed.findings):
            print(line)
    return 0


def _list(sheets: list[SheetView], *, as_json: bool) -> int:
    for sheet in sheets:
        words = f"{sheet.effective_from}  {sheet.state.value:<9}  {sheet.figures:>3} rows  {sheet.sha256[:12]}"
        print(json.dumps(_document(sheet)) if as_json else words)
    return 0


def _lines(sheet: SheetView, changes: list[Difference], findings: tuple[Finding, ...]) -> Iterator[str]:
    for change in changes:
        before = "new" if change.before is None else f"{change.before:g}"
        yield f"  {change.family.value} {change.key} {change.figure}: {before} → {change.after:g}"
    for finding in findings:
        yield f"  {finding.severity.value}: {messages.sentence(finding.code, finding.facts, 'en')} ({finding.code})"
    yield f"{len(changes)} figures differ from those in use on {sheet.effective_from}."
    yield f"The sheet is {sheet.state.value}."


def _change(change: Difference) -> dict[str, object]:
    return {
        "family": change.family.value,
        "key": change.key,
        "figure": change.figure,
        "before": change.before,
        "after": change.after,
    }


def _document(sheet: SheetView) -> dict[str, object]:
    return {
        "sheet": str(sheet.id),
        "sha256": sheet.sha256,
        "effective_from": sheet.effective_from.isoformat(),
        "state": sheet.state.value,
        "rows": sheet.figures,
    }


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError:
        raise Refusal(FILE_MISSING, name=name) from None
