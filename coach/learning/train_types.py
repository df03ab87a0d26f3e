"""What training hands back: files for a folder, the figures as plain values, and lines for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """One kind of model: its files by name, what was measured, and the same in words."""

    kind: str
    files: Mapping[str, bytes]
    document: Mapping[str, Any]
    lines: tuple[str, ...]
