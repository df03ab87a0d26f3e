"""The compiled search for the best plan: branch and bound over sets of measures, numbers in, numbers out.

A set's worth is worked out exactly, as the end uses meet (`interactions.combined`), on one middle home. A branch is cut
when even the most it could still add is no better than what is held: what is left of an end use falls as e^-s, which
lies above each of its tangents, so the most the open measures could save is a sum, and the budget and the carbon target
enter it with a price each. Rows and columns are named below and made by `plan_numbers`.
"""

# Names of columns are constants of the compiled code, so they stand in this file.

from __future__ import annotations

from typing import Final

import numpy as np

from models.compiled import compiled_figures

(
    HEAT, WATER, COOLING, PLUGS, HEAT_ADDED, POWER_ADDED, OTHER_VALUE, OTHER_CARBON, OTHER_GAS, CHARGE, COST,
    HEAT_VALUE, WATER_VALUE, HEAT_CARBON, WATER_CARBON, HEAT_GAS, WATER_GAS, ITEM_COLUMNS,
) = range(18)  # fmt: skip
(
    H_HEAT, H_WATER, H_COOLING, H_PLUGS, H_HEAT_VALUE, H_WATER_VALUE, H_COOLING_VALUE, H_PLUGS_VALUE, H_HEAT_CARBON,
    H_WATER_CARBON, H_COOLING_CARBON, H_PLUGS_CARBON, H_HEAT_GAS, H_WATER_GAS, H_OTHER_GAS, H_ACCOUNT, H_BUDGET,
    H_TARGET, HOME_COLUMNS,
) = range(19)  # fmt: skip
FAMILY, NEEDS, GIVES, REQUIRES, RULE_COLUMNS = range(5)
WORK_CHARGE, WORK_COST, WORK_COLUMNS = range(3)
(
    S_HEAT, S_WATER, S_COOLING, S_PLUGS, S_HEAT_VALUE, S_WATER_VALUE, S_HEAT_CARBON, S_WATER_CARBON, S_NO_GAS,
    S_OTHER_GAS, S_VALUE, S_CARBON, S_COST, SET_COLUMNS,
) = range(14)  # fmt: skip
OPEN, IN, OUT = range(3)

ACCOUNT_IDLE_M3: Final = 25.0
"""Less gas than this a year and the account can be closed, when nothing that heats burns gas."""
TINY: Final = 1e-9
TANGENTS: Final = 3
PRICES: Final = 7
COST_PRICE: Final = 0.01
CARBON_PRICE: Final = 0.05
"""The prices tried for a dollar of budget and a kilogram of the target: none, then these times 3, 9, 27 …"""
FINER: Final = 3


@compiled_figures
def _worth(decided, items, rules, works, home, found):  # type: ignore[no-untyped-def]
    """What the chosen set is worth and what it leaves, in the order of work, into `found`; its works needed, given."""
    heat, water, cooling, plugs = home[H_HEAT], home[H_WATER], home[H_COOLING], home[H_PLUGS]
    heat_value, water_value = home[H_HEAT_VALUE], home[H_WATER_VALUE]
    heat_carbon, water_carbon = home[H_HEAT_CARBON], home[H_WATER_CARBON]
    heat_gas, water_gas, other_gas = home[H_HEAT_GAS], home[H_WATER_GAS], home[H_OTHER_GAS]
    value = heat * heat_value + water * water_value + cooling * home[H_COOLING_VALUE] + plugs * home[H_PLUGS_VALUE]
    carbon = heat * heat_carbon + water * water_carbon + cooling * home[H_COOLING_CARBON] + plugs * home[H_PLUGS_CARBON]
    cost = 0.0
    needed, given = np.int64(0), np.int64(0)
    for i in range(items.shape[0]):
        if decided[i] != IN:
            continue
        heat = heat * items[i, HEAT] + items[i, HEAT_ADDED]
        water *= items[i, WATER]
        cooling *= items[i, COOLING]
        plugs = plugs * items[i, PLUGS] + items[i, POWER_ADDED]
        if not np.isnan(items[i, HEAT_VALUE]):
            heat_value, heat_carbon, heat_gas = items[i, HEAT_VALUE], items[i, HEAT_CARBON], items[i, HEAT_GAS]
        if not np.isnan(items[i, WATER_VALUE]):
            water_value, water_carbon, water_gas = items[i, WATER_VALUE], items[i, WATER_CARBON], items[i, WATER_GAS]
        other_gas -= items[i, OTHER_GAS]
        value += items[i, OTHER_VALUE] - items[i, CHARGE]
        carbon += items[i, OTHER_CARBON]
        cost += items[i, COST]
        needed |= rules[i, NEEDS]
        given |= rules[i, GIVES]
    value -= heat * heat_value + water * water_value + cooling * home[H_COOLING_VALUE] + plugs * home[H_PLUGS_VALUE]
    carbon -= (
        heat * heat_carbon + water * water_carbon + cooling * home[H_COOLING_CARBON] + plugs * home[H_PLUGS_CARBON]
    )
    no_gas = heat_gas == 0.0 and water_gas == 0.0
    if no_gas and other_gas < ACCOUNT_IDLE_M3:
        value += home[H_ACCOUNT]
    for work in range(works.shape[0]):
        if (needed & ~given) >> work & 1:
            value -= works[work, WORK_CHARGE]
            cost += works[work, WORK_COST]
    found[S_HEAT], found[S_WATER], found[S_COOLING], found[S_PLUGS] = heat, water, cooling, plugs
    found[S_HEAT_VALUE], found[S_WATER_VALUE] = heat_value, water_value
    found[S_HEAT_CARBON], found[S_WATER_CARBON] = heat_carbon, water_carbon
    found[S_NO_GAS], found[S_OTHER_GAS] = (1.0 if no_gas else 0.0), other_gas
    found[S_VALUE], found[S_CARBON], found[S_COST] = value, carbon, cost
    return needed, given


