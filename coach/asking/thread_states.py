"""The states of a thread and the arrows between them, as one table."""

from __future__ import annotations

from enum import StrEnum

from greener_homes.tables.conversation import ThreadState as ThreadState


class Turn(StrEnum):
    """What somebody does to a thread."""

    WRITE = "write"
    """The resident writes."""
    ANSWER = "answer"
    ASK_BACK = "ask_back"
    """The coach needs to know something first."""
    CLOSE = "close"


ARROWS: dict[tuple[ThreadState, Turn], ThreadState] = {
    (ThreadState.OPEN, Turn.WRITE): ThreadState.OPEN,
    (ThreadState.OPEN, Turn.ANSWER): ThreadState.ANSWERED,
    (ThreadState.OPEN, Turn.ASK_BACK): ThreadState.WAITING,
    (ThreadState.OPEN, Turn.CLOSE): ThreadState.CLOSED,
    (ThreadState.WAITING, Turn.WRITE): ThreadState.OPEN,
    (ThreadState.WAITING, Turn.ANSWER): ThreadState.ANSWERED,
    (ThreadState.WAITING, Turn.CLOSE): ThreadState.CLOSED,
    (ThreadState.ANSWERED, Turn.WRITE): ThreadState.OPEN,
    (ThreadState.ANSWERED, Turn.ANSWER): ThreadState.ANSWERED,
    (ThreadState.ANSWERED, Turn.ASK_BACK): ThreadState.WAITING,
    (ThreadState.ANSWERED, Turn.CLOSE): ThreadState.CLOSED,
    (ThreadState.CLOSED, Turn.WRITE): ThreadState.OPEN,
}
"""A closed thread opens again when the resident writes; a coach adds nothing to it."""
