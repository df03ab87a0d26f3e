"""Which side of training a home is on: by its id alone, so that all that is ever made of a home stays together."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

HELD_OUT_SHARE: Final = 0.2


def is_held_out(home_id: str, share: float = HELD_OUT_SHARE) -> bool:
    """Whether this home is kept from training and tuning; the same answer in every run and on every machine."""
    digest = blake2b(home_id.encode(), digest_size=8, person=b"held-out").digest()
    return int.from_bytes(digest, "big") < share * 2**64