@compiled_figures
def _fits(decided, rules):  # type: ignore[no-untyped-def]
    """-1 when no set with these decisions is allowed, 0 when something it requires is still open, else 1."""
    families, chosen, gone, required = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for i in range(rules.shape[0]):
        bit = np.int64(1) << i
        if decided[i] == OUT:
            gone |= bit
        elif decided[i] == IN:
            chosen |= bit
            required |= rules[i, REQUIRES]
            if rules[i, FAMILY] >= 0:
                family = np.int64(1) << rules[i, FAMILY]
                if families & family:
                    return -1
                families |= family
    missing = required & ~chosen
    if missing == 0:
        return 1
    return -1 if missing & gone or missing >> rules.shape[0] else 0


@compiled_figures
def _open(decided, items, rules, works, home, needed, given, found, gains, costs):  # type: ignore[no-untyped-def]
    """What each open measure costs and gains beside the end uses, at its best, into `costs` and `gains`.

    Returns what all of them cost, by how much they could lower what the chosen ones cost, and what the account is worth
    that they might close.
    """
    count, n_works = items.shape[0], works.shape[0]
    families, wanted = np.int64(0), np.zeros(n_works)
    for i in range(count):
        if decided[i] == IN and rules[i, FAMILY] >= 0:
            families |= np.int64(1) << rules[i, FAMILY]
        if decided[i] == OPEN:
            for work in range(n_works):
                wanted[work] += (rules[i, NEEDS] | rules[i, GIVES]) >> work & 1
    total, less, gas = 0.0, 0.0, 0.0
    room = home[H_BUDGET] - found[S_COST] + TINY
    for work in range(n_works):
        if (needed & ~given) >> work & 1:
            room += works[work, WORK_COST]
    for i in range(count):
        costs[i] = np.inf
        if decided[i] != OPEN or (rules[i, FAMILY] >= 0 and families >> rules[i, FAMILY] & 1):
            continue
        cost, gain = items[i, COST], items[i, OTHER_VALUE] - items[i, CHARGE]
        for work in range(n_works):
            needs, gives = rules[i, NEEDS] >> work & 1, rules[i, GIVES] >> work & 1
            if given >> work & 1:
                continue
            if needed >> work & 1:
                cost -= gives * works[work, WORK_COST]
                gain += gives * works[work, WORK_CHARGE]
            elif needs and not gives and wanted[work] == 1.0:
                cost += works[work, WORK_COST]
                gain -= works[work, WORK_CHARGE]
        if cost > room:
            continue
        costs[i], gains[i] = cost, gain
        total += max(cost, 0.0)
        less += min(cost, 0.0)
        gas += items[i, OTHER_GAS]
    left = found[S_OTHER_GAS]
    closes = found[S_NO_GAS] == 1.0 and left >= ACCOUNT_IDLE_M3 and left - gas < ACCOUNT_IDLE_M3
    return total, less, (home[H_ACCOUNT] if closes else 0.0)


