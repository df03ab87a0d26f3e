"""Why a measure is not put forward, as a result of its own: which kind of no it is and what would change it.

Worse off: by how much, and at which price or efficiency it would not be. Never pays: at which cost it would. At
replacement: when. Data that cannot support a number: what is wrong with them. Not safe: what must come first. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from coach.advising import codes_advice, codes_no
from coach.advising.drafts import LIKES, Draft
from coach.advising.kinds_of_no import No
from coach.advising.market import Market
from models.findings import Finding, Severity
from models.house.stock import Assumed
from models.measures import codes, codes_checks
from models.measures.catalogue import HEAT_PUMPS, Measure
from models.measures.economics import annuity
from models.measures.occasions import Trigger, occasion_of
from models.money import codes as money_codes
from models.quantities import Fuel
from models.savings.codes import HEATING_NOT_SEEN
from models.savings.equipment import SEASONAL_COP

SMALL_CAD: Final = 200.0
"""What costs no more than this is put forward even where readings cannot tell what it saves."""
SMALLEST_PRICE_CAD: Final = 0.01
MOST_TIMES: Final = 3.0
"""A price that would have to be more than so many times today's is not worth naming."""


Broken = Mapping[Fuel, tuple[Finding, ...]]
"""Fuels whose readings cannot support a number, with what is wrong with them."""


_KINDS: Final[Mapping[str, No]] = MappingProxyType(
    {
        codes.WORSE_OFF.code: No.WORSE_OFF,
        codes.NEVER_PAYS.code: No.NEVER_PAYS,
        codes.NOT_DUE.code: No.AT_REPLACEMENT,
        codes_no.DUE_ANYWAY.code: No.AT_REPLACEMENT,
        codes.WINDOWS_NOT_DUE.code: No.AT_REPLACEMENT,
        money_codes.AT_REPLACEMENT.code: No.AT_REPLACEMENT,
        codes_no.DATA_CANNOT_SUPPORT.code: No.DATA,
        codes_checks.STOP_VERMICULITE.code: No.NOT_SAFE,
        codes_checks.STOP_KNOB_AND_TUBE.code: No.NOT_SAFE,
        codes_checks.STOP_DAMP_BASEMENT.code: No.NOT_SAFE,
        codes.ALTERNATIVE.code: No.ALTERNATIVE,
        codes.SAVES_NOTHING.code: No.SAVES_NOTHING,
        **{each.code: No.ASK for each in codes.ASK.values()},
    }
)


def kind_of(reason: Finding) -> No:
    """Which kind of no this reason is; what has no kind of its own saves nothing here."""
    return _KINDS.get(reason.code, No.SAVES_NOTHING)


def spoiled(found: Sequence[Finding], home: Assumed, measured: Iterable[Fuel]) -> Broken:
    """The fuels whose readings cannot support a number, with what is wrong with them.

    Where findings do not say which fuel they are about, it is those that heat home or water and were not measured.
    """
    held: dict[Fuel, list[Finding]] = {}
    now: list[Finding] = []
    loose: list[Finding] = []
    for each in found:
        if each.code == codes_advice.USAGE_DISQUALIFIED.code:
            now = held.setdefault(Fuel(str(each.facts["fuel"])), [])
        elif each.code == HEATING_NOT_SEEN.code:
            held.setdefault(Fuel(str(each.facts["fuel"])), []).append(each)
        elif each.severity is Severity.DISQUALIFICATION:
            (now if held else loose).append(each)
    if loose:
        facts = home.facts
        for fuel in {facts.heating_fuel, facts.hot_water_fuel, Fuel.ELECTRICITY} - {None, *measured}:
            if fuel is not None:
                held.setdefault(fuel, []).extend(loose)
    return MappingProxyType({fuel: tuple(each) for fuel, each in held.items()})


def due_anyway(draft: Draft) -> Finding | None:
    """That equipment which is bought again anyway waits for its end; None for anything else.

    Nothing less efficient than the catalogue's own is sold: what it costs above the like is then nothing, so it never
    “never pays”. At its end, or soon before, it is put forward (`Worth.at_its_moment`).
    """
    return codes_no.DUE_ANYWAY.finding() if draft.measure.id in LIKES else None


