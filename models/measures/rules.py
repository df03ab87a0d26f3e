"""Safety and sequence before work: what stops a measure, and what must be checked first.

The rules R01–R17 of reference/measure_rules.yaml (general building-science practice, S53 where the official
warning is meant). Work whose need is known enters plans (`enabling`); money rules (R06, R09–R13) speak where money is
known, in `coach` and in the rebates' own data. `tests/models/measures/test_rule_book.py` says where each is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from models.findings import Finding
from models.house.facts import HeatingSystem, HomeFacts, Tenure
from models.house.stock import Assumed
from models.measures import codes_checks as checks
from models.measures.catalogue import HEAT_PUMPS, Measure, Method
from models.quantities import Fuel

VERMICULITE_BEFORE: Final = 1990
KNOB_AND_TUBE_BEFORE: Final = 1950
LEAD_PAINT_BEFORE: Final = 1978
ALUMINIUM_YEARS: Final = (1965, 1976)
FURNACE_PLAN_YEARS: Final = 15
COOLING_PLAN_YEARS: Final = 12
"""R08, R15."""
DRAWS_ROOM_AIR_BELOW_PCT: Final = 90.0
"""Furnaces under 90 % have an open flue; so have gas tanks, unless we know better."""

_ATTIC: Final = frozenset({"ENV-ATTIC-LOW", "ENV-ATTIC-MID", "ENV-ATTIC-HI", "ENV-CATH"})
_BURNS: Final = frozenset({Fuel.NATURAL_GAS, Fuel.PROPANE, Fuel.OIL, Fuel.WOOD})


@dataclass(frozen=True, slots=True)
class Safety:
    """`stop` is what must be made safe before anything else, None when nothing is known to; `checks` come first."""

    stop: Finding | None
    checks: tuple[Finding, ...]


def safety(measure: Measure, home: Assumed, year: int) -> Safety:
    """What the rules say of this measure in this home in calendar year `year`."""
    stop = _stop(measure, home.facts)
    first = [*_checks(measure, home), *_timing(measure, home, year)]
    if measure.stays and home.facts.tenure is Tenure.TENANT:
        first.append(checks.OWNER_CONSENT.finding())
    return Safety(stop, tuple(first))


def _stop(measure: Measure, facts: HomeFacts) -> Finding | None:
    if measure.id in _ATTIC and facts.vermiculite:
        return checks.STOP_VERMICULITE.finding()
    wired = measure.id in _ATTIC or measure.method is Method.WALL_CAVITY
    if wired and facts.knob_and_tube:
        return checks.STOP_KNOB_AND_TUBE.finding()
    if measure.method is Method.BASEMENT and facts.damp_basement:
        return checks.STOP_DAMP_BASEMENT.finding()
    return None


def _checks(measure: Measure, home: Assumed) -> list[Finding]:
    kind = "attic" if measure.id in _ATTIC else measure.method
    rule = _RULES.get(kind)
    return rule(home) if rule else []


def _built_before(home: Assumed, year: int) -> bool:
    """Also when the age is not known: then it must be asked."""
    return not home.knows("year_built") or (home.facts.year_built or 0) < year


def _attic(home: Assumed) -> list[Finding]:
    found = [checks.CHECK_ATTIC.finding()]
    if home.facts.vermiculite is None and _built_before(home, VERMICULITE_BEFORE):
        found.append(checks.CHECK_VERMICULITE.finding())
    return found + _wiring(home)


def _wiring(home: Assumed) -> list[Finding]:
    old = home.knows("year_built") and _built_before(home, KNOB_AND_TUBE_BEFORE)
    return [checks.CHECK_KNOB_AND_TUBE.finding()] if home.facts.knob_and_tube is None and old else []


def draws_room_air(home: Assumed) -> bool:
    """Whether a furnace or tank here burns the rooms' air, as far as we know."""
    facts = home.facts
    open_furnace = (
        facts.heating_fuel in _BURNS
        and facts.heating_system is not HeatingSystem.HEAT_PUMP
        and (facts.heating_efficiency_pct or 0.0) < DRAWS_ROOM_AIR_BELOW_PCT
    )
    return open_furnace or facts.hot_water_fuel in _BURNS


def chimney_shared(home: Assumed) -> bool:
    """Whether a gas furnace and a gas tank share a chimney, so that the tank would be left alone there (R03)."""
    shared = (home.facts.heating_efficiency_pct or 0.0) < DRAWS_ROOM_AIR_BELOW_PCT
    return shared and home.facts.hot_water_fuel is Fuel.NATURAL_GAS and home.facts.heating_fuel is Fuel.NATURAL_GAS


def _air(home: Assumed) -> list[Finding]:
    found = [checks.CHECK_VENTILATION.finding(), checks.CHECK_RADON.finding()]
    if draws_room_air(home):
        found.append(checks.CHECK_SPILLAGE.finding())
    return found


