"""What measures are worth in many homes at once: the single home's functions on a cohort's columns [homes, n].

Only what a list needs: ranges of what is saved, of the bill, carbon and value, and what work costs that is done when
something must be replaced anyway. Months in hand, loans, plans and traces are the full assessment's. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.advising.market import Market, pump_hours
from coach.advising.price_plans import others_save
from coach.advising.replacement import cost_draws, like_cost
from coach.advising.worth import ACCOUNT_IDLE_M3, SWITCH, cost_draws_of
from models.measures.catalogue import SOLAR_TYPICAL_KW, Measure, Method, measure
from models.measures.economics import Figure, annuity, net_present_value
from models.measures.interactions import NOTHING
from models.money.parts import Part, saved_parts_of_homes
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.cohort import taken
from models.savings.columns import NotAlikeError
from models.savings.draws import Chance, between
from models.savings.equipment import solar_kw
from models.savings.learned import LearnedSavings
from models.savings.learned_homes import Seen, told_homes
from models.savings.learned_rows import tenths_of_ranked
from models.savings.physics import effect_of
from models.savings.realization import corrected as corrected_by
from models.savings.realization import realization_rate
from models.savings.rule import middle_of, most_of
from models.series import Floats, Ints

WHOLE_ABOVE: Final = 0.6
"""A measure that fits more of a cohort than this is worked out for all of it, which costs less than choosing."""


@dataclass(frozen=True, slots=True, eq=False)
class Money:
    """What one measure costs, and what each home gets for it, CAD [homes]."""

    cost: Figure
    incentive: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """A cohort about to be valued."""

    belief: Belief
    market: Market
    seen: Seen | None
    model: LearnedSavings | None

    @property
    def shape(self) -> tuple[int, ...]:
        return self.belief.uses.plugs_kwh.shape

    def at(self, homes: Ints) -> Homes:
        """Those at these places."""
        belief = taken(self.belief, homes, self.shape[0])
        return Homes(belief, self.market.at(homes), None if self.seen is None else self.seen.at(homes), self.model)


@dataclass(frozen=True, slots=True, eq=False)
class Valued:
    """What one measure does in each home: p10, p50, p90 of the bill, carbon and value, and of each fuel [homes, 3].

    `cost` and `incentive` of a typical job [homes]; a year's bill and what is left to pay, draw by draw [homes, n].
    """

    bill: Floats
    carbon: Floats
    value: Floats
    fuels: Mapping[Fuel, Floats]
    cost: Floats
    incentive: Floats
    bill_draws: Floats
    net: Floats

    @property
    def net_cost(self) -> Floats:
        return np.maximum(self.cost - self.incentive, 0.0)

    def at(self, homes: Ints) -> Valued:
        """Of the homes at these places."""
        fuels = {fuel: span[homes] for fuel, span in self.fuels.items()}
        rest = (self.cost, self.incentive, self.bill_draws, self.net)
        return Valued(self.bill[homes], self.carbon[homes], self.value[homes], fuels, *(each[homes] for each in rest))


class Some:
    """A cohort, and those of its homes that were asked for last: the next measure often fits the same."""

    def __init__(self, homes: Homes) -> None:
        self.homes = homes
        self._places, self._kept = np.empty(0, dtype=np.int64), homes

    def at(self, places: Ints) -> Homes:
        """The homes at these places, never none."""
        if not np.array_equal(places, self._places):
            self._places, self._kept = places, self.homes.at(places)
        return self._kept


def valued_some(work: Measure, some: Some, places: Ints, money: Money, *, corrected: bool) -> Valued:
    """What the measure does and is worth in the homes at these places, with the `money` of all.

    NotAlikeError, of all homes of the cohort, where they must be parted first.
    """
    count = some.homes.shape[0]
    if len(places) >= WHOLE_ABOVE * count:
        try:
            found = valued(work, some.homes, money, corrected=corrected)
        except NotAlikeError:
            if len(places) == count:
                raise  # else it is mostly of homes that the measure does not fit
        else:
            return found if len(places) == count else found.at(places)
    try:
        return valued(work, some.at(places), Money(money.cost, money.incentive[places]), corrected=corrected)
    except NotAlikeError as differ:
        rows = np.zeros(count, dtype=np.bool_)
        rows[places] = differ.rows
        raise NotAlikeError(rows) from differ


def valued(work: Measure, homes: Homes, money: Money, *, corrected: bool) -> Valued:
    """What the measure does and is worth in each home of the cohort. NotAlikeError where they must be parted first."""
    parts, amounts, closed_cad = _saved(work, homes, corrected)
    bill = _bill(work, homes, parts, closed_cad)
    carbon = np.broadcast_to(homes.market.marginal_kg(parts), homes.shape)
    size = solar_kw(homes.belief) / SOLAR_TYPICAL_KW if work.method is Method.SOLAR else 1.0
    cost = (money.cost.low, money.cost.typical, money.cost.high)
    low, typical, high = (np.reshape(each * size, (-1, 1)) for each in cost)
    incentive = np.minimum(money.incentive, typical[:, 0])
    net = np.maximum(cost_draws_of(low, typical, high) - incentive[:, None], 0.0)
    value = net_present_value(bill, net, 0.0, annuity(work.life_years))
    touched = [fuel for fuel, amount in amounts.items() if amount.any()]
    count = homes.shape[0]
    spans = _tenths_of([bill, carbon, value, *(np.broadcast_to(amounts[fuel], bill.shape) for fuel in touched)])
    each = [spans[low : low + count] for low in range(0, len(spans), count)]
    fuels = dict(zip(touched, each[3:], strict=True))
    cost_cad = np.broadcast_to(typical[:, 0], count)
    return Valued(each[0], each[1], each[2], fuels, cost_cad, incentive, bill, net)


def like_bill(name: str, homes: Homes, *, corrected: bool) -> Floats:
    """What buying a like again saves a year in each home [homes, n], as the rule alone says."""
    parts, _, _ = _saved(measure(name), Homes(homes.belief, homes.market, None, None), corrected)
    return np.broadcast_to(homes.market.saved_cad(parts), homes.shape)


def at_replacement(
    work: Measure, found: Valued, like_bills: Mapping[str, Floats], market: Market
) -> tuple[Floats, Floats]:
    """Cost above the likes' and value then, of the homes in `found`: p10, p50, p90 [homes, 3] each."""
    bill, cost = found.bill_draws, found.net
    for name, like in like_bills.items():
        bill = bill - (bill if name == work.id else like)
        cost = cost - cost_draws(like_cost(measure(name), market))
    spans = _tenths_of([cost, annuity(work.life_years) * bill - cost])
    return spans[: len(bill)], spans[len(bill) :]


