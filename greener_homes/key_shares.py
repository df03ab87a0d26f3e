"""The half of each person's key that never enters the database, so that destroying it reaches write-ahead logs and
backups at once.

A person's key is wrapped by a key-encryption key *and* a share of 32 random bytes in a file of its own. A backup of the
database holds the wrapped key for as long as backups are kept; without the share it opens nothing. The folder lies
beside the spool, must be on storage that all processes share, and is copied apart from the database and for days only
(docs/how-to/keys.md).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHARE_BYTES = 32
PREFIX = "person_key|"


class KeyShares:
    """A folder of shares, by the place of the key they belong to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def combine(self, kek: bytes, place: str, *, make: bool = False) -> bytes:
        """The key that wraps at `place`: with its share where it has or gets one, else the key-encryption key itself.

        Keys of persons from before there were shares have none until they are wrapped again.
        """
        if not place.startswith(PREFIX):
            return kek
        share = self._share(place, make=make)
        if share is None:
            return kek
        return HKDF(algorithm=SHA256(), length=len(kek), salt=share, info=place.encode()).derive(kek)

    def destroy(self, place: str) -> None:
        """The share is overwritten and gone: what was wrapped with it never opens again. Safe to call twice."""
        path = self._path(place)
        with contextlib.suppress(FileNotFoundError):
            with path.open("r+b") as file:
                file.write(bytes(SHARE_BYTES))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

    def _share(self, place: str, *, make: bool) -> bytes | None:
        path = self._path(place)
        if make and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, draft = tempfile.mkstemp(dir=path.parent)  # for its owner's eyes only
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(SHARE_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):  # somebody was first: their share counts
                os.link(draft, path)
            Path(draft).unlink()
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, place: str) -> Path:
        name = hashlib.sha256(place.encode()).hexdigest()
        return self._folder / name[:2] / name
