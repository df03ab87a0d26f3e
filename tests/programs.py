"""Small programs in a Python of their own: what a process loads, keeps or compiles shows only in a fresh one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


def printed(program: str, environment: Mapping[str, str] = MappingProxyType({})) -> str:
    """What the program printed, without the last line's end. Raises CalledProcessError where it failed."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.removesuffix("\n")
