"""One home or many at once: where arithmetic names a home's figure, it may meet a column of many homes' [homes, 1].

Draws are the last axis everywhere, so that a column and a table of draws make [homes, n]. What the arithmetic decides
must be decided alike for all homes of a column: `alike` says where it is not, and whoever asked splits them there.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.series import Floats

_Kind = TypeVar("_Kind", bound=StrEnum)
Bools = NDArray[np.bool_]


class NotAlikeError(Exception):
    """Homes of a column go different ways; `rows` [homes] are those that go the one."""

    def __init__(self, rows: Bools) -> None:
        super().__init__("these homes cannot be worked out together")
        self.rows = rows


def alike(said: Any) -> bool:
    """The yes or no of a home, or of all homes of a column. NotAlikeError where some say yes and some no."""
    if not isinstance(said, np.ndarray):
        return bool(said)
    first = bool(said.flat[0])
    if bool((said != first).any()):
        raise NotAlikeError(said.reshape(len(said), -1)[:, 0])
    return first


def picked(chosen: Any, yes: Any, no: Any) -> Any:
    """`yes` or `no`, home by home in a column."""
    return np.where(chosen, yes, no) if isinstance(chosen, np.ndarray) else (yes if chosen else no)


def of_kind(table: Mapping[_Kind, float], kind: _Kind | None, otherwise: _Kind) -> float:
    """What a table says of a kind, of `otherwise` where it is unknown; a column for a column of kinds."""
    if isinstance(kind, np.ndarray):
        known = ((otherwise if each is None else each) for each in kind.ravel().tolist())
        return np.array([table[each] for each in known]).reshape(kind.shape)
    return table[kind or otherwise]


def figure(value: float | None, otherwise: float) -> float:
    """A figure of a home, or `otherwise` where there is none; a column stays what it is."""
    return value if isinstance(value, np.ndarray) else value or otherwise


def smaller(one: Any, other: Any) -> Any:
    """The smaller of two figures, home by home in a column."""
    return np.minimum(one, other) if _columns(one, other) else min(one, other)


def larger(one: Any, other: Any) -> Any:
    """The larger of two figures, home by home in a column."""
    return np.maximum(one, other) if _columns(one, other) else max(one, other)


def root(value: Any) -> Any:
    """The square root of a figure or a column."""
    return np.sqrt(value) if isinstance(value, np.ndarray) else float(np.sqrt(value))


def part_of(part: Floats, whole: Floats, otherwise: float) -> Floats:
    """part ÷ whole draw by draw, `otherwise` where there is nothing to divide by."""
    found = np.full(np.broadcast_shapes(part.shape, whole.shape), otherwise)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def over_draws(statistic: Any, draws: Floats) -> Any:
    """A mean or median over the draws: a number for one home [n], a column for many [homes, n]."""
    return float(statistic(draws)) if draws.ndim == 1 else statistic(draws, axis=-1, keepdims=True)


def stacked(rows: list[Floats]) -> Floats:
    """Quantities as rows before the draws: [rows, n] of one home, [homes, rows, n] of many."""
    return np.stack(np.broadcast_arrays(*rows), axis=-2)


def _columns(*values: Any) -> bool:
    return any(isinstance(each, np.ndarray) for each in values)
