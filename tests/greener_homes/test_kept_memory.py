"""A process told to keep its memory does not ask for the same again and again."""

from __future__ import annotations

import platform

import pytest

from tests.programs import printed

PAGES_ASKED_FOR = """
import resource
import numpy as np
from greener_homes import kept_memory

def asked():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def leave_arrays():
    assert len([np.ones(1 << 16) for _ in range(20)]) == 20

kept_memory.keep()
leave_arrays()
before = asked()
for _ in range(10):
    leave_arrays()
print(asked() - before, 20 * (8 << 16) // resource.getpagesize())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only GNU's C library can be told so")
def test_memory_that_arrays_leave_is_kept_for_the_next() -> None:
    asked, once = (int(each) for each in printed(PAGES_ASKED_FOR).split())
    assert asked < once  # ten times as many where memory is given back
