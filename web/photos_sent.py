"""Photos out of a form: sealed while they arrive, read once, and gone from the spool whatever comes of them."""

from __future__ import annotations

from flask import request

from coach.asking.questions import PHOTOS_AT_ONCE, TOO_MANY_PHOTOS
from greener_homes.errors import Refusal
from greener_homes.photos import LARGEST_BYTES, Photo, read_photo
from web import current
from web.uploads import SealedPart


def photos(field: str) -> tuple[Photo, ...]:
    """The photos and PDFs of a file field, cleaned; none when none were chosen. Raises Refusal."""
    parts = [part for part in request.files.getlist(field) if part.filename and isinstance(part.stream, SealedPart)]
    if len(parts) > PHOTOS_AT_ONCE:
        raise Refusal(TOO_MANY_PHOTOS, maximum=PHOTOS_AT_ONCE)
    return tuple(_read(part.stream) for part in parts if isinstance(part.stream, SealedPart))


def _read(part: SealedPart) -> Photo:
    vault, file = current.vault(), part.finish()
    try:
        with vault.read_spooled(file.name, file.wrapped_key) as source:
            return read_photo(source.read(LARGEST_BYTES + 1))
    finally:
        vault.discard(file.name)
