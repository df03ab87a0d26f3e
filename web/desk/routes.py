"""Every page a coach can reach, imported so that their routes exist."""

from __future__ import annotations

from web.desk import calendar, case, conduct, decide, knowledge, questions, queue, without
from web.desk.blueprint import desk

__all__ = ["calendar", "case", "conduct", "decide", "desk", "knowledge", "questions", "queue", "without"]
