"""Trained trees as plain arrays, asked by a compiled loop: for a home’s few rows scikit-learn takes much longer.

The answers are scikit-learn's own, bit for bit: the same comparisons, and sums in the same order. Every row walks as
many steps as the tree is deep, without a branch that a processor could guess wrong: two children lie side by side, a
leaf leads to itself, and what is unknown stands in each row twice, below everything and above everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.series import Floats, Ints

Places = NDArray[np.uint32]
MOST: Final = np.finfo(np.float64).max
"""A limit that only what is unknown lies above."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Nodes of all trees one after the other [nodes]; `roots` where each begins and `depths` how many steps it has.

    `columns` of the doubled row that is asked, `limits` up to which the answer is the child at `below` and above which
    its neighbour; `values` of leaves.
    """

    start: float
    features: int
    roots: Places
    depths: Ints
    columns: Places
    limits: Floats
    below: Places
    values: Floats

    @classmethod
    def of(cls, estimator: Any) -> Trees:
        """The trees of a fitted regressor whose columns are all numbers. ValueError for one that has categories."""
        nodes = [stage[0].nodes for stage in estimator._predictors]
        if any(tree["is_categorical"].any() for tree in nodes):
            raise ValueError("these trees split by category")
        features = int(estimator.n_features_in_)
        roots = np.cumsum([0, *(tree.size for tree in nodes[:-1])])
        laid = [_side_by_side(tree, root, features) for tree, root in zip(nodes, roots.tolist(), strict=True)]
        columns, limits, below, values, depths = zip(*laid, strict=True)
        return cls(
            start=float(np.ravel(estimator._baseline_prediction)[0]),
            features=features,
            roots=roots.astype(np.uint32),
            depths=np.array(depths, dtype=np.int64),
            columns=np.concatenate(columns).astype(np.uint32),
            limits=np.concatenate(limits),
            below=np.concatenate(below).astype(np.uint32),
            values=np.concatenate(values),
        )

    def predict(self, rows: Floats) -> Floats:
        """What the regressor says of each row [rows]."""
        return self.predict_doubled(doubled(rows))

    def predict_doubled(self, rows: Floats) -> Floats:
        """The same of rows that are `doubled` already."""
        from models.savings.trees_loop import add_trees  # numba takes a while to import, and most pages ask no trees

        said = np.full(len(rows), self.start)
        add_trees(rows, self.roots, self.depths, self.columns, self.limits, self.below, self.values, said)
        return said


def doubled(rows: Floats) -> Floats:
    """Each row twice side by side: what is unknown is less than anything in the first, more in the second."""
    unknown, features = np.isnan(rows), rows.shape[1]
    found = np.concatenate([rows, rows], axis=1)
    np.copyto(found[:, :features], -np.inf, where=unknown)
    np.copyto(found[:, features:], np.inf, where=unknown)
    return found


def _side_by_side(tree: Any, root: int, features: int) -> tuple[Ints, Floats, Ints, Floats, int]:
    """The tree from its root down, level by level, so that children are neighbours; and how deep it is."""
    order, depths, first = [0], [0], {}
    for place, node in enumerate(order):
        if not tree["is_leaf"][node]:
            first[place] = len(order)
            order += [int(tree["left"][node]), int(tree["right"][node])]
            depths += [depths[place] + 1] * 2
    taken = tree[np.array(order)]
    leaf = taken["is_leaf"].astype(np.bool_)
    missing = np.where(taken["missing_go_to_left"].astype(np.bool_), 0, features)
    columns = np.where(leaf, 0, taken["feature_idx"].astype(np.int64) + missing)
    below = np.array([first.get(place, place) for place in range(len(order))], dtype=np.int64) + root
    limits = np.where(leaf, np.inf, np.minimum(taken["num_threshold"], MOST))
    return columns, limits, below, taken["value"].astype(np.float64), max(depths)
