"""The words of every measure, gathered from one file per part of the home, and what is said when there are none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures import (
    appliances,
    attic_air,
    electricity,
    heat_pumps,
    heating,
    power,
    safety,
    walls,
    water,
    windows,
)
from web.words.measures.first_steps import NOBODY_COMES as NOBODY_COMES
from web.words.measures.words import MeasureWords as MeasureWords

MEASURES: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        **attic_air.WORDS,
        **walls.WORDS,
        **windows.WORDS,
        **heating.WORDS,
        **heat_pumps.WORDS,
        **water.WORDS,
        **appliances.WORDS,
        **electricity.WORDS,
        **power.WORDS,
        **safety.WORDS,
    }
)
"""By measure id, such as ENV-ATTIC-MID."""


def measure_words(measure: str) -> MeasureWords:
    """The words of the measure with this id. KeyError when there are none: a test keeps that from happening."""
    return MEASURES[measure]