def data_cannot_support(draft: Draft, broken: Broken) -> Finding | None:
    """That this home's readings cannot tell whether the measure pays; None when they can, or nobody has to know."""
    value = draft.worth.net_present_value_cad
    touched = any(fuel in broken for fuel in draft.worth.savings)
    if not touched or draft.worth.net_cost_cad <= SMALL_CAD or not value.p10 < 0.0 < value.p90:
        return None
    return codes_no.DATA_CANNOT_SUPPORT.finding(low=round(value.p10), high=round(value.p90))


def details(
    measure: Measure, reason: Finding, draft: Draft | None, market: Market, home: Assumed, broken: Broken
) -> tuple[Finding, ...]:
    """What stands behind the no, and what would change it; `draft` None where money was not looked at."""
    kind = kind_of(reason)
    if kind is No.NOT_SAFE:
        return (codes_no.SAFE_AFTER.finding(),)
    if kind is No.AT_REPLACEMENT:
        return _when(measure, home, market)
    if draft is None:
        return ()
    if kind is No.WORSE_OFF:
        return tuple(_even(draft, market))
    if kind is No.NEVER_PAYS:
        return (*_pays(draft), *_when(measure, home, market))
    if kind is No.DATA:
        return tuple({each.code: each for fuel in draft.worth.savings for each in broken.get(fuel, ())}.values())
    return ()


def _when(measure: Measure, home: Assumed, market: Market) -> tuple[Finding, ...]:
    """When the moment comes, or that it has come, for what has one."""
    found = occasion_of(measure, home, market.figures.on.year, pays=False)
    return () if found.trigger is Trigger.NOW else (found.when,)


def _even(draft: Draft, market: Market) -> Iterable[Finding]:
    """At which price or efficiency bills would stay as they are, all else as today."""
    raised = -draft.worth.bill_cad.p50
    savings = draft.worth.savings
    power, gas = savings.get(Fuel.ELECTRICITY), savings.get(Fuel.NATURAL_GAS)
    if power is not None and power.p50 < 0:
        now = _price(draft, market, Fuel.ELECTRICITY)
        needed = now - raised / -power.p50
        if needed >= SMALLEST_PRICE_CAD:
            yield codes_no.AT_POWER_PRICE.finding(needed=round(100 * needed, 1), now=round(100 * now, 1))
        if draft.measure.method in HEAT_PUMPS:
            yield _cop(draft, now, raised, -power.p50)
    if gas is not None and gas.p50 > 0:
        now = _price(draft, market, Fuel.NATURAL_GAS)
        needed = now + raised / gas.p50
        if needed <= MOST_TIMES * now:
            yield codes_no.AT_GAS_PRICE.finding(needed=round(needed, 2), now=round(now, 2))


def _cop(draft: Draft, price: float, raised: float, used_kwh: float) -> Finding:
    expected = SEASONAL_COP[draft.measure.method][1]
    left = used_kwh - raised / price
    if left <= 0.1 * used_kwh:
        return codes_no.NO_COP.finding()
    return codes_no.AT_COP.finding(needed=round(expected * used_kwh / left, 1), expected=round(expected, 1))


def _price(draft: Draft, market: Market, fuel: Fuel) -> float:
    """What a unit of the fuel is worth in this measure: its parts' prices, the larger the more."""
    parts = {part: abs(float(np.median(amount))) for part, amount in draft.worth.parts.items() if part[0] is fuel}
    total = sum(parts.values())
    if total == 0:
        return market.prices.per_unit[fuel].typical
    return sum(amount * market.unit_price(part) for part, amount in parts.items()) / total


def _pays(draft: Draft) -> Iterable[Finding]:
    """At which cost, or at which price of what it saves, it would pay for itself at the middle.

    When what it replaces is due, against buying the like again: what that costs is paid anyway.
    """
    bill, net, spared = draft.worth.bill_cad.p50, draft.worth.net_cost_cad, 0.0
    if draft.worth.replacement is not None and draft.worth.replacement.is_due:
        bill = draft.worth.replacement.bill_cad.p50
        spared = max(net - draft.worth.replacement.cost_difference_cad.p50, 0.0)
    saved = bill * annuity(draft.measure.life_years)
    worth = saved + spared
    if saved <= 0 or net <= worth:
        return
    yield codes_no.AT_COST.finding(needed=10 * round(worth / 10), now=10 * round(net / 10))
    times = (net - spared) / saved
    if times <= MOST_TIMES:
        yield codes_no.AT_PRICES.finding(times=round(times, 1))
