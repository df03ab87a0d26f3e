"""Every model this platform learns, trained one after the other. A new kind is a line in `TRAINERS`.

The ranking is learned from what coaches decided: `train_from_decisions`, where there is a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session

from coach.advising import codes_evaluation as codes
from coach.cases.decisions import decided_homes
from coach.learning.train_ranking import train_ranking
from coach.learning.train_realized import train_realized
from coach.learning.train_savings import LEAST_HOMES, train_savings
from coach.learning.train_types import Trained
from coach.projects import labels
from greener_homes.errors import Refusal

Trainer = Callable[[int, int, Callable[[str], None]], Trained]
"""Seed, homes, and who is told what goes on."""
HOMES: Final = 1600
MOST_HOMES: Final = 20_000


def train(seed: int, homes: int, step: Callable[[str], None]) -> Iterator[Trained]:
    """Each model as it is finished, the ranking without any decisions. Refusal for a count or seed out of bounds."""
    if not LEAST_HOMES <= homes <= MOST_HOMES or seed < 0:
        raise Refusal(codes.TRAINING_COUNT, least=LEAST_HOMES, most=MOST_HOMES)
    for trainer in TRAINERS:
        yield trainer(seed, homes, step)


def train_from_decisions(session: Session, seed: int, step: Callable[[str], None], *, at: datetime) -> Trained:
    """The ranking, from what coaches decided and households took up in homes that may be learned from at `at`."""
    step("ranking: what coaches decided, and what households took up")
    return train_ranking(decided_homes(session, at=at, answers=labels.adopted(session)), seed, step)


def realized_from_projects(session: Session, step: Callable[[str], None], *, at: datetime) -> Trained:
    """What meters said of finished work beside what was predicted, of homes that may be learned from at `at`."""
    step("realized: what meters said of finished work")
    return train_realized(labels.realized(session, at=at))


def _ranking_of_nothing(seed: int, homes: int, step: Callable[[str], None]) -> Trained:
    """Without a database nothing was decided: it says so, and that the rule ranks."""
    return train_ranking((), seed, step)


TRAINERS: Final[tuple[Trainer, ...]] = (train_savings, _ranking_of_nothing)
