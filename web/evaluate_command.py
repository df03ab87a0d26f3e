"""`greener-homes evaluate`: the scoreboard, from true savings in files or of simulated homes, as tables or as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from greener_homes.errors import Refusal
from web.codes_command import FILE_MISSING

HELP = "compare advice with known savings, beside plainer ways of counting (no database)"
TEMPERATURES = "daily_temperature*.csv"
_BY = ("pool", "measure", "dwelling type", "vintage", "heating fuel")
_BRIEFLY = {"heating_fuel_kwh": _BY, "electricity_kwh": _BY[:1], "bill_cad": _BY[:2]}
_IN_FULL = dict.fromkeys(("heating_fuel_kwh", "electricity_kwh", "bill_cad", "carbon_kg"), _BY)
"""Which groups are printed of which amount; JSON always has all."""


def declare(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument(
        "--physics",
        action="append",
        default=[],
        metavar="FOLDER",
        help=f"homes.json, truth.csv and {TEMPERATURES} of homes simulated elsewhere; may be given more than once",
    )
    parser.add_argument(
        "--simulated", type=int, metavar="COUNT", help="so many homes of our own simulator that training never saw"
    )
    parser.add_argument("--seed", type=int, default=1, help="which simulated homes are drawn (default: 1)")
    parser.add_argument("--weather", metavar="TYPICAL.epw", help="the typical year of the true savings")
    parser.add_argument("--measured", metavar="EFFECTS.csv", help="measured effects of retrofits, to compare with")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="MEASURE",
        help="leave this measure's savings out of the comparison; may be given more than once",
    )
    parser.add_argument("--details", action="store_true", help="print every group in every amount")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="prices of this day; default: today")


def run(given: argparse.Namespace) -> int:
    """The scoreboard is printed; where advice does worse than another way, that is printed too."""
    from coach.learning.left_out import without  # other commands need none of this
    from coach.learning.measured_effects import read_effects
    from coach.learning.scoreboard import evaluate
    from coach.learning.truth_files import read_truths

    epw = _bytes(Path(given.weather)) if given.weather else None
    sources: list[Any] = [
        read_truths(
            folder.name,
            _bytes(folder / "homes.json"),
            _text(folder / "truth.csv"),
            _text(next(iter(sorted(folder.glob(TEMPERATURES))), folder / TEMPERATURES)),
            epw,
        )
        for folder in (Path(name).resolve() for name in given.physics)
    ]
    if given.simulated is not None:
        from coach.learning.held_out_homes import held_out_homes  # brings the simulator along

        sources.append(held_out_homes(given.simulated, given.seed, epw))
    effects = read_effects(_text(Path(given.measured))) if given.measured else ()
    document = evaluate(without(sources, given.without), effects, on=given.on or datetime.now(UTC).date())
    if given.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        for line in _lines(document, _IN_FULL if given.details else _BRIEFLY):
            print(line)
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refusal(FILE_MISSING, name=str(path)) from None


def _text(path: Path) -> str:
    return _bytes(path).decode("utf-8-sig", errors="replace")


def _lines(document: Mapping[str, Any], shown: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    versions = document["versions"]
    yield f"Savings {versions['savings']}, ranking {versions['ranking']}, prices of {document['on']}"
    for board in document["truths"]:
        kind = "after correction by experience" if board["corrected"] else "physics alone, uncorrected"
        yield ""
        yield f"== {board['truth']}: {board['homes']} homes; advice as {kind}"
        yield from _errors(board["errors"], shown)
        yield from _lists(board["lists"], _BY if shown is _IN_FULL else _BY[:1])
        yield from _goals(board["goals"])
        yield from _losses(board["losses"], shown)
    for compared in document["measured"]:
        yield from _measured(compared)


def _errors(rows: list[Mapping[str, Any]], shown: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for amount, groupings in shown.items():
        yield ""
        yield f"Errors of savings, {amount}"
        yield (
            f"  {'':<22} {'contender':<22} {'evidence':<26} {'n':>4} {'–':>3} {'error':>6} {'bias':>6} {'cover':>6} "
            f"{'width':>6} {'loss':>5}"
        )
        for by in groupings:
            here = [row for row in rows if row["amount"] == amount and row["by"] == by]
            for group in dict.fromkeys(row["group"] for row in here):
                some = [row for row in here if row["group"] == group]
                for place, row in enumerate(some):
                    yield _error(group if place == 0 else "", row)
    yield "  error: median |p50 − truth| / truth; bias: of the sum; cover: truths inside p10–p90 (0.80 is right);"
    yield "  width: mean (p90 − p10) / truth; loss: pinball / mean truth; –: not answered"


def _error(group: str, row: Mapping[str, Any]) -> str:
    score = row["score"]
    return (
        f"  {group:<22} {row['contender']:<22} {row['evidence'] or 'none needed':<26} {score['pairs']:>4} "
        f"{score['unanswered']:>3} {_share(score['median_absolute']):>6} {_share(score['bias'], sign=True):>6} "
        f"{_share(score['coverage']):>6} {_share(score['width']):>6} {_figure(score['pinball']):>5}"
    )


def _lists(rows: list[Mapping[str, Any]], groupings: tuple[str, ...]) -> Iterator[str]:
    yield ""
    yield "Lists, against the order of true values"
    yield (
        f"  {'':<22} {'worth':<20} {'contender':<22} {'evidence':<26} {'order':<20} {'NDCG@5':>6} {'worst':>6} "
        f"{'top-3 regret':>13}"
    )
    told = [row for row in rows if row["by"] in groupings]
    for row in sorted(told, key=lambda row: (groupings.index(row["by"]), row["group"], row["standard"])):
        lost = f"{row['regret']:,.0f}/year {_share(row['regret_share'])}"
        order = "its own" if row["ordered_by"] == row["standard"] else row["ordered_by"]
        yield (
            f"  {row['group']:<22} {row['standard']:<20} {row['contender']:<22} {row['evidence'] or 'none needed':<26} "
            f"{order:<20} {_figure(row['ndcg']):>6} {_figure(row['worst_ndcg']):>6} {lost:>13}"
        )


def _goals(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    yield ""
    yield "Goals (envelope and furnace, heating fuel; lists of all measures)"
    for row in rows:
        met = "met" if row["met"] else "MISSED"
        chance = "" if row["chance"] is None else "({:.2f} to {:.2f})".format(*row["chance"])
        yield (
            f"  {met:<7} {row['goal']:<36} {row['evidence']:<26} {_figure(row['value']):>6} {chance:<16} "
            f"wanted {row['wanted']}"
        )
    yield "  in brackets: where nine in ten would come out, had other homes like these been drawn"


def _losses(rows: list[Mapping[str, Any]], shown: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    told = [row for row in rows if shown is _IN_FULL or row["by"] in shown.get(row["amount"], _BY[:1])]
    yield ""
    yield "Where advice loses" if told else "Advice loses nowhere"
    for row in told:
        yield (
            f"  {row['group']:<22} {row['amount']:<20} {row['evidence']:<26} {row['figure']:<22} "
            f"{row['ours']:>6.2f} against {row['theirs']:.2f} ({row['winner']})"
        )


def _measured(compared: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"Beside measured effects: mean change in log gas use; ours over the homes of {compared['homes_of']}"
    yield (
        f"  {'kind of work':<20} {'homes':>5} {'promised':>9} {'our physics':>12} {'bills showed':>16} "
        f"{'corrected':>10} {'s.e. off':>9} {'rate':>5} {'implied':>8}"
    )
    for row in compared["rows"]:
        effect = row["effect"]
        showed = f"{effect['realised']:.3f} ± {effect['realised_error']:.3f}"
        yield (
            f"  {effect['family']:<20} {row['homes']:>5} {effect['promised']:>9.3f} {_figure(row['physics'], 3):>12} "
            f"{showed:>16} {_figure(row['corrected'], 3):>10} {_figure(row['standard_errors_off'], 1):>9} "
            f"{row['rate']:>5.2f} {_figure(row['implied_rate']):>8}"
        )
    yield "  promised: the study's HOT2000 reports; implied: the rate that brings our physics to what bills showed."
    yield "  The rates were taken from this same study: this tests how they carry over to our physics, nothing more."


def _share(value: float | None, *, sign: bool = False) -> str:
    if value is None:
        return "–"
    return f"{value:+.0%}" if sign else f"{value:.0%}"


def _figure(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
