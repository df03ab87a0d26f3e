"""A kept scan as a download: never drawn inside one of our pages."""

from __future__ import annotations

from flask import Response

from greener_homes.scans import Scan
from greener_homes.written_answers import EvidenceKind

TYPES = {
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.PNG: "image/png",
    EvidenceKind.JPEG: "image/jpeg",
}


def scan_response(scan: Scan, name: str) -> Response:
    """The scan to save, under `name` and the ending of what its bytes are."""
    headers = {
        "Content-Disposition": f'attachment; filename="answer-{name}.{scan.kind.value}"',
        "Cache-Control": "no-store",
    }
    return Response(scan.data, mimetype=TYPES[scan.kind], headers=headers)
