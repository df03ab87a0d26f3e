"""The rule that says what a measure saves in one home: p10, p50 and p90 a year, by fuel.

It takes the cloud of homes that fit the evidence (`belief`), applies the measure to each (`physics`), corrects by
what studies of real homes found (`realization`) and never lets a saving exceed the use it comes from. Where a learned
model is handed in, it moves what the measures do that it learned (`learned`), before that correction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.findings import Finding
from models.measures.catalogue import Category, Measure, Method
from models.measures.end_uses import saved
from models.measures.interactions import NOTHING, Effect, applied, applied_each
from models.quantities import Fuel
from models.savings.belief import Belief, believe
from models.savings.codes import SAVINGS_CORRECTED, SAVINGS_UNCORRECTED
from models.savings.draws import DRAWS
from models.savings.evidence import MeasuredUse
from models.savings.learned import Learned, LearnedSavings
from models.savings.physics import effect_of
from models.savings.realization import RealizationRate, corrected, realization_rate
from models.series import Floats

__all__ = ["Prediction", "Range", "believe", "middle_of", "predict", "predict_all", "range_of", "ranges_of"]

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
    """What one measure alone does to one home: `saved` by fuel in its unit [n].

    `rate` None when not corrected, `learned` None when the rule alone says so.
    """

    measure: Measure
    effect: Effect
    saved: Mapping[Fuel, Floats]
    rate: RealizationRate | None
    findings: tuple[Finding, ...]
    learned: Learned | None = None

    def ranges(self) -> dict[Fuel, Range]:
        """The saving of each fuel it touches."""
        touched = [fuel for fuel, amount in self.saved.items() if amount.any()]
        return dict(zip(touched, ranges_of([self.saved[fuel] for fuel in touched]), strict=True))


def predict(
    belief: Belief, measure: Measure, *, correct: bool = True, learned: LearnedSavings | None = None
) -> Prediction:
    """What the measure saves alone in this home, corrected by realization rates unless asked for physics alone."""
    return predict_all(belief, [measure], correct=correct, learned=learned)[0]


def predict_all(
    belief: Belief, measures: Sequence[Measure], *, correct: bool = True, learned: LearnedSavings | None = None
) -> list[Prediction]:
    """The same of many measures, each alone: a learned model is asked once for all of them."""
    effects = [(measure, effect_of(measure, belief)) for measure in measures]
    told = [(effect, None) for _, effect in effects] if learned is None else learned.told(belief, effects)
    rates = [
        realization_rate(measure.realization) if correct and effect is not NOTHING else None
        for measure, (effect, _) in zip(measures, told, strict=True)
    ]
    done = [_corrected(effect, rate, belief) for (effect, _), rate in zip(told, rates, strict=True)]
    amounts = _possible(measures, belief, _saved_alone(done, belief))
    return [
        Prediction(measure, effect, {}, None, ())
        if effect is NOTHING
        else Prediction(measure, effect, saves, rate, _findings(measure, rate, correct), moved)
        for measure, effect, saves, rate, (_, moved) in zip(measures, done, amounts, rates, told, strict=True)
    ]


def _corrected(effect: Effect, rate: RealizationRate | None, belief: Belief) -> Effect:
    if rate is None:
        return effect
    return corrected(effect, rate.draws(), belief.uses.heat_sources, belief.uses.water_sources)


def _saved_alone(effects: Sequence[Effect], belief: Belief) -> list[dict[Fuel, Floats]]:
    """What each effect alone saves by fuel; those that bring no equipment are worked out together."""
    plain = [row for row, each in enumerate(effects) if each.heat_sources is None and each.water_sources is None]
    together = saved(belief.use_by_fuel, applied_each([effects[row] for row in plain], belief.uses).by_fuel())
    row_of = {row: place for place, row in enumerate(plain)}
    return [
        saved(belief.use_by_fuel, applied(each, belief.uses).by_fuel())
        if row not in row_of
        else {fuel: amount[row_of[row]] if amount.ndim > 1 else amount for fuel, amount in together.items()}
        for row, each in enumerate(effects)
    ]


def range_of(draws: Floats) -> Range:
    """The tenths and the middle of equally likely draws [n]."""
    return ranges_of([draws])[0]


def middle_of(draws: Floats) -> float:
    """Their median [n], of many homes' [homes, n] each one's; NumPy's own takes ten times as long for so few."""
    ordered, n = np.array(draws), draws.shape[-1]
    ordered.sort(axis=-1)
    middle = (ordered[..., (n - 1) // 2] + ordered[..., n // 2]) / 2.0
    return middle if draws.ndim > 1 else float(middle)  # type: ignore[return-value]


def ranges_of(rows: Sequence[Floats] | Floats) -> list[Range]:
    """The ranges of many sets of draws at once, each [n]."""
    if len(rows) == 0:
        return []
    ordered = np.array(rows)
    ordered.sort(axis=-1)
    low = ordered[:, _BELOW]
    figures = low + _PART * (ordered[:, _BELOW + 1] - low)
    return [Range(*row) for row in figures.tolist()]


def _possible(
    measures: Sequence[Measure], belief: Belief, amounts: Sequence[Mapping[Fuel, Floats]]
) -> list[Mapping[Fuel, Floats]]:
    """No more saved than the meter found for that end use; a roof may make more power than is used."""
    if not belief.measured:
        return list(amounts)
    limits = [most_of(measure, belief) for measure in measures]
    return [
        {fuel: np.minimum(amount, most[fuel]) if fuel in most else amount for fuel, amount in saves.items()}
        for most, saves in zip(limits, amounts, strict=True)
    ]


def most_of(measure: Measure, belief: Belief) -> dict[Fuel, float]:
    """The most that a measure can save of each fuel that was metered."""
    if measure.method is Method.SOLAR:
        return {}
    return {fuel: _most(measure, belief, seen) for fuel, seen in belief.measured.items()}


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
