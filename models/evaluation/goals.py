"""What the platform wants to reach, whether it does, and where a plainer way of counting does better.

The goals are issue figures: errors of envelope and furnace work in the fuel that heats the home. A contender that
gives no range is not asked about coverage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.evaluation.errors import Spread
from models.evaluation.estimate import Amount
from models.evaluation.scoreboard import SHELL_AND_FURNACE, By, ErrorRow, ListRow, Standard
from models.evaluation.truth import Evidence, UsageLevel

MOST_ERROR: Final = 0.20
MOST_BIAS: Final = 0.05
COVERAGE: Final = (0.75, 0.85)
LEAST_NDCG: Final = 0.95
MOST_REGRET: Final = 0.05
MARGIN: Final = 0.01
"""Better by less than this is not better."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One goal, the figure reached (None: nothing to judge by) and whether it is met.

    `chance`: between which figures nine in ten of other draws of such homes would come out, None where not worked out.
    """

    goal: str
    evidence: Evidence
    value: float | None
    wanted: str
    met: bool
    chance: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """A figure in which another contender, or the goal, does better than the platform."""

    evidence: Evidence
    by: By
    group: str
    amount: str
    figure: str
    ours: float
    theirs: float
    winner: str


def verdicts(platform: str, errors: Sequence[ErrorRow], lists: Sequence[ListRow]) -> list[Verdict]:
    """Every goal for every kind of evidence the platform answered with; error and lists only where bills are known."""
    found = []
    for row in errors:
        if row.contender != platform or row.evidence is None or not _is_goal_row(row):
            continue
        evidence, score = row.evidence, row.score
        chance = row.spread or Spread(None, None, None)
        if evidence.usage is not UsageLevel.NONE:
            found += [
                _most("median absolute error", evidence, score.median_absolute, MOST_ERROR, chance.median_absolute),
                _most("bias", evidence, score.bias, MOST_BIAS, chance.bias),
            ]
        low, high = COVERAGE
        inside = score.coverage is not None and low <= score.coverage <= high
        found.append(
            Verdict("p10–p90 coverage", evidence, score.coverage, f"{low:.0%}–{high:.0%}", inside, chance.coverage)
        )
    for one in lists:
        if one.contender != platform or one.evidence is None or one.evidence.usage is UsageLevel.NONE:
            continue
        if one.by is By.POOL and one.standard is not Standard.WORTH and one.ordered_by == one.standard.value:
            name = f"of lists by {one.standard.value}"
            found += [
                _least(f"NDCG@5 {name}", one.evidence, one.ndcg, LEAST_NDCG),
                _most(f"top-3 regret {name}", one.evidence, one.regret_share, MOST_REGRET),
            ]
    return found


def losses(platform: str, errors: Sequence[ErrorRow], lists: Sequence[ListRow]) -> list[Loss]:
    """Where another contender's error is smaller or its list better, and where ranges hold too few or too many."""
    return [*_lost_errors(platform, errors), *_lost_lists(platform, lists)]


def _lost_errors(platform: str, errors: Sequence[ErrorRow]) -> Iterator[Loss]:
    others = [row for row in errors if row.contender != platform]
    for row in errors:
        if row.contender != platform or row.evidence is None:
            continue
        for other in others:
            if (other.by, other.group, other.amount) != (row.by, row.group, row.amount) or not _comparable(row, other):
                continue
            ours, theirs = row.score.median_absolute, other.score.median_absolute
            if ours is not None and theirs is not None and ours > theirs + MARGIN:
                yield Loss(
                    row.evidence,
                    row.by,
                    row.group,
                    row.amount.value,
                    "median absolute error",
                    ours,
                    theirs,
                    other.contender,
                )
        ours, (low, high) = row.score.coverage, COVERAGE
        if row.by is By.POOL and ours is not None and not low <= ours <= high:
            wanted = low if ours < low else high
            yield Loss(row.evidence, row.by, row.group, row.amount.value, "p10–p90 coverage", ours, wanted, "goal")


def _lost_lists(platform: str, lists: Sequence[ListRow]) -> Iterator[Loss]:
    for row in lists:
        if row.contender != platform or row.evidence is None or row.ordered_by != row.standard.value:
            continue
        for other in lists:
            same = (other.by, other.group, other.standard, other.ordered_by) == (
                row.by,
                row.group,
                row.standard,
                row.ordered_by,
            )
            if other.contender == platform or not same or not _comparable(row, other):
                continue
            about = (row.evidence, row.by, f"lists, {row.group}", row.standard.value)
            if row.ndcg is not None and other.ndcg is not None and row.ndcg < other.ndcg - MARGIN:
                yield Loss(*about, "NDCG@5", row.ndcg, other.ndcg, other.contender)
            ours, theirs = row.regret_share, other.regret_share
            if ours is not None and theirs is not None and ours > theirs + MARGIN:
                yield Loss(*about, "top-3 regret", ours, theirs, other.contender)


def _comparable(row: ErrorRow | ListRow, other: ErrorRow | ListRow) -> bool:
    """Whether the other saw no more of the house than this one: nothing, or as much of it."""
    if row.evidence is None or other.evidence is None:
        return True
    no_more = other.evidence.usage in (UsageLevel.NONE, row.evidence.usage)
    return no_more and row.evidence.knowledge is other.evidence.knowledge


def _is_goal_row(row: ErrorRow) -> bool:
    return row.by is By.POOL and row.group == SHELL_AND_FURNACE and row.amount is Amount.HEATING_FUEL


def _most(
    goal: str, evidence: Evidence, value: float | None, most: float, chance: tuple[float, float] | None = None
) -> Verdict:
    return Verdict(goal, evidence, value, f"≤ {most:.0%}", value is not None and abs(value) <= most, chance)


def _least(goal: str, evidence: Evidence, value: float | None, least: float) -> Verdict:
    return Verdict(goal, evidence, value, f"≥ {least:.2f}", value is not None and value >= least)
