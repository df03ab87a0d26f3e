"""The compiled walk down trained trees (`trees`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled_figures
from models.series import Floats, Ints

Places = NDArray[np.uint32]
"""Without a sign, so that no step has to ask whether a place counts from the end; half as wide is twice as quick."""
ABREAST = 64
"""Rows that walk down a tree side by side: one waits for memory while the others go on."""


@compiled_figures
def add_trees(
    rows: Floats,
    roots: Places,
    depths: Ints,
    columns: Places,
    limits: Floats,
    below: Places,
    values: Floats,
    said: Floats,
) -> None:
    """Each tree's value added to what is said of each row, tree after tree."""
    at = np.empty(ABREAST, dtype=np.uint32)
    count = rows.shape[0]
    for first in range(0, count, ABREAST):
        some = min(ABREAST, count - first)
        part = rows[first : first + some]
        for tree in range(roots.size):
            for each in range(some):
                at[each] = roots[tree]
            for _ in range(depths[tree]):
                for each in range(some):
                    node = at[each]
                    at[each] = below[node] + np.uint32(part[np.uint64(each), columns[node]] > limits[node])
            for each in range(some):
                said[first + each] += values[at[each]]
