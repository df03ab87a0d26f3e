"""Sealing: per-person keys for personal columns, per-file keys for uploads, keyed digests for matching.

AES-256-GCM everywhere, with the place a value belongs to (table, column, row) as associated data, so that a
ciphertext moved elsewhere does not open. Person and file keys are wrapped by the newest key-encryption key;
older ones still unwrap. Person keys also need a share that lies outside the database (greener_homes/key_shares.py):
destroying it makes what they sealed unreadable, also in backups.

A vault that was opened on a key file notices when keys are added to it or taken away, so that keys can be rotated
while every process runs on (docs/how-to/keys.md).
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from greener_homes import key_file
from greener_homes.key_shares import KeyShares
from greener_homes.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12
KEK_ID_BYTES = 4
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES


class SealBroken(Exception):  # noqa: N818
    """A sealed value does not open: wrong key, wrong place, or altered bytes. A fault, never a person's mistake."""


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A sealed upload waiting to be read: its name in the spool, its wrapped key, and what passed through."""

    name: str
    wrapped_key: bytes
    sha256: str
    size: int


class Vault:
    """Seals and opens with key-encryption keys of 32 bytes, newest first; `matching` is the key behind digests."""

    def __init__(
        self, keys: tuple[bytes, ...], spool: Path, *, matching: bytes | None = None, file: Path | None = None
    ) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._hold(keys)
        self._matching = matching or key_file.Keys.of(keys).matching
        self._spool = spool
        self._shares = KeyShares(spool.parent / "key_shares")

    def new_key(self, place: str) -> tuple[bytes, bytes]:
        """A fresh key and the same key wrapped for keeping at `place` (for example "person_key|<id>")."""
        key = secrets.token_bytes(KEY_BYTES)
        return key, self._wrap(key, place)

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """The key that was wrapped for `place`; raises SealBroken."""
        kek = self._keys.get(wrapped[:KEK_ID_BYTES])
        if kek is None:
            self._look_again()
            kek = self._keys.get(wrapped[:KEK_ID_BYTES])
        if kek is None:
            raise SealBroken("wrapped by a key this vault does not hold")
        return _decrypt(self._shares.combine(kek, place), wrapped[KEK_ID_BYTES:], place)

    def destroy_key(self, place: str) -> None:
        """A person's key that was wrapped for `place` never opens again, whoever holds a copy of the wrapped one."""
        self._shares.destroy(place)

    def rewrap(self, wrapped: bytes, place: str) -> bytes | None:
        """The same key under the newest key-encryption key; None when it is already. Raises SealBroken."""
        self._look_again()
        if wrapped[:KEK_ID_BYTES] == _kek_id(self._newest):
            return None
        return self._wrap(self.unwrap(wrapped, place), place)

    def key_for(self, label: str) -> bytes:
        """A lasting key of 32 bytes for one use, or for one recipient (HKDF-SHA-256 with `label`).

        Knowing one of them says nothing of the others. Rotation leaves them as they are.
        """
        derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=b"greener-homes", info=label.encode())
        return derive.derive(self._matching)

    def seal(self, key: bytes, text: str, place: str) -> bytes:
        """`text` sealed with `key` for `place` ("table|column|row")."""
        return _encrypt(key, text.encode("utf-8"), place)

    def open(self, key: bytes, sealed: bytes, place: str) -> str:
        """The text sealed for `place`; raises SealBroken."""
        return _decrypt(key, sealed, place).decode("utf-8")

    def match(self, kind: str, text: str) -> bytes:
        """A keyed digest by which equal texts of one `kind` are found again without keeping the text."""
        return hmac.digest(self._matching, f"{kind}|{text}".encode(), "sha256")

    def match_for(self, recipient: str, kind: str, text: str) -> bytes:
        """As `match`, under a key that only `recipient` and we may know: no two recipients' digests can be compared."""
        return hmac.digest(self.key_for(f"match|{recipient}"), f"{kind}|{text}".encode(), "sha256")

    def spool(self) -> SpoolWriter:
        """A writer for one upload; nothing of it touches the disk in clear."""
        self._spool.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = secrets.token_hex(16)
        key, wrapped = self.new_key(f"spool|{name}")
        return SpoolWriter(self._spool / name, name, key, wrapped)

    def read_spooled(self, name: str, wrapped_key: bytes) -> io.BufferedReader:
        """A seekable stream of a sealed upload, checked chunk by chunk; raises SealBroken, FileNotFoundError."""
        return io.BufferedReader(
            SpoolReader(self._spool / name, self.unwrap(wrapped_key, f"spool|{name}")), CHUNK_BYTES
        )

    def discard(self, name: str) -> None:
        """The sealed upload is gone, whether or not it was there."""
        (self._spool / name).unlink(missing_ok=True)

    def discard_all(self, names: Iterable[str]) -> None:
        """As `discard`, for several."""
        for name in names:
            self.discard(name)

    def spooled_names(self) -> Iterator[tuple[str, float]]:
        """Names in the spool with when they were last written (seconds since the epoch)."""
        if self._spool.is_dir():
            for path in self._spool.iterdir():
                with contextlib.suppress(FileNotFoundError):
                    yield path.name, path.stat().st_mtime

    def _wrap(self, key: bytes, place: str) -> bytes:
        self._look_again()
        return _kek_id(self._newest) + _encrypt(self._shares.combine(self._newest, place, make=True), key, place)

    def _look_again(self) -> None:
        """Keys added to the file or taken from it since are known; when none were, only its date is looked at."""
        if self._file is None or (version := _version(self._file)) == self._seen:
            return
        self._hold(key_file.read(self._file).wrapping)
        self._seen = version

    def _hold(self, keys: tuple[bytes, ...]) -> None:
        self._keys, self._newest = {_kek_id(key): key for key in keys}, keys[0]


