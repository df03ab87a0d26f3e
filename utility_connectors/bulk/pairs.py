"""Which number a pair of account and meter has: looked up for thousands of rows at once, and always exactly.

Pairs are found by a hash of their letters and then compared letter by letter, so that no two pairs can ever be taken
for each other. What a pair means is asked once, when it is first seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from greener_homes.errors import Refusal
from models.compiled import compiled, inlined
from models.series import Ints
from utility_connectors import codes
from utility_connectors.bulk.eight import alike, eight
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
            row = int(find_pairs(text, whose, self._letters, self._places, self._slots, self._following, row, found))
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
        self._hashes[entry] = _hash_of(text, one, one_end, other, other_end)
        self._meaning[entry] = meaning
        self._count += 1
        if 2 * self._count > self._slots.size:
            self._slots = np.full(4 * self._slots.size, FREE, dtype=np.int64)
            fill_slots(self._hashes[: self._count], self._slots, 0)
        else:
            fill_slots(self._hashes[: self._count], self._slots, entry)

    def _reserve(self, letters: int) -> None:
        while letters > self._letters.size:
            self._letters = np.concatenate([self._letters, np.zeros_like(self._letters)])
        if self._count == self._meaning.size:
            self._places = np.concatenate([self._places, np.zeros_like(self._places)])
            self._hashes = np.concatenate([self._hashes, np.zeros_like(self._hashes)])
            self._meaning = np.concatenate([self._meaning, np.zeros_like(self._meaning)])
            self._following = np.concatenate([self._following, np.full_like(self._following, FREE)])


@inlined
def _hashed(text: Any, one: Any, one_end: Any, other: Any, other_end: Any) -> Any:
    """A number for a pair of texts."""
    number = np.uint64(14695981039346656037)
    for begin, end in ((one, one_end), (other, other_end)):
        place = begin
        while place + 8 <= end:
            number = (number ^ eight(text, place)) * np.uint64(0x9E3779B97F4A7C15)
            number ^= number >> np.uint64(29)
            place += 8
        while place < end:
            number = (number ^ np.uint64(text[place])) * np.uint64(1099511628211)
            place += 1
        number = (number ^ np.uint64(10)) * np.uint64(0x9E3779B97F4A7C15)
        number ^= number >> np.uint64(31)
    return number


@compiled
def _hash_of(text: Any, one: Any, one_end: Any, other: Any, other_end: Any) -> Any:
    """The same, for callers that are not compiled."""
    return _hashed(text, one, one_end, other, other_end)


@inlined
def _is_pair(text: Any, heads: Any, row: Any, kept: Any, places: Any, entry: Any) -> Any:
    """Whether the row's account and meter are letter for letter those of the entry."""
    begin, part, end = places[entry, 0], places[entry, 1], places[entry, 2]
    one, other = heads[row, 0], heads[row, 2]
    if part - begin != heads[row, 1] - one or end - part != heads[row, 3] - other:
        return False
    return alike(text, one, kept, begin, part - begin) and alike(text, other, kept, part, end - part)


@compiled
def find_pairs(
    text: Any, heads: Any, kept: Any, places: Any, slots: Any, following: Any, first: Any, found: Any
) -> Any:
    """The number of each head's pair in `found`, from head `first` on; answers the first head whose pair is new.

    Pairs are compared letter by letter: first with the one that followed when this one's forerunner was last seen,
    then with those of the same hash. `kept` holds the letters of known pairs, `places` where each begins, parts and
    ends, `slots` their numbers by hash, -1 where free; `following` which came after each.
    """
    mask = np.uint64(slots.size - 1)
    for row in range(first, heads.shape[0]):
        guess = following[found[row - 1]] if row > 0 else -1
        if guess >= 0 and _is_pair(text, heads, row, kept, places, guess):
            found[row] = guess
            continue
        slot = _hashed(text, heads[row, 0], heads[row, 1], heads[row, 2], heads[row, 3]) & mask
        while slots[slot] != -1 and not _is_pair(text, heads, row, kept, places, slots[slot]):
            slot = (slot + np.uint64(1)) & mask
        if slots[slot] == -1:
            return row
        found[row] = slots[slot]
        if row > 0:
            following[found[row - 1]] = found[row]
    return heads.shape[0]


@compiled
def fill_slots(hashes: Any, slots: Any, first: Any) -> None:
    """The pairs from number `first` on have a slot each, the first free one after their hash."""
    mask = np.uint64(slots.size - 1)
    for entry in range(first, hashes.size):
        slot = hashes[entry] & mask
        while slots[slot] != -1:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = entry
