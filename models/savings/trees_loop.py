"""The compiled walk down trained trees (`trees`)."""

from __future__ import annotations

import numpy as np

from models.compiled import compiled_figures
from models.series import Floats, Ints


@compiled_figures
def add_trees(rows: Floats, roots: Ints, links: Ints, limits: Floats, values: Floats, said: Floats) -> None:
    """Each tree's value added to what is said of each row."""
    for row in range(rows.shape[0]):
        for tree in range(roots.size):
            node = roots[tree]
            while links[node, 4] == 0:
                value = rows[row, links[node, 0]]
                left = links[node, 3] == 1 if np.isnan(value) else value <= limits[node]
                node = links[node, 1] if left else links[node, 2]
            said[row] += values[node]
