"""Which ranker puts a home's opportunities in order: the rule, until one learned from real coaches has beaten it here.

No ranker comes with the package, since nobody has decided anything yet. One that was trained in this installation lies
in its folder; it is used when it can be verified and its own manifest says that it passed the gate. One that cannot be
verified is never used and never hidden: the rule stays, and every advice says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.artifacts import MANIFEST, ArtifactRefused, unpacked
from models.findings import Finding
from models.ranking import codes_gate as codes
from models.ranking.gate import may_rank
from models.ranking.learned import KIND, LearnedRanker
from models.ranking.rule import Ranker, RuleRanker


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """A ranker, and what to say about its being the one."""

    ranker: Ranker
    findings: tuple[Finding, ...] = ()


RULE: Final = Ranking(RuleRanker())
OTHER_COLUMNS: Final = "other_columns"


def folder_in(var: Path) -> Path:
    """Where an installation that keeps its state in `var` keeps a ranker it trained."""
    return var / "trained" / KIND


def ranking_in_use(folder: Path) -> Ranking:
    """The ranker of this folder when it has beaten the rule; the rule in every other case."""
    if not (folder / MANIFEST).exists():
        return RULE
    try:
        artifact = unpacked(KIND, folder)
        if not may_rank(artifact.facts):
            return RULE
        return Ranking(LearnedRanker.of(artifact))
    except ArtifactRefused as refused:
        return Ranking(RULE.ranker, (codes.REFUSED.finding(code=refused.code.code),))
    except ValueError:
        return Ranking(RULE.ranker, (codes.REFUSED.finding(code=OTHER_COLUMNS),))
