"""The rule that says what a measure saves in one home: p10, p50 and p90 a year, by fuel.

It takes the cloud of homes that fit the evidence (`belief`), applies the measure to each (`physics`), corrects by
what studies of real homes found (`realization`) and never lets a saving exceed the use it comes from. A learned
model may replace it behind the same two verbs, `believe` and `predict`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.findings import Finding
from models.measures.catalogue import Category, Measure, Method
from models.measures.end_uses import saved
from models.measures.interactions import NOTHING, Effect, applied
from models.quantities import Fuel
from models.savings.belief import Belief, believe
from models.savings.codes import SAVINGS_CORRECTED, SAVINGS_UNCORRECTED
from models.savings.draws import DRAWS
from models.savings.evidence import MeasuredUse
from models.savings.physics import effect_of
from models.savings.realization import RealizationRate, corrected, realization_rate
from models.series import Floats

__all__ = ["Prediction", "Range", "believe", "predict", "range_of", "ranges_of"]

VERSION: Final = "rule-1"
_AT: Final = np.array([0.1, 0.5, 0.9]) * (DRAWS - 1)
_BELOW: Final = _AT.astype(np.int64)
_PART: Final = _AT - _BELOW
_NO_STUDY_NEEDED: Final = frozenset({Method.BILL, Method.ENABLING, Method.SAFETY, Method.SOLAR})
_OF_HEAT: Final = frozenset({Category.ENVELOPE, Category.HVAC, Category.CONTROLS, Category.VENTILATION})
_WATER: Final = frozenset({Method.WATER_SHARE, Method.TANKLESS, Method.HEAT_PUMP_WATER, Method.WASHER})


@dataclass(frozen=True, slots=True)
class Range:
    """A tenth lies below `p10`, half below `p50`, a tenth above `p90`."""

    p10: float
    p50: float
    p90: float

    def as_json(self, digits: int) -> dict[str, float]:
        """The three figures rounded to so many decimals."""
        return {name: round(getattr(self, name), digits) + 0.0 for name in ("p10", "p50", "p90")}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What one measure alone does to one home: `saved` by fuel in its unit [n]; `rate` None when not corrected."""

    measure: Measure
    effect: Effect
    saved: Mapping[Fuel, Floats]
    rate: RealizationRate | None
    findings: tuple[Finding, ...]

    def ranges(self) -> dict[Fuel, Range]:
        """The saving of each fuel it touches."""
        touched = [fuel for fuel, amount in self.saved.items() if amount.any()]
        return dict(zip(touched, ranges_of([self.saved[fuel] for fuel in touched]), strict=True))


def predict(belief: Belief, measure: Measure, *, correct: bool = True) -> Prediction:
    """What the measure saves alone in this home, corrected by realization rates unless asked for physics alone."""
    effect = effect_of(measure, belief)
    if effect is NOTHING:
        return Prediction(measure, effect, {}, None, ())
    rate = realization_rate(measure.realization) if correct else None
    if rate is not None:
        effect = corrected(effect, rate.draws(), belief.uses.heat_sources, belief.uses.water_sources)
    amounts = saved(belief.use_by_fuel, applied(effect, belief.uses).by_fuel())
    return Prediction(measure, effect, _possible(measure, belief, amounts), rate, _findings(measure, rate, correct))


def range_of(draws: Floats) -> Range:
    """The tenths and the middle of equally likely draws [n]."""
    return ranges_of([draws])[0]


def ranges_of(rows: Sequence[Floats] | Floats) -> list[Range]:
    """The ranges of many sets of draws at once, each [n]."""
    if len(rows) == 0:
        return []
    ordered = np.sort(np.asarray(rows), axis=-1)
    low = ordered[:, _BELOW]
    figures = low + _PART * (ordered[:, _BELOW + 1] - low)
    return [Range(*row) for row in figures.tolist()]


def _possible(measure: Measure, belief: Belief, amounts: Mapping[Fuel, Floats]) -> Mapping[Fuel, Floats]:
    """No more saved than the meter found for that end use."""
    if measure.method is Method.SOLAR:
        return amounts
    return {
        fuel: np.minimum(amount, _most(measure, belief, belief.measured[fuel])) if fuel in belief.measured else amount
        for fuel, amount in amounts.items()
    }


def _most(measure: Measure, belief: Belief, seen: MeasuredUse) -> float:
    """The measured end use a measure draws on; all of the electricity where fans, cooling and plugs share it."""
    water = measure.method in _WATER
    if seen.fuel is not belief.home.facts.heating_fuel:
        return seen.total if seen.fuel is Fuel.ELECTRICITY else seen.base
    if measure.category in _OF_HEAT or measure.method is Method.SETPOINT:
        return seen.heating + seen.cooling
    return seen.base if water or seen.fuel is not Fuel.ELECTRICITY else seen.total


def _findings(measure: Measure, rate: RealizationRate | None, correct: bool) -> tuple[Finding, ...]:
    if rate is not None:
        return (SAVINGS_CORRECTED.finding(percent=round(100 * rate.rate)),)
    if not correct or measure.method in _NO_STUDY_NEEDED:
        return ()
    return (SAVINGS_UNCORRECTED.finding(),)
