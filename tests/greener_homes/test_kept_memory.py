"""A process told to keep its memory does not ask for the same again and again."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

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
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run(
        [sys.executable, "-c", PAGES_ASKED_FOR], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    asked, once = (int(each) for each in said.split())
    assert asked < once  # ten times as many where memory is given back
