"""The file in a request, sealed as it arrives: one part of a form, or the body itself."""

from __future__ import annotations

from flask import g, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from greener_homes.errors import Refusal
from greener_homes.vault import SpooledFile
from web import current
from web.api_codes import NO_FILE, TOO_LARGE
from web.uploads import SealedPart

FORM = "multipart/form-data"
URLENCODED = "application/x-www-form-urlencoded"
CHUNK_BYTES = 1 << 16
NAME_MAXIMUM = 200


def received(field: str, *, largest: int) -> tuple[SpooledFile, str]:
    """The sealed file of this request with the name its sender gave it, empty for a bare body.

    Only for views that take partner files. Raises Refusal for no file, an empty one, and one above `largest` bytes.
    """
    if request.content_encoding not in (None, "", "identity") or request.mimetype == URLENCODED:
        raise UnsupportedMediaType
    part, name = _form_part(field) if request.mimetype == FORM else (_body(largest), "")
    file = part.finish()
    if not 0 < file.size <= largest:
        current.vault().discard(file.name)
        raise Refusal(NO_FILE) if file.size == 0 else Refusal(TOO_LARGE, maximum=largest)
    return file, name


def _form_part(field: str) -> tuple[SealedPart, str]:
    sent = request.files.getlist(field)
    if len(sent) != 1 or not isinstance(sent[0].stream, SealedPart) or not sent[0].filename:
        raise Refusal(NO_FILE)
    return sent[0].stream, sent[0].filename[:NAME_MAXIMUM]


def _body(largest: int) -> SealedPart:
    part = SealedPart(current.vault())
    g.setdefault("sealed_parts", []).append(part)  # gone at the end of the request, unless it was finished
    size = 0
    try:
        while chunk := request.stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > largest:
                raise Refusal(TOO_LARGE, maximum=largest)
            part.write(chunk)
    except RequestEntityTooLarge:
        raise Refusal(TOO_LARGE, maximum=largest) from None
    return part
