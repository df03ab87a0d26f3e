"""Memory that a process keeps for its next arrays: for work over thousands of homes, which makes and leaves many.

The C library gives large pieces back to the system at once and asks for them anew, and a page that is given anew takes
longer than most arithmetic on it.
"""

from __future__ import annotations

import ctypes
from typing import Final

_MOST_MAPPED: Final = (-3, 32 << 20)
_KEPT_FREE: Final = (-1, 1 << 30)
"""`mallopt`'s M_MMAP_THRESHOLD, which cannot be larger, and M_TRIM_THRESHOLD, in bytes."""


def keep() -> None:
    """What arrays leave stays with this process until it ends: for processes that end with their work.

    Nothing changes where the C library is not GNU's.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        for option, value in (_MOST_MAPPED, _KEPT_FREE):
            set_option(option, value)
