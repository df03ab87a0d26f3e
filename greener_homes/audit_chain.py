"""The audit's chain: every event is put in order, hashed with the one before, and the end is signed.

Events are written unchained, in the transaction of the act. The database notes each as waiting in that same
transaction, so whatever is committed, early or late, is still waiting when the sealer comes: nothing is skipped. A
sealing takes what waits, gives it numbers, and signs the head. Heads also leave the database (`anchor_line`), because
a chain alone cannot know that its own end was cut off. Whether all of it agrees: greener_homes/audit_check.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlmodel import Session, col, delete, select

from greener_homes import db
from greener_homes.tables.audit import AuditEvent, AuditHead, AuditSeal, AuditUnsealed
from greener_homes.vault import Vault

START = b"\0" * 32
"""The hash before the first event."""
BATCH = 5_000
SEALING = 0x6772_6E61
"""The lock that lets only one process seal."""
SIGNS = "audit-heads"


@dataclass(frozen=True, slots=True)
class Head:
    """How many events are sealed, the last hash, when, and who signed that."""

    number: int
    hash: bytes
    at: datetime
    key_id: str
    signature: bytes

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        return _canonical({"number": self.number, "hash": self.hash.hex(), "at": _moment(self.at)})


class Signer:
    """Signs and knows again this installation's heads (Ed25519, under a lasting key of the vault)."""

    def __init__(self, vault: Vault) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(vault.key_for(SIGNS))
        self.public: Ed25519PublicKey = self._private.public_key()
        self.key_id = hashlib.sha256(self.public_bytes).hexdigest()[:16]

    @property
    def public_bytes(self) -> bytes:
        """The public half [32 bytes]: with it anybody can check an anchor file."""
        return self.public.public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, number: int, last: bytes, at: datetime) -> Head:
        """A signed head."""
        unsigned = Head(number, last, at, self.key_id, b"")
        return Head(number, last, at, self.key_id, self._private.sign(unsigned.signed))

    def knows(self, head: Head) -> bool:
        """Whether this installation signed exactly this head."""
        try:
            self.public.verify(head.signature, head.signed)
        except InvalidSignature:
            return False
        return head.key_id == self.key_id


def seal(session: Session, signer: Signer, *, now: datetime, limit: int = BATCH) -> Head | None:
    """Events that waited are in the chain, oldest first, and its new end is signed; None when nothing waited.

    At most `limit` at once. One sealer at a time; safe to run again.
    """
    db.one_at_a_time(session, SEALING)
    waiting = session.exec(
        select(AuditEvent)
        .join(AuditUnsealed, col(AuditUnsealed.event_id) == AuditEvent.id)
        .order_by(col(AuditEvent.at), col(AuditEvent.id))
        .limit(limit)
    ).all()
    if not waiting:
        return None
    last = newest_head(session)
    number, previous = (last.number, last.hash) if last else (0, START)
    for event in waiting:
        number += 1
        previous = link(number, previous, event)
        session.add(AuditSeal(number=number, event_id=event.id, hash=previous))
    session.flush()
    session.exec(delete(AuditUnsealed).where(col(AuditUnsealed.event_id).in_([event.id for event in waiting])))
    head = signer.sign(number, previous, now)
    session.add(AuditHead(number=head.number, hash=head.hash, at=head.at, key_id=head.key_id, signature=head.signature))
    session.flush()
    return head


def newest_head(session: Session) -> Head | None:
    """The signed end of the chain; None before the first sealing."""
    row = session.exec(select(AuditHead).order_by(col(AuditHead.number).desc()).limit(1)).first()
    return head_of(row) if row else None


def anchor_line(head: Head) -> str:
    """The head as one line for a place outside the database."""
    return json.dumps(
        {
            "audit_head": {
                "number": head.number,
                "hash": head.hash.hex(),
                "at": _moment(head.at),
                "key_id": head.key_id,
                "signature": head.signature.hex(),
            }
        }
    )


def read_anchors(lines: Iterable[str]) -> Iterator[Head]:
    """The heads of an anchor file. ValueError for a line that is not one."""
    for line in lines:
        if not line.strip():
            continue
        try:
            kept = json.loads(line)["audit_head"]
            yield Head(
                number=int(kept["number"]),
                hash=bytes.fromhex(kept["hash"]),
                at=datetime.fromisoformat(kept["at"]),
                key_id=str(kept["key_id"]),
                signature=bytes.fromhex(kept["signature"]),
            )
        except (ValueError, KeyError, TypeError):
            raise ValueError("a line of the anchor file is damaged") from None


def link(number: int, previous: bytes, event: AuditEvent) -> bytes:
    """The hash of an event in its place of the chain: over canonical JSON of all of it and the hash before."""
    return hashlib.sha256(
        _canonical(
            {
                "number": number,
                "previous": previous.hex(),
                "id": str(event.id),
                "at": _moment(event.at),
                "action": event.action,
                "actor_id": _text(event.actor_id),
                "actor_audience": event.actor_audience,
                "home_id": _text(event.home_id),
                "object_id": _text(event.object_id),
                "purpose": event.purpose,
                "facts": event.facts,
            }
        )
    ).digest()


def _canonical(document: dict[str, object]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text(identifier: object) -> str | None:
    return None if identifier is None else str(identifier)


def head_of(row: AuditHead) -> Head:
    """The head a row holds."""
    return Head(row.number, row.hash, row.at, row.key_id, row.signature)
