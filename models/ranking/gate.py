"""Whether a learned ranker may take the rule's place: it must beat it on homes it never saw, and harm no group.

Homes are held out whole, by their identifier alone (`models.evaluation.split`), and are never used to train or tune.
Judged is how near each order comes to what was decided: NDCG@5, and what the first three lose against the best three.
The difference is drawn again by homes; its low end must be above nothing. Everything is reported, also when it fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from models.evaluation.order import best_of, ndcg, regret
from models.evaluation.split import is_held_out
from models.findings import Finding
from models.ranking import codes_gate as codes
from models.ranking.decided import UNKNOWN, Decided, Group, Origin
from models.ranking.rule import Ranker

LEAST_HOMES: Final = 250
LEAST_HELD_OUT: Final = 40
LEAST_COACHES: Final = 3
"""Below these nothing is trained to be used (our own judgement: with fewer, chance and one person's taste decide)."""
LIST_LENGTH: Final = 5
FIRST_CHOICES: Final = 3
SMALL_GROUP: Final = 15
"""Fewer held-out homes than this say nothing of a group."""
MOST_HARM: Final = 0.02
"""By so much NDCG@5 may fall in any group: less is chance."""
MOST_WIDER: Final = 0.03
"""By so much the gap between the best and worst served group of a kind may grow."""
LEAST_BETTER: Final = 0.01
"""Nearer by less than this is not worth a change of who ranks, however sure."""
DRAWS: Final = 2000
INTERVAL: Final = (5.0, 95.0)
_SEED: Final = 20261122


@dataclass(frozen=True, slots=True)
class Figures:
    """How near an order comes to what was decided, over some homes: means.

    `regret` is a share of what the best three are worth. `bill_cad` and `carbon_kg`: what the first three are expected
    to save a year together, so that it is seen what a nearer order costs in dollars and kilograms.
    """

    ndcg: float
    regret: float
    bill_cad: float
    carbon_kg: float


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of held-out homes under both."""

    by: str
    group: str
    homes: int
    rule: Figures
    learned: Figures


@dataclass(frozen=True, slots=True)
class Gate:
    """What came of the comparison; `because` says why, in codes. `better` is the interval of NDCG@5's difference."""

    passed: bool
    origin: str
    homes: int
    coaches: int
    held_out: int
    rule: Figures | None
    learned: Figures | None
    better: tuple[float, float] | None
    groups: tuple[GroupRow, ...]
    because: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything in plain values, for a manifest."""
        return {**asdict(replace(self, because=())), "because": [each.as_json() for each in self.because]}


def parts(decided: Sequence[Decided]) -> tuple[list[Decided], list[Decided]]:
    """Homes that train and homes that only judge; the same home is always on the same side.

    What holds nothing to choose between says nothing and is in neither.
    """
    telling = [each for each in decided if len(each.candidates) > 1]
    train = [each for each in telling if not is_held_out(each.home)]
    return train, [each for each in telling if is_held_out(each.home)]


def too_little(train: Sequence[Decided], held: Sequence[Decided]) -> tuple[Finding, ...]:
    """Why these are too few to train by; nothing when they are enough."""
    homes, coaches = len(train) + len(held), len({each.coach for each in (*train, *held)})
    if not homes:
        return (codes.NO_DECISIONS.finding(),)
    found = []
    if homes < LEAST_HOMES:
        found.append(codes.FEW_HOMES.finding(homes=homes, least=LEAST_HOMES))
    if len(held) < LEAST_HELD_OUT:
        found.append(codes.FEW_HELD_OUT.finding(homes=len(held), least=LEAST_HELD_OUT))
    if coaches < LEAST_COACHES:
        found.append(codes.FEW_COACHES.finding(coaches=coaches, least=LEAST_COACHES))
    return tuple(found)


def closed(train: Sequence[Decided], held: Sequence[Decided]) -> Gate:
    """The gate where nothing was trained, because there is too little."""
    everyone = (*train, *held)
    coaches = len({each.coach for each in everyone})
    because = (*too_little(train, held), *_simulated(everyone))
    return Gate(False, _origin(everyone), len(everyone), coaches, len(held), None, None, None, (), because)


def judged(train: Sequence[Decided], held: Sequence[Decided], learned: Ranker, rule: Ranker) -> Gate:
    """Both rankers over the held-out homes, and whether the rule is beaten. ValueError when a home is in both."""
    if {each.home for each in train} & {each.home for each in held}:
        raise ValueError("homes that judge must not train")
    lists = [(each, _judge(each, rule), _judge(each, learned)) for each in held]
    of_rule, of_learned = _means([row for _, row, _ in lists]), _means([row for _, _, row in lists])
    better = _interval(np.array([new.ndcg - old.ndcg for _, old, new in lists]))
    groups = _groups(lists)
    against = [*too_little(train, held)]
    if better[0] <= 0.0 or of_learned.ndcg - of_rule.ndcg < LEAST_BETTER:
        against.append(codes.NOT_BETTER.finding(low=_said(better[0]), high=_said(better[1])))
    if of_learned.regret > of_rule.regret:
        against.append(codes.MORE_REGRET.finding(learned=_share(of_learned.regret), rule=_share(of_rule.regret)))
    against += _harmed(groups)
    everyone = (*train, *held)
    won = codes.BEATEN.finding(
        homes=len(train), held=len(held), learned=_said(of_learned.ndcg), rule=_said(of_rule.ndcg)
    )
    return Gate(
        passed=not against,
        origin=_origin(everyone),
        homes=len(everyone),
        coaches=len({each.coach for each in everyone}),
        held_out=len(held),
        rule=of_rule,
        learned=of_learned,
        better=better,
        groups=groups,
        because=(*(against or [won]), *_simulated(everyone)),
    )


def may_rank(facts: Mapping[str, Any]) -> bool:
    """Whether what a manifest says of its gate lets the ranker be used on real homes."""
    gate = facts.get("gate")
    return isinstance(gate, Mapping) and gate.get("passed") is True and gate.get("origin") == Origin.COACHES.value


def _judge(each: Decided, ranker: Ranker) -> Figures:
    order = ranker.rank(each.candidates, each.goal, each.budget_cad)
    of_each = each.worths
    worths = [of_each[place] for place in order]
    first = [each.candidates[place] for place in order[:FIRST_CHOICES]]
    best = best_of(worths, FIRST_CHOICES)
    return Figures(
        ndcg=ndcg(worths, LIST_LENGTH) or 0.0,
        regret=regret(worths, FIRST_CHOICES) / best if best > 0 else 0.0,
        bill_cad=sum(one.bill.p50 for one in first),
        carbon_kg=sum(one.carbon.p50 for one in first),
    )


def _groups(lists: Sequence[tuple[Decided, Figures, Figures]]) -> tuple[GroupRow, ...]:
    held: dict[tuple[Group, str], list[tuple[Figures, Figures]]] = defaultdict(list)
    for each, old, new in lists:
        for by in Group:
            held[by, each.groups.get(by, UNKNOWN)].append((old, new))
    return tuple(
        GroupRow(by.value, group, len(some), _means([old for old, _ in some]), _means([new for _, new in some]))
        for (by, group), some in sorted(held.items())
        if len(some) >= SMALL_GROUP
    )


def _harmed(groups: Sequence[GroupRow]) -> list[Finding]:
    found = [
        codes.GROUP_HARMED.finding(
            by=row.by, group=row.group, learned=_said(row.learned.ndcg), rule=_said(row.rule.ndcg)
        )
        for row in groups
        if row.learned.ndcg < row.rule.ndcg - MOST_HARM
    ]
    for by in Group:
        some = [row for row in groups if row.by == by.value]
        if len(some) > 1:
            rule, learned = _gap([row.rule.ndcg for row in some]), _gap([row.learned.ndcg for row in some])
            if learned > rule + MOST_WIDER:
                found.append(codes.GAP_WIDER.finding(by=by.value, learned=_said(learned), rule=_said(rule)))
    return found


def _gap(values: Sequence[float]) -> float:
    return max(values) - min(values)


def _means(rows: Sequence[Figures]) -> Figures:
    table = np.array([(row.ndcg, row.regret, row.bill_cad, row.carbon_kg) for row in rows]).reshape(-1, 4)
    means = table.mean(axis=0) if rows else np.zeros(4)
    return Figures(*(round(float(value), 6) for value in means))


def _interval(differences: np.ndarray) -> tuple[float, float]:
    """Between which figures nine in ten draws of such homes would come out; homes are drawn whole, seeded."""
    if differences.size == 0:
        return 0.0, 0.0
    drawn = np.random.default_rng(_SEED).integers(differences.size, size=(DRAWS, differences.size))
    low, high = np.percentile(differences[drawn].mean(axis=1), INTERVAL)
    return round(float(low), 6), round(float(high), 6)


def _origin(decided: Sequence[Decided]) -> str:
    """Simulated as soon as one of them is."""
    simulated = any(each.origin is not Origin.COACHES for each in decided)
    return (Origin.SIMULATED if simulated else Origin.COACHES).value


def _simulated(decided: Sequence[Decided]) -> tuple[Finding, ...]:
    return (codes.SIMULATED.finding(),) if _origin(decided) == Origin.SIMULATED.value else ()


def _said(value: float) -> float:
    return round(value, 3)


def _share(value: float) -> str:
    return f"{value:.1%}"