class SpoolWriter:
    """Takes an upload as it arrives and seals it in chunks of 1 MiB, hashing on the way."""

    def __init__(self, path: Path, name: str, key: bytes, wrapped: bytes) -> None:
        self._path = path
        self._name = name
        self._wrapped = wrapped
        self._cipher = AESGCM(key)
        self._hash = hashlib.sha256()
        self._size = 0
        self._chunk = 0
        self._pending = bytearray()
        self._file: BinaryIO | None = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def write(self, data: bytes) -> int:
        """Takes the next bytes of the upload."""
        self._hash.update(data)
        self._size += len(data)
        self._pending += data
        while len(self._pending) > CHUNK_BYTES:
            self._put(bytes(self._pending[:CHUNK_BYTES]), last=False)
            del self._pending[:CHUNK_BYTES]
        return len(data)

    def finish(self) -> SpooledFile:
        """The upload is whole and on disk, sealed."""
        if self._file is None:
            raise ValueError("this upload is already finished")
        self._put(bytes(self._pending), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._close()
        return SpooledFile(self._name, self._wrapped, self._hash.hexdigest(), self._size)

    def abandon(self) -> None:
        """Nothing of the upload remains."""
        self._close()
        self._path.unlink(missing_ok=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        assert self._file is not None  # noqa: S101  narrowed for the type checker; finish() refuses a second call
        self._file.write(self._cipher.encrypt(_chunk_nonce(self._chunk), chunk, b"last" if last else b"more"))
        self._chunk += 1

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class SpoolReader(io.RawIOBase):
    """A sealed upload as a seekable stream of clear bytes, one chunk in memory at a time; raises SealBroken."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()
        self._file = path.open("rb")
        sealed = path.stat().st_size
        self._chunks = max(1, -(-sealed // SEALED_CHUNK_BYTES))
        self._size = sealed - self._chunks * TAG_BYTES
        self._cipher = AESGCM(key)
        self._loaded: int | None = None
        self._clear = b""
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # collections.abc.Buffer is 3.12
        view = memoryview(buffer).cast("B")
        if self._position >= self._size:
            if self._size == 0:
                self._load(0)
            return 0
        chunk, offset = divmod(self._position, CHUNK_BYTES)
        self._load(chunk)
        part = self._clear[offset : offset + len(view)]
        view[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _load(self, chunk: int) -> None:
        if chunk == self._loaded:
            return
        self._file.seek(chunk * SEALED_CHUNK_BYTES)
        sealed = self._file.read(SEALED_CHUNK_BYTES)
        mark = b"last" if chunk == self._chunks - 1 else b"more"
        try:
            self._clear = self._cipher.decrypt(_chunk_nonce(chunk), sealed, mark)
        except InvalidTag:
            raise SealBroken("a sealed upload was altered or cut short") from None
        self._loaded = chunk


def open_vault(settings: Settings) -> Vault:
    """The vault of this installation."""
    file = settings.key_file()
    keys = key_file.read(file)
    return Vault(keys.wrapping, settings.var / "spool", matching=keys.matching, file=file)


def _version(file: Path | None) -> tuple[int, int] | None:
    """Tells one state of the file from the next: it is always replaced whole."""
    if file is None:
        return None
    found = file.stat()
    return found.st_ino, found.st_mtime_ns


def _kek_id(key: bytes) -> bytes:
    return hashlib.sha256(b"greener-homes/kek" + key).digest()[:KEK_ID_BYTES]


def _encrypt(key: bytes, clear: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, clear, place.encode())


def _decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except InvalidTag:
        raise SealBroken(f"does not open as {place.split('|')[0]}") from None


def _chunk_nonce(chunk: int) -> bytes:
    # each file has its own random key, so a counter never repeats a nonce under one key
    return chunk.to_bytes(NONCE_BYTES, "big")
