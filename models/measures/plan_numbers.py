"""A home and its candidates as the numbers the compiled search takes: medians of every draw, one row a measure.

Packed once a home; then any objective and limits make the rows of `plan_loop` of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np

from models.measures.catalogue import Family
from models.measures.economics import annuity
from models.measures.enabling import GIVES, Enabling, WorkCost
from models.measures.end_uses import FORCED_AIR, KWH_PER_UNIT, EndUses, HeatSource
from models.measures.interactions import Effect
from models.measures.plan_aims import Limits, Objective, Step, Use
from models.measures.plan_middles import Middles
from models.quantities import Fuel
from models.series import Floats, Ints

MOST_STEPS: Final = 60
"""The search keeps sets as bits of one number."""
FUELS: Final = tuple(Fuel)
_GAS: Final = FUELS.index(Fuel.NATURAL_GAS)
_POWER: Final = FUELS.index(Fuel.ELECTRICITY)
_FAMILY: Final = {family: place for place, family in enumerate(Family)}
_WORK: Final = {work: place for place, work in enumerate(Enabling)}
_NO_WORKS: Final[Mapping[Enabling, WorkCost]] = MappingProxyType({})
_NOTHING: Final = np.zeros(1)
_PAIRS: Final = (
    *((fuel, use) for use in (Use.HEAT, Use.PUMPED, Use.WATER, Use.OTHER) for fuel in FUELS),
    *((Fuel.ELECTRICITY, use) for use in (Use.COOLING, Use.PLUGS, Use.SOLAR)),
)
"""What prices are asked for, as `_Prices` splits them."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A home and its candidates as the search wants them; used for any objective and limits.

    One row a step: `rates` of the heat and of the water its equipment makes are not numbers where it brings none;
    `paid` are what it costs, what of that counts, what a dollar a year over its life is worth, what more it saves in
    CAD and kg beside the fuels, and its comfort.
    """

    steps: tuple[Step, ...]
    factors: Floats
    rules: Ints
    rates: tuple[Floats, Floats]
    paid: Floats
    other: Floats
    home: Mapping[str, float]
    base_rates: tuple[Floats, Floats]
    other_gas: float
    works: Mapping[Enabling, WorkCost]

    def only(self, steps: Sequence[Step]) -> Packed:
        """The same home with these candidates alone, which stand for those of the same measures."""
        held = {step.measure.id: step for step in steps}
        places = [place for place, step in enumerate(self.steps) if step.measure.id in held]
        chosen = tuple(held[self.steps[place].measure.id] for place in places)
        return replace(
            self,
            steps=chosen,
            factors=self.factors[places],
            rules=_rules(chosen),
            rates=(self.rates[0][places], self.rates[1][places]),
            paid=_paid(chosen),
            other=self.other[places],
        )

    def with_steps(self, steps: Sequence[Step]) -> Packed:
        """The same with other figures for the same measures, in the same order."""
        return replace(self, steps=tuple(steps), paid=_paid(steps))

    def brings_equipment(self) -> list[bool]:
        """Which steps bring what makes heat or hot water."""
        heat, water = (~np.isnan(rates[:, 0]) for rates in self.rates)
        return [bool(either) for either in heat | water]


def packed(steps: Sequence[Step], uses: EndUses, works: Mapping[Enabling, WorkCost] = _NO_WORKS) -> Packed:
    """The candidates in the order of work. ValueError for more than the search can hold."""
    if len(steps) > MOST_STEPS:
        raise ValueError("too many measures for one plan")
    ordered = tuple(sorted(steps, key=lambda step: (step.measure.stage, step.measure.id)))
    middle = Middles()
    parts = ("heat_kwh", "water_kwh", "cooling_kwh", "plugs_kwh")
    at_home = [middle.ask(getattr(uses, part)) for part in parts]
    base = (_ask_rates(middle, uses.heat_sources, uses.fan_share), _ask_rates(middle, uses.water_sources, 0.0))
    gas = middle.ask(uses.other.get(Fuel.NATURAL_GAS, _NOTHING))
    asked = [_ask_effect(middle, step.effect, uses) for step in ordered]
    held = middle.answers()
    factors = np.array([held[each.first_factor : each.first_factor + 7] for each in asked]).reshape(len(ordered), 7)
    other = np.zeros((len(ordered), len(FUELS)))
    for place, each in enumerate(asked):
        for fuel, at in each.other.items():
            other[place, fuel] = held[at]
    made = _each_rates([each.heat for each in asked], held), _each_rates([each.water for each in asked], held)
    heat, water = (_rates(each, held) for each in base)
    home = dict(zip(parts, (held[at] for at in at_home), strict=True))
    return Packed(ordered, factors, _rules(ordered), made, _paid(ordered), other, home, (heat, water), held[gas], works)


def numbers(found: Packed, objective: Objective, limits: Limits) -> tuple[Floats, Floats, Floats]:
    """The rows of measures, of the home and of works, as `plan_loop` names their columns."""
    from models.measures import plan_loop as loop  # numba takes a while to import, and most pages plan nothing

    value, carbon = _Prices.of(objective)
    cost, charged, lives, more_cad, more_kg, comfort = found.paid.T
    items = np.full((len(found.steps), loop.ITEM_COLUMNS), np.nan)
    items[:, : loop.POWER_ADDED + 1] = found.factors[:, :6]
    made = found.factors[:, 6]
    beside = objective.per_cad * more_cad + objective.per_kg * more_kg + objective.per_comfort * comfort
    items[:, loop.OTHER_VALUE] = found.other @ value.other + made * value.solar + beside
    items[:, loop.OTHER_CARBON] = found.other @ carbon.other + made * carbon.solar + more_kg
    items[:, loop.OTHER_GAS] = found.other[:, _GAS]
    items[:, loop.CHARGE] = objective.charges(charged, lives)
    items[:, loop.COST] = cost
    heat, water = found.rates
    items[:, loop.HEAT_VALUE], items[:, loop.HEAT_CARBON] = heat @ value.heat, heat @ carbon.heat
    items[:, loop.WATER_VALUE], items[:, loop.WATER_CARBON] = water @ value.water, water @ carbon.water
    items[:, loop.HEAT_GAS], items[:, loop.WATER_GAS] = heat[:, _GAS], water[:, _GAS]
    return items, _home(found, objective, limits, value, carbon), _works(found, objective)


def closes_gas(found: Packed, place: int) -> bool:
    """Whether the step takes away gas that neither heats the home nor its water."""
    return bool(found.other[place, _GAS] != 0.0)


_Rates = tuple[tuple[int, int], ...]
"""Pairs of a fuel's place and where its units per useful kWh will stand."""


