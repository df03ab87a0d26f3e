"""The facts incentives ask for, and nothing else of a home: one small hashable record, its numbers in bands.

Two homes that no rule can tell apart have the same profile, so that a region is worked out a profile at a time.
Incomes are here while something is worked out and never in a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from models.house.facts import Cooling, HeatingSystem, HomeFacts

ELSEWHERE: Final = "elsewhere"
"""A word no rule names: another municipality, another utility."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a home and its household; None is “I don't know”.

    `assumed` names the facts that the stock filled: they make things likely, never sure. `income_cad` a year, on the
    basis the programme asks for; `income_qualified` and `income_below_median` what the household says without a number;
    `benefits` whether it
    receives one of the benefits that qualify by themselves. `previous` the programmes this home has had money from.
    `net_metering` whether solar power is, or would be, net metered. `work_started` whether work began already.
    """

    heating_fuel: str | None = None
    hot_water_fuel: str | None = None
    dwelling_type: str | None = None
    tenure: str | None = None
    municipality: str | None = None
    electricity_utility: str | None = None
    gas_utility: str | None = None
    attic_r: float | None = None
    wall_r: float | None = None
    year_built: float | None = None
    household_size: float | None = None
    income_cad: float | None = None
    income_qualified: bool | None = None
    income_below_median: bool | None = None
    benefits: bool | None = None
    heat_pump: bool | None = None
    central_cooling: bool | None = None
    net_metering: bool | None = None
    work_started: bool | None = None
    previous: frozenset[str] | None = None
    assumed: frozenset[str] = frozenset()

    def value(self, fact: str) -> str | float | bool | None:
        """A fact by its name in the rules."""
        return getattr(self, fact)  # type: ignore[no-any-return]


NOBODY: Final = Profile()
"""A home of which nothing is known."""
FACTS: Final = tuple(field.name for field in fields(Profile) if field.name not in ("assumed", "previous"))
NUMBERS: Final = frozenset({"attic_r", "wall_r", "year_built", "household_size", "income_cad"})
YES_OR_NO: Final = frozenset(
    {
        "income_qualified",
        "income_below_median",
        "benefits",
        "heat_pump",
        "central_cooling",
        "net_metering",
        "work_started",
    }
)
WORDS: Final = frozenset(FACTS) - NUMBERS - YES_OR_NO
_FROM: Final[Mapping[str, str]] = {
    "household_size": "occupants",
    "heat_pump": "heating_system",
    "central_cooling": "cooling",
}
"""Facts that go by another name among the facts of a home."""


def profile_of(
    facts: HomeFacts,
    assumed: frozenset[str] = frozenset(),
    *,
    electricity_utility: str | None = None,
    gas_utility: str | None = None,
    income_cad: float | None = None,
    benefits: bool | None = None,
    net_metering: bool | None = None,
    previous: frozenset[str] | None = None,
) -> Profile:
    """What incentives may ask of this home; `assumed` names the facts of `facts` that nobody said."""
    return Profile(
        heating_fuel=facts.heating_fuel,
        hot_water_fuel=facts.hot_water_fuel,
        dwelling_type=facts.dwelling_type,
        tenure=facts.tenure,
        municipality=None if facts.municipality is None else facts.municipality.strip().casefold(),
        electricity_utility=electricity_utility,
        gas_utility=gas_utility,
        attic_r=facts.attic_r,
        wall_r=facts.wall_r,
        year_built=facts.year_built,
        household_size=facts.occupants,
        income_cad=income_cad,
        income_qualified=facts.income_qualified,
        benefits=benefits,
        heat_pump=_heat_pump(facts),
        central_cooling=None if facts.cooling is None else facts.cooling in (Cooling.CENTRAL, Cooling.HEAT_PUMP),
        net_metering=net_metering,
        previous=previous,
        assumed=frozenset(name for name in FACTS if _FROM.get(name, name) in assumed),
    )


def _heat_pump(facts: HomeFacts) -> bool | None:
    if HeatingSystem.HEAT_PUMP is facts.heating_system or Cooling.HEAT_PUMP is facts.cooling:
        return True
    return None if facts.heating_system is None else False


@dataclass(frozen=True, slots=True)
class Bands:
    """What a graph's rules can tell apart: the numbers at which they turn, the words they name, the facts they read."""

    turns: Mapping[str, tuple[float, ...]]
    words: Mapping[str, frozenset[str]]
    reads: frozenset[str]
    by_measure: Mapping[str, frozenset[str]]
    size_with_income_only: bool

    def narrowed(self, profile: Profile) -> Profile:
        """The profile that stands for all homes the rules treat alike."""
        changed: dict[str, object] = {"assumed": profile.assumed & self.reads}
        for name in FACTS:
            value = profile.value(name)
            if value is None:
                continue
            if name not in self.reads or self._no_matter(name, profile):
                changed[name] = None
            elif name in NUMBERS:
                changed[name] = _band(float(value), self.turns.get(name, ()))
            elif name in WORDS and value not in self.words.get(name, frozenset()):
                changed[name] = ELSEWHERE
        if profile.previous is not None:
            changed["previous"] = profile.previous & self.words.get("previous", frozenset())
        return replace(profile, **changed)  # type: ignore[arg-type]

    def only(self, profile: Profile, measure_ids: Iterable[str]) -> Profile:
        """Of a narrowed profile, what the offers for these measures read; all else is left out."""
        read = [names for each in measure_ids if (names := self.by_measure.get(each))]
        if not read:
            return NOBODY
        names = read[0] if len(read) == 1 else frozenset().union(*read)
        kept = {name: getattr(profile, name) for name in names}
        return Profile(**kept, assumed=profile.assumed & names if profile.assumed else profile.assumed)

    def _no_matter(self, name: str, profile: Profile) -> bool:
        return name == "household_size" and self.size_with_income_only and profile.income_cad is None


def _band(value: float, turns: tuple[float, ...]) -> float:
    """A number on the same side of every turn: the turn itself, or the middle between its neighbours."""
    if not turns:
        return 0.0
    below = max((turn for turn in turns if turn <= value), default=None)
    above = min((turn for turn in turns if turn >= value), default=None)
    if below is None:
        return turns[0] - 1.0
    if above is None:
        return turns[-1] + 1.0
    return (below + above) / 2.0
