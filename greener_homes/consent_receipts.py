"""Receipts: what a person is given of every answer and of its end, signed so that it can be checked years later.

A record has the shape of ISO/IEC TS 27560 and holds opaque ids only: no name, address or account. Its bytes are kept
as they were signed. The key is derived from the vault and never written down; it does not change when keys rotate.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from sqlmodel import Session, col, select

from greener_homes.consent_codes import RECEIPT_NOT_OURS
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.base import new_id
from greener_homes.tables.consent import (
    Channel,
    ConsentAction,
    ConsentReceipt,
    ConsentStatement,
    Purpose,
    ReferralField,
    Source,
)
from greener_homes.vault import Vault
from models.quantities import Commodity

SHAPE = "ISO/IEC TS 27560:2023"
CONTROLLER = "greener-homes"
ALGORITHM = "Ed25519"
GRACE = timedelta(days=30)
"""After a permission expired: how long what rested on it waits for a new yes before it is erased."""
STATES = {
    ConsentAction.GRANT: "given",
    ConsentAction.REFUSE: "refused",
    ConsentAction.WITHDRAW: "withdrawn",
    ConsentAction.EXPIRE: "expired",
    ConsentAction.MOVE_OUT: "ended",
    ConsentAction.ERASE: "erased",
    ConsentAction.SEND: "disclosed",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt is about: one act on one question of one person, and what went because of it, by count."""

    action: ConsentAction
    person_id: uuid.UUID
    home_id: uuid.UUID
    purpose: Purpose
    statement_id: uuid.UUID
    source: Source | None = None
    supplier_id: uuid.UUID | None = None
    recipient_id: uuid.UUID | None = None
    commodities: tuple[Commodity, ...] = ()
    data_from: date | None = None
    data_until: date | None = None
    expires_at: datetime | None = None
    channel: Channel = Channel.WEB
    on_behalf_reason: str = ""
    form_build: str = ""
    actor_id: uuid.UUID | None = None
    went: Mapping[str, int] = field(default_factory=dict)
    fields: tuple[ReferralField, ...] = ()
    sent: Mapping[str, str | int] = field(default_factory=dict)
    """Of what went to a partner: which package, its version, size and digest; never its content."""


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as its person reads it."""

    id: uuid.UUID
    at: datetime
    action: ConsentAction
    purpose: Purpose
    source: Source | None
    supplier_id: uuid.UUID | None
    recipient_id: uuid.UUID | None
    commodities: tuple[Commodity, ...]
    statement_id: uuid.UUID
    version: int
    sha256: str
    expires_at: datetime | None
    went: Mapping[str, int]
    channel: Channel
    on_behalf: bool
    """Whether somebody else wrote the answer down."""
    fields: tuple[ReferralField, ...] = ()
    sent: Mapping[str, str | int] = field(default_factory=dict)


def write(session: Session, told: Told, *, at: datetime, vault: Vault | None = None) -> uuid.UUID:
    """The receipt is kept, and signed when the vault is at hand; `sign_waiting` signs the others later."""
    identifier = new_id()
    words = session.get_one(ConsentStatement, told.statement_id)
    record = json.dumps(_record(identifier, told, words, at), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    session.add(
        ConsentReceipt(
            id=identifier,
            person_id=told.person_id,
            home_id=told.home_id,
            action=told.action,
            at=at,
            record=record,
            signature=sign(vault, record) if vault else None,
        )
    )
    session.flush()
    return identifier


def sign_waiting(session: Session, vault: Vault, *, limit: int = 500) -> int:
    """Receipts written without a key at hand are signed; returns how many. Safe to run again."""
    rows = session.exec(
        select(ConsentReceipt)
        .where(col(ConsentReceipt.signature).is_(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.signature = sign(vault, row.record)
        session.add(row)
    session.flush()
    return len(rows)


def of_person(session: Session, person_id: uuid.UUID, *, limit: int = 200) -> Sequence[ReceiptView]:
    """A person's receipts, newest first."""
    rows = session.exec(
        select(ConsentReceipt)
        .where(ConsentReceipt.person_id == person_id)
        .order_by(col(ConsentReceipt.at).desc(), col(ConsentReceipt.id).desc())
        .limit(limit)
    )
    return [_view(row) for row in rows]


def get(session: Session, person_id: uuid.UUID, receipt_id: uuid.UUID) -> ReceiptView:
    """One of this person's receipts. Raises NotFound, also for another's."""
    return _view(_row(session, person_id, receipt_id))


def document(session: Session, vault: Vault, person_id: uuid.UUID, receipt_id: uuid.UUID) -> bytes:
    """The receipt to download: the record, the signature over its bytes, and the public key. Raises NotFound."""
    row = _row(session, person_id, receipt_id)
    told = {
        "record": json.loads(row.record),
        "signature": row.signature or sign(vault, row.record),
        "verify_with": public_key(vault),
    }
    return json.dumps(told, indent=2, sort_keys=True).encode()


