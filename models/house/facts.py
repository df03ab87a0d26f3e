"""What can be known of a home: one frozen record in which every field may be “I don't know”.

Facts are what a person, an assessment file or the stock says of a home; nothing here is measured and
nothing here computes energy. Plausibility limits say what is a slip of the pen, not what is good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.findings import Finding
from models.house.codes_home import IMPLAUSIBLE
from models.quantities import Fuel


class DwellingType(StrEnum):
    """How a home stands to its neighbours."""

    DETACHED = "detached"
    SEMI = "semi"
    ROW_END = "row_end"
    ROW_MIDDLE = "row_middle"
    MOBILE = "mobile"


class HeatingSystem(StrEnum):
    """What makes most of the heat. Furnaces and heat pumps are taken to have ducts."""

    FURNACE = "furnace"
    BOILER = "boiler"
    BASEBOARD = "baseboard"
    HEAT_PUMP = "heat_pump"
    STOVE = "stove"


class Cooling(StrEnum):
    """What cools the home in summer."""

    NONE = "none"
    CENTRAL = "central"
    ROOM = "room"
    HEAT_PUMP = "heat_pump"


class BasementInsulation(StrEnum):
    """How much of the basement walls is insulated."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    NO_BASEMENT = "no_basement"


class WindowType(StrEnum):
    """Most of the glass."""

    SINGLE = "single"
    DOUBLE = "double"
    DOUBLE_LOWE = "double_lowe"
    TRIPLE = "triple"


class PricePlanChoice(StrEnum):
    """The electricity price plan the household is on."""

    TOU = "tou"
    ULO = "ulo"
    TIERED = "tiered"


class Goal(StrEnum):
    """What the household wants most from the work."""

    BILL = "bill"
    CARBON = "carbon"
    COMFORT = "comfort"
    UPFRONT = "upfront"


class Tenure(StrEnum):
    """Who may decide on work that stays with the building."""

    OWNER = "owner"
    TENANT = "tenant"


@dataclass(frozen=True)
class HomeFacts:
    """One home as far as it is known; None is an honest “I don't know”.

    Areas in m²: `heated_area_m2` above grade, `basement_area_m2` the heated basement's floor. `attic_r`
    and `wall_r` nominal in ft²·°F·h/Btu. `heating_efficiency_pct`: useful heat per fuel, above 100 for a
    heat pump. Setpoints °C. `ach50` air changes an hour at 50 Pa. Years are calendar years.
    """

    municipality: str | None = None
    dwelling_type: DwellingType | None = None
    year_built: int | None = None
    storeys: float | None = None
    heated_area_m2: float | None = None
    basement_area_m2: float | None = None
    occupants: int | None = None
    heating_fuel: Fuel | None = None
    heating_system: HeatingSystem | None = None
    heating_efficiency_pct: float | None = None
    heating_year: int | None = None
    hot_water_fuel: Fuel | None = None
    cooling: Cooling | None = None
    attic_r: float | None = None
    wall_r: float | None = None
    basement_insulation: BasementInsulation | None = None
    window_type: WindowType | None = None
    ach50: float | None = None
    setpoint_day_c: float | None = None
    setpoint_night_c: float | None = None
    price_plan: PricePlanChoice | None = None
    goal: Goal | None = None
    budget_cad: float | None = None
    tenure: Tenure | None = None
    cooling_year: int | None = None
    window_year: int | None = None
    roof_year: int | None = None
    smart_thermostat: bool | None = None
    led_lighting: bool | None = None
    gas_range: bool | None = None
    electric_dryer: bool | None = None
    second_fridge: bool | None = None
    old_freezer: bool | None = None
    dehumidifier: bool | None = None
    pool: bool | None = None
    electric_vehicle: bool | None = None
    solar_panels: bool | None = None
    crawl_space: bool | None = None
    floor_over_garage: bool | None = None
    cathedral_ceiling: bool | None = None
    vermiculite: bool | None = None
    knob_and_tube: bool | None = None
    damp_basement: bool | None = None
    income_qualified: bool | None = None


FACT_NAMES: Final = tuple(field.name for field in fields(HomeFacts))

CLOSED_SETS: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "dwelling_type": DwellingType,
        "heating_fuel": Fuel,
        "heating_system": HeatingSystem,
        "hot_water_fuel": Fuel,
        "cooling": Cooling,
        "basement_insulation": BasementInsulation,
        "window_type": WindowType,
        "price_plan": PricePlanChoice,
        "goal": Goal,
        "tenure": Tenure,
    }
)
"""Facts that are one of a few words, with those words."""

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "year_built": (1800, 2030),
    "storeys": (1, 4),
    "heated_area_m2": (20, 1500),
    "basement_area_m2": (0, 700),
    "occupants": (1, 20),
    "heating_efficiency_pct": (30, 500),
    "heating_year": (1900, 2030),
    "attic_r": (0, 120),
    "wall_r": (0, 80),
    "ach50": (0.2, 60),
    "setpoint_day_c": (10, 30),
    "setpoint_night_c": (5, 30),
    "budget_cad": (0, 1_000_000),
    "cooling_year": (1900, 2030),
    "window_year": (1800, 2030),
    "roof_year": (1800, 2030),
}
"""What a number about a home may be, both ends included. Outside, it is read as “I don't know” and said so."""


def facts_of(values: Mapping[str, object]) -> HomeFacts:
    """The facts of these values, as `HomeFacts(**values)` has them and much quicker."""
    found = object.__new__(HomeFacts)
    object.__setattr__(found, "__dict__", dict(values))
    return found


def twin(facts: HomeFacts) -> HomeFacts:
    """The same facts once more, as `dataclasses.replace` makes them and much quicker."""
    return facts_of(vars(facts))


def plausible(facts: HomeFacts) -> tuple[HomeFacts, tuple[Finding, ...]]:
    """The facts with impossible numbers turned into “I don't know”, and one finding for each of them."""
    wrong = [
        name
        for name, (low, high) in LIMITS.items()
        if (value := getattr(facts, name)) is not None and not low <= value <= high
    ]
    if not wrong:
        return facts, ()
    findings = tuple(
        IMPLAUSIBLE.finding(fact=name, value=getattr(facts, name), low=LIMITS[name][0], high=LIMITS[name][1])
        for name in wrong
    )
    return replace(facts, **dict.fromkeys(wrong)), findings