@dataclass(frozen=True, slots=True)
class _Asked:
    first_factor: int
    other: Mapping[int, int]
    heat: _Rates | None
    water: _Rates | None


def _ask_effect(middle: Middles, effect: Effect, uses: EndUses) -> _Asked:
    parts = (
        effect.heat,
        effect.water,
        effect.cooling,
        effect.plugs,
        effect.heat_added_kwh,
        effect.electricity_added_kwh,
        effect.generated_kwh,
    )
    removed = {
        FUELS.index(fuel): middle.ask(np.minimum(amount, uses.other[fuel]))
        for fuel, amount in effect.other_removed.items()
        if fuel in uses.other
    }
    return _Asked(
        middle.ask_all(parts),
        removed,
        None if effect.heat_sources is None else _ask_rates(middle, effect.heat_sources, uses.fan_share),
        None if effect.water_sources is None else _ask_rates(middle, effect.water_sources, 0.0),
    )


def _ask_rates(middle: Middles, sources: Sequence[HeatSource], fan_share: float) -> _Rates:
    asked = [
        (_row(source), middle.ask(source.share / (source.efficiency * KWH_PER_UNIT[source.fuel]))) for source in sources
    ]
    burnt = [source.share for source in sources if source.fuel in FORCED_AIR]
    if burnt and fan_share:
        asked.append((_POWER, middle.ask(fan_share * burnt[0])))
    return tuple(asked)


def _row(source: HeatSource) -> int:
    """The fuel's place, a heat pump's power in rows of its own."""
    pumped = source.fuel is Fuel.ELECTRICITY and float(source.efficiency[0]) > 1.0
    return FUELS.index(source.fuel) + (len(FUELS) if pumped else 0)


def _rates(asked: _Rates, held: Sequence[float]) -> Floats:
    rates = np.zeros(2 * len(FUELS))
    for fuel, at in asked:
        rates[fuel] += held[at]
    return rates


