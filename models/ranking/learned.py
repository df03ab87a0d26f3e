"""A ranker that learned from what coaches decided: one score a candidate, by gradient-boosted trees.

It never ranks what the budget cannot pay before what it can, never lowers a candidate for saving more, cutting more,
adding comfort or costing less, and gives the same list whatever order it is asked in. It says why in figures of the
work: what lifts or lowers it most against the middle of its list. Whether it may be used is not its to say (`gate`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from models.artifacts import Artifact
from models.findings import Code, Finding
from models.house.facts import Goal
from models.ranking import codes
from models.ranking.candidate import Candidate, within
from models.ranking.features import FEATURES, About, about, rows
from models.ranking.reasons import standing, wish
from models.savings.trees import Trees
from models.series import Floats

KIND: Final = "ranking"
SCORES: Final = "scores"
"""The estimator's name among the artifact's files."""
LEAST_TELLING: Final = 0.01
"""A difference in score too small to speak of."""
_DIGITS: Final = 9
"""Of a score: closer ones are equal and go by id."""


@dataclass(frozen=True, slots=True, eq=False)
class LearnedRanker:
    """A trained ranker and the version to store beside its orders."""

    version: str
    trees: Trees

    @classmethod
    def fitted(cls, version: str, estimator: Any) -> LearnedRanker:
        """The ranker of trees just trained."""
        return cls(version, Trees.of(estimator))

    @classmethod
    def of(cls, artifact: Artifact) -> LearnedRanker:
        """The ranker in a verified artifact. ValueError when it was trained on other columns than these, or is none."""
        if tuple(artifact.facts.get("features", ())) != FEATURES or set(artifact.estimators) != {SCORES}:
            raise ValueError("no ranker of these columns")
        return cls.fitted(artifact.version, artifact.estimators[SCORES])

    def rank(self, opportunities: Sequence[Candidate], goal: Goal, budget_cad: float | None) -> list[int]:
        """By what coaches put first for such a wish; outside the budget comes after everything inside."""
        if not opportunities:
            return []
        scores = self._scores(rows(opportunities, goal, budget_cad))

        def key(place: int) -> tuple[bool, float, str]:
            each = opportunities[place]
            return not within(each, budget_cad), -scores[place], each.measure_id

        return sorted(range(len(opportunities)), key=key)

    def because(
        self, opportunities: Sequence[Candidate], goal: Goal | None, budget_cad: float | None
    ) -> list[tuple[Finding, ...]]:
        """What lifts or lowers each most, in figures of the work; its money and moment; the wish."""
        if not opportunities:
            return []
        scores, moved = self._moved(rows(opportunities, goal or Goal.BILL, budget_cad))
        middle = float(np.median(scores))
        return [
            (
                *_told(each, {subject: by[at] for subject, by in moved.items()}, scores[at] >= middle, budget_cad),
                *standing(each, budget_cad),
                *wish(goal),
            )
            for at, each in enumerate(opportunities)
        ]

    def _scores(self, table: Floats) -> list[float]:
        found: list[float] = np.round(self.trees.predict(table), _DIGITS).tolist()
        return found

    def _moved(self, table: Floats) -> tuple[list[float], dict[About, list[float]]]:
        """Scores, and how much each would fall if what it says of one subject were the middle of the list's."""
        subjects = [each for each in About if each is not About.WISH]
        tables = [table]
        for subject in subjects:
            without = table.copy()
            columns = about(subject)
            without[:, columns] = np.median(table[:, columns], axis=0)
            tables.append(without)
        scores = np.array(self._scores(np.concatenate(tables))).reshape(len(tables), -1)
        return scores[0].tolist(), {
            subject: (scores[0] - scores[at]).tolist() for at, subject in enumerate(subjects, start=1)
        }


def _told(
    candidate: Candidate, moved: Mapping[About, float], early: bool, budget_cad: float | None
) -> tuple[Finding, ...]:
    """What lifts it most where it stands early, what lowers it most where it stands late; nothing where nothing does.

    What the budget cannot pay stands last for that alone.
    """
    if not within(candidate, budget_cad):
        return ()
    share = {subject: value if early else -value for subject, value in moved.items()}
    for subject in sorted(share, key=lambda each: (-share[each], each.value)):
        if share[subject] < LEAST_TELLING:
            break
        said = _SAID[subject](candidate, early)
        if said is not None:
            return (said,)
    return ()


def _bill(candidate: Candidate, early: bool) -> Finding | None:
    code = codes.EARLY_BILL if early else codes.LATE_BILL
    return _about(code, cad=candidate.bill.p50)


def _carbon(candidate: Candidate, early: bool) -> Finding | None:
    code = codes.EARLY_CARBON if early else codes.LATE_CARBON
    return _about(code, kg=candidate.carbon.p50)


def _comfort(candidate: Candidate, early: bool) -> Finding | None:
    return (codes.EARLY_COMFORT if early else codes.LATE_COMFORT).finding(steps=candidate.comfort)


def _cost(candidate: Candidate, early: bool) -> Finding | None:
    code = codes.EARLY_COST if early else codes.LATE_COST
    return _about(code, cad=candidate.net_cost_cad)


def _sure(candidate: Candidate, early: bool) -> Finding | None:
    return _about(codes.EARLY_SURE, cad=candidate.bill.p10) if early else codes.LATE_SURE.finding()


def _moment(candidate: Candidate, early: bool) -> Finding | None:
    return (codes.EARLY_MOMENT if early else codes.LATE_MOMENT).finding()


def _about(code: Code, **figure: float) -> Finding | None:
    """The code with its figure to two digits; nothing for a figure that is no saving, cut or cost."""
    ((name, value),) = figure.items()
    return code.finding(**{name: _two_digits(value)}) if value >= 1.0 else None


def _two_digits(value: float) -> int:
    return int(round(value, -max(floor(log10(value)) - 1, 0)))


_SAID: Final[Mapping[About, Callable[[Candidate, bool], Finding | None]]] = MappingProxyType(
    {
        About.BILL: _bill,
        About.CARBON: _carbon,
        About.COMFORT: _comfort,
        About.COST: _cost,
        About.SURE: _sure,
        About.MOMENT: _moment,
    }
)
