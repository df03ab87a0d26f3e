"""Loops over arrays, compiled when they are first used (numba), free of the interpreter while they run.

Compiled code is kept, so that compiling is paid once an installation: in the folder that NUMBA_CACHE_DIR names, which
the workers set to `var/compiled`, else beside the source. Where neither can be written each process compiles for
itself, some seconds more at its first bulk file, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, compiled when it is first called with each kind of arguments."""
    try:
        return njit(nogil=True, cache=True)(loop)  # type: ignore[no-any-return]
    except RuntimeError:  # no folder for compiled code can be written
        return njit(nogil=True)(loop)  # type: ignore[no-any-return]


def inlined(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a small part of compiled loops: it becomes part of whatever calls it."""
    return njit(nogil=True, forceinline=True)(loop)  # type: ignore[no-any-return]
