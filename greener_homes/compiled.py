"""Loops over arrays, compiled when they are first used (numba), free of the interpreter while they run.

Compiling takes some twenty seconds of a processor, once an installation: the code is kept where NUMBA_CACHE_DIR says,
else beside the source (`__pycache__`), and workers that may not write there keep it in `var/compiled`. Where no folder
can be written each process compiles for itself, and nothing else changes. A loop may call loops of other modules in its
folder: when one of the modules with loops changes, all of them are compiled anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

WHERE_KEPT = "NUMBA_CACHE_LOCATOR_CLASSES"
USES = f"from {__name__} import".encode()
os.environ.setdefault(WHERE_KEPT, ",".join(f"{__name__}.{name}" for name in ("AsTold", "BesideSource", "ForUser")))

from numba import njit  # noqa: E402  it reads the environment when it is imported
from numba.core import caching  # noqa: E402


class _OfFolder:
    """Kept code counts until a module with loops beside it changes: numba would look at the loop's own file alone."""

    _py_file: str

    def get_source_stamp(self) -> str:
        return _digest(Path(self._py_file).parent)


class AsTold(_OfFolder, caching.UserProvidedCacheLocator):
    """In the folder of NUMBA_CACHE_DIR."""


class BesideSource(_OfFolder, caching.InTreeCacheLocator):
    """In `__pycache__`."""


class ForUser(_OfFolder, caching.UserWideCacheLocator):
    """In the user's own folder of caches."""


def compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, compiled when it is first called with each kind of arguments."""
    try:
        return njit(nogil=True, cache=True)(loop)
    except RuntimeError:  # no folder for compiled code can be written
        return njit(nogil=True)(loop)


def inlined(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a small part of compiled loops: it becomes part of whatever calls it."""
    return njit(nogil=True, forceinline=True)(loop)


@cache
def _digest(folder: Path) -> str:
    sources = (path.read_bytes() for path in sorted(folder.glob("*.py")))
    with_loops = [hashlib.sha256(source).digest() for source in sources if USES in source]
    return hashlib.sha256(b"".join(with_loops)).hexdigest()
