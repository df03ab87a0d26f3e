"""The most money that may be paid under limits of two kinds at once, to the cent.

Limits of the giving side nest (an offer's, a group's, a programme's); on the taking side each job has one, its cost.
That makes a network, and the most that flows through it is the exact answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that the awards of `mask` are paid together, cents. `cap_id` names a cap; None for other limits."""

    mask: int
    cents: int
    cap_id: str | None = None


def total(amounts: Sequence[int], mask: int) -> int:
    """The sum of the amounts in a set of awards."""
    found, at = 0, 0
    while mask:
        if mask & 1:
            found += amounts[at]
        mask >>= 1
        at += 1
    return found


def bound(amounts: Sequence[int], mask: int, given: Sequence[Limit], taken: Sequence[Limit]) -> int:
    """No less than what the awards of a set can be paid, and quickly: each kind of limit by itself."""
    return min(sum(_held(amounts, mask, given)), sum(_held(amounts, mask, taken)))


def paid(amounts: Sequence[int], mask: int, given: Sequence[Limit], taken: Sequence[Limit]) -> tuple[int, ...]:
    """What each award is paid when all of `mask` are asked for: as much as the limits let through, in cents.

    `given` nest in each other; `taken` share nothing and cover every award. Where only one kind binds, larger amounts
    are paid first, so that few are asked for in part.
    """
    for one, other in ((given, taken), (taken, given)):
        held = _held(amounts, mask, one)
        if all(total(held, limit.mask) <= limit.cents for limit in other):
            return tuple(held)  # the most under one kind alone, and within the other
    return _through_network(amounts, mask, given, taken)


def _held(amounts: Sequence[int], mask: int, limits: Sequence[Limit]) -> list[int]:
    """The most under limits that nest or share nothing: cut from the innermost outwards, the smallest amounts first."""
    held = [amount if mask >> at & 1 else 0 for at, amount in enumerate(amounts)]
    for limit in sorted(limits, key=lambda limit: limit.mask.bit_count()):
        inside = [at for at in range(len(held)) if limit.mask >> at & 1 and held[at]]
        over = sum(held[at] for at in inside) - limit.cents
        for at in sorted(inside, key=lambda at: (amounts[at], at)):
            if over <= 0:
                break
            cut = min(over, held[at])
            held[at] -= cut
            over -= cut
    return held


def _through_network(
    amounts: Sequence[int], mask: int, given: Sequence[Limit], taken: Sequence[Limit]
) -> tuple[int, ...]:
    from scipy.sparse import csr_array  # half a second to import, and few homes have limits of both kinds that bind
    from scipy.sparse.csgraph import maximum_flow

    source, sink, first = 0, 1, 2
    inner = sorted((limit for limit in given if limit.mask & mask), key=lambda limit: limit.mask.bit_count())
    job_at = first + len(inner)
    award_at = job_at + len(taken)
    everything = total(amounts, mask)
    edges: list[tuple[int, int, int]] = []
    for place, limit in enumerate(inner):
        above = next((at for at in range(place + 1, len(inner)) if limit.mask & inner[at].mask), None)
        edges.append((source if above is None else first + above, first + place, min(limit.cents, everything)))
    for place, limit in enumerate(taken):
        edges.append((job_at + place, sink, min(limit.cents, everything)))
    for at, amount in enumerate(amounts):
        if mask >> at & 1 and amount:
            giver = next((first + place for place, limit in enumerate(inner) if limit.mask >> at & 1), source)
            taker = next(job_at + place for place, limit in enumerate(taken) if limit.mask >> at & 1)
            edges += [(giver, award_at + at, amount), (award_at + at, taker, amount)]
    tails, heads, capacities = np.array(edges, dtype=np.int32).T
    size = award_at + len(amounts)
    network = csr_array((capacities, (tails, heads)), shape=(size, size), dtype=np.int32)
    flow = maximum_flow(network, source, sink).flow
    into = np.maximum(flow.toarray(), 0).sum(axis=0)
    return tuple(int(into[award_at + at]) for at in range(len(amounts)))
