"""The nested rules of a file as conditions and prerequisites: `all`, `any` and one leaf a table, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from models.house.facts import CLOSED_SETS
from models.incentives.codes_data import FIELD_WRONG, NAMES_NOTHING, DataRefused
from models.incentives.conditions import ALWAYS, All, Among, Any, Between, Condition, Income, NeverHad, Target
from models.incentives.graph import NOTHING_ELSE, Needs, NeedsAll, NeedsAny, NeedsOffer, NeedsWork
from models.incentives.income import IncomeLimits
from models.incentives.profile import NUMBERS, WORDS, YES_OR_NO
from models.incentives.reading import Table

DEEPEST: Final = 8
Rule = TypeVar("Rule")
_CLOSED: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(member.value for member in words) for name, words in CLOSED_SETS.items()
}


def condition(raw: object, where: str, limits: Mapping[str, IncomeLimits]) -> Condition:
    """A condition on a home; nothing at all always holds."""
    if raw is None:
        return ALWAYS
    return _nested(raw, where, "when", "a list of conditions", (All, Any), lambda table: _leaf(table, limits))


def needs(raw: object, where: str) -> Needs:
    """What must be part of the same application; ids are checked when all offers are known."""
    if raw is None:
        return NOTHING_ELSE
    return _nested(raw, where, "needs", "a list of prerequisites", (NeedsAll, NeedsAny), _needed)


def _nested(
    raw: object,
    where: str,
    field: str,
    wanted: str,
    kinds: tuple[Callable[[tuple[Rule, ...]], Rule], Callable[[tuple[Rule, ...]], Rule]],
    leaf: Callable[[Table], Rule],
    deep: int = 0,
) -> Rule:
    """`all` of some, `any` of some, or one leaf. Raises DataRefused."""
    table = Table(raw, where)
    if deep > DEEPEST:
        raise DataRefused(FIELD_WRONG, where=where[:80], field=field, wanted=f"nested at most {DEEPEST} deep")
    for word, kind in zip(("all", "any"), kinds, strict=True):
        if table.has(word):
            parts = table.take(word)
            table.done()
            if not isinstance(parts, list) or not parts:
                raise table.wrong(word, wanted)
            return kind(
                tuple(
                    _nested(part, f"{where}.{word}[{at}]", field, wanted, kinds, leaf, deep + 1)
                    for at, part in enumerate(parts)
                )
            )
    found = leaf(table)
    table.done()
    return found


def _leaf(table: Table, limits: Mapping[str, IncomeLimits]) -> Condition:
    if table.has("income_within"):
        name = table.text("income_within")
        if name not in limits:
            raise DataRefused(NAMES_NOTHING, where=table.where, id=name)
        return Income(limits[name])
    if table.has("never_had"):
        return NeverHad(frozenset(table.words("never_had")), table.yes_or_no("likely", True))
    if table.has("target_r_at_least"):
        value = table.number("target_r_at_least", 0.0, 120.0)
        return Target(value or 0.0)
    fact = table.one_of("fact", NUMBERS | WORDS | YES_OR_NO)
    likely = table.yes_or_no("likely", False)
    if fact in NUMBERS:
        ends = {name: table.number(name, -1e7, 1e7) for name in ("above", "at_least", "at_most", "below")}
        if all(end is None for end in ends.values()):
            raise table.wrong("fact", "a number with at least one end")
        return Between(fact, **ends, likely=likely)
    if fact in YES_OR_NO:
        wanted = table.take("is")
        if not isinstance(wanted, bool):
            raise table.wrong("is", "true or false")
        return Among(fact, frozenset({wanted}), likely=likely)
    unless = table.has("not_among")
    words = table.words("not_among" if unless else "among")
    known = _CLOSED.get(fact)
    if not words or (known is not None and not set(words) <= known):
        raise table.wrong("among", ", ".join(sorted(known)) if known else "a list of words")
    return Among(fact, frozenset(word if known else word.casefold() for word in words), unless, likely)


def _needed(table: Table) -> Needs:
    if table.has("offer"):
        return NeedsOffer(frozenset({table.text("offer")}))
    measures = frozenset(table.words("work"))
    return NeedsWork(measures, table.whole("at_least", 1, max(len(measures), 1), 1))
