"""Many homes in the place of one: homes alike in what decides how they are worked out, their figures as columns.

What arithmetic may ask by name only (fuels, equipment, the price plan, which fuels were metered) is the same for all
homes of a cohort; everything else is a column [homes, 1] where a home has a figure, so that the functions that believe
and predict for one home do so for all of them (`columns`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

import numpy as np

from models.house.degree_hours import Cold, DegreeHours, DegreeHoursOfHomes
from models.house.facts import HomeFacts, PricePlanChoice
from models.house.many import ManyHomes, Numbered
from models.house.stock import Assumed, Spread, StockGroup
from models.quantities import Fuel
from models.savings.belief import Belief, believe
from models.savings.columns import Bools, NotAlikeError
from models.savings.evidence import MeasuredUse
from models.series import Ints

SHARED: Final = (
    "heating_fuel",
    "heating_system",
    "hot_water_fuel",
    "cooling",
    "gas_range",
    "price_plan",
)
"""Facts that are the same for all homes of a cohort. Their municipalities need only have the same prices."""
DECIDING: Final = ("municipality", *SHARED, "dwelling_type", "year_built")
"""Facts by which `key_of` tells homes apart, and those that what the stock fills of them depends on."""
FIGURES: Final = (
    "storeys",
    "heated_area_m2",
    "basement_area_m2",
    "occupants",
    "heating_efficiency_pct",
    "attic_r",
    "wall_r",
    "ach50",
    "setpoint_day_c",
    "setpoint_night_c",
)
KINDS: Final = ("dwelling_type", "window_type", "basement_insulation")
KNOWN: Final = ("heating_efficiency_pct", "occupants", "setpoint_day_c", *KINDS, *FIGURES)
_Value = TypeVar("_Value")


class Columns(Assumed):
    """Homes with figures and kinds as columns [homes, 1], and what is known of each the same way."""

    __slots__ = ("known",)
    known: Mapping[str, Bools]

    def knows(self, name: str) -> bool:
        """Which of the homes somebody said it of, as a column."""
        return cast(bool, self.known[name])


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """Homes that can be worked out together, `homes` one by one and `columns` as one; `rows` are their places."""

    homes: ManyHomes
    measured: Sequence[Mapping[Fuel, MeasuredUse]]
    weather: Cold
    rows: Ints

    def __len__(self) -> int:
        return len(self.homes)

    def at(self, chosen: Sequence[int] | Ints) -> Cohort:
        """Those at these places of the cohort."""
        rows = np.asarray(chosen, dtype=np.int64)
        return Cohort(
            self.homes.at(rows),
            [self.measured[each] for each in rows.tolist()],
            self.weather if isinstance(self.weather, DegreeHours) else self.weather.at(rows),
            self.rows[rows],
        )

    def believed(self) -> list[tuple[Cohort, Belief]]:
        """What is believed of the homes, in as few parts as can be worked out together [homes, n]."""
        try:
            return [(self, believe(columns_of(self.homes), measured_of(self.measured), self.weather))]
        except NotAlikeError as differ:
            parts = (np.flatnonzero(differ.rows), np.flatnonzero(~differ.rows))
            return [found for places in parts for found in self.at(places).believed()]


PricesOf = Callable[[str | None], Hashable]
"""What municipalities with the same prices have in common."""


def key_of(home: Assumed, measured: Mapping[Fuel, MeasuredUse], prices_of: PricesOf) -> Hashable:
    """What homes of one cohort have in common."""
    facts = home.facts
    shared = (getattr(facts, name) for name in SHARED if name != "price_plan")
    heat = measured.get(facts.heating_fuel or Fuel.NATURAL_GAS)
    balanced = heat is not None and heat.balance_point_c is not None
    prices = prices_of(facts.municipality), facts.price_plan or PricePlanChoice.TOU
    return (*shared, *prices, tuple(measured), balanced)


def cohorts(
    homes: Sequence[Assumed],
    measured: Sequence[Mapping[Fuel, MeasuredUse]],
    weather: Mapping[str | None, DegreeHours],
    prices_of: PricesOf,
    most: int,
) -> list[Cohort]:
    """All homes in cohorts of at most so many; `weather` by municipality."""
    many = ManyHomes.of(homes)
    alike: dict[Hashable, list[int]] = {}
    for place, (home, seen) in enumerate(zip(homes, measured, strict=True)):
        alike.setdefault(key_of(home, seen, prices_of), []).append(place)
    parts = [
        np.array(places[low : low + most], dtype=np.int64)
        for places in alike.values()
        for low in range(0, len(places), most)
    ]
    return [_cohort(many.at(part), part, measured, weather) for part in parts]


def _cohort(
    homes: ManyHomes,
    rows: Ints,
    measured: Sequence[Mapping[Fuel, MeasuredUse]],
    weather: Mapping[str | None, DegreeHours],
) -> Cohort:
    own = [measured[row] for row in rows.tolist()]
    return Cohort(homes, own, _weather_of(homes.values("municipality"), weather), rows)


def _weather_of(places: Numbered[str | None], weather: Mapping[str | None, DegreeHours]) -> Cold:
    """The typical year of all these places, or of each."""
    here, of_each = np.unique(places.of_each, return_inverse=True)
    years = [weather[places.values[number]] for number in here.tolist()]
    return years[0] if len(years) == 1 else DegreeHoursOfHomes.of(years, of_each)


def columns_of(homes: Sequence[Assumed]) -> Columns:
    """The homes as one, in columns."""
    many, first = ManyHomes.of(homes), homes[0].facts
    shared = {name: getattr(first, name) for name in ("municipality", *SHARED)}
    figures = {name: _standing(many.values(name).column(lambda value: value or 0.0)) for name in FIGURES}
    kinds = {name: _standing(many.values(name).column(lambda value: value, np.object_)) for name in KINDS}
    found = Columns(HomeFacts(**{**shared, **figures, **kinds}), frozenset(), _group(many.groups))
    object.__setattr__(found, "known", {name: _standing(many.knows(name)) for name in KNOWN})
    return found


def measured_of(measured: Sequence[Mapping[Fuel, MeasuredUse]]) -> dict[Fuel, MeasuredUse]:
    """What meters said of the homes, in columns."""
    return {fuel: _use([each[fuel] for each in measured]) for fuel in measured[0]}


def taken(value: _Value, rows: Ints, count: int) -> _Value:
    """Of anything worked out for `count` homes together, what belongs to the homes at these places."""
    found: _Value = _taken(value, rows, count)
    return found


def _taken(value: Any, rows: Ints, count: int) -> Any:
    if isinstance(value, np.ndarray):
        own = value.ndim > 1 and len(value) == count
        return value[rows] if own else value
    if value is None or isinstance(value, float | int | str | DegreeHours | StockGroup):
        return value
    if isinstance(value, tuple):
        return tuple([_taken(each, rows, count) for each in value])
    if isinstance(value, dict | MappingProxyType):
        return {key: _taken(each, rows, count) for key, each in value.items()}
    if isinstance(value, Columns):
        return _taken_columns(value, rows)
    if isinstance(value, DegreeHoursOfHomes):
        return value.at(rows)
    if is_dataclass(value) and not isinstance(value, type):
        names = _names(type(value))
        return type(value)(**{name: _taken(getattr(value, name), rows, count) for name in names})
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _taken_columns(columns: Columns, rows: Ints) -> Columns:
    changed = {name: getattr(columns.facts, name)[rows] for name in (*FIGURES, *KINDS)}
    found = Columns(replace(columns.facts, **changed), columns.names, columns.group)
    object.__setattr__(found, "known", {name: known[rows] for name, known in columns.known.items()})
    return found


def _group(groups: Numbered[StockGroup]) -> StockGroup:
    """What the stock says of each home, in columns as far as arithmetic asks."""

    def column(said: Callable[[StockGroup], float]) -> Any:
        return _standing(groups.column(said))

    def spread(name: str) -> Spread:
        return Spread(*(column(attrgetter(f"{name}.{tenth}")) for tenth in ("p10", "p50", "p90")))

    shares = tuple(column(lambda group, state=state: group.basement_shares[state]) for state in range(3))  # type: ignore[misc]
    return replace(
        groups.values[0],
        attic_r=spread("attic_r"),
        wall_r=spread("wall_r"),
        ach50=spread("ach50"),
        basement_shares=cast(tuple[float, float, float], shares),
    )


def _use(uses: Sequence[MeasuredUse]) -> MeasuredUse:
    figures = {
        name: _column([getattr(use, name) for use in uses])
        for name in ("total", "base", "heating", "cooling", "relative_error")
    }
    points = [np.nan if use.balance_point_c is None else use.balance_point_c for use in uses]
    balance = None if np.isnan(points).all() else _column(points)
    return MeasuredUse(fuel=uses[0].fuel, balance_point_c=balance, **figures)


def _column(values: Sequence[Any]) -> Any:
    return _standing(np.array(values, dtype=np.float64))


def _standing(values: np.ndarray) -> Any:
    """Values of homes [homes] as a column [homes, 1]."""
    return values[:, None]