@compiled_figures
def _most(items, lost, floors, home, found, gains, costs, account, by_cost, by_carbon, pull):  # type: ignore[no-untyped-def]
    """No set below is worth more than this, with a dollar of budget and a kilogram of the target at these prices.

    Into `pull` goes how much each open measure adds at these prices, or takes away.
    """
    heat_value = found[S_HEAT_VALUE] + by_carbon * found[S_HEAT_CARBON]
    water_value = found[S_WATER_VALUE] + by_carbon * found[S_WATER_CARBON]
    plugs_value = home[H_PLUGS_VALUE] + by_carbon * home[H_PLUGS_CARBON]
    heat, water = found[S_HEAT] * heat_value, found[S_WATER] * water_value
    cooling = found[S_COOLING] * (home[H_COOLING_VALUE] + by_carbon * home[H_COOLING_CARBON])
    plugs = found[S_PLUGS] * plugs_value
    held = found[S_VALUE] + account
    if by_carbon > 0.0:
        held += by_carbon * (found[S_CARBON] - home[H_TARGET])
    if by_cost > 0.0:
        held += by_cost * (home[H_BUDGET] - found[S_COST])
    s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
    least = np.inf
    for _ in range(TANGENTS):
        e0, e1, e2, e3 = np.exp(-s0), np.exp(-s1), np.exp(-s2), np.exp(-s3)
        total = held + heat * (1.0 - e0 * (1.0 + s0)) + water * (1.0 - e1 * (1.0 + s1))
        total += cooling * (1.0 - e2 * (1.0 + s2)) + plugs * (1.0 - e3 * (1.0 + s3))
        n0, n1, n2, n3 = 0.0, 0.0, 0.0, 0.0
        for i in range(items.shape[0]):
            if costs[i] == np.inf:
                pull[i] = -np.inf
                continue
            gain = gains[i] + by_carbon * items[i, OTHER_CARBON] - by_cost * costs[i]
            gain -= items[i, HEAT_ADDED] * floors[0] * heat_value + items[i, POWER_ADDED] * floors[1] * plugs_value
            gain += heat * e0 * lost[i, 0] + water * e1 * lost[i, 1]
            gain += cooling * e2 * lost[i, 2] + plugs * e3 * lost[i, 3]
            pull[i] = gain
            if gain > 0.0:
                total += gain
                n0 += lost[i, 0]
                n1 += lost[i, 1]
                n2 += lost[i, 2]
                n3 += lost[i, 3]
        least = min(least, total)
        s0, s1, s2, s3 = n0, n1, n2, n3
    return least


@compiled_figures
def _priced(items, lost, floors, home, found, gains, costs, account, tight, short, pull):  # type: ignore[no-untyped-def]
    """The lowest of the bounds over prices for the budget and the target, and the prices: coarse steps, then finer."""
    least = _most(items, lost, floors, home, found, gains, costs, account, 0.0, 0.0, pull)
    by_cost, by_carbon = 0.0, 0.0
    for first in range(PRICES if tight else 1):
        for second in range(PRICES if short else 1):
            dollar = 0.0 if first == 0 else COST_PRICE * 3.0**first
            kilogram = 0.0 if second == 0 else CARBON_PRICE * 3.0**second
            bound = _most(items, lost, floors, home, found, gains, costs, account, dollar, kilogram, pull)
            if bound < least:
                least, by_cost, by_carbon = bound, dollar, kilogram
    step = 1.7
    for _ in range(FINER):
        for way in range(4):
            factor = step if way % 2 == 0 else 1.0 / step
            dollar = by_cost * (factor if way < 2 else 1.0)
            kilogram = by_carbon * (factor if way >= 2 else 1.0)
            if dollar == by_cost and kilogram == by_carbon:
                continue
            bound = _most(items, lost, floors, home, found, gains, costs, account, dollar, kilogram, pull)
            if bound < least:
                least, by_cost, by_carbon = bound, dollar, kilogram
        step = np.sqrt(step)
    _most(items, lost, floors, home, found, gains, costs, account, by_cost, by_carbon, pull)
    return least, by_cost, by_carbon


