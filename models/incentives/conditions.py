"""Conditions on a home, nested as deep as a programme's rules are, answered as yes, likely, unknown or no.

A fact nobody knows leaves a condition unknown, or likely where the rule says that it nearly always holds; a fact the
stock assumed makes it likely at best and never a no. Each leaf asks about one fact, so that what is missing is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.incentives import codes_facts
from models.incentives.income import IncomeLimits
from models.incentives.profile import Profile
from models.incentives.truth import YES, Says, Truth, every, some


@dataclass(frozen=True, slots=True)
class Among:
    """The fact is one of these words or answers; `unless`: it is none of them."""

    fact: str
    values: frozenset[str | bool]
    unless: bool = False
    likely: bool = False

    def ask(self, profile: Profile, work: Work) -> Says:
        """Whether it holds."""
        value = profile.value(self.fact)
        holds = None if value is None else (value in self.values) is not self.unless
        return _settled(self.fact, holds, self.likely, profile)


@dataclass(frozen=True, slots=True)
class Between:
    """The fact's number lies in a range: each end may be open, and each is in the range or not."""

    fact: str
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None
    likely: bool = False

    def ask(self, profile: Profile, work: Work) -> Says:
        """Whether it holds."""
        value = profile.value(self.fact)
        holds = None if value is None else self.holds(float(value))
        return _settled(self.fact, holds, self.likely, profile)

    def holds(self, value: float) -> bool:
        """Whether this number is in the range."""
        return (
            (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    @property
    def ends(self) -> tuple[float, ...]:
        """The numbers at which the answer turns."""
        return tuple(end for end in (self.above, self.at_least, self.at_most, self.below) if end is not None)


@dataclass(frozen=True, slots=True)
class Income:
    """The household's income is within the limit for its size, or it receives a benefit that qualifies by itself."""

    limits: IncomeLimits

    def ask(self, profile: Profile, work: Work) -> Says:
        """Whether it holds. An income without a size settles it when all sizes agree."""
        if self.limits.benefits_qualify and profile.benefits:
            return YES
        if profile.income_cad is None:
            if profile.income_qualified is None:
                return Says(Truth.UNKNOWN, ("income_qualified",))
            return YES if profile.income_qualified else _no("income_qualified")
        told = profile.household_size is not None and "household_size" not in profile.assumed
        sizes = (profile.household_size,) if told else self.limits.sizes
        within = {profile.income_cad <= self.limits.limit(int(size or 1)) for size in sizes}
        if len(within) > 1:
            return Says(Truth.UNKNOWN, ("household_size",))
        return YES if within == {True} else _no("income_qualified")


@dataclass(frozen=True, slots=True)
class NeverHad:
    """The home has had no money from any of these programmes or offers."""

    ids: frozenset[str]
    likely: bool = True

    def ask(self, profile: Profile, work: Work) -> Says:
        """Whether it holds."""
        holds = None if profile.previous is None else not (profile.previous & self.ids)
        return _settled("previous", holds, self.likely, profile)


@dataclass(frozen=True, slots=True)
class Target:
    """The work reaches at least this insulation, nominal ft²·°F·h/Btu."""

    at_least_r: float

    def ask(self, profile: Profile, work: Work) -> Says:
        """Whether it holds; work that says nothing of its target leaves it unknown."""
        if work.target_r is None:
            return Says(Truth.UNKNOWN, ("target_r",))
        return YES if work.target_r >= self.at_least_r else _no("target_r")


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]

    def ask(self, profile: Profile, work: Work) -> Says:
        """Whether it holds."""
        return every(tuple(part.ask(profile, work) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def ask(self, profile: Profile, work: Work) -> Says:
        """Whether it holds."""
        return some(tuple(part.ask(profile, work) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Work:
    """What conditions may ask about the work itself."""

    target_r: float | None = None


Leaf = Among | Between | Income | NeverHad | Target
Condition = All | Any | Leaf
ALWAYS = All(())


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf, left to right."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


def _settled(fact: str, holds: bool | None, likely: bool, profile: Profile) -> Says:
    if holds is None:
        return Says(Truth.LIKELY if likely else Truth.UNKNOWN, (fact,))
    if fact in profile.assumed:
        return Says(Truth.LIKELY if holds else Truth.UNKNOWN, (fact,))
    return YES if holds else _no(fact)


def _no(fact: str) -> Says:
    return Says(Truth.NO, against=(codes_facts.NOT_MET[fact].finding(),))
