"""Which decided cases a second coach reads: all that were escalated, and a share of the rest, more of new coaches'.

Whether a case is drawn follows from its identifier and a secret of this installation, by a keyed digest: asked again
the answer is the same, nobody chooses, and no coach can tell beforehand, not even with the code at hand. Drawn cases
are read after publication: a household never waits for our own quality control, and what a second coach returns is
published anew (docs/explanation/desk.md).
"""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, func, select

from coach.cases.review_states import DECIDED
from greener_homes.tables.advice import Review
from greener_homes.tables.desk import LookReason, SecondLook
from greener_homes.vault import Vault

SEED = "second look"


@dataclass(frozen=True, slots=True)
class Sampling:
    """Shares of decided cases that are read again, 0 to 1; a coach is new for their first `new_cases` decisions.

    `secret` is this installation's own (`secret_of`): who does not know it cannot tell which cases are drawn.
    """

    share: float = 0.05
    share_new: float = 0.25
    new_cases: int = 20
    secret: bytes = field(default=b"", repr=False)


DEFAULT = Sampling()


def secret_of(vault: Vault) -> bytes:
    """The secret the draw of this installation rests on."""
    return vault.match(SEED, "draw")


def is_drawn(review_id: uuid.UUID, share: float, secret: bytes) -> bool:
    """Whether a case falls into a share of all: the same answer for ever, under the same secret."""
    digest = hmac.digest(secret, f"{SEED}|{review_id}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big") < share * 2**64


def draw(session: Session, row: Review, coach_id: uuid.UUID, sampling: Sampling, *, now: datetime) -> None:
    """A decided case waits for a second look, if it is one of those."""
    why = _why(session, row, coach_id, sampling)
    if why is not None:
        session.add(SecondLook(review_id=row.id, decided_by=coach_id, why=why, drawn_at=now))
        session.flush()


def _why(session: Session, row: Review, coach_id: uuid.UUID, sampling: Sampling) -> LookReason | None:
    if row.was_escalated:
        return LookReason.ESCALATED
    is_new = _decided_by(session, coach_id) <= sampling.new_cases
    if not is_drawn(row.id, sampling.share_new if is_new else sampling.share, sampling.secret):
        return None
    return LookReason.NEW_COACH if is_new else LookReason.SAMPLE


def _decided_by(session: Session, coach_id: uuid.UUID) -> int:
    decided = col(Review.state).in_(list(DECIDED))
    return session.exec(select(func.count()).where(Review.claimed_by == coach_id, decided)).one()
