"""What the cards of “My energy” are told, beside its charts: frozen nouns, as `web.portal.views`."""

from __future__ import annotations

from dataclasses import dataclass

from web.components import Fact, Link
from web.similar import SimilarFuel


@dataclass(frozen=True, slots=True)
class SimilarHomes:
    """The card. `is_off` when the household does not want it; `is_counted` when it is itself among the homes."""

    fuels: tuple[SimilarFuel, ...]
    is_off: bool
    is_counted: bool
    fewest: int
    choose_url: str
    counted_url: str

    @property
    def is_compared(self) -> bool:
        return any(one.peers is not None for one in self.fuels)


@dataclass(frozen=True, slots=True)
class Trend:
    """One fuel at the same weather: what is said of it, and the figures it opens to; `short` for the glance."""

    fuel: str
    title: str
    sentence: str
    short: str
    facts: tuple[Fact, ...] = ()

    @property
    def is_figure(self) -> bool:
        return bool(self.facts)


@dataclass(frozen=True, slots=True)
class Glance:
    """One of the three first answers: how the home is doing, what changed, what next."""

    icon: str
    heading: str
    text: str
    link: Link | None = None
