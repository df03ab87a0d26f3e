"""Trained trees as plain arrays, asked by a compiled loop: for a home’s few rows scikit-learn takes much longer.

The answers are scikit-learn's own, bit for bit: the same comparisons, and sums in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from models.series import Floats, Ints

_COLUMNS: Final = ("feature_idx", "left", "right", "missing_go_to_left", "is_leaf")


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Nodes of all trees one after the other [nodes]; `roots` where each tree begins [trees]."""

    start: float
    roots: Ints
    links: Ints
    """Column of the row, left and right node, whether unknown goes left, whether it is a leaf [nodes, 5]."""
    limits: Floats
    values: Floats

    @classmethod
    def of(cls, estimator: Any) -> Trees:
        """The trees of a fitted regressor whose columns are all numbers. ValueError for one that has categories."""
        nodes = [stage[0].nodes for stage in estimator._predictors]
        if any(tree["is_categorical"].any() for tree in nodes):
            raise ValueError("these trees split by category")
        sizes = [tree.size for tree in nodes]
        roots = np.cumsum([0, *sizes[:-1]])
        links = np.concatenate([np.stack([tree[name].astype(np.int64) for name in _COLUMNS], axis=1) for tree in nodes])
        links[:, 1:3] += np.repeat(roots, sizes)[:, None]
        return cls(
            start=float(np.ravel(estimator._baseline_prediction)[0]),
            roots=roots.astype(np.int64),
            links=links,
            limits=np.concatenate([tree["num_threshold"] for tree in nodes]),
            values=np.concatenate([tree["value"] for tree in nodes]),
        )

    def predict(self, rows: Floats) -> Floats:
        """What the regressor says of each row [rows]."""
        from models.savings.trees_loop import add_trees  # numba takes a while to import, and most pages ask no trees

        said = np.full(len(rows), self.start)
        add_trees(np.ascontiguousarray(rows, dtype=np.float64), self.roots, self.links, self.limits, self.values, said)
        return said
