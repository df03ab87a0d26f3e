"""The best legal set of awards, found exactly: everything first, then without one side of each conflict, and so on.

An award is one offer for one job. Leaving awards out never makes the rest worth more, so a set that is worth no more
than the best legal one found is not looked into. What an award needs only grows with the set: dropping whatever is
not met until nothing more falls gives the largest set that can stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.incentives.flow import Limit, bound, paid, total


@dataclass(frozen=True, slots=True)
class Problem:
    """Awards by place, sets of them as bits: amounts in cents, limits, pairs of sets that clash, what each set needs.

    `holds(place, mask)` is whether all that the award needs is there when `mask` is asked for; more never hurts.
    """

    amounts: tuple[int, ...]
    given: tuple[Limit, ...]
    taken: tuple[Limit, ...]
    clashes: tuple[tuple[int, int], ...]
    holds: Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """The best set, and what each award is paid in it, in cents."""

    mask: int
    paid: tuple[int, ...]

    @property
    def cents(self) -> int:
        """All of it together."""
        return sum(self.paid)


def standing(problem: Problem, mask: int) -> int:
    """The largest part of a set in which everything has what it needs."""
    while True:
        kept = mask
        for place in places(mask):
            if not problem.holds(place, mask):
                kept &= ~(1 << place)
        if kept == mask:
            return mask
        mask = kept


def best(problem: Problem) -> Found:
    """The legal set that is worth most. Same input, same answer; of equals the first in a fixed order."""
    amounts, given, taken = problem.amounts, problem.given, problem.taken
    found: Found | None = None
    seen: set[int] = set()
    open_sets = [standing(problem, (1 << len(amounts)) - 1)]
    while open_sets:
        mask = open_sets.pop()
        if mask in seen or (found is not None and bound(amounts, mask, given, taken) <= found.cents):
            continue
        seen.add(mask)
        clash = next(((one, other) for one, other in problem.clashes if mask & one and mask & other), None)
        if clash is not None:
            lighter, heavier = sorted(clash, key=lambda side: (total(amounts, side & mask), side))
            open_sets += [standing(problem, mask & ~heavier), standing(problem, mask & ~lighter)]
            continue
        legal = Found(mask, paid(amounts, mask, given, taken))
        if found is None or legal.cents > found.cents:
            found = legal
    return found or Found(0, (0,) * len(amounts))


def places(mask: int) -> Sequence[int]:
    """The awards in a set."""
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
