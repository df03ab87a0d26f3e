"""Loops over arrays, compiled when they are first used (numba), free of the interpreter while they run.

Compiling takes some twenty seconds of a processor, once an installation: the code is kept where NUMBA_CACHE_DIR says,
else beside the source (`__pycache__`), and workers that may not write there keep it in `var/compiled`. Where no folder
can be written each process compiles for itself, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, compiled when it is first called with each kind of arguments."""
    try:
        return njit(nogil=True, cache=True)(loop)
    except RuntimeError:  # no folder for compiled code can be written
        return njit(nogil=True)(loop)


def inlined(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a small part of compiled loops: it becomes part of whatever calls it."""
    return njit(nogil=True, forceinline=True)(loop)
