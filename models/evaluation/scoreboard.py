"""The scoreboard: every contender's errors by measure and group, and its lists, over homes with true savings.

Contenders come with their estimates worked out; here they are only laid beside the truth. Nothing is left out of a
row because it went badly: what a contender did not answer stands in the row as unanswered, and last in its list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.evaluation.errors import Pair, Score, Spread, score, spread
from models.evaluation.estimate import TINY, Amount, Estimate, Valuation
from models.evaluation.order import best_of, ndcg, regret
from models.evaluation.truth import Evidence, TruthHome
from models.house.stock import group_of
from models.measures.catalogue import Category, Family, Method, measure

ALL: Final = "all measures"
ALL_HOMES: Final = "all homes"
AS_LISTED: Final = "as listed"
SHELL_AND_FURNACE: Final = "envelope and furnace"
LIST_LENGTH: Final = 5
FIRST_CHOICES: Final = 3


class By(StrEnum):
    """What rows of errors are gathered by."""

    MEASURE = "measure"
    POOL = "pool"
    DWELLING = "dwelling type"
    VINTAGE = "vintage"
    FUEL = "heating fuel"


class Standard(StrEnum):
    """What a place on a list is worth: the year's bill, the year's carbon, or the bill less the yearly cost."""

    BILL = "bill_cad"
    CARBON = "carbon_kg"
    WORTH = "bill_less_cost_cad"


@dataclass(frozen=True, slots=True)
class Case:
    """A home with true savings, and what a unit of each fuel is worth there."""

    home: TruthHome
    valuation: Valuation


@dataclass(frozen=True, slots=True)
class Answers:
    """All that one contender said with one kind of evidence (None: it looks at none), by home and measure."""

    contender: str
    evidence: Evidence | None
    estimates: Mapping[tuple[str, str], Estimate]
    homes: frozenset[str]

    @classmethod
    def of(cls, contender: str, evidence: Evidence | None, homes: Iterable[str], said: Iterable[Estimate]) -> Answers:
        """The answers about `homes`, also those of them it had nothing to say of."""
        by_key = {(each.home, each.measure): each for each in said}
        return cls(contender, evidence, MappingProxyType(by_key), frozenset(homes))


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """Errors of one contender with one kind of evidence, over one group of questions, in one amount.

    `spread` for pools only: other groups are too small for it to say much.
    """

    contender: str
    evidence: Evidence | None
    by: By
    group: str
    amount: Amount
    score: Score
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """How good a contender's lists are: means over a group of homes. `ordered_by` its own order, or "as listed".

    `regret` in the standard's unit a home and year; `regret_share` of the best, over all homes, None after costs,
    where the best three may be worth next to nothing.
    """

    contender: str
    evidence: Evidence | None
    by: By
    group: str
    standard: Standard
    ordered_by: str
    homes: int
    ndcg: float | None
    worst_ndcg: float | None
    regret: float
    regret_share: float | None


def error_rows(cases: Sequence[Case], answers: Answers) -> list[ErrorRow]:
    """Every row of errors of these answers."""
    pairs: dict[tuple[By, str, Amount], list[Pair]] = defaultdict(list)
    for case in cases:
        if case.home.id not in answers.homes:
            continue
        for name, saved in case.home.savings.items():
            said = answers.estimates.get((case.home.id, name))
            for amount, truth in case.valuation.amounts(saved).items():
                span = None if said is None else said.ranges.get(amount)
                for by, group in _groups(case.home, name):
                    pairs[by, group, amount].append(Pair(case.home.id, truth, span))
    ordered = sorted(pairs, key=lambda key: (tuple(By).index(key[0]), key[1], tuple(Amount).index(key[2])))
    rows = []
    for by, group, amount in ordered:
        some, tiny = pairs[by, group, amount], TINY[amount]
        around = spread(some, tiny) if by is By.POOL else None
        rows.append(ErrorRow(answers.contender, answers.evidence, by, group, amount, score(some, tiny), around))
    return rows


def list_rows(cases: Sequence[Case], answers: Answers) -> list[ListRow]:
    """Every row of lists of these answers: by its own middles under each standard, and as advice listed them."""
    told: dict[tuple[By, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.home.id in answers.homes:
            for key in ((By.POOL, ALL_HOMES), *_home_groups(case.home)):
                told[key].append(case)
    orders = [(standard, standard.value) for standard in Standard]
    if any(each.place is not None for each in answers.estimates.values()):
        orders += [(standard, AS_LISTED) for standard in Standard]
    return [
        _list_row(told[by, group], answers, (by, group), standard, ordered_by)
        for by, group in sorted(told, key=lambda key: (tuple(By).index(key[0]), key[1]))
        for standard, ordered_by in orders
    ]


def kind_of(measure_id: str) -> str:
    """The name a measure is gathered under: attics of all depths are one kind, others their own."""
    return "ENV-ATTIC" if measure(measure_id).family is Family.ATTIC else measure_id


def _groups(home: TruthHome, measure_id: str) -> Iterator[tuple[By, str]]:
    work = measure(measure_id)
    yield By.MEASURE, kind_of(measure_id)
    yield By.POOL, ALL
    if work.category is not Category.ENVELOPE and work.method is not Method.FURNACE:
        return
    yield By.POOL, SHELL_AND_FURNACE
    yield from _home_groups(home)


def _home_groups(home: TruthHome) -> Iterator[tuple[By, str]]:
    facts = home.described
    yield By.DWELLING, facts.dwelling_type.value if facts.dwelling_type else "unknown"
    yield By.VINTAGE, group_of(facts).vintage if facts.year_built else "unknown"
    yield By.FUEL, facts.heating_fuel.value if facts.heating_fuel else "unknown"


def _list_row(
    cases: Sequence[Case], answers: Answers, group: tuple[By, str], standard: Standard, ordered_by: str
) -> ListRow:
    lists = [_listed(case, answers, standard, ordered_by) for case in cases]
    found = [each for each in (ndcg(values, LIST_LENGTH) for values in lists) if each is not None]
    lost = [regret(values, FIRST_CHOICES) for values in lists]
    best = sum(max(best_of(values, FIRST_CHOICES), 0.0) for values in lists)
    return ListRow(
        contender=answers.contender,
        evidence=answers.evidence,
        by=group[0],
        group=group[1],
        standard=standard,
        ordered_by=ordered_by,
        homes=len(found),
        ndcg=sum(found) / len(found) if found else None,
        worst_ndcg=min(found, default=None),
        regret=sum(lost) / len(lost) if lost else 0.0,
        regret_share=sum(lost) / best if best > 0 and standard is not Standard.WORTH else None,
    )


def _listed(case: Case, answers: Answers, standard: Standard, ordered_by: str) -> list[float]:
    """The true values of the home's measures, in the contender's order; the unanswered last."""

    def key(name: str) -> tuple[bool, float, str]:
        said = answers.estimates.get((case.home.id, name))
        if said is None:
            return True, 0.0, name
        if ordered_by == AS_LISTED:
            return said.place is None, float(said.place or 0), name
        middles = {amount: span.p50 for amount, span in said.ranges.items()}
        return False, -_value(middles, name, standard, case.valuation), name

    order = sorted(case.home.savings, key=key)
    return [_value(case.valuation.amounts(case.home.savings[name]), name, standard, case.valuation) for name in order]


def _value(amounts: Mapping[Amount, float], name: str, standard: Standard, valuation: Valuation) -> float:
    if standard is Standard.CARBON:
        return amounts[Amount.CARBON]
    cost = valuation.yearly_cost_cad[name] if standard is Standard.WORTH else 0.0
    return amounts[Amount.BILL] - cost
