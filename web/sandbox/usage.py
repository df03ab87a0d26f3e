"""What the sandbox utility's meters said: homes of the example street, hour by hour, with prices and bills.

The same account has the same readings whenever they are asked for. They run over whole years, past and future, and
a feed is cut out of them; the street's weather is the one the demonstration keeps, so a fit to it means something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coach.homes.example_street import ExampleHome, example_street
from greener_homes.reference import GasPrice, rows
from greener_homes.reference.in_force import electricity_prices, gas_price
from greener_homes.reference.price_periods import PLAN_PERIODS, LocalHours, PricePlan, period_of
from models.quantities import Commodity, Flow
from models.series import Floats, Ints, UsageSeries
from web.sandbox.clock import LOCAL
from web.sandbox.customers import Account, HomeKind

SEED = 1978
"""The demonstration's street."""
STREET_HOMES = 24
FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2030, 12, 31)
HOUR_S, DAY_S = 3600, 86_400
COST_STEPS_PER_CENT = 1000
"""ESPI counts money in hundred-thousandths of a dollar."""


@dataclass(frozen=True, slots=True)
class MeterData:
    """One register of an account: its series, and for each reading its local day, cost and price period.

    `days` are days since 1970; `costs` in hundred-thousandths of a Canadian dollar; `periods` is None where the price
    has no periods.
    """

    series: UsageSeries
    days: Ints
    costs: Ints
    periods: Ints | None


@lru_cache(maxsize=32)
def meter_data(account: Account) -> tuple[MeterData, ...]:
    """The account's registers: what was delivered and, from a home with panels, what came back."""
    home = _homes()[account.home]
    return tuple(_data(series) for series in home.series if series.commodity is account.commodity)


@lru_cache(maxsize=1)
def _homes() -> dict[HomeKind, ExampleHome]:
    street = example_street(SEED, STREET_HOMES, first_day=FIRST_DAY, last_day=LAST_DAY)
    whole = [home for home in street.homes if home.moved_in is None and _is_whole(home)]
    gas = [home for home in whole if home.is_plain and _has_gas(home)]
    found: dict[HomeKind, ExampleHome] = {HomeKind.GAS: gas[0], HomeKind.SECOND_GAS: gas[1]}
    wanted: dict[HomeKind, Callable[[ExampleHome], bool]] = {
        HomeKind.SOLAR: lambda home: _sends_back(home) and _has_gas(home),
        HomeKind.ELECTRIC: lambda home: not _has_gas(home) and home.facts.get("heating_fuel") == "electricity",
    }
    for kind, fits in wanted.items():
        found[kind] = next(home for home in whole if fits(home))
    return found


def _is_whole(home: ExampleHome) -> bool:
    """No gap and no day missing: faults are a scenario's business."""
    return all(int(one.durations.sum()) == int(one.ends[-1] - one.starts[0]) and len(one) > 900 for one in home.series)


def _has_gas(home: ExampleHome) -> bool:
    return any(one.commodity is Commodity.NATURAL_GAS for one in home.series)


def _sends_back(home: ExampleHome) -> bool:
    return any(one.flow is Flow.RECEIVED for one in home.series)


def _data(series: UsageSeries) -> MeterData:
    local = _local_hours(series.starts)
    days = local.astype("datetime64[D]").astype(np.int64)
    if series.commodity is Commodity.ELECTRICITY:
        places = period_of(local, PricePlan.TOU)
        cents = _electricity_cents(days, places)
        if series.flow is Flow.RECEIVED:
            cents = -cents  # credited
        costs = np.rint(series.amounts * cents * COST_STEPS_PER_CENT).astype(np.int64)
        return MeterData(series, days, costs, places.astype(np.int64) + 1)
    costs = np.rint(series.amounts * _gas_cents(days) * COST_STEPS_PER_CENT).astype(np.int64)
    return MeterData(series, days, costs, None)


def _local_hours(starts: Ints) -> LocalHours:
    """Naive local time of each start, to the hour; the hour that autumn repeats comes twice."""
    days, place = np.unique(starts // DAY_S, return_inverse=True)
    opening, closing = ([_offset_s(moment) for moment in (days * DAY_S + add).tolist()] for add in (0, DAY_S - 1))
    offsets = np.array(opening, dtype=np.int64)[place]
    turning = np.flatnonzero((np.array(opening) != np.array(closing))[place])
    offsets[turning] = [_offset_s(start) for start in starts[turning].tolist()]
    return ((starts + offsets) // HOUR_S).astype("datetime64[h]")


def _offset_s(moment: int) -> int:
    offset = datetime.fromtimestamp(moment, LOCAL).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def _electricity_cents(days: Ints, places: NDArray[np.uint8]) -> Floats:
    """Cents a kWh of each reading, on the time-of-use plan of its month."""
    cents = np.zeros(days.size)
    for first, chosen in _months(days):
        prices = electricity_prices(PricePlan.TOU, first)
        by_place = np.array([prices[period].cents_per_kwh for period in PLAN_PERIODS[PricePlan.TOU]])
        cents[chosen] = by_place[places[chosen]]
    return cents


def _gas_cents(days: Ints) -> Floats:
    """Cents a m³ of each reading: gas, transport and the first block of delivery; the oldest price held for before."""
    oldest = min(row.effective_from for row in rows(GasPrice))
    cents = np.zeros(days.size)
    for first, chosen in _months(days):
        price = gas_price(max(first, oldest))
        gas = price.supply + price.supply_adjustment + price.transport + price.transport_adjustment
        cents[chosen] = 100.0 * (gas + price.delivery_1 + price.delivery_adjustment)
    return cents


def _months(days: Ints) -> Iterator[tuple[date, slice]]:
    """The first day of each month and the readings in it; `days` ascend."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    borders = [0, *(np.flatnonzero(np.diff(months.astype(np.int64))) + 1).tolist(), days.size]
    for begin, end in pairwise(borders):
        yield date.fromisoformat(f"{months[begin]}-01"), slice(begin, end)
