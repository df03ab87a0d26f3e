"""The states of a review and every legal arrow between them, as one table. What is not in it cannot be done.

Whose turn a waiting case is (any coach's, or an expert's) is its lane, not a state: escalating puts a case into the
experts' lane, and giving it back or letting a claim run out leaves it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from greener_homes.tables.advice import ReviewState as ReviewState


class Act(StrEnum):
    """What can be done to a review."""

    CLAIM = "claim"
    RELEASE = "release"
    EXPIRE = "expire"
    APPROVE = "approve"
    CHANGE = "change"
    DECLINE = "decline"
    ASK = "ask"
    ANSWER = "answer"
    HOLD = "hold"
    COME_BACK = "come_back"
    ESCALATE = "escalate"
    HAND_BACK = "hand_back"
    SUPERSEDE = "supersede"


ARROWS: Mapping[tuple[ReviewState, Act], ReviewState] = {
    (ReviewState.WAITING, Act.CLAIM): ReviewState.CLAIMED,
    (ReviewState.WAITING, Act.SUPERSEDE): ReviewState.SUPERSEDED,
    (ReviewState.CLAIMED, Act.RELEASE): ReviewState.WAITING,
    (ReviewState.CLAIMED, Act.EXPIRE): ReviewState.WAITING,
    (ReviewState.CLAIMED, Act.APPROVE): ReviewState.APPROVED,
    (ReviewState.CLAIMED, Act.CHANGE): ReviewState.CHANGED,
    (ReviewState.CLAIMED, Act.DECLINE): ReviewState.DECLINED,
    (ReviewState.CLAIMED, Act.ASK): ReviewState.NEEDS_INFORMATION,
    (ReviewState.CLAIMED, Act.HOLD): ReviewState.HELD,
    (ReviewState.CLAIMED, Act.ESCALATE): ReviewState.WAITING,
    (ReviewState.CLAIMED, Act.HAND_BACK): ReviewState.WAITING,
    (ReviewState.CLAIMED, Act.SUPERSEDE): ReviewState.SUPERSEDED,
    (ReviewState.NEEDS_INFORMATION, Act.CLAIM): ReviewState.CLAIMED,
    (ReviewState.NEEDS_INFORMATION, Act.ANSWER): ReviewState.WAITING,
    (ReviewState.NEEDS_INFORMATION, Act.SUPERSEDE): ReviewState.SUPERSEDED,
    (ReviewState.HELD, Act.CLAIM): ReviewState.CLAIMED,
    (ReviewState.HELD, Act.COME_BACK): ReviewState.WAITING,
    (ReviewState.HELD, Act.SUPERSEDE): ReviewState.SUPERSEDED,
}
"""Where each act leads. What is not here cannot be done."""

OPEN = frozenset({ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.NEEDS_INFORMATION, ReviewState.HELD})
DECIDED = frozenset({ReviewState.APPROVED, ReviewState.CHANGED, ReviewState.DECLINED})
