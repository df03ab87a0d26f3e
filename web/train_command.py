"""`greener-homes train`: the models trained from nothing and written to a folder, with their cards and figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from coach.learning.train_types import Trained
from greener_homes import db
from greener_homes.errors import Refusal
from greener_homes.settings import load
from web import database_at_hand
from web.codes_command import OUT_UNWRITABLE

HELP = "train the models from nothing and compare them with the rules: savings on simulated homes (no database)"
OUT = "trained"


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same files (default: 1)")
    parser.add_argument("--homes", type=int, metavar="N", help="simulated homes, all parts together")
    parser.add_argument(
        "--out", metavar="FOLDER", help=f"a folder for each model is made here (default: {OUT}; --decisions: in use)"
    )
    parser.add_argument(
        "--decisions",
        action="store_true",
        help="learn the ranking from what coaches decided in the database (it is used here if it beats the rule), and "
        "print what meters said of finished work",
    )


def run(given: argparse.Namespace) -> int:
    """Each model's files lie in their folder and its figures are printed; what goes on is said on standard error."""
    out = Path(given.out or OUT)
    if given.decisions and not given.out:
        from coach.advising.ranking_in_use import folder_in  # brings numpy along

        out = folder_in(load().var).parent
    for trained in _from_decisions(given) if given.decisions else _from_nothing(given):
        try:
            folder = out / trained.kind
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in trained.files.items():
                (folder / name).write_bytes(content)
        except OSError:
            raise Refusal(OUT_UNWRITABLE, name=str(out)) from None
        if given.json:
            print(json.dumps({"model": trained.kind, **trained.document}, ensure_ascii=False))
        else:
            print("\n".join(trained.lines))
    return 0


def _from_nothing(given: argparse.Namespace) -> Iterator[Trained]:
    from coach.learning.train import HOMES, train  # brings the simulator along

    yield from train(given.seed, given.homes or HOMES, _say)


def _from_decisions(given: argparse.Namespace) -> Iterator[Trained]:
    from coach.learning.train import realized_from_projects, train_from_decisions  # as above

    with database_at_hand.opened(load()) as engine, db.transaction(engine) as session:
        yield train_from_decisions(session, given.seed, _say, at=datetime.now(UTC))
        yield realized_from_projects(session, _say, at=datetime.now(UTC))


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
