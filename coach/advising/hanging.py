"""What a plan's worth hangs on: prices, how much of the savings come true, what the work costs; and where it turns.

Each is moved alone, low and high, with everything else as it is expected; worths are the middle of the draws. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from coach.advising import codes_plan_money as codes
from coach.advising.dated_steps import Like, Step
from coach.advising.market import Market
from coach.advising.plan_money_types import Hangs, Sensitivity
from coach.advising.price_paths import path_of
from models.findings import Finding
from models.measures.catalogue import Method, measure
from models.measures.economics import annuity
from models.money.in_time import since
from models.money.turning import Parts, price_at_which_even, realised_at_which_even
from models.quantities import Fuel
from models.savings.draws import DRAWS
from models.savings.realization import RealizationRate, realization_rate
from models.savings.rule import middle_of, ranges_of
from models.series import Floats

PROGRAMME: Final = "programme"
"""The family of the published rate of whole programmes, for work that no study compared."""
REALISED: Final = "realised_savings"
COST: Final = "cost_of_work"
SURE_ENOUGH: Final = 0.9
"""The least that comes true of what no study has to compare: sun on a roof, another price plan (ours, uncited)."""
SMALLEST_CAD: Final = 0.5


def hangs_on(steps: Sequence[Step], likes: Sequence[Like], market: Market) -> Sensitivity:
    """What the plan hangs on, the largest first; an empty plan hangs on nothing."""
    parts = _parts(steps, likes)
    middle = middle_of(parts.value())
    if not steps:
        return Sensitivity(middle, (), ())
    found = [*_prices(parts, market), _realised(steps, parts), _cost(steps, likes, parts)]
    wide = [each for each in found if abs(each.at_high_cad - each.at_low_cad) >= SMALLEST_CAD]
    ordered = sorted(wide, key=lambda each: (-abs(each.at_high_cad - each.at_low_cad), each.on))
    return Sensitivity(middle, tuple(ordered), tuple(_turns(parts, middle, market)))


def _parts(steps: Sequence[Step], likes: Sequence[Like]) -> Parts:
    """The plan's worth by what brings it."""
    by_fuel: dict[Fuel, Floats] = {}
    beside = np.zeros(DRAWS)
    for each in steps:
        factor = since(each.begun.month) * annuity(each.begun.life_years)
        _add(by_fuel, each.by_fuel, factor)
        beside = beside + factor * (each.begun.saves_cad.sum(axis=0) - _sum(each.by_fuel))
    for like in likes:
        _add(by_fuel, like.by_fuel, -since(like.spared.month) * annuity(like.spared.years))
    return Parts(by_fuel, beside, _costs(steps, likes))


def _costs(steps: Sequence[Step], likes: Sequence[Like], end: str | None = None) -> Floats:
    """What it costs, what is spared taken off; `end` takes every price at its "low" or "high" end."""
    costs = np.zeros(DRAWS)
    for each in steps:
        price = each.begun.cost_cad if end is None else getattr(each.cost, end)
        costs = costs + since(each.begun.month) * np.maximum(price - each.given_cad, 0.0)
    for like in likes:
        price = like.spared.cost_cad if end is None else getattr(like.cost, end)
        costs = costs - since(like.spared.month) * price
    return costs


def _prices(parts: Parts, market: Market) -> Iterator[Hangs]:
    for fuel in parts.by_fuel:
        path = path_of(fuel, market)
        low, high = (middle_of(parts.value({fuel: times})) for times in (path.low, path.high))
        yield Hangs(f"price_{fuel.value}", path.low, path.high, low, high, path.source_id)


def _realised(steps: Sequence[Step], parts: Parts) -> Hangs:
    """How much of the savings comes true: as the studies of each kind of work leave open; of work that no study
    compared, no more than expected and no less than whole programmes were found to realise."""
    shares = [(abs(middle_of(_sum(each.by_fuel))), *_open(each)) for each in steps if not each.is_work]
    total = sum(size for size, _, _ in shares) or 1.0
    low = sum(size * at_low for size, at_low, _ in shares) / total if shares else 1.0
    high = sum(size * at_high for size, _, at_high in shares) / total if shares else 1.0
    at_low, at_high = (middle_of(parts.value(realised=each)) for each in (low, high))
    rate = realization_rate(PROGRAMME)
    return Hangs(REALISED, low, high, at_low, at_high, rate.source if rate is not None else "")


def _open(step: Step) -> tuple[float, float]:
    done = measure(step.name)
    rate = realization_rate(done.realization)
    if rate is None and done.method in (Method.SOLAR, Method.BILL):
        return SURE_ENOUGH, 1.0
    if rate is None:
        whole = realization_rate(PROGRAMME)
        return (whole.rate if whole is not None else 1.0), 1.0
    return _left_open(rate)


@cache
def _left_open(rate: RealizationRate) -> tuple[float, float]:
    """What the studies of one kind of work leave open, as times their middle: the same for every home."""
    span = ranges_of([rate.draws()])[0]
    return span.p10 / span.p50, span.p90 / span.p50


def _cost(steps: Sequence[Step], likes: Sequence[Like], parts: Parts) -> Hangs:
    """The work at the low and at the high end of its price."""
    middle = sum(each.cost.typical for each in steps) or 1.0
    times = [sum(getattr(each.cost, end) for each in steps) / middle for end in ("low", "high")]
    at_low, at_high = (middle_of(replace(parts, costs=_costs(steps, likes, end)).value()) for end in ("low", "high"))
    sources = dict.fromkeys(part for each in steps for part in each.cost.source_id.split(";"))
    return Hangs(COST, times[0], times[1], at_low, at_high, ";".join(sources))


def _turns(parts: Parts, middle: float, market: Market) -> Iterator[Finding]:
    """What would have to be true for the plan to lose, or for one that loses to gain."""
    yield _price_turn(parts, middle, market)
    share = realised_at_which_even(parts)
    if share is None:
        yield (codes.ANY_SHARE if middle >= 0 else codes.NO_SHARE).finding()
    else:
        code = codes.LOSES_BELOW_SHARE if middle >= 0 else codes.PAYS_ABOVE_SHARE
        yield code.finding(percent=round(100 * share))


def _price_turn(parts: Parts, middle: float, market: Market) -> Finding:
    fuel = parts.main_fuel
    times = None if fuel is None else price_at_which_even(parts, fuel)
    if fuel is None or times is None:
        return (codes.ANY_PRICE if middle >= 0 else codes.NO_PRICE).finding()
    now = market.prices.per_unit[fuel].typical
    if middle >= 0:
        table = codes.LOSES_BELOW_PRICE if times < 1 else codes.LOSES_ABOVE_PRICE
    else:
        table = codes.PAYS_ABOVE_PRICE if times > 1 else codes.PAYS_BELOW_PRICE
    return table[fuel.value].finding(needed=round(100 * times * now, 1), now=round(100 * now, 1))


def _sum(by_fuel: Mapping[Fuel, Floats]) -> Floats:
    return sum(by_fuel.values(), np.zeros(DRAWS))


def _add(total: dict[Fuel, Floats], more: Mapping[Fuel, Floats], factor: float) -> None:
    for fuel, amount in more.items():
        total[fuel] = total.get(fuel, np.zeros(DRAWS)) + factor * amount
