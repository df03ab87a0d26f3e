"""The file that holds an installation's keys: wrapping keys that come and go, and one key that stays.

A line of 64 hex digits is a key-encryption key, newest first: the first wraps, all unwrap, and a line may go once
nothing is wrapped by it any more. One line `match` and 64 hex digits is the key behind keyed digests and the audit's
signatures; it never changes, because digests cannot be made again without what they were made of. A file without
that line is from before there was one: there, the last wrapping key made the digests, and `rotated` writes the line.
"""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32
MATCH = "match"


@dataclass(frozen=True, slots=True)
class Keys:
    """Wrapping keys, newest first, and the key behind digests; 32 bytes each."""

    wrapping: tuple[bytes, ...]
    matching: bytes

    @classmethod
    def of(cls, wrapping: tuple[bytes, ...]) -> Keys:
        """The keys of a file that has no line of its own for digests."""
        return cls(wrapping, hmac.digest(wrapping[-1], b"greener-homes/match", "sha256"))

    @property
    def rotated(self) -> Keys:
        """The same keys behind a fresh one; what was digested is found as before."""
        return Keys((secrets.token_bytes(KEY_BYTES), *self.wrapping), self.matching)

    @property
    def newest_only(self) -> Keys:
        """The keys without those that wrap nothing any more."""
        return Keys(self.wrapping[:1], self.matching)


def read(path: Path) -> Keys:
    """The keys in the file. ValueError when it holds anything else; its content is never in the message."""
    wrapping: list[bytes] = []
    matching: list[bytes] = []
    for line in path.read_text(encoding="ascii").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) == 2 and words[0] == MATCH:
            matching.append(_key(words[1]))
        else:
            wrapping.extend(_key(word) for word in words)
    if not wrapping or len(matching) > 1:
        raise _unreadable()
    return Keys(tuple(wrapping), matching[0]) if matching else Keys.of(tuple(wrapping))


def write(path: Path, keys: Keys) -> None:
    """The file holds these keys, whole at every moment and for its owner's eyes only."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{key.hex()}\n" for key in keys.wrapping)
        file.write(f"{MATCH} {keys.matching.hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)


def _key(word: str) -> bytes:
    try:
        key = bytes.fromhex(word)
    except ValueError:
        raise _unreadable() from None
    if len(key) != KEY_BYTES:
        raise _unreadable()
    return key


def _unreadable() -> ValueError:
    return ValueError("the vault key file must hold one or more lines of 64 hex digits, and at most one line “match”")
