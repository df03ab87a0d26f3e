"""Loops over arrays, compiled when they are first used (numba) and kept beside the source where that may be written.

A loop kept from before counts until its own file changes, so a loop may only call what stands in its own file. Where
no folder can be written each process compiles for itself, and nothing else changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from numba import njit
from numba.core import caching

EXACT_ENOUGH: Final = frozenset({"contract", "nsz", "arcp"})
"""Multiplying and adding in one step, and by the inverse; sums keep their order. The same machine gives the same
bits; another kind of processor may differ in the last."""


class _OwnFile:
    """Kept code counts while the file's content is the same, wherever the file was copied to."""

    _py_file: str

    def get_source_stamp(self) -> str:
        return hashlib.sha256(Path(self._py_file).read_bytes()).hexdigest()


class _AsTold(_OwnFile, caching.UserProvidedCacheLocator):
    """In the folder of NUMBA_CACHE_DIR."""


class _BesideSource(_OwnFile, caching.InTreeCacheLocator):
    """In `__pycache__`."""


class _ForUser(_OwnFile, caching.UserWideCacheLocator):
    """In the user's own folder of caches."""


def compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, compiled when first called with each kind of arguments; free of the interpreter meanwhile."""
    dispatcher: Any = njit(nogil=True, error_model="numpy", fastmath=set(EXACT_ENOUGH))(loop)
    places: tuple[Any, ...] = (_AsTold, _BesideSource, _ForUser)
    for place in places:
        locator = place.from_function(loop, loop.__code__.co_filename)
        if locator is not None:
            dispatcher._cache = _kept_at(loop, locator)
            break
    loops: Callable[..., Any] = dispatcher
    return loops


def _kept_at(loop: Callable[..., Any], locator: Any) -> caching.FunctionCache:
    """numba's cache of functions with this locator instead of those the environment may name."""

    class Kept(caching.CompileResultCacheImpl):
        def __init__(self, function: Any) -> None:
            self._lineno = function.__code__.co_firstlineno
            self._locator = locator
            self._filename_base = self.get_filename_base(  # type: ignore[no-untyped-call]
                f"{function.__module__}.{function.__qualname__}", ""
            )

    class Cache(caching.FunctionCache):
        _impl_class = Kept

    return Cache(loop)  # type: ignore[no-untyped-call]