def _tenths_of(tables: Sequence[Floats]) -> Floats:
    """p10, p50 and p90 of each row of tables of draws [homes, n], one table after the other [tables × homes, 3]."""
    rows = np.concatenate(tables)
    rows.sort(axis=-1)
    return tenths_of_ranked(rows)


def _saved(
    work: Measure, homes: Homes, corrected: bool
) -> tuple[dict[Part, Floats], Mapping[Fuel, Floats], Floats | None]:
    """What the measure saves by part and by fuel [homes, n]; the fixed charge of an account it closes [homes, 1],
    None where it can close none."""
    belief, market = homes.belief, homes.market
    effect = effect_of(work, belief)
    if effect is NOTHING:
        return {}, {}, None
    if homes.model is not None and homes.seen is not None:
        effect = told_homes(homes.model, homes.seen, work, effect, belief)
    rate = realization_rate(work.realization) if corrected else None
    if rate is not None:
        effect = corrected_by(effect, rate.draws(), belief.uses.heat_sources, belief.uses.water_sources)
    pump = pump_hours(work.method, market.plan)
    parts, amounts = saved_parts_of_homes(work.method, effect, belief.uses, most_of(work, belief), pump)
    brings = effect.heat_sources is not None or effect.water_sources is not None
    return parts, amounts, _closed_cad(homes, amounts) if brings else None


def _closed_cad(homes: Homes, amounts: Mapping[Fuel, Floats]) -> Floats | None:
    """As `worth` has it: the gas account closes when nothing is left that needs it, as far as we know."""
    belief, facts = homes.belief, homes.belief.home.facts
    before, less = belief.use_by_fuel.get(Fuel.NATURAL_GAS), amounts.get(Fuel.NATURAL_GAS)
    unknown = facts.gas_range is None and Fuel.NATURAL_GAS not in belief.measured
    if before is None or less is None or facts.gas_range or unknown:
        return None
    left, now = middle_of(before - less), middle_of(np.broadcast_to(before, homes.shape))
    closes = (left < ACCOUNT_IDLE_M3) & (now >= ACCOUNT_IDLE_M3)
    fixed: Floats = np.where(closes, homes.market.prices.fixed[Fuel.NATURAL_GAS].typical, 0.0)[:, None]
    return fixed


def _bill(work: Measure, homes: Homes, parts: Mapping[Part, Floats], closed_cad: Floats | None) -> Floats:
    """CAD a year less to pay [homes, n]."""
    if work.id == SWITCH:
        others = list(others_save(homes.market).values())
        middles = np.stack([middle_of(each) for each in others])
        best: Floats = np.choose(np.argmax(middles, axis=0)[:, None], others)
        return best
    if work.method is Method.BILL:
        drawn = between(Chance.EFFECT, work.figure.low, work.figure.typical, work.figure.high)
        return np.broadcast_to(drawn, homes.shape)
    saved = homes.market.saved_cad(parts)
    return np.broadcast_to(saved if closed_cad is None else saved + closed_cad, homes.shape)
