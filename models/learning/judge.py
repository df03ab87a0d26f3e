"""How savings as learned and by the rule alone compare on homes that neither training nor choosing has seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.evaluation.errors import Pair, Score, score
from models.learning.table import Table
from models.savings.rule import Range
from models.series import Floats

RULE: Final = "rule"
LEARNED: Final = "learned"
TINY_KWH: Final = 50.0
"""A truth smaller than this has no meaningful relative error (`models.evaluation.estimate`)."""
SMALL_GROUP: Final = 10
"""Fewer homes than this say nothing of a group."""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One group of rows under both ways, in the fuel saved [kWh]; `learned` as advised, the rule where it stays."""

    by: str
    group: str
    rule: Score
    learned: Score


def as_advised(table: Table, said: Floats, chosen: Collection[str]) -> Floats:
    """Shares as advice says them: learned for the chosen measures, the rule's for the rest [rows, 3]."""
    return np.where(np.isin(table.measures, list(chosen))[:, None], said, table.rule)


def judged(table: Table, said: Floats, chosen: Collection[str]) -> list[JudgedRow]:
    """Both ways over all rows, by evidence, by what the home is, and by measure."""
    advised = as_advised(table, said, chosen)
    return [
        JudgedRow(by, group, _score(table, table.rule, here), _score(table, advised, here))
        for by, group, here in _groups(table)
        if by in ("all", "evidence") or np.unique(table.home[here]).size >= SMALL_GROUP
    ]


def _groups(table: Table) -> Iterator[tuple[str, str, np.ndarray]]:
    words: dict[str, np.ndarray] = {"all": np.full(table.truth.size, "all homes"), "evidence": table.evidence}
    for by in table.described[0]:
        words[by] = np.array([each[by] for each in table.described])
    words["measure"] = table.measures
    for by, held in words.items():
        for group in dict.fromkeys(held.tolist()):
            yield by, group, held == group


def _score(table: Table, said: Floats, here: np.ndarray) -> Score:
    kwh = table.kwh[here]
    truth, spans = (table.truth[here] * kwh).tolist(), (said[here] * kwh[:, None]).tolist()
    homes = table.home[here].tolist()
    pairs = [Pair(str(home), true, Range(*span)) for home, true, span in zip(homes, truth, spans, strict=True)]
    return score(pairs, TINY_KWH)
