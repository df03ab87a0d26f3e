"""Homes whose true savings are known, and how much of them an adviser is shown: the one face of every truth source.

A source may be another simulator's runs read from files, or homes of our own simulator left out of training. Nothing
is scored here and no saving is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from models.house.facts import HomeFacts
from models.quantities import Fuel

UsageRow = tuple[str, str, float]
"""Use from a local day up to another, ISO dates, half open, in the fuel's unit."""


class UsageLevel(StrEnum):
    """How finely the home's use is known to the adviser. Advice reads hours as days today."""

    NONE = "no_bills"
    BILLS = "bills"
    DAILY = "daily"
    HOURLY = "hourly"


class Knowledge(StrEnum):
    """How well the house itself is known: answers of somebody who knows little, who knows a lot, an EnerGuide file."""

    FEW = "few_answers"
    QUESTIONNAIRE = "questionnaire"
    ENERGUIDE = "energuide"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an adviser is shown of a home."""

    usage: UsageLevel
    knowledge: Knowledge

    @property
    def name(self) -> str:
        """As tables say it."""
        return f"{self.usage.value}, {self.knowledge.value}"


@dataclass(frozen=True, slots=True, eq=False)
class TruthWeather:
    """The weather of truths, as `advise` takes it; many homes share one.

    `temperatures` is the text of the daily temperatures of the usage; `typical_year` the EPW file that true savings
    were worked out with, None for the built-in year of each home's municipality.
    """

    temperatures: str
    typical_year: bytes | None


@dataclass(frozen=True, slots=True)
class TruthHome:
    """One home, what may be shown of it, and what each measure alone truly saves in a typical year.

    `facts` by how well the house is known, `usage` by how finely its use is; `savings` by measure and fuel in the
    fuel's unit, negative where more is used. A fuel that is not named is not saved.
    """

    id: str
    facts: Mapping[Knowledge, HomeFacts]
    usage: Mapping[UsageLevel, Mapping[Fuel, Sequence[UsageRow]]]
    savings: Mapping[str, Mapping[Fuel, float]]
    weather: TruthWeather

    @property
    def described(self) -> HomeFacts:
        """The fullest description there is."""
        return self.facts[max(self.facts, key=_ORDER.index)]

    def shows(self, evidence: Evidence) -> bool:
        """Whether the home can be shown this way."""
        usage = evidence.usage is UsageLevel.NONE or evidence.usage in self.usage
        return usage and evidence.knowledge in self.facts


class TruthSource(Protocol):
    """Anything that holds homes with true savings. Homes used to train or tune are not among them."""

    @property
    def name(self) -> str:
        """What tables call it."""

    @property
    def corrected(self) -> bool:
        """Whether the truths are of real homes' meters, so that advice is compared after correction by experience."""

    def homes(self) -> Iterable[TruthHome]:
        """The homes, in an order that stays."""


@dataclass(frozen=True, slots=True)
class Without:
    """A source without what some measures save; homes of which no other saving is known are left out."""

    source: TruthSource
    measures: frozenset[str]

    @property
    def name(self) -> str:
        """Says what is left out."""
        return f"{self.source.name} without {', '.join(sorted(self.measures))}"

    @property
    def corrected(self) -> bool:
        """As its source."""
        return self.source.corrected

    def homes(self) -> Iterator[TruthHome]:
        """In its source's order."""
        for home in self.source.homes():
            left = {name: saved for name, saved in home.savings.items() if name not in self.measures}
            if left:
                yield replace(home, savings=MappingProxyType(left))


_ORDER: Final = tuple(Knowledge)
FEW: Final = (
    "municipality",
    "dwelling_type",
    "year_built",
    "storeys",
    "heated_area_m2",
    "occupants",
    "heating_fuel",
    "heating_system",
    "hot_water_fuel",
    "cooling",
    "price_plan",
    "goal",
    "budget_cad",
)
"""What everybody can say of their own home without a tape measure, a ladder or a label."""


def few_answers(facts: HomeFacts) -> HomeFacts:
    """The same home told by somebody who knows nothing of insulation, windows, efficiencies or the basement."""
    return replace(HomeFacts(), **{name: getattr(facts, name) for name in FEW})