def _each_rates(asked: Sequence[_Rates | None], held: Sequence[float]) -> Floats:
    """The rates of each step's equipment, not numbers where it brings none [steps, fuels]."""
    rates = np.full((len(asked), 2 * len(FUELS)), np.nan)
    for place, each in enumerate(asked):
        if each is not None:
            rates[place] = _rates(each, held)
    return rates


def _paid(steps: Sequence[Step]) -> Floats:
    """The columns of `Packed.paid`."""
    rows = [
        (
            step.net_cost_cad,
            step.net_cost_cad - step.spared_cad,
            annuity(step.measure.life_years),
            step.more_cad,
            step.more_kg,
            step.measure.comfort,
        )
        for step in steps
    ]
    return np.array(rows, dtype=np.float64).reshape(len(steps), 6)


def _rules(steps: Sequence[Step]) -> Ints:
    """Family, works needed and given, steps required: bits, one row a step. What is required and absent has a bit
    of its own beyond the last, which no set holds."""
    places = {step.measure.id: place for place, step in enumerate(steps)}
    rows = np.full((len(steps), 4), -1, dtype=np.int64)
    for place, step in enumerate(steps):
        if step.measure.family is not None:
            rows[place, 0] = _FAMILY[step.measure.family]
        rows[place, 1] = _bits(step.needs)
        rows[place, 2] = _bits(GIVES.get(step.measure.id, ()))
        rows[place, 3] = sum(1 << places.get(each, len(steps)) for each in set(step.requires)) if step.requires else 0
    return rows


@cache
def _bits(works: tuple[Enabling, ...]) -> int:
    return sum(1 << _WORK[work] for work in set(works))


@dataclass(frozen=True, slots=True)
class _Prices:
    """A weight for each row of rates and each use."""

    heat: Floats
    water: Floats
    other: Floats
    cooling: float
    plugs: float
    solar: float

    @classmethod
    def of(cls, objective: Objective) -> tuple[_Prices, _Prices]:
        """What a unit counts for, and its carbon."""
        cad = np.array([objective.cad.get(pair, 0.0) for pair in _PAIRS])
        kg = np.array([objective.kg.get(pair, 0.0) for pair in _PAIRS])
        return cls._in_rows(objective.per_cad * cad + objective.per_kg * kg), cls._in_rows(kg)

    @classmethod
    def _in_rows(cls, weights: Floats) -> _Prices:
        count = len(FUELS)
        heat, water, other = weights[: 2 * count], weights[2 * count : 3 * count], weights[3 * count : 4 * count]
        return cls(heat, np.concatenate([water, water]), other, *weights[4 * count :].tolist())


def _home(found: Packed, objective: Objective, limits: Limits, value: _Prices, carbon: _Prices) -> Floats:
    from models.measures import plan_loop as loop

    heat, water = found.base_rates
    home = np.zeros(loop.HOME_COLUMNS)
    home[: loop.H_PLUGS + 1] = [found.home[part] for part in ("heat_kwh", "water_kwh", "cooling_kwh", "plugs_kwh")]
    for prices, first in ((value, loop.H_HEAT_VALUE), (carbon, loop.H_HEAT_CARBON)):
        home[first], home[first + 1] = float(heat @ prices.heat), float(water @ prices.water)
        home[first + 2], home[first + 3] = prices.cooling, prices.plugs
    home[loop.H_HEAT_GAS], home[loop.H_WATER_GAS], home[loop.H_OTHER_GAS] = heat[_GAS], water[_GAS], found.other_gas
    has_gas = heat[_GAS] > 0 or water[_GAS] > 0 or found.other_gas >= loop.ACCOUNT_IDLE_M3
    home[loop.H_ACCOUNT] = objective.per_cad * objective.account_cad if has_gas else 0.0
    home[loop.H_BUDGET] = limits.most_cad
    home[loop.H_TARGET] = -np.inf if limits.carbon_kg is None else limits.carbon_kg
    return home


def _works(found: Packed, objective: Objective) -> Floats:
    from models.measures import plan_loop as loop

    works = np.zeros((len(_WORK), loop.WORK_COLUMNS))
    for work, cost in found.works.items():
        works[_WORK[work], loop.WORK_CHARGE] = objective.charge(cost.cost_cad, cost.life_years)
        works[_WORK[work], loop.WORK_COST] = cost.cost_cad
    return works
