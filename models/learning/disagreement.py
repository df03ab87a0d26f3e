"""Where our simulator and our rule disagree about a whole kind of work, the world is drawn between them.

Both are ours, and neither has been measured here: learning the simulator's level and dropping the rule's would only
trade one opinion for the other. Each home's truth is moved a random part of the way from what the simulator says to the
level of the rule, another part for each home and measure. So the middle comes to lie between them, ranges hold both,
and where they agree nothing changes. What tells homes apart is still learned from the simulator alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Final

import numpy as np

from models.learning.table import Table
from models.savings.learned_rows import SMALLEST_SHARE, Known, Usage, learnable
from models.series import Floats

LEAST_HOMES: Final = 15
WELL_SEEN: Final = f"{Usage.SEEN.value}/{Known.ASSESSED.value}"
"""Where the rule knows most of a home, what is left between them is not the home's doing."""


def levels(table: Table) -> dict[str, float]:
    """The logarithm of the simulator's level over the rule's, by measure: medians over well-seen homes."""
    seen = np.array([WELL_SEEN in groups for groups in table.groups])
    away = table.target - np.log(np.maximum(table.rule[:, 1], SMALLEST_SHARE))
    found = {}
    for name in learnable():
        here = seen & (table.measures == name)
        if np.unique(table.home[here]).size >= LEAST_HOMES:
            found[name] = float(np.median(away[here]))
    return found


def between(table: Table, apart: Mapping[str, float], seed: int) -> Table:
    """The table with each truth moved its part of the way to the rule's level."""
    away = np.array([apart.get(name, 0.0) for name in table.measures.tolist()])
    return replace(table, truth=table.truth * np.exp(-_parts(table, seed) * away))


def _parts(table: Table, seed: int) -> Floats:
    """A number from 0 to 1 for each home and measure, whatever else is in the table [rows]."""
    keys = zip(table.home.tolist(), table.measures.tolist(), strict=True)
    return np.array([_part(f"{seed}/{home}/{name}") for home, name in keys])


def _part(key: str) -> float:
    return int.from_bytes(blake2b(key.encode(), digest_size=4).digest()) / 2**32
