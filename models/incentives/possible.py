"""Whether somebody could ever have each offer: no rule that contradicts itself, nothing that needs what it excludes.

Looked for is one choice of alternatives under which every condition holds: of the offer, of work it pays for, and of
whatever it needs beside it. Facts are taken one by one, each as a range or a set of words; a household's income and
its answer to “below the limit” are not held against each other. The search is exact and bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

from models.house.facts import CLOSED_SETS
from models.incentives.codes_data import EXCLUDES_ITSELF, NEVER_HOLDS, TOO_TANGLED, DataRefused
from models.incentives.conditions import All, Among, Any, Between, Condition, Income, Leaf, Target
from models.incentives.graph import Exclusion, Graph, Needs, NeedsAll, NeedsAny, NeedsOffer, Offer
from models.incentives.profile import YES_OR_NO

MOST_TRIED: Final = 20_000
"""Choices of alternatives looked at for one offer, beyond which it is refused rather than half looked at."""
_WORDS: Final[Mapping[str, frozenset[str | bool]]] = {
    **{name: frozenset(member.value for member in words) for name, words in CLOSED_SETS.items()},
    **{name: frozenset({True, False}) for name in YES_OR_NO},
}


def can_be_had(graph: Graph) -> None:
    """DataRefused for the first offer that nobody could ever have, or limit that could never hold."""
    apart = tuple(each for each in graph.exclusions if not each.same_job)
    for key in sorted(graph.offers):
        tried, wrong = _Tried(key), EXCLUDES_ITSELF
        for used in _together(graph.offers, apart, frozenset({key}), (graph.offers[key].needs,), tried):
            if _holds(tuple(_rules(graph.offers[each] for each in sorted(used))), {}, tried):
                break
            wrong = NEVER_HOLDS
        else:
            raise DataRefused(wrong, id=key)
    for cap in graph.caps:
        if not _holds((cap.when,), {}, _Tried(cap.id)):
            raise DataRefused(NEVER_HOLDS, id=cap.id)


@dataclass(slots=True)
class _Tried:
    """How many choices were looked at for one offer."""

    id: str
    count: int = 0

    def another(self) -> None:
        self.count += 1
        if self.count > MOST_TRIED:
            raise DataRefused(TOO_TANGLED, id=self.id)


@dataclass(frozen=True, slots=True)
class _Room:
    """What a fact may still be. A closed end counts as beyond an open one of the same number."""

    low: tuple[float, bool] = (-inf, False)
    high: tuple[float, bool] = (inf, False)
    words: frozenset[str | bool] | None = None
    never: frozenset[str | bool] = field(default_factory=frozenset)

    def above(self, end: float | None, *, itself: bool) -> _Room:
        """With another lower end; `itself` whether the number at the end still belongs to it."""
        low = self.low if end is None else max(self.low, (end, not itself))
        return _Room(low, self.high, self.words, self.never)

    def below(self, end: float | None, *, itself: bool) -> _Room:
        """With another upper end."""
        high = self.high if end is None else min(self.high, (end, itself))
        return _Room(self.low, high, self.words, self.never)

    def among(self, values: frozenset[str | bool], *, unless: bool) -> _Room:
        """With only these words, or without them."""
        if unless:
            return _Room(self.low, self.high, self.words, self.never | values)
        return _Room(self.low, self.high, values if self.words is None else self.words & values, self.never)

    def has_any(self) -> bool:
        """Whether anything is left."""
        (low, open_below), (high, itself) = self.low, self.high
        numbers = low < high or (low == high and not open_below and itself)
        return numbers and (self.words is None or bool(self.words - self.never))


def _together(
    offers: Mapping[str, Offer],
    apart: Sequence[Exclusion],
    used: frozenset[str],
    pending: tuple[Needs, ...],
    tried: _Tried,
) -> Iterator[frozenset[str]]:
    """Each set of offers in which everything has what it needs and no two exclude each other."""
    tried.another()
    if any(sum(bool(group & used) for group in each.groups) > 1 for each in apart):
        return
    if not pending:
        yield used
        return
    need, rest = pending[0], pending[1:]
    if isinstance(need, NeedsAll):
        yield from _together(offers, apart, used, (*need.parts, *rest), tried)
    elif isinstance(need, NeedsAny):
        for part in need.parts:
            yield from _together(offers, apart, used, (part, *rest), tried)
    elif isinstance(need, NeedsOffer) and not need.offer_ids & used:
        for key in sorted(need.offer_ids):
            yield from _together(offers, apart, used | {key}, (*rest, offers[key].needs), tried)
    else:
        yield from _together(offers, apart, used, rest, tried)


def _rules(of: Iterable[Offer]) -> Iterator[Condition]:
    """What must hold at once; an offer that pays for work is asked for at least one of it."""
    for offer in of:
        works = tuple(
            All((_reached(offer.when, each.target_r), _reached(each.when, each.target_r))) for each in offer.answers
        )
        yield Any(works) if works else offer.when


def _reached(condition: Condition, target_r: float | None) -> Condition:
    """The condition for work of a known target: what asks for more than that becomes what nothing meets."""
    if isinstance(condition, All | Any):
        return type(condition)(tuple(_reached(part, target_r) for part in condition.parts))
    if isinstance(condition, Target) and target_r is not None and target_r < condition.at_least_r:
        return Any(())
    return condition


def _holds(pending: tuple[Condition, ...], rooms: Mapping[str, _Room], tried: _Tried) -> bool:
    """Whether all of these can hold at once, beside what is left for each fact."""
    held, choices, waiting = dict(rooms), list[Any](), list(pending)
    while waiting:
        one = waiting.pop()
        if isinstance(one, All):
            waiting += one.parts
        elif isinstance(one, Any):
            choices.append(one)
        else:
            fact = _fact(one)
            held[fact] = _left(held.get(fact, _Room(words=_WORDS.get(fact))), one)
            if not held[fact].has_any():
                return False
    tried.another()
    if not choices:
        return True
    first, rest = choices[0], tuple(choices[1:])
    return any(_holds((part, *rest), held, tried) for part in first.parts)


def _fact(leaf: Leaf) -> str:
    """What it is about; nothing that any other could contradict for what is said of earlier money."""
    if isinstance(leaf, Between | Among):
        return leaf.fact
    return "income_cad" if isinstance(leaf, Income) and not leaf.limits.benefits_qualify else ""


def _left(room: _Room, leaf: Leaf) -> _Room:
    """What the leaf leaves of the fact it is about."""
    if isinstance(leaf, Between):
        ends = room.above(leaf.above, itself=False).above(leaf.at_least, itself=True)
        return ends.below(leaf.at_most, itself=True).below(leaf.below, itself=False)
    if isinstance(leaf, Among):
        return room.among(leaf.values, unless=leaf.unless)
    if isinstance(leaf, Income) and not leaf.limits.benefits_qualify:
        return room.below(max(leaf.limits.by_size.values()), itself=True)
    return room
