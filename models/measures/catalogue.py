"""The measures there are: a kind of work, what it acts on, how long it lasts, and the figures it rests on.

Figures and source ids come from `data/measures.csv` (reference/measures.csv), names from
`data/measure_names.csv`. Costs and rebates are dated facts and live in greener_homes; no home is known here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

SOLAR_TYPICAL_KW: Final = 8.0
"""The size the cost of GEN-PV stands for (reference/measures.csv)."""


class Category(StrEnum):
    """The part of the home or of the bill a measure belongs to."""

    ENVELOPE = "envelope"
    HVAC = "hvac"
    CONTROLS = "controls"
    VENTILATION = "ventilation"
    BEHAVIOUR = "behaviour"
    DHW = "dhw"
    LIGHTING = "lighting"
    APPLIANCE = "appliance"
    PLUG = "plug"
    GENERATION = "generation"
    TRANSPORT = "transport"
    TARIFF = "tariff"
    ENABLING = "enabling"
    HEALTH = "health"


class Method(StrEnum):
    """How a measure's saving in one home is worked out (models/savings)."""

    AIR_LEAKAGE = "air_leakage"
    CEILING = "ceiling"
    WALL_CAVITY = "wall_cavity"
    WALL_EXTERIOR = "wall_exterior"
    BASEMENT = "basement"
    WINDOWS = "windows"
    SETPOINT = "setpoint"
    HEATING_SHARE = "heating_share"
    VENTILATION = "ventilation"
    FURNACE = "furnace"
    HEAT_PUMP = "heat_pump"
    HEAT_PUMP_HYBRID = "heat_pump_hybrid"
    HEAT_PUMP_DUCTLESS = "heat_pump_ductless"
    HEAT_PUMP_GROUND = "heat_pump_ground"
    WATER_SHARE = "water_share"
    TANKLESS = "tankless"
    HEAT_PUMP_WATER = "heat_pump_water"
    PLUG = "plug"
    WASHER = "washer"
    DRYER = "dryer"
    INDUCTION = "induction"
    COOLING_SHARE = "cooling_share"
    SOLAR = "solar"
    BILL = "bill"
    ENABLING = "enabling"
    SAFETY = "safety"


class Family(StrEnum):
    """Measures that do the same job: at most one of a family is done in one plan."""

    ATTIC = "attic"
    WALL = "wall"
    BASEMENT = "basement"
    WINDOWS = "windows"
    HEATING = "heating"
    WATER = "water"
    COOLING = "cooling"


HEAT_PUMPS: Final = frozenset(
    {Method.HEAT_PUMP, Method.HEAT_PUMP_HYBRID, Method.HEAT_PUMP_DUCTLESS, Method.HEAT_PUMP_GROUND}
)
"""Methods that move space heat from a fuel to a heat pump."""


@dataclass(frozen=True, slots=True)
class SavingsFigure:
    """What the reference says a measure saves in a typical home: low, typical, high a year, in `unit`."""

    low: float
    typical: float
    high: float
    unit: str
    confidence: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of work. `comfort` 0 (none) to 3 (much); `stays` when it is part of the building afterwards.

    `ask` names the fact that has to be true for the measure to make sense at all (a pool, a crawl space).
    `realization` names the studies that compared prediction with meters, None where there are none.
    """

    id: str
    category: Category
    stage: int
    life_years: float
    figure: SavingsFigure
    family: Family | None
    method: Method
    realization: str | None
    comfort: int
    stays: bool
    ask: str | None
    name_en: str
    name_fr: str

    def name(self, language: str) -> str:
        """The measure in plain words, "en" or "fr"."""
        return self.name_fr if language == "fr" else self.name_en


def measures() -> tuple[Measure, ...]:
    """Every measure, in the reference's order."""
    return tuple(_catalogue().values())


def measure(measure_id: str) -> Measure:
    """The measure with this id. KeyError when there is none."""
    return _catalogue()[measure_id]


@cache
def _catalogue() -> Mapping[str, Measure]:
    names = {row["id"]: row for row in _rows("measure_names.csv")}
    found = (_measure(row, names[row["id"]]) for row in _rows("measures.csv"))
    return MappingProxyType({each.id: each for each in found})


def _rows(name: str) -> csv.DictReader[str]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _measure(row: Mapping[str, str], names: Mapping[str, str]) -> Measure:
    figure = SavingsFigure(
        low=float(row["savings_low"]),
        typical=float(row["savings_typical"]),
        high=float(row["savings_high"]),
        unit=row["savings_unit"],
        confidence=row["confidence"],
        source_id=row["source_id"],
    )
    return Measure(
        id=row["id"],
        category=Category(row["category"]),
        stage=int(row["stage"]),
        life_years=float(row["life_years"]),
        figure=figure,
        family=Family(row["family"]) if row["family"] else None,
        method=Method(row["method"]),
        realization=row["realization"] or None,
        comfort=int(row["comfort"]),
        stays=row["stays"] == "yes",
        ask=row["ask"] or None,
        name_en=names["en"],
        name_fr=names["fr"],
    )
