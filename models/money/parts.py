"""Which end uses a year of energy, or a saving, is made of: because an hour's power has an hour's price.

Takes what a measure does to a home's end uses (`Effect`) and says what each end use takes less, by fuel; parts of a
fuel always add up to what the prediction says is saved of it. Arrays are one value per draw [n]; no prices here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from models.measures.catalogue import HEAT_PUMPS, Method
from models.measures.end_uses import FORCED_AIR, KWH_PER_UNIT, EndUses, HeatSource
from models.measures.interactions import NOT_ADDED, UNCHANGED, Effect, applied
from models.money.hours import EndUse
from models.quantities import Fuel
from models.savings.columns import alike
from models.savings.rule import middle_of
from models.series import Floats

Part = tuple[Fuel, EndUse]
"""A fuel, and what it does."""
Parts = Mapping[Part, Floats]
"""How much of each, in the fuel's own unit [n]; electricity made on the roof counts as less than nothing."""

WHAT_IS_ADDED: Final = {Method.VENTILATION: EndUse.STEADY, Method.INDUCTION: EndUse.PLUGS}
"""What a measure's new electricity is used for; a heat pump's is cooling that was not there before."""


class Work(NamedTuple):
    """A measure done alone: what it does, what is saved of each fuel [n], and when a heat pump it brings runs."""

    method: Method
    effect: Effect
    saved: Mapping[Fuel, Floats]
    pump: EndUse = EndUse.HEAT_PUMP


def yearly_parts(uses: EndUses, pump: EndUse = EndUse.HEAT_PUMP) -> dict[Part, Floats]:
    """A year by fuel and end use; `pump` says which hours a heat pump runs in (efficiency above 1 is a heat pump)."""
    parts: dict[Part, Floats] = {}
    _heat(parts, uses, pump)
    _water(parts, uses.water_kwh, uses.water_sources)
    _add(parts, (Fuel.ELECTRICITY, EndUse.COOLING), uses.cooling_kwh)
    _add(parts, (Fuel.ELECTRICITY, EndUse.PLUGS), uses.plugs_kwh)
    if uses.generated_kwh.any():
        _add(parts, (Fuel.ELECTRICITY, EndUse.SOLAR), -uses.generated_kwh)
    for fuel, amount in uses.other.items():
        _add(parts, (fuel, EndUse.STEADY), amount)
    return parts


def saved_parts(
    method: Method, effect: Effect, uses: EndUses, saved: Mapping[Fuel, Floats], pump: EndUse = EndUse.HEAT_PUMP
) -> dict[Part, Floats]:
    """What a measure saves by fuel and end use; each fuel's parts add up to `saved`.

    `pump`: the hours of a heat pump the measure brings. What the prediction holds back (no more than was metered) is
    taken from the largest part of its fuel.
    """
    return saved_parts_each([Work(method, effect, saved, pump)], uses)[0]


def saved_parts_each(works: Sequence[Work], uses: EndUses) -> list[dict[Part, Floats]]:
    """The same of many measures, each alone."""
    found = [_changed(each.method, each.effect, uses, each.pump) for each in works]
    sizes = {part: np.abs(rows).sum(axis=1).tolist() for part, rows in stacked(found).items()}
    return [
        _agreeing(parts, {part: sizes[part][row] for part in parts}, work.saved)
        for row, (parts, work) in enumerate(zip(found, works, strict=True))
    ]


def _changed(method: Method, effect: Effect, uses: EndUses, pump: EndUse) -> dict[Part, Floats]:
    """What the effect takes from each part, nothing held back."""
    parts: dict[Part, Floats] = {}
    then: dict[Part, Floats] = {}
    if effect.heat_sources is not None:
        _heat(parts, uses, EndUse.HEAT_PUMP)
        _heat(then, applied(effect, uses), pump)
        parts = difference(parts, then)
    elif effect.heat is not UNCHANGED or effect.heat_added_kwh is not NOT_ADDED:
        left = np.maximum(uses.heat_kwh * effect.heat + effect.heat_added_kwh, 0.0)
        _heat(parts, uses, EndUse.HEAT_PUMP, uses.heat_kwh - left)
    if effect.water_sources is not None:
        before: dict[Part, Floats] = {}
        then = {}
        _water(before, uses.water_kwh, uses.water_sources)
        _water(then, uses.water_kwh * effect.water, effect.water_sources)
        parts |= difference(before, then)
    elif effect.water is not UNCHANGED:
        _water(parts, uses.water_kwh * (1.0 - effect.water), uses.water_sources)
    if effect.cooling is not UNCHANGED:
        _add(parts, (Fuel.ELECTRICITY, EndUse.COOLING), uses.cooling_kwh * (1.0 - effect.cooling))
    if effect.plugs is not UNCHANGED:
        _add(parts, (Fuel.ELECTRICITY, EndUse.PLUGS), uses.plugs_kwh * (1.0 - effect.plugs))
    if effect.electricity_added_kwh is not NOT_ADDED:
        added = EndUse.COOLING if method in HEAT_PUMPS else WHAT_IS_ADDED.get(method, EndUse.STEADY)
        _add(parts, (Fuel.ELECTRICITY, added), -np.broadcast_to(effect.electricity_added_kwh, uses.plugs_kwh.shape))
    if effect.generated_kwh is not NOT_ADDED:
        _add(parts, (Fuel.ELECTRICITY, EndUse.SOLAR), np.broadcast_to(effect.generated_kwh, uses.plugs_kwh.shape))
    for fuel, removed in effect.other_removed.items():
        if fuel in uses.other:
            _add(parts, (fuel, EndUse.STEADY), np.minimum(uses.other[fuel], removed))
    return parts


