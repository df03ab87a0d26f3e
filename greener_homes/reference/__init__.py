"""Dated figures with their sources: prices, rates, factors, costs. Loaded, never hard-coded.

Each CSV beside this file is a table of one row type below. Every row names where its figure was seen
(`source_id`, one id or several joined by `;`; `U` means not seen in a source) and how sure we are.
This module reads those files and nothing else; it interprets no figure and knows no date of today.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar, cast, get_type_hints

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was seen."""

    source_id: str
    title: str
    publisher: str
    address: str
    dated: str
    how_seen: str


@dataclass(frozen=True, slots=True)
class Constant:
    """One named figure."""

    name: str
    value: float
    unit: str
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ElectricityPrice:
    """A regulated price of one plan and period, before rebate and tax; `oer_percent` is that time's rebate."""

    effective_from: date
    known_until: date
    plan: str
    period: str
    cents_per_kwh: float
    oer_percent: float
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class DeliveryRate:
    """What a distributor charges to deliver, and the regulatory lines, from a day on; before rebate and tax."""

    distributor: str
    name: str
    effective_from: date
    stand_in: bool
    fixed_cad_per_month: float
    variable_cad_per_kwh: float
    network_cad_per_kwh: float
    connection_cad_per_kwh: float
    wmsr_cad_per_kwh: float
    rrrp_cad_per_kwh: float
    sss_cad_per_month: float
    loss_factor: float
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class DistributorArea:
    """Who delivers electricity in a municipality's towns, and in its rural parts where that differs."""

    municipality: str
    distributor: str
    rural_distributor: str | None
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which weekend electricity prices hold."""

    day: date
    name: str
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class GasPrice:
    """Gas prices of one quarter: CAD a month and CAD per m³, before tax; delivery falls in monthly blocks."""

    effective_from: date
    known_until: date
    monthly_charge: float
    block_1_upto_m3: float
    block_2_upto_m3: float
    block_3_upto_m3: float
    delivery_1: float
    delivery_2: float
    delivery_3: float
    delivery_4: float
    delivery_adjustment: float
    supply: float
    supply_adjustment: float
    transport: float
    transport_adjustment: float
    federal_carbon: float
    facility_carbon: float
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class GasMonth:
    """How much gas the regulator's typical home uses in a month (1..12), m³."""

    month: int
    m3: float
    source_id: str


@dataclass(frozen=True, slots=True)
class OtherFuelPrice:
    """A range of prices of a delivered fuel, CAD per `unit`."""

    fuel: str
    unit: str
    low_cad: float
    typical_cad: float
    high_cad: float
    before_hst: bool
    as_of: str
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class EmissionFactor:
    """kg CO₂e per unit of fuel: `average` for inventories, `marginal` for a change in use."""

    fuel: str
    kind: str
    kg_per_unit: float
    low: float
    high: float
    unit: str
    year: int
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class GridHour:
    """Mean carbon of the grid's power in one hour of standard time of one month, g CO₂e per kWh."""

    month: int
    hour_ending_est: int
    g_per_kwh: float
    year: int
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class GridSlope:
    """How many MW of gas answer to one MW of demand in a part of the year; empty months or hours: all of them."""

    part: str
    gas_mw_per_mw: float
    months: tuple[str, ...]
    hours: tuple[str, ...]
    year: int
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class MeasureCost:
    """What a measure costs to have done, before rebates and in the dollars of `year`."""

    measure_id: str
    low_cad: float
    typical_cad: float
    high_cad: float
    basis: str
    year: int
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class EnablingCost:
    """What a work costs that must go with a measure, in the dollars of `year`, and how many years it serves."""

    work: str
    low_cad: float
    typical_cad: float
    high_cad: float
    life_years: float
    basis: str
    year: int
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class PublishedDistributor:
    """Which rows of the regulator's file are a distributor of ours: words its name and its class both hold."""

    distributor: str
    published_words: tuple[str, ...]
    class_words: tuple[str, ...]
    name: str
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class WeatherStation:
    """A station of the national weather service; `number` is the one its download addresses take."""

    station: str
    name: str
    number: int
    climate_id: str | None
    latitude: float
    longitude: float
    elevation_m: float
    fetched: bool
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class WeatherPlace:
    """Where a municipality's homes are, or those of the first half of a postal code: its middle, m above the sea."""

    place: str
    latitude: float
    longitude: float
    elevation_m: float
    source_id: str
    confidence: str


TABLES: dict[type[object], str] = {
    Source: "sources.csv",
    Constant: "constants.csv",
    ElectricityPrice: "electricity_prices.csv",
    DeliveryRate: "delivery_rates.csv",
    DistributorArea: "distributor_areas.csv",
    PublishedDistributor: "published_distributors.csv",
    WeatherStation: "weather_stations.csv",
    WeatherPlace: "weather_places.csv",
    Holiday: "holidays.csv",
    GasPrice: "gas_prices.csv",
    GasMonth: "gas_typical_months.csv",
    OtherFuelPrice: "other_fuel_prices.csv",
    EmissionFactor: "emission_factors.csv",
    GridHour: "grid_hours.csv",
    GridSlope: "grid_slopes.csv",
    MeasureCost: "measure_costs.csv",
    EnablingCost: "enabling_costs.csv",
}
"""Which file holds the rows of which type."""


def rows(row_type: type[Row]) -> tuple[Row, ...]:
    """Every row of the table that holds `row_type`, in the file's order. ValueError if a cell does not parse."""
    return cast(tuple[Row, ...], _read(cast(Hashable, row_type)))


def load_all() -> None:
    """Every table is in memory, so that nobody who asks for a row waits for a file."""
    for row_type in TABLES:
        _read(cast(Hashable, row_type))


def constant(name: str) -> Constant:
    """The named figure. KeyError when there is none."""
    return {row.name: row for row in rows(Constant)}[name]


def sources(source_id: str) -> tuple[Source, ...]:
    """The sources behind a figure: one id, or several joined by `;`. KeyError when one is not on the list."""
    known = {row.source_id: row for row in rows(Source)}
    return tuple(known[part] for part in source_id.split(";"))


@cache
def _read(row_type: type[object]) -> tuple[object, ...]:
    hints = get_type_hints(row_type)
    names = [field.name for field in fields(row_type)]  # type: ignore[arg-type]
    text = files(__name__).joinpath(TABLES[row_type]).read_text(encoding="utf-8")
    records = csv.DictReader(text.splitlines())
    return tuple(row_type(**{name: _CELL[hints[name]](record[name]) for name in names}) for record in records)


def _yes(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]


_CELL: dict[object, Callable[[str], object]] = {
    str: str,
    float: float,
    int: int,
    bool: _yes,
    date: date.fromisoformat,
    str | None: lambda cell: cell or None,
    float | None: lambda cell: float(cell) if cell else None,
    date | None: lambda cell: date.fromisoformat(cell) if cell else None,
    tuple[str, ...]: lambda cell: tuple(cell.split("|")) if cell else (),
}
"""How a cell of each type is read."""
