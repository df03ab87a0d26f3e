"""Which number a pair of account and meter has: looked up for thousands of rows at once, and always exactly.

Pairs are found by a hash of their letters and then compared letter by letter, so that no two pairs can ever be taken
for each other. What a pair means is asked once, when it is first seen.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from greener_homes.errors import Refusal
from models.series import Ints
from utility_connectors import codes
from utility_connectors.bulk import kernels
from utility_connectors.bulk.kernels import Bytes

FIRST_SLOTS = 1 << 12
FIRST_ENTRIES, FIRST_LETTERS = 1 << 10, 1 << 15
FREE = -1

Ask = Callable[[int], int]
"""What a pair seen for the first time is, given the row it stands in."""


class Pairs:
    """The pairs of one file. Grows with how many there are, never with how many rows."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._letters = np.zeros(FIRST_LETTERS, dtype=np.uint8)
        self._places = np.zeros((FIRST_ENTRIES, 3), dtype=np.int64)
        self._hashes = np.zeros(FIRST_ENTRIES, dtype=np.uint64)
        self._meaning = np.zeros(FIRST_ENTRIES, dtype=np.int64)
        self._following = np.full(FIRST_ENTRIES, FREE, dtype=np.int64)
        self._slots = np.full(FIRST_SLOTS, FREE, dtype=np.int64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def find(self, text: Bytes, whose: Ints, ask: Ask) -> Ints:
        """What each pair means, as `ask` said when it was first seen. Raises Refusal beyond the most pairs.

        `whose` says where in `text` each one's account begins and ends, and its meter.
        """
        found = np.full(whose.shape[0], FREE, dtype=np.int64)
        row = 0
        while True:
            row = int(
                kernels.find_pairs(text, whose, self._letters, self._places, self._slots, self._following, row, found)
            )
            if row == whose.shape[0]:
                return self._meaning[found]
            if self._count >= self._most:
                raise Refusal(codes.TOO_MANY_METERS, limit=self._most)
            self._keep(text, *whose[row].tolist(), meaning=ask(row))

    def _keep(self, text: Bytes, one: int, one_end: int, other: int, other_end: int, *, meaning: int) -> None:
        entry, begin = self._count, int(self._places[self._count - 1, 2]) if self._count else 0
        part = begin + one_end - one
        end = part + other_end - other
        self._reserve(end)
        self._letters[begin:part] = text[one:one_end]
        self._letters[part:end] = text[other:other_end]
        self._places[entry] = begin, part, end
        self._hashes[entry] = kernels.hashed(text, one, one_end, other, other_end)
        self._meaning[entry] = meaning
        self._count += 1
        if 2 * self._count > self._slots.size:
            self._slots = np.full(4 * self._slots.size, FREE, dtype=np.int64)
            kernels.fill_slots(self._hashes[: self._count], self._slots, 0)
        else:
            kernels.fill_slots(self._hashes[: self._count], self._slots, entry)

    def _reserve(self, letters: int) -> None:
        while letters > self._letters.size:
            self._letters = np.concatenate([self._letters, np.zeros_like(self._letters)])
        if self._count == self._meaning.size:
            self._places = np.concatenate([self._places, np.zeros_like(self._places)])
            self._hashes = np.concatenate([self._hashes, np.zeros_like(self._hashes)])
            self._meaning = np.concatenate([self._meaning, np.zeros_like(self._meaning)])
            self._following = np.concatenate([self._following, np.full_like(self._following, FREE)])