def _walls(home: Assumed) -> list[Finding]:
    return [checks.CHECK_CAVITY.finding(), *_wiring(home), *_materials(home)]


def _siding(home: Assumed) -> list[Finding]:
    return [checks.CHECK_SIDING.finding(), *_materials(home)]


def _basement(home: Assumed) -> list[Finding]:
    dry = [] if home.facts.damp_basement is False else [checks.CHECK_DRY_BASEMENT.finding()]
    return [*dry, checks.CHECK_RADON.finding(), checks.CHECK_FOAM.finding()]


def _materials(home: Assumed) -> list[Finding]:
    return [checks.CHECK_OLD_MATERIALS.finding()] if _built_before(home, VERMICULITE_BEFORE) else []


def _windows(home: Assumed) -> list[Finding]:
    return [checks.CHECK_OLD_MATERIALS.finding()] if _built_before(home, LEAD_PAINT_BEFORE) else []


def _furnace(home: Assumed) -> list[Finding]:
    first = [checks.ENVELOPE_FIRST.finding(), checks.CHECK_HEAT_LOAD.finding()]
    return [*first, *_orphan(home), *_materials(home)]


def _orphan(home: Assumed) -> list[Finding]:
    return [checks.CHECK_ORPHAN.finding()] if chimney_shared(home) else []


def _ducted_heat_pump(home: Assumed) -> list[Finding]:
    tank = [checks.CHECK_OIL_TANK.finding()] if home.facts.heating_fuel is Fuel.OIL else []
    return [*_any_heat_pump(home), checks.CHECK_DUCTS.finding(), *tank, *_orphan(home)]


def _any_heat_pump(home: Assumed) -> list[Finding]:
    first = [checks.ENVELOPE_FIRST.finding(), checks.CHECK_HEAT_LOAD.finding(), checks.CHECK_PANEL.finding()]
    return [*first, checks.CHECK_LISTED.finding(), *_aluminium(home)]


def _aluminium(home: Assumed) -> list[Finding]:
    built = home.facts.year_built or 0
    old = home.knows("year_built") and ALUMINIUM_YEARS[0] <= built <= ALUMINIUM_YEARS[1]
    return [checks.CHECK_ALUMINIUM.finding()] if old else []


def _hybrid(home: Assumed) -> list[Finding]:
    return [*_any_heat_pump(home), checks.CHECK_DUCTS.finding(), checks.CHECK_SWITCHOVER.finding()]


def _panels(home: Assumed) -> list[Finding]:
    return [checks.SIZE_LAST.finding()]


def _ground(home: Assumed) -> list[Finding]:
    return [*_ducted_heat_pump(home), checks.CHECK_GROUND.finding()]


def _timing(measure: Measure, home: Assumed, year: int) -> list[Finding]:
    """R08: plan before the old equipment fails."""
    if measure.method not in HEAT_PUMPS:
        return _SINGLE.get(measure.id, [])
    facts = home.facts
    ages = [
        year - made
        for made, limit in ((facts.heating_year, FURNACE_PLAN_YEARS), (facts.cooling_year, COOLING_PLAN_YEARS))
        if made is not None and year - made >= limit
    ]
    return [checks.PLAN_AHEAD.finding(age=max(ages))] if ages else []


_RULES: Final[Mapping[str, Callable[[Assumed], list[Finding]]]] = MappingProxyType(
    {
        "attic": _attic,
        Method.AIR_LEAKAGE: _air,
        Method.WALL_CAVITY: _walls,
        Method.WALL_EXTERIOR: _siding,
        Method.BASEMENT: _basement,
        Method.WINDOWS: _windows,
        Method.FURNACE: _furnace,
        Method.HEAT_PUMP: _ducted_heat_pump,
        Method.HEAT_PUMP_HYBRID: _hybrid,
        Method.HEAT_PUMP_DUCTLESS: _any_heat_pump,
        Method.HEAT_PUMP_GROUND: _ground,
        Method.SOLAR: _panels,
    }
)
_SINGLE: Final[Mapping[str, list[Finding]]] = MappingProxyType(
    {
        "DHW-HPWH": [checks.CHECK_ROOM.finding()],
        "DHW-HPWH-GAS": [checks.CHECK_ROOM.finding(), checks.CHECK_PANEL.finding()],
        "DHW-DWHR": [checks.CHECK_STACK.finding()],
        "DHW-TEMP": [checks.CHECK_WATER_SAFE.finding()],
        "HVAC-ZONE": [checks.CHECK_WARM_ENOUGH.finding()],
        "APP-INDUCT": [checks.CHECK_PANEL.finding()],
        "ENV-CRAWL": [checks.CHECK_RADON.finding(), checks.CHECK_FOAM.finding()],
        "PLAN-SWITCH": [checks.CHECK_INTERVALS.finding()],
    }
)
