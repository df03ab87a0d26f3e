"""Every page a coach can reach, imported so that their routes exist."""

from __future__ import annotations

from web.desk import case, queue
from web.desk.blueprint import desk

__all__ = ["case", "desk", "queue"]
