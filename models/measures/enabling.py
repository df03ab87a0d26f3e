"""Work that saves nothing itself but must go with a measure: it makes the measure safe, or possible at all.

Where the need is known from the home's facts the work enters a plan with its cost; where it is only possible, `rules`
says what to check. What a work costs is a dated figure and lives in greener_homes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.findings import Code, Finding
from models.house.facts import HomeFacts
from models.house.stock import Assumed
from models.measures import codes_plan as codes
from models.measures.catalogue import HEAT_PUMPS, Measure, Method
from models.measures.codes_checks import STOP_DAMP_BASEMENT
from models.measures.rules import chimney_shared, draws_room_air
from models.quantities import Fuel

AIR_CUT: Final = 0.20
"""Share of leakage a professional job removes (reference/measures.csv)."""
TIGHT_ACH50: Final = 3.5
"""R02: below this a home needs fans or a ventilator."""
SMALL_PANEL_BEFORE: Final = 1975
"""Homes built before this that burn a fuel often have 60 to 100 amperes (our judgement, uncited)."""


class Enabling(StrEnum):
    """What may have to go with a measure."""

    DRY_FOUNDATION = "dry_foundation"
    RADON_TEST = "radon_test"
    VENTILATION = "ventilation"
    SPILLAGE_TEST = "spillage_test"
    CHIMNEY_LINER = "chimney_liner"
    HEAT_LOAD = "heat_load"
    PANEL = "panel"


AFTER: Final = frozenset({Enabling.VENTILATION, Enabling.SPILLAGE_TEST, Enabling.CHIMNEY_LINER})
"""Done with or right after the measure that asks for it; the rest comes before."""
GIVES: Final[Mapping[str, tuple[Enabling, ...]]] = MappingProxyType(
    {
        "HVAC-HRV": (Enabling.VENTILATION,),
        "DHW-HPWH-GAS": (Enabling.CHIMNEY_LINER,),
        "DHW-TANKLESS": (Enabling.CHIMNEY_LINER,),
    }
)
"""Measures that do the same work on the way."""
REQUIRES: Final[Mapping[Method, tuple[str, ...]]] = MappingProxyType({Method.BASEMENT: ("ENV-HEADER",)})
"""Measures that must be in the plan, and before (R04: headers with basement walls)."""
WORDS: Final[Mapping[Enabling, Code]] = MappingProxyType(
    {
        Enabling.DRY_FOUNDATION: codes.ENABLE_DRY_FOUNDATION,
        Enabling.RADON_TEST: codes.ENABLE_RADON_TEST,
        Enabling.VENTILATION: codes.ENABLE_VENTILATION,
        Enabling.SPILLAGE_TEST: codes.ENABLE_SPILLAGE_TEST,
        Enabling.CHIMNEY_LINER: codes.ENABLE_CHIMNEY_LINER,
        Enabling.HEAT_LOAD: codes.ENABLE_HEAT_LOAD,
        Enabling.PANEL: codes.ENABLE_PANEL,
    }
)


_PUT_RIGHT: Final = frozenset({STOP_DAMP_BASEMENT.code})
"""Asbestos and old wiring are not on this list: nobody plans over them before somebody has looked."""


@dataclass(frozen=True, slots=True)
class WorkCost:
    """What an enabling work costs to have done, CAD, and how many years it serves."""

    cost_cad: float
    life_years: float


def needs_of(measure: Measure, home: Assumed) -> tuple[Enabling, ...]:
    """What must go with the measure in this home as far as its facts tell, in the order of work."""
    facts, found = home.facts, []
    if measure.method is Method.BASEMENT:
        if facts.damp_basement:
            found.append(Enabling.DRY_FOUNDATION)
        found.append(Enabling.RADON_TEST)
    if measure.method is Method.AIR_LEAKAGE:
        if (facts.ach50 or 0.0) * (1.0 - AIR_CUT) < TIGHT_ACH50:
            found += [Enabling.RADON_TEST, Enabling.VENTILATION]
        if draws_room_air(home):
            found.append(Enabling.SPILLAGE_TEST)
    if measure.method in HEAT_PUMPS:
        found.append(Enabling.HEAT_LOAD)
        if _small_panel(measure, home):
            found.append(Enabling.PANEL)
    if _leaves_chimney(measure) and chimney_shared(home):
        found.append(Enabling.CHIMNEY_LINER)
    return tuple(found)


def put_right(stop: Finding) -> bool:
    """Whether what stops a measure is put right by a work that may enter a plan with its cost."""
    return stop.code in _PUT_RIGHT


def requires_of(measure: Measure, fitting: frozenset[str]) -> tuple[str, ...]:
    """Ids of measures that must come before this one, among those that fit the home."""
    return tuple(each for each in REQUIRES.get(measure.method, ()) if each in fitting)


def _small_panel(measure: Measure, home: Assumed) -> bool:
    """A heat pump with resistance behind it, in an old home that burns a fuel now."""
    facts: HomeFacts = home.facts
    strong = measure.method in (Method.HEAT_PUMP, Method.HEAT_PUMP_GROUND)
    old = home.knows("year_built") and (facts.year_built or SMALL_PANEL_BEFORE) < SMALL_PANEL_BEFORE
    return strong and old and facts.heating_fuel is not Fuel.ELECTRICITY


def _leaves_chimney(measure: Measure) -> bool:
    return measure.method in (Method.FURNACE, Method.HEAT_PUMP, Method.HEAT_PUMP_GROUND)
