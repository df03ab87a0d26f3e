"""Simulated homes that training never saw, as a truth source for the scoreboard.

Brings the simulator with it (numba, pvlib): imported where it is asked for, not by pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from coach.advising import codes_evaluation as codes
from greener_homes.errors import Refusal
from models.evaluation.simulated import SimulatedTruths
from models.evaluation.truth import TruthHome
from models.house.epw import WeatherUnreadable

MOST: Final = 2000
"""With all they are shown, homes take a quarter of a megabyte each."""


@dataclass(frozen=True, slots=True)
class HeldOutHomes:
    """The homes, once simulated."""

    name: str
    told: Sequence[TruthHome]
    corrected: bool

    def homes(self) -> Sequence[TruthHome]:
        """In the order drawn."""
        return self.told


def held_out_homes(count: int, seed: int, typical_year: bytes | None) -> HeldOutHomes:
    """So many homes of the test part; Refusal for a count out of bounds or a typical year that cannot be read."""
    if not 1 <= count <= MOST or seed < 0:
        raise Refusal(codes.SIMULATED_COUNT, most=MOST)
    truths = SimulatedTruths(count, seed, typical_year)
    try:
        return HeldOutHomes(truths.name, tuple(truths.homes()), truths.corrected)
    except WeatherUnreadable as unreadable:
        raise Refusal(unreadable.code, **unreadable.facts) from unreadable
