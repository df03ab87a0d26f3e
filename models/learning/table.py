"""What savings are learned from: rows of a measure in a home under some evidence, with the true share it saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.measures.apply import applicability
from models.measures.catalogue import measure
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.learned import group_of
from models.savings.learned_rows import SMALLEST_SHARE, expected, learnable, rows
from models.savings.physics import effect_of
from models.series import Floats, Ints

YEAR: Final = 2026
"""Whose calendar decides what fits; simulated homes say nothing of when their windows were made."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One home as it was shown: what is believed of it, under which name of evidence, and its group in tables."""

    home: int
    archetype: int
    evidence: str
    described: Mapping[str, str]
    belief: Belief
    truths: Mapping[str, Mapping[Fuel, float]]
    """What each measure truly saves, by fuel in its unit."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows that belong together, columns of one length.

    `features` as `FEATURES`; `truth` the saved share of the end use that the rule believes in, `rule` its p10, p50, p90
    of that [rows, 3], `kwh` that end use; `home` and `archetype` numbers; `evidence`, `groups` and `described` words.
    """

    features: Floats
    truth: Floats
    rule: Floats
    kwh: Floats
    home: Ints
    archetype: Ints
    evidence: NDArray[np.str_]
    groups: tuple[tuple[str, ...], ...]
    described: tuple[Mapping[str, str], ...]

    @property
    def target(self) -> Floats:
        """Logarithms of the true shares; what saves nothing counts as hardly anything."""
        return np.log(np.maximum(self.truth, SMALLEST_SHARE))

    @property
    def measures(self) -> NDArray[np.str_]:
        """The measure of each row."""
        return np.array(learnable())[self.features[:, 0].astype(np.int64)]

    @property
    def digest(self) -> str:
        """SHA-256 of all figures."""
        parts = (self.features, self.truth, self.rule, self.kwh, self.home, self.archetype)
        return sha256(b"".join(np.ascontiguousarray(each).tobytes() for each in parts)).hexdigest()

    def at(self, places: NDArray[np.bool_]) -> Table:
        """The rows at these places."""
        kept = np.flatnonzero(places).tolist()
        return Table(
            features=self.features[places],
            truth=self.truth[places],
            rule=self.rule[places],
            kwh=self.kwh[places],
            home=self.home[places],
            archetype=self.archetype[places],
            evidence=self.evidence[places],
            groups=tuple(self.groups[each] for each in kept),
            described=tuple(self.described[each] for each in kept),
        )


def table_of(shown: Iterable[Shown]) -> Table:
    """A row for each measure that both the truth and the platform see fit, in the order shown."""
    found = [each for one in shown if (each := _rows(one)) is not None]
    features, truth, rule, kwh, sizes, ones = zip(*found, strict=True)
    count = np.array(sizes)

    def of_home(values: Sequence[int]) -> Ints:
        return np.repeat(np.array(values, dtype=np.int64), count)

    return Table(
        np.concatenate(features),
        np.concatenate(truth),
        np.concatenate(rule),
        np.concatenate(kwh),
        of_home([one.home for one in ones]),
        of_home([one.archetype for one in ones]),
        np.repeat(np.array([one.evidence for one in ones]), count),
        tuple(group for one, size in zip(ones, sizes, strict=True) for group in [group_of(one.belief)] * size),
        tuple(one.described for one, size in zip(ones, sizes, strict=True) for _ in range(size)),
    )


def _rows(one: Shown) -> tuple[Floats, Floats, Floats, Floats, int, Shown] | None:
    works = [measure(name) for name in learnable() if name in one.truths]
    fitting = [(work, effect_of(work, one.belief)) for work in works if applicability(work, one.belief.home, YEAR).fits]
    seen = expected(fitting, one.belief)
    if not seen.measures:
        return None
    pairs = list(zip(seen.measures, seen.ends, strict=True))
    truth = np.array([one.truths[work.id].get(end.source.fuel, 0.0) / end.middle for work, end in pairs])
    kwh = np.array([end.middle * KWH_PER_UNIT[end.source.fuel] for _, end in pairs])
    return rows(seen, one.belief), truth, seen.shares, kwh, len(pairs), one