def verify(vault: Vault, signature: str) -> dict[str, object]:
    """The record that this signature was made over. Raises Refusal when it was not made here."""
    try:
        found = jws.deserialize_compact(signature, _key(_seed(vault)), algorithms=[ALGORITHM])
        record: object = json.loads(found.payload)
    except (JoseError, ValueError):
        raise Refusal(RECEIPT_NOT_OURS) from None
    if not isinstance(record, dict):
        raise Refusal(RECEIPT_NOT_OURS)
    return record


def public_key(vault: Vault) -> dict[str, str]:
    """The key with which anybody can check our receipts, as a JSON Web Key."""
    return cast("dict[str, str]", dict(_key(_seed(vault)).as_dict(private=False)))


def sign(vault: Vault, record: str) -> str:
    """A compact JWS over the record's bytes; the same record always gives the same signature."""
    return jws.serialize_compact(
        {"alg": ALGORITHM, "typ": "consent-receipt"}, record, _key(_seed(vault)), algorithms=[ALGORITHM]
    )


def _seed(vault: Vault) -> bytes:
    return vault.key_for("consent receipts, version 1")


@cache
def _key(seed: bytes) -> OKPKey:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": _base64(seed), "x": _base64(raw)})


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _record(identifier: uuid.UUID, told: Told, words: ConsentStatement, at: datetime) -> dict[str, object]:
    information = [
        {"pii_type": "energy usage", "commodity": commodity.value, "data_from": _day(told.data_from)}
        | ({"data_until": _day(told.data_until)} if told.data_until else {})
        for commodity in told.commodities
    ]
    record: dict[str, object] = {
        "schema_version": SHAPE,
        "record_id": str(identifier),
        "pii_principal_id": str(told.person_id),
        "home_id": str(told.home_id),
        "pii_processing": {
            "language": words.language.value,
            "privacy_notice": {
                "statement_id": str(words.id),
                "version": words.version,
                "sha256": words.sha256,
            },
            "purposes": [
                {
                    "purpose": told.purpose.value,
                    "lawful_basis": "consent",
                    "pii_information": information,
                    "collection_method": told.source.value if told.source else "none",
                    "supplier_id": str(told.supplier_id) if told.supplier_id else None,
                    "pii_controllers": [CONTROLLER],
                    "recipient_third_parties": [str(told.recipient_id)] if told.recipient_id else [],
                    "retention_period": f"until withdrawn, or {GRACE.days} days after it expired",
                    "withdrawal_method": "/sharing",
                    "jurisdiction": "CA-ON",
                }
                | ({"fields": [one.value for one in told.fields]} if told.recipient_id else {})
            ],
        },
        "party_identification": [{"party_id": CONTROLLER, "party_role": "PII controller"}],
        "event": {
            "event_time": at.isoformat(),
            "event_type": "explicit" if told.action is not ConsentAction.EXPIRE else "scheduled",
            "event_state": STATES[told.action],
            "valid_until": told.expires_at.isoformat() if told.expires_at else None,
            "entity_id": str(told.actor_id) if told.actor_id else CONTROLLER,
            "channel": told.channel.value,
            "on_behalf": bool(told.on_behalf_reason),
            "form": told.form_build,
        },
        "went": dict(sorted(told.went.items())),
    }
    if told.sent:
        record["sent"] = dict(sorted(told.sent.items()))
    return record


def _row(session: Session, person_id: uuid.UUID, receipt_id: uuid.UUID) -> ConsentReceipt:
    row = session.get(ConsentReceipt, receipt_id)
    if row is None or row.person_id != person_id:
        raise NotFound
    return row


def _view(row: ConsentReceipt) -> ReceiptView:
    record = json.loads(row.record)
    processing, event = record["pii_processing"], record["event"]
    purpose = processing["purposes"][0]
    source, supplier = purpose["collection_method"], purpose["supplier_id"]
    recipients = purpose["recipient_third_parties"]
    return ReceiptView(
        id=row.id,
        at=row.at,
        action=row.action,
        purpose=Purpose(purpose["purpose"]),
        source=None if source == "none" else Source(source),
        supplier_id=uuid.UUID(supplier) if supplier else None,
        recipient_id=uuid.UUID(recipients[0]) if recipients else None,
        commodities=tuple(Commodity(one["commodity"]) for one in purpose["pii_information"]),
        statement_id=uuid.UUID(processing["privacy_notice"]["statement_id"]),
        version=int(processing["privacy_notice"]["version"]),
        sha256=str(processing["privacy_notice"]["sha256"]),
        expires_at=datetime.fromisoformat(event["valid_until"]) if event["valid_until"] else None,
        went=dict(record["went"]),
        channel=Channel(event["channel"]),
        on_behalf=bool(event["on_behalf"]),
        fields=tuple(ReferralField(one) for one in purpose.get("fields", ())),
        sent=dict(record.get("sent", {})),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