@compiled_figures
def _surest_first(order, start, pull):  # type: ignore[no-untyped-def]
    """From `start` on, the measures of the strongest pull first; equals stay as they stood. Few: sorted in place."""
    for at in range(start + 1, order.size):
        one, place = order[at], at
        while place > start and np.abs(pull[order[place - 1]]) < np.abs(pull[one]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = one


@compiled_figures
def search(items, rules, works, home, order, equipment, most):  # type: ignore[no-untyped-def]
    """The best set as a bit mask (-1: none is allowed), value, carbon, cost, how far off it may be, sets looked at.

    `items` and `rules` in the order of work. `order` begins with the `equipment` measures that change what makes heat
    or hot water, the rest after them: for each way to heat they are put in the order of how sure the search is of them,
    and what looks better is tried first. Each way to heat looks at no more than `most` sets.
    """
    count = items.shape[0]
    # Plain loops where a slice would do: what NumPy says of slices that do not fit takes seconds to compile.
    lost, floors = np.zeros((count, 4)), np.zeros(2)
    floors[0] = floors[1] = 1.0
    for i in range(count):
        for use in range(4):
            lost[i, use] = -np.log(min(max(items[i, HEAT + use], 1e-6), 1.0))
        floors[0] *= min(items[i, HEAT], 1.0)
        floors[1] *= min(items[i, PLUGS], 1.0)
    decided, bounds = np.zeros(count, dtype=np.int64), np.zeros(count + 1)
    order, tried = order.copy(), np.zeros(count + 1, dtype=np.int64)
    found, best_found = np.zeros(SET_COLUMNS), np.zeros(SET_COLUMNS)
    gains, costs, pull, likely = np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count)
    for i in range(count):
        decided[i], likely[i] = OPEN, 1.0
    best, best_mask = -np.inf, np.int64(-1)
    by_cost, by_carbon, cut_off = 0.0, 0.0, -np.inf
    needed, given = np.int64(0), np.int64(0)
    looked, looked_here, depth = 0, 0, 0
    while True:
        # A new set: everything still open counts as left out.
        looked, looked_here = looked + 1, looked_here + 1
        fits = _fits(decided, rules)
        below = fits >= 0 and depth < count
        if fits >= 0:
            needed, given = _worth(decided, items, rules, works, home, found)
            inside = found[S_COST] <= home[H_BUDGET] + TINY and found[S_CARBON] >= home[H_TARGET] - TINY
            if fits == 1 and inside and found[S_VALUE] > best + TINY:
                best, best_mask = found[S_VALUE], np.int64(0)
                for column in range(SET_COLUMNS):
                    best_found[column] = found[column]
                for i in range(count):
                    if decided[i] == IN:
                        best_mask |= np.int64(1) << i
        bounds[depth], tried[depth] = np.inf, 0
        if below and depth >= equipment:
            total, less, account = _open(decided, items, rules, works, home, needed, given, found, gains, costs)
            tight, short = found[S_COST] + total > home[H_BUDGET], found[S_CARBON] < home[H_TARGET]
            if depth == equipment:
                looked_here = 0
                least, by_cost, by_carbon = _priced(
                    items, lost, floors, home, found, gains, costs, account, tight, short, pull
                )
                for i in range(count):
                    likely[i] = pull[i]
                _surest_first(order, equipment, pull)
            else:
                least = _most(items, lost, floors, home, found, gains, costs, account, 0.0, 0.0, pull)
                if tight or short:
                    dollar, kilogram = (by_cost if tight else 0.0), (by_carbon if short else 0.0)
                    bound = _most(items, lost, floors, home, found, gains, costs, account, dollar, kilogram, pull)
                    least = min(least, bound)
            bounds[depth] = least
            if least <= best + TINY or found[S_COST] + less > home[H_BUDGET] + TINY:
                below = False
            elif looked_here > most:
                cut_off, below = max(cut_off, least), False
        if below:
            decided[order[depth]] = IN if likely[order[depth]] > 0.0 else OUT
            depth += 1
            continue
        # Back to the last measure whose other way is still open.
        depth -= 1
        while depth >= 0 and (tried[depth] == 1 or bounds[depth] <= best + TINY):
            decided[order[depth]] = OPEN
            depth -= 1
        if depth < 0:
            break
        tried[depth] = 1
        decided[order[depth]] = IN + OUT - decided[order[depth]]
        depth += 1
    gap = max(cut_off - best, 0.0) if best_mask >= 0 else 0.0
    return best_mask, best, best_found[S_CARBON], best_found[S_COST], gap, looked