def saved_parts_of_homes(
    method: Method, effect: Effect, uses: EndUses, most: Mapping[Fuel, Floats | float], pump: EndUse
) -> tuple[dict[Part, Floats], dict[Fuel, Floats]]:
    """The same of one measure in many homes, and the sums by fuel; everything [homes, n].

    `most` that can be saved of a fuel; what is held back is taken from the fuel's largest part, home by home.
    """
    parts = _changed(method, effect, uses, pump)
    sums: dict[Fuel, Floats] = {}
    for (fuel, _), amount in parts.items():
        sums[fuel] = sums[fuel] + amount if fuel in sums else amount
    for fuel in [fuel for fuel in sums if fuel in most]:
        possible = np.minimum(sums[fuel], most[fuel])
        over = sums[fuel] - possible
        if over.any():
            own = [part for part in parts if part[0] is fuel]
            largest = np.argmax([np.abs(parts[part]).sum(axis=-1) for part in own], axis=0)[..., None]
            for place, part in enumerate(own):
                parts[part] = np.where(largest == place, parts[part] - over, parts[part])
            sums[fuel] = possible
    return parts, sums


def _agreeing(
    parts: dict[Part, Floats], sizes: Mapping[Part, float], saved: Mapping[Fuel, Floats]
) -> dict[Part, Floats]:
    """The parts with what they miss of a fuel's saving put on its largest part; nothing that is nothing.

    `sizes` are the sums of the parts' draws, each above zero.
    """
    agreed: dict[Part, Floats] = {}
    for fuel, amount in saved.items():
        own = [part for part in parts if part[0] is fuel and sizes[part] != 0.0]
        if not own:
            if amount.any():
                agreed[fuel, EndUse.STEADY] = amount
        elif len(own) == 1:
            agreed[own[0]] = amount
        else:
            largest = max(own, key=sizes.__getitem__)
            others = sum(parts[part] for part in own if part != largest)
            agreed |= {part: amount - others if part == largest else parts[part] for part in own}
    return agreed


def _heat(parts: dict[Part, Floats], uses: EndUses, pump: EndUse, useful_kwh: Floats | None = None) -> None:
    """The home's heat, or so much of it as is named."""
    heat = uses.heat_kwh if useful_kwh is None else useful_kwh
    _sources(parts, heat, uses.heat_sources, EndUse.HEATING, pump)
    burnt = [source.share for source in uses.heat_sources if source.fuel in FORCED_AIR]
    if burnt and uses.fan_share:
        _add(parts, (Fuel.ELECTRICITY, EndUse.HEATING), heat * (uses.fan_share * burnt[0]))


def _water(parts: dict[Part, Floats], useful_kwh: Floats, sources: tuple[HeatSource, ...]) -> None:
    _sources(parts, useful_kwh, sources, EndUse.WATER, EndUse.WATER)


def _sources(
    parts: dict[Part, Floats], useful_kwh: Floats, sources: tuple[HeatSource, ...], plain: EndUse, pump: EndUse
) -> None:
    for source in sources:
        pumped = source.fuel is Fuel.ELECTRICITY and alike(middle_of(source.efficiency) > 1.0)
        amount = useful_kwh * source.share / (source.efficiency * KWH_PER_UNIT[source.fuel])
        _add(parts, (source.fuel, pump if pumped else plain), amount)


def stacked(savings: Sequence[Parts]) -> dict[Part, Floats]:
    """Many savings as one [rows, n]: every part that any of them has, nothing where one has not."""
    rows: dict[Part, Floats] = {}
    for row, parts in enumerate(savings):
        for part, amount in parts.items():
            if part not in rows:
                rows[part] = np.zeros((len(savings), amount.size))
            rows[part][row] = amount
    return rows


def difference(before: Parts, after: Parts) -> dict[Part, Floats]:
    """What one year takes less than another, part by part."""
    gone = {part: amount - after[part] if part in after else amount for part, amount in before.items()}
    return gone | {part: -amount for part, amount in after.items() if part not in before}


def _add(parts: dict[Part, Floats], part: Part, amount: Floats) -> None:
    parts[part] = parts[part] + amount if part in parts else amount
