"""How much of a predicted saving meters have found, per kind of work, from published studies.

The rates compare shares of use (realised against projected change in log use), so a prediction that is
already scaled to the home's own use is corrected by the same rate. Kinds without a study stay uncorrected.
Figures: `data/realization_rates.csv` (reference/realization_rates.csv and samples' standard errors).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import numpy as np

from models.measures.end_uses import HeatSource
from models.measures.interactions import UNCHANGED, Effect
from models.savings.draws import Chance, around, draws
from models.series import Floats

TRANSFER_SD: Final = 0.10
"""What another town's homes may differ by, one standard error on the rate (uncited)."""


@dataclass(frozen=True, slots=True)
class RealizationRate:
    """Realised saving per predicted saving, its standard error, and the study."""

    family: str
    rate: float
    standard_error: float
    homes: int
    country: str
    source: str
    confidence: str

    def draws(self) -> Floats:
        """Likely rates for the next home, all above nothing, half of them below `rate` [n]."""
        return _draws(draws(), self.rate, float(np.hypot(self.standard_error, TRANSFER_SD)))


def realization_rate(family: str | None) -> RealizationRate | None:
    """The study's rate for a kind of work, None when no study compared it."""
    return None if family is None else _rates()[family]


def realization_rates() -> tuple[RealizationRate, ...]:
    """The public table."""
    return tuple(_rates().values())


def corrected(effect: Effect, rate: Floats, heating: tuple[HeatSource, ...], water: tuple[HeatSource, ...]) -> Effect:
    """The effect with the saved part of each end use multiplied by `rate` [n].

    Equipment that keeps the fuel of `heating` or `water` (what the home has now) gains that part of its advantage.
    """
    return replace(
        effect,
        heat=_part(effect.heat, rate),
        water=_part(effect.water, rate),
        cooling=_part(effect.cooling, rate),
        heat_sources=_equipment(effect.heat_sources, heating, rate),
        water_sources=_equipment(effect.water_sources, water, rate),
    )


@cache
def _draws(count: int, rate: float, error: float) -> Floats:
    """A log-normal with this median and about this error, so that the middle of a corrected range is rate × physics."""
    return around(Chance.REALIZATION, rate, float(np.sqrt(np.log1p((error / rate) ** 2))))


def _part(left: Floats | float, rate: Floats) -> Floats | float:
    return left if left is UNCHANGED else np.maximum(1.0 - rate * (1.0 - np.asarray(left)), 0.02)


def _equipment(
    new: tuple[HeatSource, ...] | None, old: tuple[HeatSource, ...], rate: Floats
) -> tuple[HeatSource, ...] | None:
    if new is None or len(new) != 1 or len(old) != 1 or new[0].fuel is not old[0].fuel:
        return new
    before, after = 1.0 / old[0].efficiency, 1.0 / new[0].efficiency
    return (replace(new[0], efficiency=1.0 / np.maximum(before - rate * (before - after), 0.2 * after)),)


@cache
def _rates() -> Mapping[str, RealizationRate]:
    text = files(__package__).joinpath("data/realization_rates.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType(
        {
            row["family"]: RealizationRate(
                family=row["family"],
                rate=float(row["rate"]),
                standard_error=float(row["standard_error"]),
                homes=int(row["homes"]),
                country=row["country"],
                source=row["source"],
                confidence=row["confidence"],
            )
            for row in rows
        }
    )
