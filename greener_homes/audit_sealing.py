"""Background work: the audit is sealed every minute, and its head leaves the database."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from greener_homes import audit_chain, db, log
from greener_homes.audit_chain import Head, Signer
from greener_homes.settings import Settings
from greener_homes.vault import open_vault

BATCHES = 20
"""Batches sealed by one run; what is left waits for the next."""

logger = log.get(__name__)


def run(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """What waited is sealed, and the new head is outside once that is committed.

    Safe to run again: an event is sealed once, and a head anchored twice is the same head.
    """
    signer = Signer(open_vault(settings))
    head: Head | None = None
    for _ in range(BATCHES):
        newer = audit_chain.seal(session, signer, now=now)
        if newer is None:
            break
        head = newer
        step("sealed")
    if head is not None:
        kept = head
        db.after_commit(session, lambda: anchor(kept, settings.audit_anchor_file))


def anchor(head: Head, file: Path | None) -> None:
    """The head is at the end of the anchor file, if there is one, and in the log."""
    logger.info(
        "audit.anchored",
        number=head.number,
        hash=head.hash.hex(),
        key_id=head.key_id,
        head_at=head.at.isoformat(),
        signature=head.signature.hex(),
    )
    if file is None:
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as kept:
        kept.write(audit_chain.anchor_line(head) + "\n")
        kept.flush()
        os.fsync(kept.fileno())
