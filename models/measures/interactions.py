"""How measures meet inside an end use: what is left over is multiplied, savings are never added.

An `Effect` says what a measure does to a home's end uses; applying effects one after the other, envelope
before equipment, gives the saving of a plan: `1 − Π(1 − s)` inside an end use (reference/measure_rules.yaml).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from models.measures.catalogue import Measure
from models.measures.end_uses import EndUses, HeatSource
from models.quantities import Fuel
from models.series import Floats

UNCHANGED: Final = 1.0
NOT_ADDED: Final = 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a measure leaves of each end use (factors, 1 = all of it), what it adds, and which equipment it brings.

    Factors [n] or 1. `heat_added_kwh` useful kWh [n]; `electricity_added_kwh`, `generated_kwh` kWh [n];
    `other_removed` in the fuel's own unit [n]. Equipment replaces what was there.
    """

    heat: Floats | float = UNCHANGED
    water: Floats | float = UNCHANGED
    cooling: Floats | float = UNCHANGED
    plugs: Floats | float = UNCHANGED
    heat_added_kwh: Floats | float = NOT_ADDED
    electricity_added_kwh: Floats | float = NOT_ADDED
    generated_kwh: Floats | float = NOT_ADDED
    heat_sources: tuple[HeatSource, ...] | None = None
    water_sources: tuple[HeatSource, ...] | None = None
    other_removed: Mapping[Fuel, Floats] = field(default_factory=lambda: MappingProxyType({}))


NOTHING = Effect()
"""What a measure that saves no energy does."""


def applied(effect: Effect, uses: EndUses) -> EndUses:
    """The end uses after the measure: factors multiply what is left, equipment replaces what was there."""
    return EndUses(
        heat_kwh=np.maximum(_left(uses.heat_kwh, effect.heat, effect.heat_added_kwh), 0.0),
        heat_sources=effect.heat_sources or uses.heat_sources,
        fan_share=uses.fan_share,
        water_kwh=_left(uses.water_kwh, effect.water),
        water_sources=effect.water_sources or uses.water_sources,
        cooling_kwh=_left(uses.cooling_kwh, effect.cooling),
        plugs_kwh=_left(uses.plugs_kwh, effect.plugs, effect.electricity_added_kwh),
        generated_kwh=_left(uses.generated_kwh, UNCHANGED, effect.generated_kwh),
        other=_less(uses.other, effect.other_removed),
    )


def applied_each(effects: Sequence[Effect], uses: EndUses) -> EndUses:
    """The end uses after each effect alone, [effects, n] where any of them changes something; none brings equipment."""
    heat = _left_each(uses.heat_kwh, [(each.heat, each.heat_added_kwh) for each in effects])
    other = dict(uses.other)
    for fuel in {fuel for each in effects for fuel in each.other_removed if fuel in other}:
        other[fuel] = np.array([_less(uses.other, each.other_removed)[fuel] for each in effects])
    return EndUses(
        heat_kwh=np.maximum(heat, 0.0),
        heat_sources=uses.heat_sources,
        fan_share=uses.fan_share,
        water_kwh=_left_each(uses.water_kwh, [(each.water, NOT_ADDED) for each in effects]),
        water_sources=uses.water_sources,
        cooling_kwh=_left_each(uses.cooling_kwh, [(each.cooling, NOT_ADDED) for each in effects]),
        plugs_kwh=_left_each(uses.plugs_kwh, [(each.plugs, each.electricity_added_kwh) for each in effects]),
        generated_kwh=_left_each(uses.generated_kwh, [(UNCHANGED, each.generated_kwh) for each in effects]),
        other=other,
    )


def combined(effects: Iterable[tuple[Measure, Effect]], uses: EndUses) -> EndUses:
    """The end uses after all of these measures, in the order of their stages (envelope before equipment)."""
    for _, effect in sorted(effects, key=lambda pair: (pair[0].stage, pair[0].id)):
        uses = applied(effect, uses)
    return uses


def _left(use: Floats, factor: Floats | float, added: Floats | float = NOT_ADDED) -> Floats:
    """use × factor + added, without work where there is nothing to do."""
    if factor is not UNCHANGED:
        use = use * factor
    return use if added is NOT_ADDED else use + added


def _left_each(use: Floats, changes: Sequence[tuple[Floats | float, Floats | float]]) -> Floats:
    """The same of one use after each change alone, a factor and what is added; the use itself where none changes it."""
    changed = [row for row, (by, added) in enumerate(changes) if by is not UNCHANGED or added is not NOT_ADDED]
    if not changed:
        return use
    left = np.empty((len(changes), use.size))
    left[:] = use
    for row in changed:
        left[row] = _left(use, *changes[row])
    return left


def _less(other: Mapping[Fuel, Floats], removed: Mapping[Fuel, Floats]) -> Mapping[Fuel, Floats]:
    if not removed:
        return other
    return {fuel: np.maximum(amount - removed.get(fuel, 0.0), 0.0) for fuel, amount in other.items()}
