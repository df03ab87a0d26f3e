"""Whether a measure fits a home: it does, it does not and why, or something must be asked or made safe first.

Facts in, verdicts out: nothing here computes a saving. Where the stock had to answer for the household, the
verdict says which answer to check. Safety rules are in `rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.findings import Code, Finding
from models.house.facts import BasementInsulation, Cooling, HeatingSystem, WindowType
from models.house.stock import Assumed
from models.measures import codes
from models.measures import codes_checks as ask_first
from models.measures.catalogue import Measure, Method
from models.quantities import Fuel

ATTIC_BANDS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"ENV-ATTIC-LOW": (0.0, 12.0), "ENV-ATTIC-MID": (12.0, 25.0), "ENV-ATTIC-HI": (25.0, 35.0)}
)
"""Present R each attic measure starts from: above the first (the lowest included), up to the second."""
ATTIC_SLACK_R: Final = 1.0
ATTIC_TARGET: Final = 60
EMPTY_WALL_R: Final = 8.0
GOOD_WALL_R: Final = 22.0
WINDOW_LIFE: Final = 25
CONDENSING_PCT: Final = 95.0
REPLACE_BELOW_PCT: Final = 83.0
"""From reference/measures.csv: furnaces of 82 % and less are the ones worth replacing."""
DRYING: Final = frozenset({"APP-HPDRY", "APP-LINE"})
DUCTED: Final = frozenset({HeatingSystem.FURNACE, HeatingSystem.HEAT_PUMP})
COSTLY: Final = frozenset({Fuel.OIL, Fuel.PROPANE, Fuel.ELECTRICITY})

_BASEMENT_STATE: Final[Mapping[str, BasementInsulation]] = MappingProxyType(
    {
        "ENV-BSMT": BasementInsulation.NONE,
        "ENV-BSMT-PART": BasementInsulation.PARTIAL,
        "ENV-BSMT-UP": BasementInsulation.FULL,
    }
)


class Status(StrEnum):
    """Whether a measure can be done in a home."""

    APPLICABLE = "applicable"
    NEEDS_CHECK = "needs_check"
    VARIANT = "variant"
    STOPPED = "stopped"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Applicability:
    """A verdict. `reason` says why it is not applicable, what to ask, or what stops it; None when it just fits.

    `because` are the reasons it fits; `checks` what to look at first; `discouraged` why it is not put forward
    although it fits.
    """

    status: Status
    reason: Finding | None = None
    because: tuple[Finding, ...] = ()
    checks: tuple[Finding, ...] = ()
    discouraged: Finding | None = None

    @property
    def fits(self) -> bool:
        """Whether a saving can be worked out."""
        return self.status in (Status.APPLICABLE, Status.NEEDS_CHECK, Status.VARIANT)


def applicability(measure: Measure, home: Assumed, year: int) -> Applicability:
    """Whether the measure fits this home in calendar year `year`, before any safety rule."""
    if measure.ask is not None:
        answer = getattr(home.facts, measure.ask)
        if answer is None:
            return Applicability(Status.NEEDS_CHECK, codes.ASK[measure.ask].finding())
        if answer is False:
            return Applicability(Status.NOT_APPLICABLE, codes.ABSENT[measure.ask].finding())
    return _METHODS[measure.method](measure, home, year)


def _no(code: Code, **facts: str | float) -> Applicability:
    return Applicability(Status.NOT_APPLICABLE, code.finding(**facts))


def _yes(
    home: Assumed, *because: Finding, facts: tuple[str, ...] = (), not_due: Finding | None = None
) -> Applicability:
    """It fits; where one of the `facts` it rests on was assumed, that has to be checked."""
    checks = tuple(ask_first.CHECK_FACT[name].finding() for name in facts if not home.knows(name))
    status = Status.NEEDS_CHECK if checks else Status.APPLICABLE
    return Applicability(status, None, because, checks, not_due)


def _attic(measure: Measure, home: Assumed, year: int) -> Applicability:
    r = home.facts.attic_r or 0.0
    low, high = ATTIC_BANDS[measure.id]
    fits = _yes(home, codes.ATTIC_BELOW_TARGET.finding(r=round(r), target=ATTIC_TARGET), facts=("attic_r",))
    if low < r <= high or (r == 0.0 and low == 0.0):
        return fits
    if low - ATTIC_SLACK_R < r <= high + ATTIC_SLACK_R:
        return Applicability(Status.VARIANT, codes.VARIANT.finding(), fits.because, fits.checks)
    return _no(codes.ATTIC_GOOD if r > ATTIC_BANDS["ENV-ATTIC-HI"][1] else codes.ATTIC_OTHER_BAND)


def _basement(measure: Measure, home: Assumed, year: int) -> Applicability:
    state = home.facts.basement_insulation or BasementInsulation.FULL
    if state is BasementInsulation.NO_BASEMENT or not home.facts.basement_area_m2:
        return _no(codes.BASEMENT_NONE)
    fits = _yes(home, codes.BASEMENT_BELOW_TARGET.finding(state=state.value), facts=("basement_insulation",))
    if state is _BASEMENT_STATE[measure.id]:
        return fits
    if measure.id == "ENV-BSMT":
        return Applicability(Status.VARIANT, codes.VARIANT.finding(), fits.because, fits.checks)
    return _no(codes.BASEMENT_OTHER_STATE)


def _wall_cavity(measure: Measure, home: Assumed, year: int) -> Applicability:
    if (home.facts.wall_r or 0.0) >= EMPTY_WALL_R:
        return _no(codes.WALLS_FILLED)
    return _yes(home, codes.WALLS_EMPTY.finding(), facts=("wall_r",))


def _wall_exterior(measure: Measure, home: Assumed, year: int) -> Applicability:
    r = home.facts.wall_r or 0.0
    if r >= GOOD_WALL_R:
        return _no(codes.WALLS_FILLED)
    return _yes(home, codes.WALLS_BELOW_TARGET.finding(r=round(r)), facts=("wall_r",))


def _air(measure: Measure, home: Assumed, year: int) -> Applicability:
    return _yes(home, codes.AIR_LEAKS.finding(ach50=round(home.facts.ach50 or 0.0, 1)))


def _windows(measure: Measure, home: Assumed, year: int) -> Applicability:
    kind = home.facts.window_type or WindowType.DOUBLE
    if kind is WindowType.TRIPLE or (kind is WindowType.DOUBLE_LOWE and measure.id == "ENV-WIN-ES"):
        return _no(codes.WINDOWS_GOOD)
    made = home.facts.window_year
    old = kind is WindowType.SINGLE or (made is not None and year - made >= WINDOW_LIFE)
    if old:
        return _yes(home, codes.WINDOWS_OLD.finding(), facts=("window_type",))
    return _yes(home, facts=("window_type",), not_due=codes.WINDOWS_NOT_DUE.finding())


def _heating_share(measure: Measure, home: Assumed, year: int) -> Applicability:
    if measure.id == "HVAC-DUCT" and home.facts.heating_system not in DUCTED:
        return _no(codes.NO_DUCTS)
    if measure.id == "HVAC-TSTAT" and home.facts.smart_thermostat:
        return _no(codes.ALREADY_DONE)
    if measure.id == "HVAC-TUNE" and home.facts.heating_system in (HeatingSystem.BASEBOARD, HeatingSystem.STOVE):
        return _no(codes.NOT_THIS_SYSTEM)
    if measure.id == "ENV-HEADER" and not home.facts.basement_area_m2:
        return _no(codes.BASEMENT_NONE)
    return _yes(home, codes.USES_HEATING.finding())


def _setpoint(measure: Measure, home: Assumed, year: int) -> Applicability:
    return _yes(home, codes.USES_HEATING.finding())


def _furnace(measure: Measure, home: Assumed, year: int) -> Applicability:
    facts = home.facts
    wanted = HeatingSystem.BOILER if measure.id == "HVAC-BOILER" else HeatingSystem.FURNACE
    percent = facts.heating_efficiency_pct or 0.0
    if facts.heating_fuel is not Fuel.NATURAL_GAS:
        return _no(codes.OTHER_FUEL)
    if facts.heating_system is not wanted:
        return _no(codes.NOT_THIS_SYSTEM)
    if percent >= CONDENSING_PCT:
        return _no(codes.ALREADY_EFFICIENT)
    because = codes.FURNACE_LOW_EFFICIENCY.finding(percent=round(percent), best=96)
    not_due = codes.NOT_DUE.finding() if percent >= REPLACE_BELOW_PCT else None
    return _yes(home, because, facts=("heating_efficiency_pct",), not_due=not_due)


def _heat_pump(measure: Measure, home: Assumed, year: int) -> Applicability:
    facts = home.facts
    fuel, system = facts.heating_fuel or Fuel.NATURAL_GAS, facts.heating_system
    if system is HeatingSystem.HEAT_PUMP:
        return _no(codes.ALREADY_HEAT_PUMP)
    if (measure.id == "HVAC-OIL-HP") != (fuel is Fuel.OIL) and measure.id in ("HVAC-OIL-HP", "HVAC-ASHP-D"):
        return _no(codes.OTHER_FUEL)
    if measure.method is Method.HEAT_PUMP_DUCTLESS:
        if system is HeatingSystem.FURNACE:
            return _no(codes.HAS_DUCTS)
    elif system is not HeatingSystem.FURNACE:
        return _no(codes.NO_DUCTS)
    if measure.method is Method.HEAT_PUMP_HYBRID and fuel not in (Fuel.NATURAL_GAS, Fuel.PROPANE, Fuel.OIL):
        return _no(codes.OTHER_FUEL)
    because = codes.COSTLY_FUEL.finding(fuel=fuel.value) if fuel in COSTLY else codes.USES_HEATING.finding()
    return _yes(home, because, facts=("heating_fuel", "heating_system"))


def _ventilation(measure: Measure, home: Assumed, year: int) -> Applicability:
    return Applicability(
        Status.NEEDS_CHECK, None, (codes.ENABLING.finding(),), (ask_first.CHECK_VENTILATION.finding(),)
    )


def _water(measure: Measure, home: Assumed, year: int) -> Applicability:
    fuel = home.facts.hot_water_fuel
    wanted = {"DHW-HPWH": Fuel.ELECTRICITY, "DHW-HPWH-GAS": Fuel.NATURAL_GAS, "DHW-TANKLESS": Fuel.NATURAL_GAS}
    if measure.id in wanted and fuel is not wanted[measure.id]:
        return _no(codes.WATER_OTHER_FUEL)
    return _yes(home, codes.USES_WATER.finding(), facts=("hot_water_fuel",) if measure.id in wanted else ())


def _plug(measure: Measure, home: Assumed, year: int) -> Applicability:
    if measure.id == "APP-LED" and home.facts.led_lighting:
        return _no(codes.ALREADY_DONE)
    if measure.id in DRYING and home.facts.electric_dryer is False:
        return _no(codes.ABSENT["electric_dryer"])
    return _yes(home, codes.USES_PLUGS.finding())


def _cooling(measure: Measure, home: Assumed, year: int) -> Applicability:
    cooling = home.facts.cooling
    if cooling is Cooling.NONE or (measure.id == "COOL-AC" and cooling is not Cooling.CENTRAL):
        return _no(codes.COOLING_NONE)
    return _yes(home, codes.USES_COOLING.finding(), facts=("cooling",))


def _solar(measure: Measure, home: Assumed, year: int) -> Applicability:
    if home.facts.solar_panels:
        return _no(codes.ALREADY_DONE)
    return Applicability(Status.NEEDS_CHECK, None, (codes.SUN_ON_ROOF.finding(),), (ask_first.CHECK_ROOF.finding(),))


def _bill(measure: Measure, home: Assumed, year: int) -> Applicability:
    return _yes(home, codes.BILL_ONLY.finding())


def _enabling(measure: Measure, home: Assumed, year: int) -> Applicability:
    return _yes(home, codes.ENABLING.finding(), not_due=codes.ENABLING.finding())


def _safety(measure: Measure, home: Assumed, year: int) -> Applicability:
    return _yes(home, codes.SAFETY_ITEM.finding(), not_due=codes.SAFETY_ITEM.finding())


_METHODS: Final[Mapping[Method, Callable[[Measure, Assumed, int], Applicability]]] = MappingProxyType(
    {
        Method.AIR_LEAKAGE: _air,
        Method.CEILING: _attic,
        Method.WALL_CAVITY: _wall_cavity,
        Method.WALL_EXTERIOR: _wall_exterior,
        Method.BASEMENT: _basement,
        Method.WINDOWS: _windows,
        Method.SETPOINT: _setpoint,
        Method.HEATING_SHARE: _heating_share,
        Method.VENTILATION: _ventilation,
        Method.FURNACE: _furnace,
        Method.HEAT_PUMP: _heat_pump,
        Method.HEAT_PUMP_HYBRID: _heat_pump,
        Method.HEAT_PUMP_DUCTLESS: _heat_pump,
        Method.HEAT_PUMP_GROUND: _heat_pump,
        Method.WATER_SHARE: _water,
        Method.TANKLESS: _water,
        Method.HEAT_PUMP_WATER: _water,
        Method.PLUG: _plug,
        Method.WASHER: _plug,
        Method.DRYER: _plug,
        Method.INDUCTION: _plug,
        Method.COOLING_SHARE: _cooling,
        Method.SOLAR: _solar,
        Method.BILL: _bill,
        Method.ENABLING: _enabling,
        Method.SAFETY: _safety,
    }
)
