"""When a measure's moment comes: now, or when what it replaces is worn out, the roof redone or the siding renewed.

Years are what the household told us plus how long such things last; nothing here knows money, but whoever asks says
whether the measure already pays today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.findings import Code, Finding
from models.house.facts import Cooling, HeatingSystem
from models.house.stock import Assumed
from models.measures import codes_plan as codes
from models.measures.apply import WINDOW_LIFE
from models.measures.catalogue import HEAT_PUMPS, Category, Measure, Method, measure

ROOF_LIFE: Final = 22
"""Asphalt shingles (our judgement, uncited)."""
ROOF_LEFT_FOR_PANELS: Final = 10
"""Panels go on a roof that lasts this long yet; else with the next roof (our judgement, uncited)."""


class Trigger(StrEnum):
    """What brings a step's moment."""

    NOW = "now"
    TOGETHER = "together"
    HEATING = "heating_at_end_of_life"
    COOLING = "cooling_at_end_of_life"
    WATER_HEATER = "water_heater_at_end_of_life"
    WINDOWS = "windows_at_end_of_life"
    ROOF = "roof"
    SIDING = "renovation"
    APPLIANCE = "appliance_at_end_of_life"


@dataclass(frozen=True, slots=True)
class Occasion:
    """The moment of a step: `year` when it is known, `waits` when it should not be done before; `when` says so."""

    trigger: Trigger
    year: int | None
    waits: bool
    when: Finding


NOW: Final = Occasion(Trigger.NOW, None, False, codes.WHEN_NOW.finding())
TOGETHER: Final = Occasion(Trigger.TOGETHER, None, False, codes.WHEN_TOGETHER.finding())


def occasion_of(measure: Measure, home: Assumed, year: int, *, pays: bool) -> Occasion:
    """The moment of this measure in this home, asked in calendar year `year`; `pays` when it is worth its cost today.

    What pays today does not wait for the old equipment to fail, but for a roof that would have to come off again.
    """
    find = _BY_METHOD.get(measure.method) or _BY_ID.get(measure.id) or _BY_CATEGORY.get(measure.category)
    found = find(home, year) if find else NOW
    if pays and found.waits and found.trigger is not Trigger.ROOF:
        return NOW
    return found


def _due(trigger: Trigger, made: int | None, life: float, year: int, codes_of: tuple[Code, Code, Code]) -> Occasion:
    coming, overdue, unknown = codes_of
    if made is None:
        return Occasion(trigger, None, True, unknown.finding())
    due = made + round(life)
    if due <= year:
        return Occasion(trigger, due, False, overdue.finding(age=year - made))
    return Occasion(trigger, due, True, coming.finding(year=due))


def _heating(home: Assumed, year: int) -> Occasion:
    life = measure("HVAC-BOILER" if home.facts.heating_system is HeatingSystem.BOILER else "HVAC-FURN").life_years
    said = (codes.WHEN_HEATING_DUE, codes.WHEN_HEATING_OVERDUE, codes.WHEN_HEATING_FAILS)
    return _due(Trigger.HEATING, home.facts.heating_year, life, year, said)


def _cooling(home: Assumed, year: int) -> Occasion:
    said = (codes.WHEN_COOLING_DUE, codes.WHEN_COOLING_OVERDUE, codes.WHEN_COOLING_FAILS)
    return _due(Trigger.COOLING, home.facts.cooling_year, measure("COOL-AC").life_years, year, said)


def _heat_pump(home: Assumed, year: int) -> Occasion:
    """With the heating or the air conditioner, whichever goes first: a heat pump replaces both."""
    heating = _heating(home, year)
    if home.facts.cooling is not Cooling.CENTRAL or home.facts.cooling_year is None:
        return heating
    cooling = _cooling(home, year)
    sooner = heating.year is None or (cooling.year is not None and cooling.year < heating.year)
    return cooling if sooner else heating


def _windows(home: Assumed, year: int) -> Occasion:
    said = (codes.WHEN_WINDOWS_DUE, codes.WHEN_WINDOWS_OVERDUE, codes.WHEN_WINDOWS_FAIL)
    return _due(Trigger.WINDOWS, home.facts.window_year, WINDOW_LIFE, year, said)


def _water_heater(home: Assumed, year: int) -> Occasion:
    years = round(measure("DHW-HPWH").life_years)
    return Occasion(Trigger.WATER_HEATER, None, True, codes.WHEN_WATER_HEATER_FAILS.finding(years=years))


def _panels(home: Assumed, year: int) -> Occasion:
    made = home.facts.roof_year
    if made is None:
        return Occasion(Trigger.ROOF, None, False, codes.WHEN_ROOF_UNKNOWN.finding())
    due = made + ROOF_LIFE
    if due - year >= ROOF_LEFT_FOR_PANELS:
        return NOW
    return Occasion(Trigger.ROOF, max(due, year), due > year, codes.WHEN_ROOF_DUE.finding(year=max(due, year)))


def _re_roofing(home: Assumed, year: int) -> Occasion:
    made = home.facts.roof_year
    if made is None:
        return Occasion(Trigger.ROOF, None, True, codes.WHEN_ROOF_UNKNOWN.finding())
    due = max(made + ROOF_LIFE, year)
    return Occasion(Trigger.ROOF, due, due > year, codes.WHEN_ROOF_DUE.finding(year=due))


def _siding(home: Assumed, year: int) -> Occasion:
    return Occasion(Trigger.SIDING, None, True, codes.WHEN_SIDING.finding())


def _appliance(home: Assumed, year: int) -> Occasion:
    return Occasion(Trigger.APPLIANCE, None, True, codes.WHEN_APPLIANCE_FAILS.finding())


_Find = Callable[[Assumed, int], Occasion]
_BY_METHOD: Final[Mapping[Method, _Find]] = MappingProxyType(
    {
        Method.FURNACE: _heating,
        **dict.fromkeys(HEAT_PUMPS, _heat_pump),
        Method.WINDOWS: _windows,
        Method.TANKLESS: _water_heater,
        Method.HEAT_PUMP_WATER: _water_heater,
        Method.SOLAR: _panels,
        Method.WALL_EXTERIOR: _siding,
    }
)
_BY_ID: Final[Mapping[str, _Find]] = MappingProxyType({"COOL-AC": _cooling, "ENV-CATH": _re_roofing})
_BY_CATEGORY: Final[Mapping[Category, _Find]] = MappingProxyType({Category.APPLIANCE: _appliance})
