"""Loops over arrays, compiled when they are first used (numba), free of the interpreter while they run.

Compiling takes some seconds of a processor for each loop, once an installation: the code is kept where NUMBA_CACHE_DIR
says, else beside the source (`__pycache__`), and workers that may not write there keep it in `var/compiled`. Where no
folder can be written each process compiles for itself, and nothing else changes. Processes that want the same loop at
the same time wait for the one that compiles it. A loop may call loops of other
modules in its folder: when one of the modules with loops changes, all of them are compiled anew.

Importing numba takes a while, so what pages import meets it only inside the functions that count.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from numba import njit
from numba.core import caching

EXACT_ENOUGH: Final = frozenset({"contract", "nsz", "arcp"})
"""Multiplying and adding in one step, and by the inverse; sums keep their order. The same machine gives the same
bits; another kind of processor may differ in the last."""
USES: Final = f"from {__name__} import".encode()
_Loop = Callable[..., Any]
_LOOPS: Final[list[Any]] = []
"""Those whose code is kept."""


class _OfFolder:
    """Kept code counts until a module with loops beside it changes: numba would look at the loop's own file alone."""

    _py_file: str

    def get_source_stamp(self) -> str:
        return _digest(Path(self._py_file).parent)


class _AsTold(_OfFolder, caching.UserProvidedCacheLocator):
    """In the folder of NUMBA_CACHE_DIR."""


class _BesideSource(_OfFolder, caching.InTreeCacheLocator):
    """In `__pycache__`."""


class _ForUser(_OfFolder, caching.UserWideCacheLocator):
    """In the user's own folder of caches."""


PLACES: Final[tuple[Any, ...]] = (_AsTold, _BesideSource, _ForUser)


def compiled(loop: _Loop) -> _Loop:
    """The same function to the last bit, compiled when it is first called with each kind of arguments."""
    return _kept(njit(nogil=True)(loop), loop)


def compiled_figures(loop: _Loop) -> _Loop:
    """The same for arithmetic with figures, quicker: `EXACT_ENOUGH`, and a division by nothing is not an error."""
    return _kept(njit(nogil=True, error_model="numpy", fastmath=set(EXACT_ENOUGH))(loop), loop)


def load_kept() -> None:
    """What was kept of the loops imported so far is loaded: a process that forks loads it once for all its children."""
    for dispatcher in _LOOPS:
        for signature in dispatcher._cache.kept(dispatcher.targetctx):
            dispatcher.compile(signature)


def inlined(loop: _Loop) -> _Loop:
    """The same for a small part of compiled loops: it becomes part of whatever calls it."""
    part: _Loop = njit(nogil=True, forceinline=True)(loop)
    return part


def _kept(dispatcher: Any, loop: Any) -> _Loop:
    for place in PLACES:
        locator = place.from_function(loop, loop.__code__.co_filename)
        if locator is not None:
            dispatcher._cache = _kept_at(loop, locator)
            _LOOPS.append(dispatcher)
            break
    kept: _Loop = dispatcher
    return kept


def _kept_at(loop: _Loop, locator: Any) -> caching.FunctionCache:
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
        _turn: int | None = None
        _looked_at = 0

        def load_overload(self, sig: Any, target_context: Any) -> Any:
            found = super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
            if found is None and self._take_turn():
                found = super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
                if found is not None:
                    self._end_turn()
            return found

        def save_overload(self, sig: Any, data: Any) -> None:
            try:
                super().save_overload(sig, data)  # type: ignore[no-untyped-call]
            finally:
                self._end_turn()

        def kept(self, target_context: Any) -> list[Any]:
            """The kinds of arguments this loop was compiled for on this kind of machine; none if asked since."""
            with contextlib.suppress(OSError):
                stamp = Path(self._cache_file._index_path).stat().st_mtime_ns
                if stamp == self._looked_at:
                    return []  # a worker asks before each job, and mostly nothing was compiled since
                self._looked_at = stamp
            target_context.refresh()
            codegen = target_context.codegen()
            keys = self._cache_file._load_index()  # type: ignore[no-untyped-call]
            return [key[0] for key in keys if key == self._index_key(key[0], codegen)]  # type: ignore[no-untyped-call]

        def _take_turn(self) -> bool:
            """True once nobody else compiles this loop; False where the folder keeps no code, or the turn is ours."""
            if self._turn is not None:
                return False
            try:
                locator.ensure_cache_path()
                self._turn = os.open(f"{self._cache_file._index_path}.turn", os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                return False
            fcntl.flock(self._turn, fcntl.LOCK_EX)
            return True

        def _end_turn(self) -> None:
            if self._turn is not None:
                os.close(self._turn)
                self._turn = None

    return Cache(loop)  # type: ignore[no-untyped-call]


@cache
def _digest(folder: Path) -> str:
    sources = (path.read_bytes() for path in sorted(folder.glob("*.py")))
    with_loops = [hashlib.sha256(source).digest() for source in sources if USES in source]
    return hashlib.sha256(b"".join(with_loops)).hexdigest()
