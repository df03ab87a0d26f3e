"""A scanned letter or form, kept as evidence of an answer: what it may be, and how it is sealed.

It is known by its bytes and never opened here. It is sealed with the key of the person it is about, inside the
database: destroying that key makes it unreadable everywhere, also in backups.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from greener_homes.errors import Refusal
from greener_homes.tables.consent import EvidenceKind
from models.findings import Code, Severity

LARGEST_BYTES = 5_000_000
PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"

NOT_A_SCAN = Code(
    "scan.kind",
    Severity.REFUSAL,
    "This is neither a PDF nor a PNG or JPEG picture. Nothing was kept.",
    "Ce fichier n’est ni un PDF ni une image PNG ou JPEG. Rien n’a été conservé.",
)
TOO_LARGE = Code(
    "scan.large",
    Severity.REFUSAL,
    "The scan is larger than {megabytes} MB. Scan it in grey or at a lower resolution.",
    "Le document numérisé dépasse {megabytes}\u00a0Mo. Numérisez-le en gris ou à une résolution plus basse.",
)
CODES = (NOT_A_SCAN, TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan, whole, in clear: of one of the kinds we keep, and not too large."""

    kind: EvidenceKind
    data: bytes


def read_scan(data: bytes) -> Scan:
    """The scan these bytes are. Raises Refusal for another kind of file, and for one that is too large."""
    if len(data) > LARGEST_BYTES:
        raise Refusal(TOO_LARGE, megabytes=LARGEST_BYTES // 1_000_000)
    kind = _kind(data)
    if kind is None:
        raise Refusal(NOT_A_SCAN)
    return Scan(kind, data)


def as_text(scan: Scan) -> str:
    """The scan as it is sealed."""
    return base64.b64encode(scan.data).decode("ascii")


def from_text(kind: EvidenceKind, text: str) -> Scan:
    """The scan that was sealed."""
    return Scan(kind, base64.b64decode(text, validate=True))


def _kind(data: bytes) -> EvidenceKind | None:
    """By the first bytes, and by what must end or follow them: half a file is no evidence."""
    if data.startswith(PDF) and b"%%EOF" in data[-1024:]:
        return EvidenceKind.PDF
    if data.startswith(PNG) and data[12:16] == b"IHDR" and b"IEND" in data[-16:]:
        return EvidenceKind.PNG
    if data.startswith(JPEG) and b"\xff\xd9" in data[-1024:]:
        return EvidenceKind.JPEG
    return None
